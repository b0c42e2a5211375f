"""What one participant gave in the round that is on now: the personal part of a phone."""

from dataclasses import dataclass
from uuid import UUID

from sessions.done import done_with
from sessions.models import Answer, Choice, Done, Participant, Round, Support


@dataclass(frozen=True)
class Mine:
    """One participant's own answers, choices (value by option id) and supported answers in one round.

    From `seed` follows in which order his phone shows what can be chosen; None is the order of the deck. `is_done`
    tells whether he said to be ready with the round.
    """

    answers: list[Answer]
    choices: dict[int, int]
    supported: set[int]
    budget: int
    seed: int | None
    is_done: bool = False

    @property
    def dots_left(self) -> int:
        """Return how many dots of the budget were not given yet."""
        return self.budget - sum(self.choices.values())


SHOWN = (Answer.State.NEW, Answer.State.VISIBLE, Answer.State.HIDDEN, Answer.State.LATE)


def mine_of(participant: Participant, round_: Round) -> Mine:
    """Return what a participant gave in a round, in four queries; withdrawn answers are left out.

    `shown_state` of an answer is its state as its author sees it: a muted phone is not told that it is.
    """
    own = Answer.objects.filter(round=round_, participant=participant, state__in=SHOWN)
    answers = list(own.select_related("option", "round__step").order_by("-created_seq"))
    for answer in answers:
        is_kept_quiet = participant.is_muted and answer.state == Answer.State.NEW
        answer.shown_state = Answer.State.VISIBLE if is_kept_quiet else answer.state
    return Mine(
        answers=answers,
        choices=dict(
            Choice.objects.filter(round=round_, participant=participant).values_list("option_id", "value")
        ),
        supported=set(
            Support.objects.filter(participant=participant, answer__round=round_).values_list(
                "answer_id", flat=True
            )
        ),
        budget=round_.step.budget,
        seed=participant.seed,
        is_done=done_with(round_).filter(participant=participant).exists(),
    )


def givers_of(round_: Round) -> frozenset[UUID]:
    """Return the ids of those who gave something in a round, withdrawn or not, in one query."""
    who = "participant_id"
    answers = Answer.objects.filter(round=round_).values_list(who)
    choices = Choice.objects.filter(round=round_).values_list(who)
    supports = Support.objects.filter(answer__round=round_).values_list(who)
    done = Done.objects.filter(round=round_).values_list(who)
    return frozenset(participant for (participant,) in answers.order_by().union(choices, supports, done))
