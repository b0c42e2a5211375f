"""The one way to change a meet-up: under its lock, with a number for every change.

`Meetup.seq` is a counter on a locked row and not a database sequence: with a sequence, a slow transaction
can commit number 1 after number 2, and a screen that resumes "after 2" never sees 1.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from pmg_workshop import storage
from sessions import timers
from sessions.live import hub
from sessions.models import Event, LiveSession, Meetup

# SQLite has one writer, and its own queue is unfair. Waiting here is fair; who waits longer than this is told to
# come back, before the phone itself gives up (8 seconds).
_sqlite_queue = threading.Lock()
LONGEST_WAIT_SECONDS = 4.0


class Change:
    """What one transaction changes in a meet-up; every recorded event gets the next number."""

    def __init__(self, meetup: Meetup, actor: Event.Actor) -> None:
        self.meetup = meetup
        self.at = timezone.now()
        self._actor = actor
        self._events: list[Event] = []

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
        self._events.append(
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

    def save(self) -> None:
        """Store the counter and the events, and let the screens be told once all is committed."""
        if not self._events:
            return
        Event.objects.bulk_create(self._events)
        Meetup.objects.filter(pk=self.meetup.pk).update(seq=self.meetup.seq)
        # A failing wake-up costs the screens a second, and must never fail the reply.
        transaction.on_commit(partial(hub.wake, self.meetup.pk), robust=True)


@contextmanager
def change(meetup_id: int, actor: Event.Actor) -> Iterator[Change]:
    """Open a transaction that holds the lock of the meet-up, and commit it with its events.

    Before anything is judged by the clock, the running timers are set right.
    Raises Meetup.DoesNotExist, and OperationalError when nothing can be stored now. Whatever the block raises
    undoes everything.
    """
    with writers_turn(), transaction.atomic():
        meetup = Meetup.objects.select_for_update().get(pk=meetup_id)
        clock = Change(meetup, Event.Actor.CLOCK)
        for round_ in timers.set_right(meetup):
            clock.record(Event.Kind.ROUND_CHANGED, round_.pk, live_session=round_.live_session)
        clock.save()
        current = Change(meetup, actor)
        yield current
        current.save()


@contextmanager
def writers_turn() -> Iterator[None]:
    """Wait until nobody else in this process writes; on PostgreSQL, which has many writers, do not wait.

    Raises OperationalError when the turn does not come.
    """
    if connection.vendor == "sqlite" and not _sqlite_queue.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise OperationalError("database is locked: others have been writing for too long")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            _sqlite_queue.release()
    storage.works()
