"""What results by group of participants are made of: plain values only, of which none says too much of anybody.

A value of None was left out: it is that of fewer than MIN_PEOPLE people, or could be used to work out theirs.
"""

from dataclasses import dataclass

# Why only a total is shown: a place may still choose, and each new choice would show whose it is; fewer than
# MIN_PEOPLE took part; or the total is of different rounds in different places.
OPEN, FEW, MIXED = "open", "few", "mixed"


@dataclass(frozen=True)
class Cell:
    """What one group gave one line: a number of people, dots or votes, or a mean mark, out of so many people."""

    people: int
    value: int | float


@dataclass(frozen=True)
class Group:
    """One group of participants; `people` took part, None when they are too few to show."""

    name: str
    people: int | None


@dataclass(frozen=True)
class Division:
    """All who took part, divided in one way; `cells` holds for each line a cell for each group, in that order."""

    key: str
    name: str
    groups: list[Group]
    cells: list[list[Cell | None]]


@dataclass(frozen=True)
class ResultLine:
    """One line that could be chosen, with its total; `first` is its place in the first round, if it was there."""

    heading: str
    text: str
    theme_number: int | None
    total: Cell
    first: int | None = None


@dataclass(frozen=True)
class Tally:
    """One round in all places; `withheld` says in a word of the above why it has no divisions."""

    round: int
    people: int
    withheld: str
    lines: list[ResultLine]
    divisions: list[Division]

    def division(self, key: str) -> Division | None:
        """Return the division with this key."""
        return next((division for division in self.divisions if division.key == key), None)


@dataclass(frozen=True)
class Outcome:
    """One poll or ballot, or the support for the knowledge questions, with its first and second round.

    `measure` says what values are; `mode` is the way people chose, as in Step.ChoiceMode.
    """

    title: str
    theme_number: int | None
    theme: str
    section: str
    mode: str
    measure: str
    rounds: list[Tally]
