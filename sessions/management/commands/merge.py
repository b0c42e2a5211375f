"""The command `merge`: put what another laptop gave with what is here, without a browser."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions import merging, parcel
from sessions.models import Meetup
from sessions.parcel import BrokenParcel


class Command(BaseCommand):
    """Merge the file that `export --format overdracht` made on another laptop."""

    help = (
        "Zet de antwoorden van een andere laptop erbij, uit het bestand van `export --format overdracht`. "
        "Nog eens hetzelfde bestand voegt niets toe. Met --data MAP kiest u de gegevensmap."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "meetup", type=int, metavar="MEETUP", help="Nummer van de meet-up, zoals in /agenda/1/."
        )
        parser.add_argument("file", metavar="BESTAND", help="Het bestand van de andere laptop.")

    def handle(self, *args: Any, meetup: int, file: str, **options: Any) -> None:  # noqa: ANN401
        found = Meetup.objects.filter(pk=meetup).first()
        if found is None:
            raise CommandError(f"Meet-up {meetup} bestaat niet.")
        try:
            gains = merging.merge(meetup=found, parcel=parcel.read(Path(file).read_bytes()))
        except BrokenParcel as broken:
            raise CommandError(str(broken)) from broken
        except OSError as error:
            raise CommandError(f"{file} is niet te lezen: {error.strerror}.") from error
        for gain in gains:
            self.stdout.write(
                f"{gain.place}: deelnemers {gain.people}, antwoorden {gain.answers}, gewijzigd {gain.revised}, "
                f"steun {gain.supports}, keuzes {gain.choices}"
            )
