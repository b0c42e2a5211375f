"""What facilitators do with answers: let them onto the board, hide them, put them back, light them up.

Nothing is deleted. One press is one action, on one answer or many; the event of each answer names the action and
keeps what the answer was before, so that every action can be undone for the whole day, the last one first.

Who decides names what he read: `seen_seq` of one answer, or for many `until`, the `changed_seq` of the newest.
What was changed after that is left alone: ChangedMeanwhile, or for many simply not among them.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from sessions.changes import Change, change
from sessions.facilitation import Impossible
from sessions.models import Answer, Event, LiveSession, Participant, Round
from sessions.oversight import MODERATION, last_action
from sessions.projection import leave_spotlight
from sessions.seen import ChangedMeanwhile, check_unchanged

State = Answer.State
ON_ITS_WAY = (State.NEW, State.LATE)
# What became of these is its author's decision, or that of who asked to be forgotten.
GONE = (State.WITHDRAWN, State.ERASED)


def hide_answer(*, answer: Answer, reason: str = "", seen_seq: int | None = None) -> None:
    """Take an answer off the screens, or keep it off them; with an Answer.HiddenReason, or give a hidden one that.

    It stays in the export, as hidden. Raises ChangedMeanwhile when a colleague decided about it after `seen_seq`;
    what goes off the screens may have been revised again.
    """
    with _action(answer) as (current, action):
        if answer.state in GONE or (answer.state == State.HIDDEN and reason in ("", answer.hidden_reason)):
            return
        check_unchanged(current.meetup, seen_seq, MODERATION, answer.pk)
        _put(current, action, answer, Event.Kind.ANSWER_HIDDEN, state=State.HIDDEN, hidden_reason=reason)


def restore_answer(*, answer: Answer, seen_seq: int | None = None) -> None:
    """Put a hidden answer on the screens again.

    Raises ChangedMeanwhile when a colleague decided about it, or its author revised it, after `seen_seq`.
    """
    _let_in(answer, (State.HIDDEN,), Event.Kind.ANSWER_RESTORED, seen_seq)


def admit_answer(*, answer: Answer, seen_seq: int | None = None) -> None:
    """Let an answer that waits for approval, or came in too late, onto the screens; raises as `restore_answer`."""
    _let_in(answer, ON_ITS_WAY, Event.Kind.ANSWER_ADMITTED, seen_seq)


def admit_all(*, round_: Round, until: int) -> None:
    """Let all answers of a round that wait for approval onto the screens, as far as they were read."""
    with change(round_.live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        action = current.next_seq
        waiting = round_.answers.filter(state=State.NEW, changed_seq__lte=until)
        for answer in waiting.select_related("round__live_session"):
            _put(current, action, answer, Event.Kind.ANSWER_ADMITTED, state=State.VISIBLE)


def highlight_answer(*, answer: Answer, on: bool, seen_seq: int | None = None) -> None:
    """Mark an answer on the board, or take the mark off; raises ChangedMeanwhile as `hide_answer` does."""
    with _action(answer) as (current, action):
        if answer.is_highlighted == on or answer.state != State.VISIBLE:
            return
        check_unchanged(current.meetup, seen_seq, MODERATION, answer.pk)
        _put(current, action, answer, Event.Kind.ANSWER_HIGHLIGHTED, is_highlighted=on)


def hide_all_of_phone(*, answer: Answer) -> None:
    """Hide all that the phone of this answer gave. Raises Impossible for what was typed at the desk."""
    _check_has_phone(answer.participant)
    with _action(answer) as (current, action):
        own = Answer.objects.filter(participant=answer.participant, state__in=(State.VISIBLE, *ON_ITS_WAY))
        for one in own.select_related("round__live_session"):
            _put(current, action, one, Event.Kind.ANSWER_HIDDEN, state=State.HIDDEN, hidden_reason="")


def mute_phone(*, answer: Answer, on: bool) -> None:
    """Let what the phone of this answer gives from now on wait for approval, or not any more. It is not told.

    Raises Impossible for what was typed at the desk.
    """
    _check_has_phone(answer.participant)
    with _action(answer) as (current, _):
        participant = Participant.objects.get(pk=answer.participant_id)
        if participant.is_muted == on:
            return
        participant.is_muted = on
        participant.save(update_fields=["is_muted"])
        place = answer.round.live_session
        current.record(Event.Kind.OVERSIGHT_CHANGED, participant.pk, live_session=place)


def undo_action(*, live_session: LiveSession, action: int, until: int) -> None:
    """Undo an action of a place: each of its answers is again what it was, unless its author took it back.

    Undone already, nothing happens. Raises ChangedMeanwhile when it is not the last one that stands, or one of its
    answers was changed after `until`.
    """
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        events = Event.objects.filter(live_session=live_session)
        if events.filter(kind=Event.Kind.MODERATION_UNDONE, ref=str(action)).exists():
            return
        last = last_action(live_session)
        if last is None or last.seq != action or last.until > until:
            raise ChangedMeanwhile
        current.record(Event.Kind.MODERATION_UNDONE, action, live_session=live_session)
        _take_back(last.events, current)


def _take_back(events: Iterable[Event], current: Change) -> None:
    answers = Answer.objects.select_related("round__live_session").in_bulk([int(event.ref) for event in events])
    for event in events:
        answer = answers.get(int(event.ref))
        if answer is not None and answer.state not in GONE:
            _put(current, None, answer, Event.Kind.ANSWER_REVERTED, **event.detail["before"])


@contextmanager
def _action(answer: Answer) -> Iterator[tuple[Change, int]]:
    """Begin an action on one answer, read again under the lock; give the change, and the action's number."""
    with change(answer.round.live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        answer.refresh_from_db(fields=["state", "hidden_reason", "is_highlighted", "changed_seq"])
        yield current, current.next_seq


def _let_in(answer: Answer, before: Collection[str], kind: Event.Kind, seen_seq: int | None) -> None:
    """Put an answer that is in one of these states on the screens; pressing twice changes nothing then."""
    with _action(answer) as (current, action):
        if answer.state == State.VISIBLE:
            return
        # What is let onto the screens must be what was read.
        check_unchanged(current.meetup, seen_seq, MODERATION | {Event.Kind.ANSWER_REVISED}, answer.pk)
        if answer.state in before:
            _put(current, action, answer, kind, state=State.VISIBLE, hidden_reason="")


def _put(current: Change, action: int | None, answer: Answer, kind: Event.Kind, **after: object) -> None:
    """Give an answer these values, as part of an action; without one, it cannot be undone."""
    before = {field: getattr(answer, field) for field in after}
    for field, value in after.items():
        setattr(answer, field, value)
    answer.changed_seq = current.next_seq
    answer.save(update_fields=[*after, "changed_seq"])
    detail = {} if action is None else {"action": action, "before": before}
    current.record(kind, answer.pk, live_session=answer.round.live_session, round=answer.round_id, **detail)
    if answer.state != State.VISIBLE:
        leave_spotlight(answer, current)


def _check_has_phone(participant: Participant) -> None:
    if participant.is_scribe:
        raise Impossible("Dit antwoord is aan de regie ingetypt.")
