"""What participants do besides writing: support an answer, choose, say to be ready. Each counts once per key."""

from sessions.changes import Change
from sessions.choosing import rule_for
from sessions.models import Answer, Choice, Done, Event, Participant, Round, Step, Support
from sessions.once import NotFound, Outcome, RoundClosed, once, option_of, round_of, takes_words


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

    return once(participant, key, ("support", answer_id, on), act)


def choose(*, participant: Participant, round_id: int, option_id: int, key: str, value: int) -> Outcome:
    """Give one option a value: 1 for a tick, 1 to 5 on a scale, a number of dots; 0 takes it back.

    The last choice counts until the round closes. Raises NotFound, RoundClosed, KeyReused, and
    choosing.Refused when the value does not fit or the budget is spent.
    """

    def act(current: Change) -> Outcome:
        round_ = round_of(current, participant, round_id, kinds={Step.Kind.POLL, Step.Kind.BALLOT})
        option = option_of(current, round_.step, option_id)
        if round_.state != Round.State.OPEN or not takes_words(round_, current):
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

    return once(participant, key, ("choose", round_id, option_id, value), act)


def say_done(*, participant: Participant, round_id: int, key: str, on: bool) -> Outcome:
    """Say to be ready with an open round, or take that back.

    A later answer of the same person takes it back too, without a write of its own (see done.py).
    Raises NotFound, RoundClosed and KeyReused.
    """

    def act(current: Change) -> Outcome:
        round_ = round_of(current, participant, round_id, kinds=set(Step.Kind) - {Step.Kind.SLIDE})
        if not takes_words(round_, current):
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

    return once(participant, key, ("done", round_id, on), act)
