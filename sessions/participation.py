"""What participants do: join, answer, change and withdraw an answer, support, choose, say to be ready.

Every write carries a key that the phone made when the person pressed send. Sent again, it is answered from
its receipt, so nothing is lost and nothing counts twice.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sessions.changes import Change, change, id_of, writers_turn
from sessions.choosing import rule_for
from sessions.models import (
    Answer,
    Choice,
    Done,
    Event,
    LiveSession,
    Option,
    Participant,
    Receipt,
    Round,
    Step,
    Support,
)
from sessions.models.answers import answer_code
from sessions.models.meetup import GRACE
from sessions.projection import leave_spotlight
from sessions.refusals import Refusal
from themes.models import Municipality, RegionPosition


class NotFound(Refusal):
    """The round, option or answer does not exist, or belongs to somebody else."""


class UnknownParticipant(Refusal):
    """Nobody in this place has the id that a phone sends along."""


class RoundClosed(Refusal):
    """The round does not take this (any more); final."""


class Stale(Refusal):
    """The answer was changed since; carries it as it is now."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.pk)
        self.answer = answer


class KeyReused(Refusal):
    """The key was used before, for something else."""


@dataclass(frozen=True)
class Outcome:
    """How a write ended. `status`: accepted, duplicate (the same key again) or late (kept for the facilitator).

    `about` is the row that it is about, or its id; a new row has an id once all is committed.
    """

    status: str
    about: object
    rev: int
    seq: int

    @property
    def id(self) -> int:
        """Return the id of what was written."""
        return id_of(self.about)


def join(
    *,
    live_session: LiveSession,
    municipality: Municipality | None = None,
    position: RegionPosition | None = None,
    role: str = "",
    is_rehearsal: bool = False,
) -> Participant:
    """Let a person take part in one place and return them. One row, nothing else: rooms arrive all at once."""
    with writers_turn():
        return Participant.objects.create(
            live_session=live_session,
            municipality=municipality,
            position=position,
            role=role,
            is_rehearsal=is_rehearsal,
        )


def submit_answer(
    *,
    participant: Participant,
    round_id: int,
    key: str,
    text: str,
    option_id: int | None = None,
    source: Answer.Source = Answer.Source.PHONE,
    heads: int = 1,
) -> Outcome:
    """Store a cleaned answer, under an option as its label if one is given.

    From a phone it is kept as late after closing and in a pause, and waits for approval where a facilitator wants
    that; what is typed at the desk from another `source`, for so many
    `heads`, is what the room said before. Raises NotFound, RoundClosed (never opened) and KeyReused.
    """

    def act(current: Change) -> Outcome:
        round_ = _round_of(current, participant, round_id, kinds={Step.Kind.QUESTION})
        option = _option_of(current, round_.step, option_id) if option_id else None
        if round_.state == Round.State.PREPARED:
            raise RoundClosed
        on_board = Answer.State.VISIBLE
        state = _state_of_new(participant, round_, current) if source == Answer.Source.PHONE else on_board
        answer = Answer(
            round=round_,
            participant=participant,
            option=option,
            code=_next_code(current, round_),
            text=text,
            source=source,
            heads=heads,
            state=state,
            created_seq=current.next_seq,
            changed_seq=current.next_seq,
            created_at=current.at,
        )
        current.commit.create(answer)
        seq = current.record(
            Event.Kind.ANSWER_SUBMITTED, answer, live_session=participant.live_session, round=round_.pk
        )
        return Outcome(_status(answer), answer, answer.rev, seq)

    typed_at_desk = () if source == Answer.Source.PHONE else (source, heads)
    return _once(participant, key, ("answer", round_id, text, option_id, *typed_at_desk), act)


def revise_answer(
    *,
    participant: Participant,
    answer_id: int,
    key: str,
    base_rev: int,
    text: str,
    option_id: int | None = None,
) -> Outcome:
    """Replace the text and the label of one's own answer while its round is open.

    What was on the board waits where answers wait for approval, and is late in a pause: nobody read it yet.
    Raises NotFound, RoundClosed, Stale (somebody else's rev) and KeyReused.
    """

    def act(current: Change) -> Outcome:
        answer = _own_open_answer(participant, answer_id, base_rev, current)
        answer.text = text
        answer.option = _option_of(current, answer.round.step, option_id) if option_id else None
        if answer.state == Answer.State.VISIBLE:
            answer.state = _state_of_new(participant, answer.round, current)
        return _save_own(answer, Event.Kind.ANSWER_REVISED, participant, current)

    return _once(participant, key, ("revise", answer_id, base_rev, text, option_id), act)


def withdraw_answer(*, participant: Participant, answer_id: int, key: str, base_rev: int) -> Outcome:
    """Take one's own answer off the board while its round is open; raises as `revise_answer` does."""

    def act(current: Change) -> Outcome:
        answer = _own_open_answer(participant, answer_id, base_rev, current)
        answer.state = Answer.State.WITHDRAWN
        return _save_own(answer, Event.Kind.ANSWER_WITHDRAWN, participant, current)

    return _once(participant, key, ("withdraw", answer_id, base_rev), act)


def support_answer(*, participant: Participant, answer_id: int, key: str, on: bool) -> Outcome:
    """Support somebody else's answer, or stop supporting it, once the room may see it.

    Raises NotFound (also for one's own answer), RoundClosed (not shown yet) and KeyReused.
    """

    def act(current: Change) -> Outcome:
        answer = (
            Answer.objects.select_related("round__step")
            .filter(pk=answer_id, round__live_session=participant.live_session_id, state=Answer.State.VISIBLE)
            .exclude(participant=participant)
            .first()
        )
        if answer is None:
            raise NotFound
        if not answer.round.revealed:
            raise RoundClosed
        if on:
            Support.objects.get_or_create(answer=answer, participant=participant)
        else:
            Support.objects.filter(answer=answer, participant=participant).delete()
        seq = current.record(
            Event.Kind.SUPPORT_CHANGED,
            answer.pk,
            live_session=participant.live_session,
            round=answer.round_id,
        )
        return Outcome("accepted", answer.pk, answer.rev, seq)

    return _once(participant, key, ("support", answer_id, on), act)


def choose(*, participant: Participant, round_id: int, option_id: int, key: str, value: int) -> Outcome:
    """Give one option a value: 1 for a tick, 1 to 5 on a scale, a number of dots; 0 takes it back.

    The last choice counts until the round closes. Raises NotFound, RoundClosed, KeyReused, and
    choosing.Refused when the value does not fit or the budget is spent.
    """

    def act(current: Change) -> Outcome:
        round_ = _round_of(current, participant, round_id, kinds={Step.Kind.POLL, Step.Kind.BALLOT})
        option = _option_of(current, round_.step, option_id)
        if round_.state != Round.State.OPEN or not _takes_words(round_, current):
            raise RoundClosed
        own = Choice.objects.filter(round=round_, participant=participant)
        rule = rule_for(round_.step)
        rule.check(option, value, {choice.option_id: choice.value for choice in own})
        if value:
            own.filter(rule.rivals(option)).exclude(option=option).delete()
            Choice.objects.update_or_create(
                round=round_, participant=participant, option=option, defaults={"value": value}
            )
        else:
            own.filter(option=option).delete()
        seq = current.record(
            Event.Kind.CHOICE_CHANGED, option.pk, live_session=participant.live_session, round=round_.pk
        )
        return Outcome("accepted", option.pk, 1, seq)

    return _once(participant, key, ("choose", round_id, option_id, value), act)


def say_done(*, participant: Participant, round_id: int, key: str, on: bool) -> Outcome:
    """Say to be ready with an open round, or take that back.

    A later answer of the same person takes it back too, without a write of its own (see done.py).
    Raises NotFound, RoundClosed and KeyReused.
    """

    def act(current: Change) -> Outcome:
        round_ = _round_of(current, participant, round_id, kinds=set(Step.Kind) - {Step.Kind.SLIDE})
        if not _takes_words(round_, current):
            raise RoundClosed
        if on:
            Done.objects.update_or_create(
                round=round_, participant=participant, defaults={"seq": current.next_seq}
            )
        else:
            Done.objects.filter(round=round_, participant=participant).delete()
        seq = current.record(
            Event.Kind.DONE_CHANGED, round_.pk, live_session=participant.live_session, round=round_.pk
        )
        return Outcome("accepted", round_.pk, 1, seq)

    return _once(participant, key, ("done", round_id, on), act)


def _once(
    participant: Participant, key: str, request: tuple[object, ...], act: Callable[[Change], Outcome]
) -> Outcome:
    """Do something once per key: a second time the receipt answers, and nothing happens."""
    request_hash = hashlib.sha256(repr(request).encode()).hexdigest()
    with change(participant.live_session.meetup_id, Event.Actor.PARTICIPANT) as current:
        receipt = current.commit.receipt_of(participant.pk, key)
        if receipt is None:
            outcome = act(current)
            receipt = Receipt(
                participant=participant,
                key=key,
                request_hash=request_hash,
                status=outcome.status,
                rev=outcome.rev,
                seq=outcome.seq,
            )
            receipt.about = outcome.about
            current.commit.keep_receipt(receipt)
            return outcome
        if receipt.request_hash != request_hash:
            raise KeyReused
        status = "late" if receipt.status == "late" else "duplicate"
        about = receipt.ref if receipt.pk else receipt.about
        return Outcome(status, about, receipt.rev, receipt.seq)


def _round_of(current: Change, participant: Participant, round_id: int, kinds: set[Step.Kind]) -> Round:
    rounds = Round.objects.select_related("step__theme", "live_session")
    round_ = current.commit.findings.recall(Round, round_id, lambda: rounds.filter(pk=round_id).first())
    is_here = round_ is not None and round_.live_session_id == participant.live_session_id
    if not is_here or round_.step.kind not in kinds:
        raise NotFound
    return round_


def _option_of(current: Change, step: Step, option_id: int) -> Option:
    options = current.commit.findings.recall(Option, step.pk, lambda: step.options.in_bulk())
    try:
        return options[option_id]
    except KeyError as error:
        raise NotFound from error


def _own_open_answer(participant: Participant, answer_id: int, base_rev: int, current: Change) -> Answer:
    answer = (
        Answer.objects.select_related("round__step", "round__live_session")
        .filter(pk=answer_id, participant=participant)
        .exclude(state__in=[Answer.State.WITHDRAWN, Answer.State.ERASED])
        .first()
    )
    if answer is None:
        raise NotFound
    if not _takes_words(answer.round, current):
        raise RoundClosed
    if answer.rev != base_rev:
        raise Stale(answer)
    return answer


def _takes_words(round_: Round, current: Change) -> bool:
    """Tell whether the round is open, its timer included; the clock may not have closed it yet."""
    return round_.is_open and (round_.ends_at is None or current.at <= round_.ends_at + GRACE)


def _state_of_new(participant: Participant, round_: Round, current: Change) -> Answer.State:
    """Return what becomes of words that a phone sends now."""
    place = round_.live_session
    if place.is_paused or not _takes_words(round_, current):
        return Answer.State.LATE
    if round_.step.approves_first or place.holds_new or participant.is_muted:
        return Answer.State.NEW
    return Answer.State.VISIBLE


def _status(answer: Answer) -> str:
    """Return what a phone hears of its answer: that it waits for approval, its own list says."""
    return "late" if answer.state == Answer.State.LATE else "accepted"


def _save_own(answer: Answer, kind: Event.Kind, participant: Participant, current: Change) -> Outcome:
    seq = current.record(kind, answer.pk, live_session=participant.live_session, round=answer.round_id)
    answer.rev += 1
    answer.changed_seq = seq
    answer.save()
    if answer.round.live_session.spotlight_id == answer.pk:
        if answer.state == Answer.State.VISIBLE:
            current.record(Event.Kind.SPOTLIGHT_CHANGED, answer.pk, live_session=participant.live_session)
        else:
            leave_spotlight(answer, current)
    return Outcome(_status(answer), answer.pk, answer.rev, seq)


def _next_code(current: Change, round_: Round) -> str:
    return answer_code(round_, current.commit.next_answer_number(round_.live_session))
