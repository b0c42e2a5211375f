"""What a board holds: the answers of one round, under their labels."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from sessions.models import Answer, Option, Round, Step


@dataclass
class Column:
    """One column of a board: a label (or None for answers without one) and its answers, oldest first."""

    option: Option | None
    answers: list[Answer] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return what the column's element is called after."""
        return str(self.option.pk) if self.option else "los"


@dataclass(frozen=True)
class Board:
    """The answers of one round in columns; a board without labels has one column."""

    round: Round
    columns: list[Column]

    @property
    def count(self) -> int:
        """Return how many answers the board holds."""
        return sum(len(column.answers) for column in self.columns)


ON_THE_BOARD = {Answer.State.VISIBLE}
ON_THE_DESK = {Answer.State.VISIBLE, Answer.State.HIDDEN, Answer.State.LATE}


def board_of(round_: Round, options: Iterable[Option], states: Collection[str] = ON_THE_BOARD) -> Board:
    """Return the board of a round in two queries: the answers in these states, under the step's labels.

    Answers without a label stand in a last column, which is there when it is the only one or not empty.
    """
    columns = {option.pk: Column(option) for option in options if round_.step.kind == Step.Kind.QUESTION}
    loose = Column(None)
    for answer in cards(Answer.objects.filter(round=round_, state__in=states)):
        columns.get(answer.option_id, loose).answers.append(answer)
    return Board(round=round_, columns=[*columns.values(), loose])


def cards(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Return answers with all that a card shows: place, theme, label, group and `support_count`."""
    return (
        answers.select_related("round__step__theme", "round__live_session", "option", "cluster")
        .annotate(support_count=Count("supports"))
        .order_by("created_seq")
    )


def changed_cards(round_: Round, answer_ids: Collection[int], states: Collection[str]) -> list[Answer]:
    """Return those of these answers of a round that are in these states, as cards show them."""
    answers = Answer.objects.filter(pk__in=answer_ids, round=round_, state__in=states)
    return list(
        answers.select_related("cluster").annotate(support_count=Count("supports")).order_by("created_seq")
    )
