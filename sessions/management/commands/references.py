"""The command `references`: the documents from which Word, OpenDocument and PowerPoint take their look."""

from django.core.management.base import BaseCommand

from sessions.export.reference import REFERENCE, make_reference
from sessions.export.reference_odt import REFERENCE_ODT, make_reference_odt
from sessions.export.reference_pptx import REFERENCE_PPTX, make_reference_pptx

RECIPES = {REFERENCE: make_reference, REFERENCE_ODT: make_reference_odt, REFERENCE_PPTX: make_reference_pptx}


class Command(BaseCommand):
    """Write the reference documents; needed only after a change of the styles in sessions/export/reference."""

    help = "Maakt de voorbeelden van Word, OpenDocument en PowerPoint opnieuw, na een wijziging van de stijlen."

    def handle(self, *args: object, **options: object) -> None:
        """Make each document by its recipe."""
        for path, make in RECIPES.items():
            path.write_bytes(make())
            self.stdout.write(path.name)
