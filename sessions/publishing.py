"""What staff do to let others read the agenda: they fill in the colophon, publish a concept, and adopt it.

An edition holds the agenda of its moment. Only two things change: until which day readers may comment, and
whether it was withdrawn. A post names the number that its page announced, so pressing twice makes one edition.
"""

import dataclasses
import datetime
from typing import TypedDict, Unpack

from django.contrib.auth.models import AbstractBaseUser

from sessions.agenda import agenda_of
from sessions.changes import Change, change
from sessions.editions import colophon_of, next_number, today
from sessions.export.document import AgendaDocument, build
from sessions.export.snapshot import snapshot_of
from sessions.models import Edition, Event, Meetup
from sessions.readiness import Weight, checks_of
from sessions.refusals import Refusal
from sessions.revising import plain, ref_of, rewrite, values_of
from sessions.seen import ChangedMeanwhile, changes_since, check_unchanged

CHANGED = Event.Kind.EDITION_CHANGED
# What the publisher read before he pressed: he does not publish what a colleague wrote after that.
OF_STAFF = {Event.Kind.AGENDA_CHANGED, Event.Kind.COLOPHON_CHANGED}


class ColophonFields(TypedDict, total=False):
    """What staff say of the agenda as a whole; what is not named stays as it is."""

    introduction: str
    contact: str
    presented_on: datetime.date | None
    presented_in: str
    names_municipalities: bool


class NotReady(Refusal):
    """The agenda cannot be published, or adopted, as it is; `reasons` say why, in Dutch."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def save_colophon(*, meetup: Meetup, seen_seq: int | None = None, **fields: Unpack[ColophonFields]) -> None:
    """Store what staff say of the agenda as a whole.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    with change(meetup.pk, Event.Actor.STAFF) as current:
        colophon = colophon_of(current.meetup)
        wanted = {name: plain(value) for name, value in fields.items()}
        if colophon.pk and values_of(colophon, wanted) == wanted:
            return
        if changes_since(current.meetup, seen_seq, {Event.Kind.COLOPHON_CHANGED}).exists():
            raise ChangedMeanwhile
        rewrite(current, Event.Kind.COLOPHON_CHANGED, colophon, wanted)


def publish_draft(
    *,
    meetup: Meetup,
    number: int,
    closes_on: datetime.date,
    note: str = "",
    user: AbstractBaseUser | None = None,
    seen_seq: int | None = None,
) -> Edition:
    """Publish the agenda as it is now as a concept, on which readers may comment until the end of a day.

    Returns the edition; pressing twice makes one. Raises NotReady, and ChangedMeanwhile when a colleague published
    another edition of this number, or changed what is published after `seen_seq`.
    """
    return _publish(meetup, number, Edition.State.DRAFT, today(), note, user, seen_seq, closes_on=closes_on)


def adopt_edition(
    *,
    meetup: Meetup,
    number: int,
    adopted_on: datetime.date,
    note: str = "",
    user: AbstractBaseUser | None = None,
    seen_seq: int | None = None,
) -> Edition:
    """Publish the agenda as it is now as the one that PMG adopted on a day; concepts take no more comments.

    Returns the edition; pressing twice makes one. Raises what `publish_draft` raises.
    """
    return _publish(meetup, number, Edition.State.ADOPTED, adopted_on, note, user, seen_seq)


def withdraw_edition(*, edition: Edition, withdrawn: bool = True, seen_seq: int | None = None) -> None:
    """Let readers no longer read an edition, or (withdrawn=False) let them again.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    _amend(edition, {"is_withdrawn": withdrawn}, seen_seq)


def close_on(*, edition: Edition, closes_on: datetime.date, seen_seq: int | None = None) -> None:
    """Let readers comment on a concept until the end of this day; a day that is over closes it at once.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    _amend(edition, {"closes_on": closes_on.isoformat()}, seen_seq)


def _publish(
    meetup: Meetup,
    number: int,
    state: Edition.State,
    dated: datetime.date,
    note: str,
    user: AbstractBaseUser | None,
    seen_seq: int | None,
    *,
    closes_on: datetime.date | None = None,
) -> Edition:
    document = _document_of(meetup, state) if number == next_number(meetup) else None
    with change(meetup.pk, Event.Actor.STAFF) as current:
        edition = Edition(number=number, state=state, note=note, closes_on=closes_on)
        if document is None or number != next_number(current.meetup):
            return _same_as(edition, current.meetup)
        if changes_since(current.meetup, seen_seq, OF_STAFF).exists():
            raise ChangedMeanwhile
        if changes_since(current.meetup, document.seq, OF_STAFF | {Event.Kind.COMMENT_CHANGED}).exists():
            raise ChangedMeanwhile
        published = dataclasses.replace(document, version=str(number), state=state.label, dated=dated)
        edition.meetup = current.meetup
        edition.content = snapshot_of(published)
        edition.published_at, edition.published_by = current.at, user
        edition.save()
        _note(current, edition)
        if state == Edition.State.ADOPTED:
            _close_concepts(current)
        return edition


def _document_of(meetup: Meetup, state: Edition.State) -> AgendaDocument:
    """Return the agenda as it is now, without the lock: reading it all takes long, and others would wait.

    Raises NotReady.
    """
    checks = checks_of(agenda_of(meetup))
    if reasons := [check.says for check in checks if check.weight_for(state) == Weight.BLOCKS]:
        raise NotReady(reasons)
    return build(meetup)


def _same_as(edition: Edition, meetup: Meetup) -> Edition:
    """Return the edition of this number when it was published by the same press. Raises ChangedMeanwhile."""
    same = {"number": edition.number, "state": edition.state, "note": edition.note, "closes_on": edition.closes_on}
    there = meetup.editions.filter(**same, is_withdrawn=False).first()
    if there is None:
        raise ChangedMeanwhile
    return there


def _note(current: Change, edition: Edition) -> None:
    """Note a new edition; its content stands in the edition itself, and nowhere else."""
    names = ("number", "state", "note", "closes_on")
    current.revise(CHANGED, ref_of(edition), before={}, after=values_of(edition, names))


def _close_concepts(current: Change) -> None:
    """Let nobody comment any more on what was a concept of the agenda that is adopted now."""
    yesterday = today() - datetime.timedelta(days=1)
    for concept in current.meetup.editions.filter(state=Edition.State.DRAFT, closes_on__gt=yesterday):
        rewrite(current, CHANGED, concept, {"closes_on": yesterday.isoformat()})


def _amend(edition: Edition, wanted: dict[str, object], seen_seq: int | None) -> None:
    with change(edition.meetup_id, Event.Actor.STAFF) as current:
        edition.refresh_from_db()
        if values_of(edition, wanted) == wanted:
            return
        check_unchanged(current.meetup, seen_seq, {CHANGED}, ref_of(edition))
        rewrite(current, CHANGED, edition, wanted)
