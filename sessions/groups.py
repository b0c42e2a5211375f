"""What the grouping page holds: the groups of a meet-up with their answers, and the answers in no group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from sessions.board import cards
from sessions.grouping import by_text, fold, similar
from sessions.lens import Lens
from sessions.models import Answer, Cluster, Event, Meetup, Step, ThemeBlock

GROUPINGS = {Event.Kind.GROUPING_CHANGED, Event.Kind.GROUPING_UNDONE}
# What changes which answers there are, or what they say.
EDITS = {
    Event.Kind.ANSWER_SUBMITTED,
    Event.Kind.ANSWER_REVISED,
    Event.Kind.ANSWER_WITHDRAWN,
    Event.Kind.ANSWER_HIDDEN,
    Event.Kind.ANSWER_RESTORED,
    Event.Kind.ANSWER_ADMITTED,
}


@dataclass(frozen=True)
class Row:
    """One line of the page: an answer, with those that say exactly the same."""

    answers: list[Answer]

    @property
    def first(self) -> Answer:
        """Return the answer that came first; the line is called after it."""
        return self.answers[0]

    @property
    def value(self) -> str:
        """Return what the tick of this line sends: the ids of its answers."""
        return "-".join(str(answer.pk) for answer in self.answers)


@dataclass(frozen=True)
class Question:
    """A question and what is still loose of it."""

    step: Step
    rows: list[Row]


@dataclass(frozen=True)
class History:
    """What can be undone and done again now: the seq of a grouping that stands, and that of an undo of one.

    `why` is the reason that was given for the grouping that stands.
    """

    to_undo: int | None
    to_redo: int | None
    why: str = ""


@dataclass(frozen=True)
class Search:
    """Answers that looked like one of them at the seq `until`, by id with the best first.

    It is stale when answers were changed since: the last time at the seq `newest`.
    """

    answer: Answer
    until: int
    found: list[int]
    newest: int

    @property
    def is_stale(self) -> bool:
        """Tell whether seeking again may find others."""
        return self.newest > self.until


@dataclass(frozen=True)
class Groups:
    """Groups of one theme (or of all) in both directions, never older than `seq`.

    Each group has those of its answers that the lens shows in `members`, as lines in `rows`, and the number of all
    in `total`. `loose_total` counts all that are loose, `loose` holds those that the lens shows.
    """

    seq: int
    theme: ThemeBlock | None
    clusters: list[Cluster]
    loose: list[Answer]
    loose_total: int
    history: History
    search: Search | None = None

    @property
    def grouped_count(self) -> int:
        """Return how many answers stand in a group."""
        return sum(len(cluster.members) for cluster in self.clusters)

    @property
    def questions(self) -> list[Question]:
        """Return the loose answers as lines, by question."""
        by_step: dict[Step, list[Answer]] = {}
        for answer in self.loose:
            by_step.setdefault(answer.round.step, []).append(answer)
        return [Question(step, rows_of(answers)) for step, answers in by_step.items()]


def groups_of(
    meetup: Meetup,
    theme: ThemeBlock | None = None,
    lens: Lens | None = None,
    like: int | None = None,
    like_seq: int | None = None,
) -> Groups:
    """Return the groups, each with its answers, and the visible answers in no group, by question.

    A group that holds answers of several themes is shown, whole, with each of them. `like` is the id of an answer
    for which others were sought when the meet-up was at `like_seq`.
    """
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    answers = Answer.objects.filter(round__live_session__meetup=meetup, state=Answer.State.VISIBLE)
    clusters = meetup.clusters.filter(is_dissolved=False).select_related("theme")
    if theme:
        mixed = Answer.objects.filter(round__step__theme=theme, cluster__isnull=False).values("cluster")
        clusters = clusters.filter(Q(theme=theme) | Q(pk__in=mixed))
        answers = answers.filter(Q(round__step__theme=theme, cluster=None) | Q(cluster__in=clusters))
    everything = list(cards(answers).select_related("participant"))
    shown = {answer.pk for answer in (lens or Lens()).apply(everything)}
    by_cluster: dict[int | None, list[Answer]] = {}
    for answer in everything:
        by_cluster.setdefault(answer.cluster_id, []).append(answer)
    listed = list(clusters)
    for cluster in listed:
        held = by_cluster.get(cluster.pk, [])
        cluster.total = len(held)
        cluster.members = [answer for answer in held if answer.pk in shown]
        cluster.rows = rows_of(cluster.members)
    loose = by_cluster.get(None, [])
    return Groups(
        seq=seq,
        theme=theme,
        clusters=listed,
        loose=sorted(
            (answer for answer in loose if answer.pk in shown), key=lambda answer: answer.round.step.number
        ),
        loose_total=len(loose),
        history=history_of(meetup),
        search=_search(meetup, everything, like, seq if like_seq is None else like_seq) if like else None,
    )


def _search(meetup: Meetup, answers: Sequence[Answer], like: int, until: int) -> Search | None:
    """Return what looks like an answer among those that were there at a seq; None when it is gone itself."""
    sought = next((answer for answer in answers if answer.pk == like), None)
    if sought is None:
        return None
    others = [
        answer for answer in answers if answer.created_seq <= until and fold(answer.text) != fold(sought.text)
    ]
    found = similar(sought.text, [answer.text for answer in others])
    edits = Event.objects.filter(meetup=meetup, seq__gt=until, kind__in=EDITS)
    newest = edits.order_by("-seq").values_list("seq", flat=True).first()
    return Search(sought, until, [others[index].pk for index in found], newest or until)


def rows_of(answers: Iterable[Answer]) -> list[Row]:
    """Return answers as lines: those with exactly the same text stand on one."""
    return [Row(same) for same in by_text(answers)]


def history_of(meetup: Meetup, until: int | None = None) -> History:
    """Return which grouping is undone next and which undo is taken back next, now or as it was at the seq `until`.

    An undo names the seq of the grouping that it undid. Doing it again is a grouping that names the seq of the
    undo; any other grouping ends what could be done again.
    """
    events = Event.objects.filter(meetup=meetup, kind__in=GROUPINGS)
    if until is not None:
        events = events.filter(seq__lte=until)
    standing: dict[int, str] = {}
    undone: dict[int, None] = {}
    rows = events.values_list("seq", "kind", "ref", "detail__after", "revision__why")
    for seq, kind, ref, after, why in rows:
        if kind == Event.Kind.GROUPING_UNDONE:
            standing.pop(int(ref), None)
            if after is not None:  # older programs did not note it
                undone[seq] = None
            continue
        if ref:
            undone.pop(int(ref), None)
        else:
            undone.clear()
        standing[seq] = why or ""
    last = next(reversed(standing), None)
    return History(last, next(reversed(undone), None), standing.get(last, ""))


def moved_by(event: Event, original: Event | None = None) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """Return where a grouping, or an undo of one, took answers from, and where to: ids of groups by id of answer.

    `original` is what an undo undid, looked up when it is not given. What older programs did not note is missing.
    """
    if event.kind == Event.Kind.GROUPING_UNDONE:
        original = original or Event.objects.filter(meetup=event.meetup_id, seq=int(event.ref)).first()
        was, became = event.detail.get("after"), original.detail["before"] if original else None
    else:
        was, became = event.detail["before"], event.detail.get("after")
    return _by_id(was), _by_id(became)


def _by_id(places: Mapping[str, int | None] | None) -> dict[int, int | None]:
    return {int(answer_id): cluster_id for answer_id, cluster_id in (places or {}).items()}
