"""The one way to change a meet-up: under its lock, with a number for every change.

`Meetup.seq` is a counter on a locked row and not a database sequence: with a sequence, a slow transaction
can commit number 1 after number 2, and a screen that resumes "after 2" never sees 1.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from pmg_workshop import storage
from sessions import timers
from sessions.live import hub
from sessions.models import Event, LiveSession, Meetup, Participant, Receipt

Found = TypeVar("Found")

# SQLite has one writer, and its own queue is unfair. Waiting here is fair; who waits longer than this is told to
# come back, before the phone itself gives up (8 seconds).
_sqlite_queue = threading.Lock()
LONGEST_WAIT_SECONDS = 4.0


class Commit:
    """One transaction that holds the lock of a meet-up; the changes in it reach the disk together.

    What only adds up (numbers, events, receipts) is kept here and stored at the end, at once for all changes.
    """

    def __init__(self, meetup: Meetup) -> None:
        self.meetup = meetup
        self.at = timezone.now()
        self._seq = meetup.seq
        self.receipts: dict[tuple[UUID, str], Receipt] = {}
        self._rows: list[Model] = []
        self._known: dict[Hashable, object] = {}
        self._places: dict[int, LiveSession] = {}

    def recall(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """Return what `find` returns, which is asked once: nobody else changes it while the lock is held."""
        if key not in self._known:
            self._known[key] = find()
        return self._known[key]

    def place(self, place: LiveSession) -> LiveSession:
        """Return the one row for a place; given one read under this lock, its counter is stored at the end."""
        return self._places.setdefault(place.pk, place)

    def keep(self, rows: list[Model]) -> None:
        """Take over what a change that went well has to store."""
        self._rows += rows
        self.receipts |= {(row.participant_id, row.key): row for row in rows if isinstance(row, Receipt)}

    def save(self) -> None:
        """Store what was kept, and let the screens be told once all is committed."""
        for model in {type(row): None for row in self._rows}:
            model.objects.bulk_create(row for row in self._rows if type(row) is model)
        for place in self._places.values():
            place.save(update_fields=["last_answer_number"])
        if self.meetup.seq == self._seq:
            return
        Meetup.objects.filter(pk=self.meetup.pk).update(seq=self.meetup.seq)
        # A failing wake-up costs the screens a second, and must never fail the reply.
        transaction.on_commit(partial(hub.wake, self.meetup.pk), robust=True)


class Change:
    """What one writer changes in a meet-up; every recorded event gets the next number."""

    def __init__(self, commit: Commit, actor: Event.Actor) -> None:
        self.commit = commit
        self.meetup = commit.meetup
        self.at = commit.at
        self.rows: list[Model] = []
        self._actor = actor

    @property
    def next_seq(self) -> int:
        """Return the number that the next recorded event will get."""
        return self.meetup.seq + 1

    def record(
        self,
        kind: Event.Kind,
        ref: object,
        *,
        live_session: LiveSession | None = None,
        **detail: object,
    ) -> int:
        """Note one change and return its seq; `ref` and `detail` hold ids, never text or names."""
        self.meetup.seq += 1
        self.rows.append(
            Event(
                meetup=self.meetup,
                live_session=live_session,
                seq=self.meetup.seq,
                kind=kind,
                ref=str(ref),
                detail=detail,
                actor=self._actor,
                at=self.at,
            )
        )
        return self.meetup.seq

    def receipt_of(self, participant: Participant, key: str) -> Receipt | None:
        """Return the receipt of a write with this key, also of one in this same commit."""
        earlier = self.commit.receipts.get((participant.pk, key))
        return earlier or Receipt.objects.filter(participant=participant, key=key).first()

    def keep_receipt(self, receipt: Receipt) -> None:
        """Store a receipt with this change."""
        self.rows.append(receipt)


class _Thread(threading.local):
    commit: Commit | None = None


_thread = _Thread()


@contextmanager
def one_commit(meetup_id: int) -> Iterator[Commit]:
    """Let all changes of a meet-up that this thread makes in the block share one transaction and one commit.

    A change that fails undoes only itself. Nothing is stored before the block ends well. Before anything is
    judged by the clock, the running timers are set right.
    Raises Meetup.DoesNotExist, and OperationalError when nothing can be stored now.
    """
    with writers_turn(), transaction.atomic():
        commit = Commit(Meetup.objects.select_for_update().get(pk=meetup_id))
        clock = Change(commit, Event.Actor.CLOCK)
        for round_ in timers.set_right(commit.meetup):
            clock.record(Event.Kind.ROUND_CHANGED, round_.pk, live_session=round_.live_session)
        commit.keep(clock.rows)
        _thread.commit = commit
        try:
            yield commit
        finally:
            _thread.commit = None
        commit.save()


@contextmanager
def change(meetup_id: int, actor: Event.Actor) -> Iterator[Change]:
    """Change a meet-up under its lock: in a commit of its own, or in that of the `one_commit` around it.

    Raises what `one_commit` raises. Whatever the block raises undoes everything that was done in it.
    """
    if _thread.commit is None:
        with one_commit(meetup_id) as commit:
            current = Change(commit, actor)
            yield current
            commit.keep(current.rows)
        return
    commit = _thread.commit
    if commit.meetup.pk != meetup_id:
        raise ValueError("a commit holds the lock of one meet-up, and this is another")
    current, seq = Change(commit, actor), commit.meetup.seq
    try:
        with transaction.atomic():  # a savepoint
            yield current
    except BaseException:
        commit.meetup.seq = seq
        raise
    commit.keep(current.rows)


@contextmanager
def writers_turn() -> Iterator[None]:
    """Wait until nobody else in this process writes; on PostgreSQL, which has many writers, do not wait.

    Who shares a commit has his turn already; if the block fails there, it undoes only what was done in it.
    Raises OperationalError when the turn does not come.
    """
    if _thread.commit is not None:
        with transaction.atomic():
            yield
        return
    if connection.vendor == "sqlite" and not _sqlite_queue.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise OperationalError("database is locked: others have been writing for too long")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            _sqlite_queue.release()
    storage.works()
