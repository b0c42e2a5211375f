"""What a board holds: the answers of one round, under their labels."""

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from sessions.models import Answer, LiveSession, Option, Round, Step


@dataclass
class Column:
    """One column of a board, with its answers, oldest first.

    It is that of a label, or of a place where the places stand side by side; without both it holds the answers
    without a label.
    """

    option: Option | None = None
    place: LiveSession | None = None
    answers: list[Answer] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return what the column's element is called after."""
        if self.place:
            return _key_of_place(self.place.pk)
        return str(self.option.pk) if self.option else LOOSE


@dataclass(frozen=True)
class Board:
    """The answers of a step in columns, one where it has no labels. `round` is that of the own place."""

    round: Round
    columns: list[Column]

    @property
    def count(self) -> int:
        """Return how many answers the board holds."""
        return sum(len(column.answers) for column in self.columns)


LOOSE = "los"
ON_THE_BOARD = {Answer.State.VISIBLE}
ON_THE_DESK = {Answer.State.NEW, Answer.State.VISIBLE, Answer.State.HIDDEN, Answer.State.LATE}


def board_of(
    round_: Round,
    options: Iterable[Option],
    states: Collection[str] = ON_THE_BOARD,
    others: Sequence[Round] = (),
    *,
    by_place: bool = False,
) -> Board:
    """Return the board of a round in two queries: the answers in these states, under the step's labels.

    Answers without a label stand in a last column, which is there when it is the only one or not empty. `others`
    are rounds of the same step in other places, of which the board shows what their rooms see; with `by_place`
    there is a column for each place instead of each label.
    """
    if by_place:
        columns = [Column(place=each.live_session) for each in (round_, *others)]
    else:
        labels = [Column(option) for option in options if round_.step.kind == Step.Kind.QUESTION]
        columns = [*labels, Column()]
    by_key = {column.key: column for column in columns}
    for answer in cards(Answer.objects.filter(_stands(round_, states, others))):
        by_key[key_of(answer, by_key, by_place=by_place)].answers.append(answer)
    return Board(round=round_, columns=columns)


def key_of(answer: Answer, labels: Container[str], *, by_place: bool) -> str:
    """Return the key of the column in which an answer stands; `labels` are the keys of the labels of its step."""
    if by_place:
        return _key_of_place(answer.round.live_session_id)
    return str(answer.option_id) if str(answer.option_id) in labels else LOOSE


def cards(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Return answers with all that a card shows: place, theme, label, group, `support_count` and `from_muted`."""
    with_facts = answers.select_related("round__step__theme", "round__live_session", "option", "cluster")
    return _with_numbers(with_facts)


def _with_numbers(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    # Of who sent it a card shows only whether his phone is muted: to read all of him costs more than the answer.
    return answers.annotate(support_count=Count("supports"), from_muted=F("participant__is_muted")).order_by(
        "created_seq"
    )


def changed_cards(
    round_: Round,
    options: Iterable[Option],
    answer_ids: Collection[int],
    states: Collection[str],
    others: Sequence[Round] = (),
) -> list[Answer]:
    """Return those of these answers that stand on the board of a round (see `board_of`), as cards show them."""
    answers = Answer.objects.filter(_stands(round_, states, others), pk__in=answer_ids)
    rounds = {each.pk: each for each in (round_, *others)}
    labels = {option.pk: option for option in options}
    changed = list(_with_numbers(answers.select_related("cluster")))
    for answer in changed:
        answer.round = rounds[answer.round_id]
        answer.option = labels.get(answer.option_id)
    return changed


def _key_of_place(place_id: int) -> str:
    return f"plek-{place_id}"


def _stands(round_: Round, states: Collection[str], others: Sequence[Round]) -> Q:
    """Return what an answer must be to stand on a board: of other places only what their rooms may see."""
    here = Q(round=round_, state__in=states)
    return here | Q(round__in=others, state__in=ON_THE_BOARD) if others else here
