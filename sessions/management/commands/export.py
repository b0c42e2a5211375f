"""The command `export`: the files of the agenda, without a browser."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions import export, parcel
from sessions.models import Meetup

# All that was given, for another laptop; see the command `merge`.
PARCEL = "overdracht"
FORMATS = (*export.FORMATS, PARCEL)


class Command(BaseCommand):
    """Write the agenda of a meet-up as it is now to a file."""

    help = (
        "Schrijft de kennisagenda en het werkprogramma van een meet-up naar een bestand. "
        "Met --data MAP kiest u de gegevensmap."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("meetup", metavar="MEETUP", help="Nummer van de meet-up, zoals in /agenda/1/.")
        parser.add_argument("--format", default="docx", help=f"Soort bestand: {', '.join(FORMATS)}.")
        parser.add_argument("--output", metavar="BESTAND", help="Waar het bestand komt.")

    def handle(self, *args: Any, meetup: str, format: str, output: str | None, **options: Any) -> None:  # noqa: ANN401
        if format not in FORMATS:
            raise CommandError(f"Het formaat {format} bestaat niet. Kies uit: {', '.join(FORMATS)}.")
        if not output or output == "-":
            raise CommandError("Noem het bestand waarin de agenda komt, bijvoorbeeld --output agenda.docx.")
        found = _meetup(meetup)
        try:
            content = parcel.write(parcel.parcel_of(found)) if format == PARCEL else export.export(found, format)
            size = Path(output).write_bytes(content)
        except export.ConversionFailed as error:
            raise CommandError(f"Het bestand kon niet worden gemaakt: {error}") from error
        except OSError as error:
            raise CommandError(f"{output} is niet te schrijven: {error.strerror}.") from error
        self.stdout.write(f"De agenda van {found} staat in {output} ({size} bytes).")


def _meetup(number: str) -> Meetup:
    meetup = Meetup.objects.filter(pk=number).first() if number.isdecimal() else None
    if meetup is None:
        known = ", ".join(str(pk) for pk in Meetup.objects.order_by("pk").values_list("pk", flat=True))
        raise CommandError(f"Meet-up {number} bestaat niet. Er is: {known or 'nog geen meet-up'}.")
    return meetup
