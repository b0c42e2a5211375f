"""Restoration: a copy becomes the database again, and no phone or desk can take the one for the other.

Whoever still holds a number of the time that is lost (the id of an answer, the version of a place) must not hit
something else with it. So each meet-up begins a new epoch, and every counter leaps ahead.
"""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from pmg_workshop.datafolder import flush, flush_folder
from sessions import copies
from sessions.copies import Unusable
from sessions.models import LiveSession, Meetup

LEAP = 1_000_000
PLACES = LiveSession._meta.db_table


class InUse(Exception):
    """Some program has the present database open; the message says so in Dutch."""


@dataclass
class Present:
    """What of the present database outlives a restore; empty when it cannot be read."""

    counters: dict[str, int] = field(default_factory=dict)
    logins: list[tuple[str, str, str]] = field(default_factory=list)
    places: list[tuple[int, int, str]] = field(default_factory=list)
    was_read: bool = False


def restore(copy: Path, database: Path) -> Path | None:
    """Put a copy in the place of the database; return where the present one was kept, None if there was none.

    Hold the lock of the database. Everything is prepared beside it, so until the very end nothing has changed.
    Raises Unusable for a file that is no whole copy of this program or is of a newer version, InUse, OSError
    and sqlite3.Error.
    """
    if not copy.is_file():
        raise Unusable(f"Het bestand {copy} is er niet.")
    if database.exists() and copy.samefile(database):
        raise Unusable(f"{copy} is de database zelf, geen kopie.")
    prepared = database.with_name(f"{database.name}.restoring")
    for left in (prepared, *copies.beside(prepared)):
        left.unlink(missing_ok=True)
    try:
        os.close(os.open(prepared, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _read_into(copy, prepared)
        _bring_up_to_date(prepared, _read_present(database))
        flush(prepared)
        return _take_its_place(prepared, database)
    finally:
        for left in (prepared, *copies.beside(prepared)):
            left.unlink(missing_ok=True)


def _read_into(copy: Path, prepared: Path) -> None:
    """Copy the copy, and look whether it is one to rely on. Raises Unusable."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as source:
            copies.copy_pages(source, prepared)
        copies.check(prepared)
        with closing(sqlite3.connect(prepared)) as opened:
            applied = set(opened.execute("SELECT app, name FROM django_migrations"))
    except (Unusable, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.OperationalError):  # such as a full disk: no fault of the copy
            raise
        raise Unusable(f"{copy} is beschadigd, of is geen kopie van dit programma.") from error
    if applied - set(MigrationLoader(None).disk_migrations):
        raise Unusable(f"{copy} komt van een nieuwere versie van dit programma. Werk eerst het programma bij.")


def _read_present(database: Path) -> Present:
    """Read what must not go back in time; a database that is absent or damaged gives nothing."""
    present = Present()
    try:
        with closing(copies.connect(database)) as opened:
            present.counters = dict(opened.execute("SELECT name, seq FROM sqlite_sequence"))
            present.logins = list(
                opened.execute("SELECT session_key, session_data, expire_date FROM django_session")
            )
            present.places = list(opened.execute(f"SELECT rev, last_answer_number, code FROM {PLACES}"))  # noqa: S608
            present.was_read = True
    except sqlite3.DatabaseError:  # perhaps the very reason to restore
        return Present()
    return present


def _bring_up_to_date(prepared: Path, present: Present) -> None:
    """Migrate the database that will take the place, and begin a new time in it."""
    with _django_on(prepared):
        call_command("migrate", verbosity=0, interactive=False)
        for meetup in Meetup.objects.all():
            Meetup.objects.filter(pk=meetup.pk).update(epoch=uuid.uuid4())
    with closing(sqlite3.connect(prepared, isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
        opened.execute("BEGIN")
        _leap(opened, present)
        if present.was_read:
            opened.execute("DELETE FROM django_session")
            opened.executemany(
                "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)",
                present.logins,
            )
        opened.execute("COMMIT")


def _leap(opened: sqlite3.Connection, present: Present) -> None:
    """Let no number of the lost time be given out again: ids, versions of places, codes of answers."""
    counted = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
    known = dict(opened.execute("SELECT name, seq FROM sqlite_sequence"))
    opened.execute("DELETE FROM sqlite_sequence")
    opened.executemany(
        "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
        [
            (name, max(known.get(name, 0), present.counters.get(name, 0)) + LEAP)
            for (name,) in list(opened.execute(counted))
        ],
    )
    opened.executemany(
        f"UPDATE {PLACES} SET rev = max(rev, ?), last_answer_number = max(last_answer_number, ?) WHERE code = ?",  # noqa: S608
        present.places,
    )
    opened.execute(f"UPDATE {PLACES} SET rev = rev + ?", (LEAP,))  # noqa: S608


@contextmanager
def _django_on(path: Path) -> Iterator[None]:
    """Let Django work on another database file than its own."""
    connection.close()
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _take_its_place(prepared: Path, database: Path) -> Path | None:
    """Keep the present database aside, and give its name to the prepared one."""
    aside = None
    if database.exists():
        _settle(database)
        aside = copies.unused_name(database.parent, "meetup-before-restore-", ".sqlite3")
        _keep(database, aside)
    # Its log or journal next to the other database would be written into that, and destroy it.
    for left in copies.beside(database):
        left.unlink(missing_ok=True)
    flush_folder(database.parent)
    prepared.replace(database)
    flush_folder(database.parent)
    return aside


def _settle(database: Path) -> None:
    """Bring the log of the present database into it, which takes that nobody else has it open. Raises InUse."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=2)) as opened:
            opened.execute("PRAGMA synchronous=FULL")
            opened.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise InUse(
                "Een ander programma heeft de database nog open. Sluit dat en probeer het opnieuw."
            ) from error
        raise
    except sqlite3.DatabaseError:  # damaged: it is kept as it is, with its log
        return


def _keep(database: Path, aside: Path) -> None:
    """Copy the files of the present database as they are; nobody has them open now."""
    for suffix in ("-wal", "-journal", ""):
        source = database.with_name(database.name + suffix)
        if source.exists():
            with copies.partial(aside.with_name(aside.name + suffix)) as path:
                shutil.copyfile(source, path)
