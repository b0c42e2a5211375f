"""What the grouping page holds: the groups of a meet-up with their answers, and the answers in no group."""

from dataclasses import dataclass

from django.db.models import Q

from sessions.board import cards
from sessions.models import Answer, Cluster, Event, Meetup, ThemeBlock


@dataclass(frozen=True)
class Groups:
    """Groups of one theme (or of all) in both directions, never older than `seq`.

    `can_undo` tells whether a grouping stands.
    """

    seq: int
    theme: ThemeBlock | None
    clusters: list[Cluster]
    loose: list[Answer]
    can_undo: bool

    @property
    def grouped_count(self) -> int:
        """Return how many answers stand in a group."""
        return sum(len(cluster.members) for cluster in self.clusters)


def groups_of(meetup: Meetup, theme: ThemeBlock | None = None) -> Groups:
    """Return the groups, each with its answers in `members`, and the visible answers in no group, by question.

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
    loose = sorted(by_cluster.get(None, []), key=lambda answer: answer.round.step.number)
    return Groups(seq, theme, shown, loose, last_grouping(meetup) is not None)


def last_grouping(meetup: Meetup, until: int | None = None) -> Event | None:
    """Return the newest grouping that was not undone, now or as it was at the seq `until`.

    An undo names the seq of what it undid.
    """
    events = Event.objects.filter(meetup=meetup)
    if until is not None:
        events = events.filter(seq__lte=until)
    undone = events.filter(kind=Event.Kind.GROUPING_UNDONE).values_list("ref", flat=True)
    return events.filter(kind=Event.Kind.GROUPING_CHANGED).exclude(seq__in=[int(seq) for seq in undone]).last()
