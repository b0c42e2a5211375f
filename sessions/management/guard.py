"""Guard: look at the data before a server relies on them, and care for them while it runs."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from django.core.management.base import CommandError
from django.db import OperationalError, connection

from pmg_workshop import datalock, localdisk, storage
from pmg_workshop.setup_errors import DATA_DISK_FULL, FULL_DISK
from sessions import copies

ROOM_FOR_SQLITE_BYTES = 64 * 1024


@contextmanager
def guarded(address: str, warn: Callable[[str], None]) -> Iterator[None]:
    """Hold the SQLite database for the server at this address; `warn` hears what it can start without.

    PostgreSQL looks after itself, and several processes may share it. Raises CommandError, in Dutch, when the
    data cannot be relied on; then nothing has changed.
    """
    with ExitStack() as held:
        if connection.vendor == "sqlite":
            database = copies.database().absolute()
            if sentence := localdisk.unsuitable_place(database.parent.resolve()):
                raise CommandError(sentence)
            try:
                held.enter_context(datalock.held(database, address))
                if database.exists():
                    _look_at(database)
                space = localdisk.free_space_warning(database.parent)
            except datalock.DataInUse as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                full = error.errno in FULL_DISK
                raise CommandError(DATA_DISK_FULL if full else _unwritable(database.parent)) from error
            if space:
                warn(space)
            held.enter_context(storage.watched(partial(_space_warning, database.parent)))
        try:
            yield
        except (OperationalError, OSError) as error:
            if storage.sentence_of(error) != storage.FULL:
                raise
            raise CommandError(DATA_DISK_FULL) from error


def _space_warning(folder: Path) -> str:
    try:
        return localdisk.free_space_warning(folder)
    except OSError as error:  # the disk is gone
        return storage.sentence_of(error) or storage.READ_ONLY


def _look_at(database: Path) -> None:
    """Look whether the database is whole and can be written. Raises CommandError."""
    try:
        with closing(copies.connect(database)) as opened:
            opened.execute("BEGIN IMMEDIATE")
            opened.execute("ROLLBACK")
            whole = opened.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.OperationalError as error:
        if _is_full(database.parent):  # SQLite says "I/O error" when it cannot make its files
            raise CommandError(DATA_DISK_FULL) from error
        if error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise CommandError(_unwritable(database)) from error
        raise CommandError(f"De database {database} is niet te gebruiken ({error}).") from error
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise CommandError(_damaged(database))


def _is_full(folder: Path) -> bool:
    """Tell whether the disk of this folder has no room for what SQLite puts beside a database."""
    return shutil.disk_usage(folder).free < ROOM_FOR_SQLITE_BYTES


def _unwritable(place: Path) -> str:
    return f"In {place} mag of kan niet worden geschreven. Kies met --data een map van uzelf op deze computer."


def _damaged(database: Path) -> str:
    place = copies.folder()
    last = copies.existing(place)[-1:] if place.is_dir() else []
    advice = f"de laatste: python3 manage.py restore {last[0]}" if last else "python3 manage.py restore BESTAND"
    return f"De database {database} is beschadigd. Zet een kopie terug, {advice}"
