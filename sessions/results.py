"""What the room chose: totals of a poll or ballot, as bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Q, Sum

from sessions.choosing import SCALE_MAX
from sessions.models import Choice, Cluster, LiveSession, Option, Round, Step


@dataclass(frozen=True)
class Total:
    """What one option got: the sum of the values, from how many people of how many municipalities.

    `unnamed` is how many of these people named no municipality. `marks` is, on a scale, how many gave each mark
    from 1 up.
    """

    value: int
    people: int
    municipalities: int = 0
    unnamed: int = 0
    marks: tuple[int, ...] = ()

    @property
    def mean(self) -> float:
        """Return the mean mark, 0 when nobody gave one."""
        return self.value / self.people if self.people else 0.0


@dataclass(frozen=True)
class Bar:
    """One option with what it got. `value` is votes, dots or (on a scale) the mean mark; `share` a percentage.

    `people`, `municipalities` and `unnamed` say from whom, and `marks` how many gave each mark, as in Total.
    """

    option: Option
    value: float
    people: int
    share: int
    municipalities: int = 0
    unnamed: int = 0
    marks: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Return the value as people read it: a mean mark with a decimal comma, else a whole number."""
        return number_text(self.value)


def number_text(value: float) -> str:
    """Return a number as people read it: with a decimal comma when it is a mean, else whole."""
    return str(value) if isinstance(value, int) else f"{value:.1f}".replace(".", ",")


@dataclass(frozen=True)
class BarGroup:
    """The bars under one heading: a heading of the deck, or a group of answers on a ballot."""

    heading: str
    cluster: Cluster | None
    bars: list[Bar]


@dataclass(frozen=True)
class Results:
    """All that was chosen in some rounds of one step; `people` is how many persons chose."""

    groups: list[BarGroup]
    people: int

    @property
    def bars(self) -> list[Bar]:
        """Return all bars in order."""
        return [bar for group in self.groups for bar in group.bars]

    @property
    def most(self) -> int:
        """Return what the most chosen option got, 0 when nobody chose."""
        return max((int(bar.value) for bar in self.bars), default=0)

    @property
    def ranked(self) -> list[Bar]:
        """Return all bars, the most chosen first; what got as much keeps the order of the deck."""
        return sorted(self.bars, key=lambda bar: -bar.value)


def results_of(step: Step, options: Iterable[Option], rounds: Iterable[Round]) -> Results:
    """Return the totals per option over these rounds of a step, in two queries.

    On a forms ballot the bars stand under their group of answers, elsewhere under the headings of the deck;
    options without a heading keep their place between those with one.
    """
    choices = Choice.objects.filter(round__in=list(rounds))
    marks = _marks_of(step)
    given = {
        row.pop("option"): Total(marks=tuple(row.pop(name) for name in marks), **row)
        for row in choices.values("option").annotate(
            **marks,  # first: after it, "value" is the sum
            value=Sum("value"),
            people=Count("participant"),
            municipalities=Count("participant__municipality", distinct=True),
            unnamed=Count("participant", filter=Q(participant__municipality=None)),
        )
    }
    people = choices.aggregate(people=Count("participant", distinct=True))["people"]
    totals = {option: given.get(option.pk, Total(0, 0, marks=(0,) * len(marks))) for option in options}
    full = _full_length(step, totals.values(), people)
    by_cluster = step.choice_mode == Step.ChoiceMode.FORM
    groups = []
    for _, together in groupby(totals, key=attrgetter("cluster_id" if by_cluster else "group")):
        bars = [_bar_of(step, option, totals[option], full) for option in together]
        cluster = bars[0].option.cluster if by_cluster else None
        groups.append(BarGroup(cluster.name if cluster else bars[0].option.group, cluster, bars))
    return Results(groups, people)


def results_beside(
    step: Step, options: Sequence[Option], rounds: Iterable[Round]
) -> list[tuple[LiveSession, Results]]:
    """Return the results of each of these rounds of a step apart, with its place; two queries a place."""
    return [(round_.live_session, results_of(step, options, [round_])) for round_ in rounds]


def _marks_of(step: Step) -> dict[str, Count]:
    """Return for each mark of a scale, from 1 up, a name and how to count it; nothing for other ways to choose."""
    if step.choice_mode != Step.ChoiceMode.SCALE:
        return {}
    return {f"mark_{mark}": Count("pk", filter=Q(value=mark)) for mark in range(1, SCALE_MAX + 1)}


def _bar_of(step: Step, option: Option, total: Total, full: int) -> Bar:
    value = total.mean if step.choice_mode == Step.ChoiceMode.SCALE else total.value
    share = round(100 * value / full) if full else 0
    return Bar(option, value, total.people, share, total.municipalities, total.unnamed, total.marks)


def _full_length(step: Step, totals: Iterable[Total], people: int) -> int:
    """Return the value that fills a bar: 5 on a scale, the largest total on a ballot, else all who chose."""
    if step.choice_mode == Step.ChoiceMode.SCALE:
        return SCALE_MAX
    if step.choice_mode in {Step.ChoiceMode.DOTS, Step.ChoiceMode.FORM}:
        return max((total.value for total in totals), default=0)
    return people
