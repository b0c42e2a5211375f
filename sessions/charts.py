"""How results are drawn: where each part of a chart stands, in percentages of its width. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from sessions.choosing import SCALE_MAX
from sessions.results import Bar

# A number is written in a part that is at least this wide; beside it stands the mean, and a reader hears them all.
WIDE_ENOUGH = 5
# Dots that can still be counted on a screen; more of them become a plain bar.
DOTS_A_ROW = 20
LEAST_COLUMNS = 12
MOST_DOTS = 3 * DOTS_A_ROW
# Shades of a heat map, besides none at all.
SHADES = 4


@dataclass(frozen=True)
class Part:
    """The people who gave one mark, as a part of a bar: where it starts, how wide it is, and how many they are."""

    mark: int
    start: float
    width: float
    people: int

    @property
    def middle(self) -> float:
        """Return where the number of people stands."""
        return round(self.start + self.width / 2, 2)

    @property
    def has_room(self) -> bool:
        """Tell whether the number of people fits in it."""
        return self.width >= WIDE_ENOUGH


def diverging(bar: Bar, bars: Iterable[Bar]) -> list[Part]:
    """Return the parts of one bar of a scale: low marks left of the middle, high ones right, the third across.

    Widths are shares of the people who gave this bar a mark. All `bars` of the chart are drawn to one measure: the
    one that reaches furthest from the middle, to either side, fills its half.
    """
    furthest = max((max(_reach(one)) for one in bars if one.people), default=0)
    if not bar.people or not furthest:
        return []
    widths = [50 * people / bar.people / furthest for people in bar.marks]
    left, _ = _reach(bar)
    starts = accumulate(widths, initial=50 - 50 * left / furthest)
    return [
        Part(mark, round(start, 2), round(width, 2), people)
        for mark, (start, width, people) in enumerate(zip(starts, widths, bar.marks, strict=False), start=1)
        if people
    ]


def _reach(bar: Bar) -> tuple[float, float]:
    """Return which share of the marks lies left and right of the middle; half of the middle mark each."""
    low = sum(bar.marks[: SCALE_MAX // 2])
    middle = bar.marks[SCALE_MAX // 2]
    left = (low + middle / 2) / bar.people
    return left, 1 - left


@dataclass(frozen=True)
class Dots:
    """The dots that one option got, in so many `rows`; each dot as the place of its middle, across and down."""

    rows: int
    places: list[tuple[float, float]]


def dots(value: int, most: int) -> Dots | None:
    """Return a dot for each of `value`, the columns filled from the left; None when `most` are too many to count.

    `most` is what the best option of the chart got, so that all of them have as many rows.
    """
    if most > MOST_DOTS:
        return None
    rows = max(1, -(-most // DOTS_A_ROW))
    columns = max(-(-most // rows), LEAST_COLUMNS)
    places = [
        (round(100 * (number // rows + 0.5) / columns, 2), round(100 * (number % rows + 0.5) / rows, 2))
        for number in range(value)
    ]
    return Dots(rows, places)


def shade(value: int, most: int) -> int:
    """Return how dark a cell of a heat map is: 0 for nothing, SHADES for the largest value of the map."""
    return -(-value * SHADES // most) if most else 0
