"""The command `references`: the documents from which files take their look, and the schema of the JSON file."""

from django.core.management.base import BaseCommand

from sessions.export.reference import REFERENCE, make_reference
from sessions.export.reference_odt import REFERENCE_ODT, make_reference_odt
from sessions.export.reference_pptx import REFERENCE_PPTX, make_reference_pptx
from sessions.export.schema import SCHEMA_FILE, make_schema

RECIPES = {
    REFERENCE: make_reference,
    REFERENCE_ODT: make_reference_odt,
    REFERENCE_PPTX: make_reference_pptx,
    SCHEMA_FILE: make_schema,
}


class Command(BaseCommand):
    """Write them; needed only after a change of the styles in sessions/export/reference, or of the document."""

    help = (
        "Maakt de voorbeelden van Word, OpenDocument en PowerPoint en het schema van JSON opnieuw, "
        "na een wijziging van de stijlen of van de velden."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Make each file by its recipe."""
        for path, make in RECIPES.items():
            path.write_bytes(make())
            self.stdout.write(path.name)
