"""What each group of participants chose, beside the total: by place, position in the region, role, municipality.

Everything is counted by the database, in as many queries for many people and polls as for one. Counted are the
choices that the results on the screens count. Sizes of municipalities are those of the content (CBS).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, QuerySet, Sum, Value, When

from sessions.agenda_parts import Agenda
from sessions.disclosure import MIN_PEOPLE, hidden_among
from sessions.models import Choice, Meetup, Option, Participant, Round, Step
from sessions.segment_parts import FEW, MIXED, OPEN, Cell, Division, Group, Outcome, ResultLine, Tally
from sessions.shifts import key_of
from sessions.votes import counting_choices

NOT_GIVEN = "geen opgegeven"
SUPPORT = "Steun voor de kennisvragen"
MEASURES = {
    Step.ChoiceMode.ONE: "mensen",
    Step.ChoiceMode.SEVERAL: "mensen",
    Step.ChoiceMode.SCALE: "gemiddeld cijfer",
    Step.ChoiceMode.DOTS: "stippen",
    Step.ChoiceMode.FORM: "stemmen",
}
# PMG is there for municipalities of 30,000 to 80,000 inhabitants, so those are told apart best.
BOUNDS = (30_000, 50_000, 80_000)
BANDS = ("tot 30.000 inwoners", "30.000 tot 50.000", "50.000 tot 80.000", "80.000 of meer")
BAND = Case(
    *(When(participant__municipality__population__lt=bound, then=Value(at)) for at, bound in enumerate(BOUNDS)),
    When(participant__municipality__isnull=False, then=Value(len(BOUNDS))),
    output_field=IntegerField(),
)
# How people are divided: what the reader asks for, what it is called, what tells the groups apart.
DIVISIONS = {
    "locatie": ("Locatie", "round__live_session"),
    "positie": ("Positie in de regio", "participant__position"),
    "rol": ("Rol", "participant__role"),
    "grootte": ("Grootte van de gemeente", "band"),
}
FIELDS = tuple(field for _, field in DIVISIONS.values())

Kind = tuple[object, ...]  # to which group somebody belongs in each division
Counts = dict[Kind, int]


@dataclass(frozen=True)
class _Given:
    """What people of each kind gave one line: the sum of the values, and how many they are."""

    values: Counts
    people: Counts


@dataclass(frozen=True)
class _Line:
    """A line before it is known of which groups it may say anything; `key` is the same in both rounds."""

    heading: str
    text: str
    theme_number: int | None
    key: object
    given: _Given


def segments_of(agenda: Agenda) -> list[Outcome]:
    """Return every poll and ballot of a meet-up in which somebody chose, in order, and the support after them."""
    groups = _groups_of(agenda.meetup)
    opened = _opened(agenda.meetup)
    choices = Choice.objects.filter(round__live_session__meetup=agenda.meetup)
    people = _people_by(choices, "round__step")
    given = _given_by(choices, "option")
    options = _options_of(agenda.meetup)
    seconds = {step.second_round_of_id: step for step in options if step.second_round_of_id}
    outcomes = []
    for step in options:
        if step.second_round_of_id:
            continue
        rounds = [step, seconds[step.pk]] if step.pk in seconds else [step]
        lines = [_lines_of(one, options[one], given) for one in rounds]
        tallies = [
            _tally(
                one.choice_mode,
                people[one.pk],
                lines[number - 1],
                groups,
                number=number,
                first=lines[0] if number > 1 and people[step.pk] else (),
                withheld=OPEN if one.pk in opened else "",
            )
            for number, one in enumerate(rounds, start=1)
            if people[one.pk]
        ]
        if tallies:
            outcomes.append(_outcome(step, tallies))
    is_open = any(step.pk in opened and step.kind == Step.Kind.BALLOT for step in options)
    return [*outcomes, *_support(agenda, groups, is_open=is_open)]


def sizes_of(meetup: Meetup) -> list[int]:
    """Return of which years the numbers of inhabitants are, by which municipalities are divided; one query."""
    named = Participant.objects.filter(live_session__meetup=meetup, municipality__isnull=False)
    years = named.order_by("municipality__population_year").values_list("municipality__population_year", flat=True)
    return list(years.distinct())


def _groups_of(meetup: Meetup) -> dict[str, dict[object, str]]:
    """Return for each division its groups: what tells them apart in the database, with their name."""
    positions = {position.pk: str(position) for position in meetup.programme.positions.all()}
    roles = {role.value: str(role.label) for role in Participant.Role if role.value}
    return {
        "locatie": {place.pk: place.place for place in meetup.live_sessions.all()},
        "positie": {**positions, None: NOT_GIVEN},
        "rol": {**roles, "": NOT_GIVEN},
        "grootte": {**dict(enumerate(BANDS)), None: NOT_GIVEN},
    }


def _options_of(meetup: Meetup) -> dict[Step, list[Option]]:
    """Return what can be chosen at each poll and ballot, in order; on a ballot the forms of a group together."""
    options = (
        Option.objects.filter(step__meetup=meetup, step__kind__in=[Step.Kind.POLL, Step.Kind.BALLOT])
        .select_related("step__theme", "theme", "cluster__theme", "form")
        .order_by("step__number", "cluster__theme__number", "cluster", "number")
    )
    found: dict[Step, list[Option]] = defaultdict(list)
    for option in options:
        found[option.step].append(option)
    return found


def _opened(meetup: Meetup) -> set[int]:
    """Return the steps that are open in some place."""
    rounds = Round.objects.filter(live_session__meetup=meetup, state=Round.State.OPEN)
    return set(rounds.values_list("step", flat=True))


def _people_by(choices: QuerySet, field: str) -> dict[object, Counts]:
    """Return how many people of each kind chose, by a field of the choice; one query."""
    found: dict[object, Counts] = defaultdict(dict)
    rows = choices.annotate(band=BAND).values_list(field, *FIELDS)
    for key, *kind, people in rows.annotate(people=Count("participant", distinct=True)).order_by():
        found[key][tuple(kind)] = people
    return found


def _given_by(choices: QuerySet, field: str) -> dict[object, _Given]:
    """Return what people of each kind gave, by a field of the choice; one query."""
    found: dict[object, _Given] = defaultdict(lambda: _Given({}, {}))
    rows = choices.annotate(band=BAND).values_list(field, *FIELDS)
    for key, *kind, total, people in rows.annotate(total=Sum("value"), people=Count("pk")).order_by():
        found[key].values[tuple(kind)] = total
        found[key].people[tuple(kind)] = people
    return found


def _lines_of(step: Step, options: Iterable[Option], given: Mapping[object, _Given]) -> list[_Line]:
    """Return the lines of a step; of a ballot those of groups that are on it, or that got votes before."""
    is_form = step.choice_mode == Step.ChoiceMode.FORM
    lines = []
    for option in options:
        cluster, got = option.cluster, given[option.pk]
        if cluster and not got.values and (cluster.is_dissolved or not cluster.on_ballot):
            continue
        theme = cluster.theme if cluster else option.theme
        lines.append(
            _Line(
                heading=cluster.name if cluster and is_form else option.group,
                text=cluster.name if cluster and not is_form else option.text,
                theme_number=theme.number if theme else None,
                key=key_of(option),
                given=got,
            )
        )
    return lines


def _outcome(step: Step, rounds: list[Tally]) -> Outcome:
    theme = step.theme
    return Outcome(
        title=step.title,
        theme_number=theme.number if theme else None,
        theme=theme.title if theme else "",
        section=step.section,
        mode=step.choice_mode,
        measure=MEASURES[step.choice_mode],
        rounds=rounds,
    )


def _support(agenda: Agenda, groups: Mapping[str, Mapping[object, str]], *, is_open: bool) -> list[Outcome]:
    """Return the dots for each knowledge question, those of its groups together; nothing when nobody gave any."""
    dots = counting_choices(agenda.meetup).filter(option__form=None, option__joins=False)
    # With those of another round beside it, what one place gave could be worked out for each group.
    is_mixed = dots.order_by().values("round__step").distinct().count() > 1
    people = _people_by(dots, "round__live_session__meetup")[agenda.meetup.pk]
    if not (people and agenda.lines):
        return []
    given = _given_by(dots, "option__cluster")
    lines = [
        _Line(
            heading="",
            text=f"{line.number} {line.question.text}",
            theme_number=line.question.theme.number if line.question.theme else None,
            key=line.question.pk,
            given=_together(given[group.cluster.pk] for group in line.groups),
        )
        for line in agenda.lines
    ]
    mode = Step.ChoiceMode.DOTS
    tally = _tally(mode, people, lines, groups, withheld=OPEN if is_open else MIXED if is_mixed else "")
    return [Outcome(SUPPORT, None, "", Step.Section.KNOWLEDGE, mode, MEASURES[mode], [tally])]


def _together(given: Iterable[_Given]) -> _Given:
    """Return the values of several groups of answers as those of one line."""
    values: Counts = defaultdict(int)
    for one in given:
        for kind, value in one.values.items():
            values[kind] += value
    return _Given(values, {})


def _tally(
    mode: str,
    people: Counts,
    lines: Sequence[_Line],
    groups: Mapping[str, Mapping[object, str]],
    *,
    number: int = 1,
    first: Sequence[_Line] = (),
    withheld: str = "",
) -> Tally:
    """Return one round; `first` holds the lines of the first round when this is the second."""
    everybody = sum(people.values())
    withheld = withheld or (FEW if everybody < MIN_PEOPLE else "")
    before = {line.key: at for at, line in enumerate(first)}
    totals = [
        _cell(mode, _base(mode, everybody, sum(line.given.people.values())), sum(line.given.values.values()))
        for line in lines
    ]
    return Tally(
        round=number,
        people=everybody,
        withheld=withheld,
        lines=[
            ResultLine(line.heading, line.text, line.theme_number, total, before.get(line.key))
            for line, total in zip(lines, totals, strict=True)
        ],
        divisions=[]
        if withheld
        else [_division(key, at, mode, people, lines, groups[key]) for at, key in enumerate(DIVISIONS)],
    )


def _division(
    key: str, at: int, mode: str, people: Counts, lines: Sequence[_Line], names: Mapping[object, str]
) -> Division:
    """Return the groups of one division, and of each line what may be said of each of them."""
    name, _ = DIVISIONS[key]
    by_group = _folded(people, at, names)
    hidden = hidden_among(by_group)
    cells = []
    for line in lines:
        values, marking = _folded(line.given.values, at, names), _folded(line.given.people, at, names)
        away = hidden_among(marking, hidden) if mode == Step.ChoiceMode.SCALE else hidden
        cells.append(
            [
                None if group in away else _cell(mode, _base(mode, by_group[group], marking[group]), values[group])
                for group in names
            ]
        )
    shown = [Group(text, None if group in hidden else by_group[group]) for group, text in names.items()]
    return Division(key, name, shown, cells)


def _folded(counts: Counts, at: int, names: Mapping[object, str]) -> dict[object, int]:
    """Return the counts by group of one division, all groups in order; who is in none of them gave nothing."""
    folded = dict.fromkeys(names, 0)
    *_, not_given = names
    for kind, count in counts.items():
        folded[kind[at] if kind[at] in names else not_given] += count
    return folded


def _base(mode: str, people: int, marking: int) -> int:
    """Return of how many people a value is: of all who took part, on a scale of who gave the line a mark."""
    return marking if mode == Step.ChoiceMode.SCALE else people


def _cell(mode: str, people: int, value: int) -> Cell:
    if mode != Step.ChoiceMode.SCALE:
        return Cell(people, value)
    return Cell(people, round(value / people, 1) if people else 0.0)
