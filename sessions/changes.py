"""The one way to change a meet-up: under its lock, with a number for every change.

`Meetup.seq` is a counter on a locked row and not a database sequence: with a sequence, a slow transaction
can commit number 1 after number 2, and a screen that resumes "after 2" never sees 1.
"""

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from pmg_workshop import storage
from sessions import findings, timers
from sessions.live import hub
from sessions.models import Event, LiveSession, Meetup, Participant, Receipt, Revision

# SQLite has one writer, and its own queue is unfair. Waiting here is fair; who waits longer than this is told to
# come back, before the phone itself gives up (8 seconds).
_sqlite_queue = threading.Lock()
LONGEST_WAIT_SECONDS = 4.0

# Who is at work in this request, if that is somebody with an account: every event of his names him.
_acting: ContextVar[int | None] = ContextVar("acting", default=None)


class Commit:
    """One transaction that holds the lock of a meet-up; the changes in it reach the disk together.

    What only adds up (new rows, numbers, events, receipts) is kept here and stored at the end, at once for all.
    `findings` holds what was looked up, also by earlier commits if nothing changed since.
    """

    def __init__(self, meetup: Meetup) -> None:
        self.meetup = meetup
        self.at = timezone.now()
        self.participants: dict[UUID, Participant] = {}
        self.actors: set[Event.Actor] = set()
        self.findings = findings.take(meetup)
        self._seq = meetup.seq
        self._numbered: dict[int, LiveSession] = {}
        self._rows: list[Model] = []
        self._events: list[Event] = []
        self._revisions: list[Revision] = []
        self._receipts: dict[tuple[UUID, str], Receipt | None] = {}

    def expect(self, senders: Collection[tuple[UUID, str]]) -> None:
        """Look up the `participants` with these ids, and what they sent under these keys, all in two queries."""
        ids, keys = {sender for sender, _ in senders}, {key for _, key in senders}
        self.participants = Participant.objects.in_bulk(ids)
        self._receipts = dict.fromkeys(senders)
        for receipt in Receipt.objects.filter(participant__in=ids, key__in=keys):
            self._receipts[receipt.participant_id, receipt.key] = receipt

    def receipt_of(self, participant_id: UUID, key: str) -> Receipt | None:
        """Return the receipt of a write with this key, also of one in this same commit."""
        if (participant_id, key) not in self._receipts:
            return Receipt.objects.filter(participant=participant_id, key=key).first()
        return self._receipts[participant_id, key]

    def keep_receipt(self, receipt: Receipt) -> None:
        """Store a receipt; what it is `about` may be a row that is stored at the end too."""
        self._receipts[receipt.participant_id, receipt.key] = receipt

    def next_answer_number(self, place: LiveSession) -> int:
        """Return the number of the next answer in a place; `place` was looked up through `findings`."""
        place = self._numbered[place.pk] = self.findings.recall(LiveSession, place.pk, lambda: place)
        place.last_answer_number += 1
        return place.last_answer_number

    def create(self, row: Model) -> None:
        """Store a new row at the end; it has no id before that."""
        self._rows.append(row)

    def number(self, event: Event) -> int:
        """Give an event the next number, which is returned, and store it."""
        self.meetup.seq += 1
        event.seq = self.meetup.seq
        self._events.append(event)
        return event.seq

    def keep_revision(self, revision: Revision) -> None:
        """Store what an event of this commit changed in somebody's words."""
        self._revisions.append(revision)

    @property
    def last_event(self) -> Event:
        """Return the event that got the highest number so far."""
        return self._events[-1]

    def save(self) -> None:
        """Store what was kept, and let the screens be told once all is committed."""
        for model in {type(row): None for row in self._rows}:
            model.objects.bulk_create(row for row in self._rows if type(row) is model)
        for event in self._events:
            event.ref = str(id_of(event.about))
        Event.objects.bulk_create(self._events)
        Revision.objects.bulk_create(self._revisions)
        receipts = [one for one in self._receipts.values() if one and one.pk is None]
        for receipt in receipts:
            receipt.ref = id_of(receipt.about)
        Receipt.objects.bulk_create(receipts)
        for place in self._numbered.values():
            place.save(update_fields=["last_answer_number"])
        if self.actors <= {Event.Actor.PARTICIPANT}:
            transaction.on_commit(partial(findings.keep, self.meetup, self.findings))
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
        self._actor = actor
        commit.actors.add(actor)

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
        """Note one change and return its seq; `ref` and `detail` hold ids, never text or names.

        `ref` may be a row that is stored with this change, and has no id yet.
        """
        event = Event(
            meetup=self.meetup,
            live_session=live_session,
            kind=kind,
            detail=detail,
            actor=self._actor,
            user_id=_acting.get(),
            at=self.at,
        )
        event.about = ref
        return self.commit.number(event)

    def revise(
        self,
        kind: Event.Kind,
        ref: object,
        *,
        before: Mapping[str, object],
        after: Mapping[str, object],
        why: str = "",
        **detail: object,
    ) -> int:
        """Note one change of what staff wrote, and return its seq.

        `before` and `after` hold the fields that changed, as JSON can hold them, and `why` is the reason in their
        words. `detail` holds ids, as for `record`.
        """
        seq = self.record(kind, ref, **detail)
        event = self.commit.last_event
        self.commit.keep_revision(Revision(event=event, before=dict(before), after=dict(after), why=why))
        return seq


@contextmanager
def acting(user_id: int | None) -> Iterator[None]:
    """Let every event in the block name this user as the one who did it."""
    before = _acting.set(user_id)
    try:
        yield
    finally:
        _acting.reset(before)


def id_of(subject: object) -> object:
    """Return the id of a row, which it may have only now; what is no row is an id itself."""
    return getattr(subject, "pk", subject)


class _Thread(threading.local):
    commit: Commit | None = None


_thread = _Thread()


@contextmanager
def one_commit(meetup_id: int) -> Iterator[Commit]:
    """Let all changes of a meet-up that this thread makes in the block share one transaction and one commit.

    Nothing is stored before the block ends well. Before anything is judged by the clock, the running timers are
    set right. Raises Meetup.DoesNotExist, and OperationalError when nothing can be stored now.
    """
    with writers_turn(), transaction.atomic():
        commit = Commit(Meetup.objects.select_for_update().get(pk=meetup_id))
        if moved := timers.set_right(commit.meetup):
            clock = Change(commit, Event.Actor.CLOCK)
            for round_ in moved:
                clock.record(Event.Kind.ROUND_CHANGED, round_.pk, live_session=round_.live_session)
        _thread.commit = commit
        try:
            yield commit
        finally:
            _thread.commit = None
        commit.save()


@contextmanager
def change(meetup_id: int, actor: Event.Actor) -> Iterator[Change]:
    """Change a meet-up under its lock: in a commit of its own, or in that of the `one_commit` around it.

    Raises what `one_commit` raises. Whatever the block raises undoes the whole commit; who shares one may go on
    after a Refusal.
    """
    commit = _thread.commit
    if commit is None:
        with one_commit(meetup_id) as commit:
            yield Change(commit, actor)
    elif commit.meetup.pk == meetup_id:
        yield Change(commit, actor)
    else:
        raise ValueError("a commit holds the lock of one meet-up, and this is another")


@contextmanager
def writers_turn() -> Iterator[None]:
    """Wait until nobody else in this process writes; on PostgreSQL, which has many writers, do not wait.

    Who shares a commit has his turn already. Raises OperationalError when the turn does not come.
    """
    if _thread.commit is not None:
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
