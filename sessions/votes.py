"""What the room chose all day, over all places: totals of the polls, and the votes on each group of answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from sessions.models import Choice, Meetup, Option, Round, Step
from sessions.results import Total
from themes.models.municipality import simplify

NOTHING = Total(0, 0)


@dataclass(frozen=True)
class PollLine:
    """One line to choose, with what it got."""

    option: Option
    total: Total


@dataclass(frozen=True)
class Poll:
    """One poll over all places: its lines in the order of the deck, and how many people took part in it."""

    step: Step
    lines: list[PollLine]
    people: int


@dataclass
class Ballot:
    """The votes on one group of answers, or on several of them together.

    `dots` counts by place, `forms` by name of the form of work. `voters` are the municipalities that gave dots,
    `joining` those that said "onze gemeente doet mee"; `joining_unnamed` is how many people said so without
    naming their municipality.
    """

    dots: dict[str, int] = field(default_factory=dict)
    voters: set[str] = field(default_factory=set)
    forms: dict[str, int] = field(default_factory=dict)
    joining: set[str] = field(default_factory=set)
    joining_unnamed: int = 0

    @property
    def total_dots(self) -> int:
        """Return the dots of all places together."""
        return sum(self.dots.values())

    @property
    def forms_by_votes(self) -> dict[str, int]:
        """Return the forms that got votes, the most chosen first."""
        return dict(sorted(self.forms.items(), key=lambda item: (-item[1], item[0])))

    @property
    def joining_names(self) -> list[str]:
        """Return the municipalities that join, in the order of the alphabet: 's-Gravenhage under the G."""
        return sorted(self.joining, key=lambda name: simplify(name).removeprefix("s "))

    @classmethod
    def together(cls, ballots: Iterable["Ballot"]) -> "Ballot":
        """Return the votes on several groups as those on one."""
        total = cls()
        for ballot in ballots:
            add_up(total.dots, ballot.dots)
            add_up(total.forms, ballot.forms)
            total.voters |= ballot.voters
            total.joining |= ballot.joining
            total.joining_unnamed += ballot.joining_unnamed
        return total


def add_up(totals: dict, amounts: dict) -> None:
    """Add amounts to the totals under the same keys."""
    for key, amount in amounts.items():
        totals[key] = totals.get(key, 0) + amount


def polls_of(meetup: Meetup, steps: Iterable[Step]) -> list[Poll]:
    """Return the polls among these steps of a meet-up, in three queries."""
    polls = {step.pk: Poll(step, [], 0) for step in steps if step.kind == Step.Kind.POLL}
    choices = Choice.objects.filter(round__live_session__meetup=meetup, round__step__kind=Step.Kind.POLL)
    people = {
        row["round__step"]: row["people"]
        for row in choices.values("round__step").annotate(people=Count("participant", distinct=True))
    }
    totals = {
        row["option"]: Total(row["total"], row["people"])
        for row in choices.values("option").annotate(total=Sum("value"), people=Count("participant"))
    }
    for option in Option.objects.filter(step__meetup=meetup, step__kind=Step.Kind.POLL).select_related("theme"):
        if option.step_id in polls:
            polls[option.step_id].lines.append(PollLine(option, totals.get(option.pk, NOTHING)))
    return [Poll(poll.step, poll.lines, people.get(poll.step.pk, 0)) for poll in polls.values()]


def counting_choices(meetup: Meetup) -> QuerySet[Choice]:
    """Return the choices of a meet-up on groups of answers that count.

    Where a second round was opened, its votes count instead of those of the first.
    """
    second_round = Round.objects.filter(
        step__second_round_of=OuterRef("round__step"),
        live_session=OuterRef("round__live_session"),
        opened_at__isnull=False,
    )
    choices = Choice.objects.filter(round__live_session__meetup=meetup, option__cluster__isnull=False)
    return choices.exclude(Exists(second_round))


def ballots_of(meetup: Meetup) -> dict[int, Ballot]:
    """Return the votes on each group of answers by its id, in one query; a group without votes is not in it."""
    rows = (
        counting_choices(meetup)
        .values(
            "option__cluster",
            "option__form__singular",
            "option__joins",
            "round__live_session__place",
            "participant__municipality__name",
        )
        .annotate(total=Sum("value"))
        .order_by("round__live_session_id")
    )
    ballots: dict[int, Ballot] = {}
    for row in rows:
        ballot = ballots.setdefault(row["option__cluster"], Ballot())
        municipality, total = row["participant__municipality__name"], row["total"]
        if row["option__joins"]:
            if municipality:
                ballot.joining.add(municipality)
            else:
                ballot.joining_unnamed += total
        elif form := row["option__form__singular"]:
            add_up(ballot.forms, {form: total})
        else:
            add_up(ballot.dots, {row["round__live_session__place"]: total})
            if municipality:
                ballot.voters.add(municipality)
    return ballots
