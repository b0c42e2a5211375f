"""The keeper of copies: while the program runs, a copy at every turn of the day, and every three minutes.

It works in a thread of its own and on a connection of its own. Nothing that goes wrong here reaches the
people in the room; it is logged once, and the desk shows it as long as it lasts.
"""

import logging
import sqlite3
import threading
import time
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from pathlib import Path
from typing import Self

from django.db import connection

from pmg_workshop import storage
from sessions import copies
from sessions.models import Event

EVERY_SECONDS = 180.0
LOOK_SECONDS = 1.0
RETRY_SECONDS = 15.0
STOP_SECONDS = 10.0
# After a copy, rest so many times as long as it took: a large database is not copied all the time.
REST = 5
TURNS = (Event.Kind.STEP_CHANGED.value, Event.Kind.ROUND_CHANGED.value)

ANSWERS_ARE_SAFE = "De antwoorden zelf worden wel bewaard."

logger = logging.getLogger(__name__)


def copies_kept() -> AbstractContextManager[object]:
    """Keep copies in a `with` block; of PostgreSQL none, which is copied on its own server."""
    return Keeper(copies.database()) if connection.vendor == "sqlite" else nullcontext()


class Keeper:
    """Keeps copies of a database as long as its `with` block lasts, and makes a last one at the end."""

    def __init__(self, database: Path, every: float = EVERY_SECONDS, retry: float = RETRY_SECONDS) -> None:
        self.trouble = ""  # why no copies are made now, in Dutch
        self._held = ExitStack()
        self._database = database
        self._every = every
        self._retry = retry
        self._source: sqlite3.Connection | None = None
        self._copied = -1  # what PRAGMA data_version was at the last copy: it differs after any commit
        self._turn = 0  # the last change of step or round that is in a copy
        self._due = 0.0
        self._rest_until = 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="copies", daemon=True)

    def __enter__(self) -> Self:
        self._held.enter_context(storage.watched(lambda: self.trouble))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(STOP_SECONDS)
        self._held.close()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._look()
            self._stopping.wait(LOOK_SECONDS)
        self._look(at_the_end=True)
        self._let_go()

    def _look(self, at_the_end: bool = False) -> None:
        """Make a copy if it is time for one; never raise, for nobody would hear it."""
        try:
            if self._source is None:
                self._source = copies.connect(self._database)
                self._copied = -1
            # Read before copying: what is committed meanwhile then counts as not yet copied.
            version = self._source.execute("PRAGMA data_version").fetchone()[0]
            if version == self._copied or (time.monotonic() < self._rest_until and not at_the_end):
                return
            turn = self._last_turn(self._source)
            if turn > self._turn or time.monotonic() >= self._due or at_the_end:
                self._copy(self._source, version, turn)
        except Exception as error:  # whatever it is, the next look may do better
            self._let_go()
            self._rest_until = time.monotonic() + self._retry
            self._complain(f"{copies.explain(error, copies.folder())} {ANSWERS_ARE_SAFE}")

    def _copy(self, source: sqlite3.Connection, version: int, turn: int) -> None:
        began = time.monotonic()
        place = copies.open_folder()
        copies.make(source, place)
        self._copied, self._turn, self._due = version, turn, began + self._every
        self._rest_until = time.monotonic() + REST * (time.monotonic() - began)
        copies.prune(place)
        copies.prune_aside(self._database.parent)
        if self.trouble:
            logger.warning("Er worden weer kopieën gemaakt.")
            self.trouble = ""

    def _last_turn(self, source: sqlite3.Connection) -> int:
        """Return the id of the last event that opened, closed or showed a round, or moved a place on."""
        marks = ", ".join("?" * len(TURNS))
        query = (
            f"SELECT id FROM {Event._meta.db_table} WHERE id > ? AND kind IN ({marks}) ORDER BY id DESC LIMIT 1"  # noqa: S608
        )
        found = source.execute(query, (self._turn, *TURNS)).fetchone()
        return found[0] if found else self._turn

    def _complain(self, sentence: str) -> None:
        if sentence != self.trouble:
            logger.warning(sentence)
        self.trouble = sentence

    def _let_go(self) -> None:
        if self._source is not None:
            with suppress(sqlite3.Error):  # what cannot be closed is dropped
                self._source.close()
            self._source = None
