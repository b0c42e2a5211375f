"""Results by group of participants as rows: one for each line in each round, in total and in each group."""

from collections.abc import Iterable, Iterator

from sessions.disclosure import MIN_PEOPLE
from sessions.segment_parts import FEW, MIXED, OPEN, Cell, Outcome, Tally

COLUMNS = {
    "Onderdeel": 40,
    "Ronde": 8,
    "Regel": 48,
    "Indeling": 20,
    "Groep": 26,
    "Mensen": 9,
    "Waarde": 9,
    "Maat": 14,
    "Opmerking": 22,
}
TOTAL = "Totaal"
TOO_FEW = f"minder dan {MIN_PEOPLE}"
WITHHELD = {
    OPEN: "nog open: alleen het totaal",
    FEW: f"{TOO_FEW} mensen: alleen het totaal",
    MIXED: "niet overal dezelfde ronde: alleen het totaal",
    "": "",
}


def segment_rows(outcomes: Iterable[Outcome]) -> Iterator[list[str | int | float]]:
    """Yield the cells of COLUMNS for each line; what may not be shown has no numbers, but a remark."""
    for outcome in outcomes:
        for tally in outcome.rounds:
            yield from _rows(outcome, tally)


def _rows(outcome: Outcome, tally: Tally) -> Iterator[list[str | int | float]]:
    for at, line in enumerate(tally.lines):
        text = f"{line.heading.rstrip(':')}: {line.text}" if line.heading else line.text
        first = [outcome.title, tally.round, text]
        yield [*first, "", TOTAL, *_numbers(line.total), outcome.measure, WITHHELD[tally.withheld]]
        for division in tally.divisions:
            for group, cell in zip(division.groups, division.cells[at], strict=True):
                remark = "" if cell else TOO_FEW
                yield [*first, division.name, group.name, *_numbers(cell), outcome.measure, remark]


def _numbers(cell: Cell | None) -> list[str | int | float]:
    return [cell.people, cell.value] if cell else ["", ""]
