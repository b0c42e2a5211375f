"""The command `backup`: one copy of everything, now, also beside a running server."""

import argparse
import sqlite3
from contextlib import closing
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sessions import copies, dump


class Command(BaseCommand):
    """Make a copy of the database, and say where it is."""

    help = (
        "Maakt nu een kopie van alle gegevens; het programma mag intussen draaien. Met --data MAP kiest u de "
        "gegevensmap. Een kopie zet u terug met: restore BESTAND."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take where the copy must come."""
        parser.add_argument(
            "--output", type=Path, metavar="BESTAND", help="Waar de kopie komt; anders in de map voor kopieën."
        )

    def handle(self, *args: object, output: Path | None, **options: object) -> None:
        """Copy, and print the name of the copy. Raises CommandError, in Dutch."""
        place = output.absolute().parent if output else copies.folder()
        if output and output.exists():
            raise CommandError(f"{output} bestaat al. Kies een andere naam.")
        try:
            if not output:
                copies.open_folder()
            if connection.vendor == "sqlite":
                made = _copy(output, place)
            else:
                made = dump.make(output or copies.unused_name(place, "meetup-", ".dump"))
        except (OSError, sqlite3.Error, copies.Unusable) as error:
            raise CommandError(copies.explain(error, place)) from error
        except dump.Impossible as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"De kopie staat in {made} ({made.stat().st_size} bytes).")


def _copy(output: Path | None, place: Path) -> Path:
    database = copies.database()
    if not database.exists():
        raise CommandError(f"Er zijn nog geen gegevens: {database} is er niet. Start eerst het programma.")
    with closing(copies.connect(database)) as source:
        if not output:
            return copies.make(source, place)
        copies.copy_into(source, output.absolute())
    return output
