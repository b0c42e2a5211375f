"""What the grouping page holds: the groups of a meet-up with their answers, and the answers in no group."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from sessions.board import cards
from sessions.grouping import by_text
from sessions.models import Answer, Cluster, Event, Meetup, Step, ThemeBlock

GROUPINGS = {Event.Kind.GROUPING_CHANGED, Event.Kind.GROUPING_UNDONE}


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
    """What can be undone and done again now: the seq of a grouping that stands, and that of an undo of one."""

    to_undo: int | None
    to_redo: int | None


@dataclass(frozen=True)
class Groups:
    """Groups of one theme (or of all) in both directions, never older than `seq`.

    Each group has its answers in `members`, and as lines in `rows`.
    """

    seq: int
    theme: ThemeBlock | None
    clusters: list[Cluster]
    loose: list[Answer]
    history: History

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


def groups_of(meetup: Meetup, theme: ThemeBlock | None = None) -> Groups:
    """Return the groups, each with its answers, and the visible answers in no group, by question.

    A group that holds answers of several themes is shown, whole, with each of them.
    """
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    answers = Answer.objects.filter(round__live_session__meetup=meetup, state=Answer.State.VISIBLE)
    clusters = meetup.clusters.filter(is_dissolved=False).select_related("theme")
    if theme:
        mixed = Answer.objects.filter(round__step__theme=theme, cluster__isnull=False).values("cluster")
        clusters = clusters.filter(Q(theme=theme) | Q(pk__in=mixed))
        answers = answers.filter(Q(round__step__theme=theme, cluster=None) | Q(cluster__in=clusters))
    by_cluster: dict[int | None, list[Answer]] = {}
    for answer in cards(answers):
        by_cluster.setdefault(answer.cluster_id, []).append(answer)
    shown = list(clusters)
    for cluster in shown:
        cluster.members = by_cluster.get(cluster.pk, [])
        cluster.rows = rows_of(cluster.members)
    loose = sorted(by_cluster.get(None, []), key=lambda answer: answer.round.step.number)
    return Groups(seq, theme, shown, loose, history_of(meetup))


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
    standing: dict[int, None] = {}
    undone: dict[int, None] = {}
    for seq, kind, ref, after in events.values_list("seq", "kind", "ref", "detail__after"):
        if kind == Event.Kind.GROUPING_UNDONE:
            standing.pop(int(ref), None)
            if after is not None:  # older programs did not note it
                undone[seq] = None
            continue
        if ref:
            undone.pop(int(ref), None)
        else:
            undone.clear()
        standing[seq] = None
    return History(next(reversed(standing), None), next(reversed(undone), None))
