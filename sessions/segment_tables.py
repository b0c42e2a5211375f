"""Results by group of participants as tables with bars: a row a line, a column for the total and each group."""

from dataclasses import dataclass

from sessions.choosing import SCALE_MAX
from sessions.models import Step
from sessions.results import number_text
from sessions.segment_parts import Cell, Outcome, ResultLine, Tally
from sessions.shifts import signed

# Here a bar is a share of the people of a group, and its percentage stands beside it.
OF_PEOPLE = {Step.ChoiceMode.ONE, Step.ChoiceMode.SEVERAL}


@dataclass(frozen=True)
class Column:
    """The total or one group; `people` in each of the rounds that the table shows, None where they are too few."""

    name: str
    people: list[int | None]


@dataclass(frozen=True)
class Value:
    """What one round gave; `share` is how long its bar is, in percentages, and `percentage` that of people."""

    text: str
    share: float
    percentage: int | None


@dataclass(frozen=True)
class Entry:
    """A line in one column: its value in each round, None where it is not shown, and how it changed."""

    values: list[Value | None]
    change: str


@dataclass(frozen=True)
class Row:
    """A line with its entry in each column."""

    line: ResultLine
    entries: list[Entry]


@dataclass(frozen=True)
class Table:
    """An outcome divided in one way; `left_out` names the groups that are shown in none of its rounds."""

    outcome: Outcome
    columns: list[Column]
    rows: list[Row]
    left_out: list[str]

    @property
    def is_second(self) -> bool:
        """Tell whether two rounds stand side by side."""
        return len(self.outcome.rounds) > 1

    @property
    def withheld(self) -> str:
        """Return why there is only a total."""
        return self.outcome.rounds[-1].withheld


def table_of(outcome: Outcome, key: str) -> Table:
    """Return an outcome as a table by the groups of one division."""
    divisions = [tally.division(key) for tally in outcome.rounds]
    names = next(([group.name for group in division.groups] for division in divisions if division), [])
    people = [
        [division.groups[at].people if division else None for division in divisions] for at in range(len(names))
    ]
    shown = [at for at in range(len(names)) if any(count is not None for count in people[at])]
    grids = [_grid(tally, key, shown) for tally in outcome.rounds]
    measures = [_Measure.of(outcome.mode, grid) for grid in grids]
    longest = max((measure.longest for measure in measures), default=0)
    rows = []
    for at, line in enumerate(outcome.rounds[-1].lines):
        places = [line.first, at][-len(grids) :]
        entries = [
            _entry(
                [
                    None if place is None else measure.value(grid[place][column], column, longest)
                    for grid, measure, place in zip(grids, measures, places, strict=True)
                ],
                [
                    None if place is None else grid[place][column]
                    for grid, place in zip(grids, places, strict=True)
                ],
            )
            for column in range(1 + len(shown))
        ]
        rows.append(Row(line, entries))
    columns = [Column("Totaal", [tally.people for tally in outcome.rounds])]
    columns += [Column(names[at], people[at]) for at in shown]
    return Table(outcome, columns, rows, [name for at, name in enumerate(names) if at not in shown])


def _grid(tally: Tally, key: str, shown: list[int]) -> list[list[Cell | None]]:
    """Return for each line what it got in all, and from each group that is shown."""
    division = tally.division(key)
    if division is None:
        return [[line.total, *(None for _ in shown)] for line in tally.lines]
    return [
        [line.total, *(cells[at] for at in shown)] for line, cells in zip(tally.lines, division.cells, strict=True)
    ]


@dataclass(frozen=True)
class _Measure:
    """How long bars are: a mark out of five, people or votes out of a group's people, or its share of dots."""

    mode: str
    dots: list[int | float]
    longest: float

    @classmethod
    def of(cls, mode: str, grid: list[list[Cell | None]]) -> "_Measure":
        """Return how to measure a grid; `dots` are the sums of its columns, `longest` the longest bar in it."""
        dots = [sum(cell.value for cell in column if cell) for column in zip(*grid, strict=True)]
        shares = [_share(mode, cell, dots[at]) for row in grid for at, cell in enumerate(row) if cell]
        return cls(mode, dots, max(shares, default=0))

    def value(self, cell: Cell | None, column: int, longest: float) -> Value | None:
        """Return a cell as it is drawn, with the longest bar of all rounds over the whole width if it may be."""
        if cell is None:
            return None
        share = _share(self.mode, cell, self.dots[column])
        percentage = round(share) if self.mode in OF_PEOPLE else None
        full = 100 if self.mode in OF_PEOPLE or self.mode == Step.ChoiceMode.SCALE else longest
        return Value(number_text(cell.value), round(100 * share / full, 1) if full else 0.0, percentage)


def _share(mode: str, cell: Cell, dots: float) -> float:
    """Return a value as a percentage of what it could be: see _Measure."""
    full = {Step.ChoiceMode.SCALE: SCALE_MAX, Step.ChoiceMode.DOTS: dots}.get(mode, cell.people)
    return 100 * cell.value / full if full else 0.0


def _entry(values: list[Value | None], cells: list[Cell | None]) -> Entry:
    is_compared = len(cells) > 1 and all(cells)
    return Entry(values, signed(cells[1].value - cells[0].value) if is_compared else "")
