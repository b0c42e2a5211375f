"""The command `restore`: a copy becomes the database again."""

import argparse
import sqlite3
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from pmg_workshop import datalock
from sessions import copies, restoration


class Command(BaseCommand):
    """Put a copy back; what was there is kept aside, so nothing is asked."""

    help = (
        "Zet een kopie van de gegevens terug. Stop eerst het programma. De gegevens van nu blijven bewaard in de "
        "gegevensmap, als meetup-before-restore-….sqlite3. Met --data MAP kiest u de gegevensmap."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the copy."""
        parser.add_argument(
            "copy", type=Path, metavar="BESTAND", help="De kopie, zoals backup of start die maakte."
        )

    def handle(self, *args: object, copy: Path, **options: object) -> None:
        """Restore, and say what to do next. Raises CommandError, in Dutch; then nothing has changed."""
        if connection.vendor != "sqlite":
            raise CommandError("Een kopie van PostgreSQL zet u terug met pg_restore; docs/backup.md zegt hoe.")
        database = copies.database()
        try:
            with datalock.held(database):
                aside = restoration.restore(copy, database)
        except (datalock.DataInUse, copies.Unusable, restoration.InUse) as error:
            raise CommandError(f"{error} Er is niets veranderd.") from error
        except (OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(f"Het terugzetten is niet gelukt ({error}). Er is niets veranderd.") from error
        self.stdout.write(f"De kopie {copy} is teruggezet.")
        if aside:
            self.stdout.write(f"De gegevens van daarvoor staan in {aside}.")
        self.stdout.write("Start nu het programma: python3 manage.py start")
