"""What the room chose: totals of a poll or ballot, as bars."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from sessions.choosing import SCALE_MAX
from sessions.models import Choice, Cluster, Option, Round, Step


@dataclass(frozen=True)
class Total:
    """What one option got: the sum of the values, from how many people."""

    value: int
    people: int

    @property
    def mean(self) -> float:
        """Return the mean mark, 0 when nobody gave one."""
        return self.value / self.people if self.people else 0.0


@dataclass(frozen=True)
class Bar:
    """One option with what it got. `value` is votes, dots or (on a scale) the mean mark; `share` a percentage."""

    option: Option
    value: float
    people: int
    share: int

    @property
    def text(self) -> str:
        """Return the value as people read it: a mean mark with a decimal comma, else a whole number."""
        return str(self.value) if isinstance(self.value, int) else f"{self.value:.1f}".replace(".", ",")


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


def results_of(step: Step, options: Iterable[Option], rounds: Iterable[Round]) -> Results:
    """Return the totals per option over these rounds of a step, in two queries.

    On a forms ballot the bars stand under their group of answers, elsewhere under the headings of the deck.
    """
    choices = Choice.objects.filter(round__in=list(rounds))
    totals = {
        row["option"]: Total(row["total"], row["people"])
        for row in choices.values("option").annotate(total=Sum("value"), people=Count("participant"))
    }
    people = choices.aggregate(people=Count("participant", distinct=True))["people"]
    full = _full_length(step, totals.values(), people)
    groups: dict[object, BarGroup] = {}
    for option in options:
        by_cluster = step.choice_mode == Step.ChoiceMode.FORM
        key = option.cluster_id if by_cluster else option.group
        heading = option.cluster.name if by_cluster else option.group
        total = totals.get(option.pk, Total(0, 0))
        value = total.mean if step.choice_mode == Step.ChoiceMode.SCALE else total.value
        bar = Bar(option, value, total.people, round(100 * value / full) if full else 0)
        groups.setdefault(key, BarGroup(heading, option.cluster if by_cluster else None, [])).bars.append(bar)
    return Results(list(groups.values()), people)


def _full_length(step: Step, totals: Iterable[Total], people: int) -> int:
    """Return the value that fills a bar: 5 on a scale, the largest total for dots, else everybody who chose."""
    if step.choice_mode == Step.ChoiceMode.SCALE:
        return SCALE_MAX
    if step.choice_mode == Step.ChoiceMode.DOTS:
        return max((total.value for total in totals), default=0)
    return people
