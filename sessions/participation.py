"""What participants do: join, answer, change and withdraw an answer. What has a key counts once (once.py)."""

from sessions.changes import Change, writers_turn
from sessions.models import Answer, Event, LiveSession, Participant, Round, Step
from sessions.models.answers import answer_code
from sessions.once import NotFound, Outcome, RoundClosed, once, option_of, round_of, takes_words
from sessions.projection import leave_spotlight
from sessions.refusals import Refusal
from themes.models import Municipality, RegionPosition


class Stale(Refusal):
    """The answer was changed since; carries it as it is now."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.pk)
        self.answer = answer


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
        round_ = round_of(current, participant, round_id, kinds={Step.Kind.QUESTION})
        option = option_of(current, round_.step, option_id) if option_id else None
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
    return once(participant, key, ("answer", round_id, text, option_id, *typed_at_desk), act)


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
        answer.option = option_of(current, answer.round.step, option_id) if option_id else None
        if answer.state == Answer.State.VISIBLE:
            answer.state = _state_of_new(participant, answer.round, current)
        return _save_own(answer, Event.Kind.ANSWER_REVISED, participant, current)

    return once(participant, key, ("revise", answer_id, base_rev, text, option_id), act)


def withdraw_answer(*, participant: Participant, answer_id: int, key: str, base_rev: int) -> Outcome:
    """Take one's own answer off the board while its round is open; raises as `revise_answer` does."""

    def act(current: Change) -> Outcome:
        answer = _own_open_answer(participant, answer_id, base_rev, current)
        answer.state = Answer.State.WITHDRAWN
        return _save_own(answer, Event.Kind.ANSWER_WITHDRAWN, participant, current)

    return once(participant, key, ("withdraw", answer_id, base_rev), act)


def _own_open_answer(participant: Participant, answer_id: int, base_rev: int, current: Change) -> Answer:
    answer = (
        Answer.objects.select_related("round__step", "round__live_session")
        .filter(pk=answer_id, participant=participant)
        .exclude(state__in=[Answer.State.WITHDRAWN, Answer.State.ERASED])
        .first()
    )
    if answer is None:
        raise NotFound
    if not takes_words(answer.round, current):
        raise RoundClosed
    if answer.rev != base_rev:
        raise Stale(answer)
    return answer


def _state_of_new(participant: Participant, round_: Round, current: Change) -> Answer.State:
    """Return what becomes of words that a phone sends now."""
    place = round_.live_session
    if place.is_paused or not takes_words(round_, current):
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
