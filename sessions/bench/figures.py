"""What is measured, what each figure must be, and how one figure is made of many."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Who is measured."""

    OURS = "ours"
    BARE = "bare"


class Part(StrEnum):
    """What happens in a measurement; one part gives one or more figures."""

    STORM = "storm"
    STEPS = "steps"
    STEADY = "steady"
    BURST = "burst"
    RAMP = "ramp"
    BOARD = "board"
    FILES = "files"


P95 = 0.95
# A benchmark that takes more of its core than this says more about itself than about a server.
FULL = 0.9
OURS_ALONE = frozenset({Part.BOARD, Part.FILES})


@dataclass(frozen=True)
class Bound:
    """What must hold of our own figure, or of its ratio to that of the bare server."""

    value: float
    is_ratio: bool = False
    is_least: bool = False

    def is_met(self, figure: float) -> bool:
        """Tell whether a figure (or a ratio, as the bound says) is good enough."""
        return figure >= self.value if self.is_least else figure <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.is_least else '≤'} {dutch(self.value)}{' × kaal' if self.is_ratio else ''}"


@dataclass(frozen=True)
class Figure:
    """A figure by its name in the JSON, its Dutch label, the part that gives it, and its target."""

    name: str
    label: str
    part: Part
    target: tuple[Bound, ...] = ()


FIGURES = (
    Figure(
        "answers_per_second",
        "antwoorden per seconde, vol te houden",
        Part.RAMP,
        (Bound(600, is_least=True), Bound(0.4, is_ratio=True, is_least=True)),
    ),
    Figure(
        "cpu_s_per_1000_answers",
        "processortijd per 1.000 antwoorden (s)",
        Part.STEADY,
        (Bound(0.75, is_ratio=True),),
    ),
    Figure("ack_p95_ms", "antwoord bevestigd, p95 (ms)", Part.STEADY, (Bound(25), Bound(5, is_ratio=True))),
    Figure("board_p95_ms", "antwoord op het bord, p95 (ms)", Part.STEADY, (Bound(200),)),
    Figure("board_max_ms", "antwoord op het bord, langste (ms)", Part.STEADY, (Bound(500),)),
    Figure("burst_last_ack_ms", "allen tegelijk, laatste bevestigd (ms)", Part.BURST, (Bound(1500),)),
    Figure("join_p95_ms", "meedoen, p95 (ms)", Part.STORM, (Bound(1000),)),
    Figure("joins_failed", "meedoen mislukt (telefoons)", Part.STORM, (Bound(0),)),
    Figure("step_p95_ms", "volgende stap op de telefoons, p95 (ms)", Part.STEPS, (Bound(3, is_ratio=True),)),
    Figure("kb_per_phone", "geheugen per telefoon (kB)", Part.STORM, (Bound(60),)),
    Figure("board_500_vs_20", "antwoord op bord van 500 t.o.v. 20 (×)", Part.BOARD, (Bound(2),)),
    Figure("word_1000_s", "Word van 1.000 antwoorden (s)", Part.FILES, (Bound(3),)),
    Figure("pdf_1000_s", "PDF van 1.000 antwoorden (s)", Part.FILES, (Bound(3),)),
    Figure("xlsx_1000_s", "Excel van 1.000 antwoorden (s)", Part.FILES, (Bound(3),)),
    Figure("word_1000_start_s", "waarvan het starten van de opdracht (s)", Part.FILES),
)
NAMES = tuple(figure.name for figure in FIGURES)


@dataclass(frozen=True)
class Measured:
    """A figure as it came out: medians over the rounds. What was not measured is None."""

    ours: float | None
    bare: float | None

    @property
    def ratio(self) -> float | None:
        """Ours divided by that of the bare server, or None when there is nothing to divide (by)."""
        return self.ours / self.bare if self.ours is not None and self.bare else None

    def meets(self, target: tuple[Bound, ...]) -> bool | None:
        """Tell whether all that is asked holds; None when nothing is asked, or when it cannot be told."""
        figures = [self.ratio if bound.is_ratio else self.ours for bound in target]
        if not target or None in figures:
            return None
        return all(bound.is_met(figure) for bound, figure in zip(target, figures, strict=True))


def percentile(values: Iterable[float], part: float) -> float:
    """Return the smallest value that at least this part (0 to 1) of all does not exceed. Raises ValueError."""
    ranked = sorted(values)
    if not ranked:
        raise ValueError("there is no percentile of nothing")
    return ranked[max(0, math.ceil(part * len(ranked)) - 1)]


def median(values: Iterable[float]) -> float | None:
    """Return the median, or None of nothing."""
    known = list(values)
    return statistics.median(known) if known else None


def dutch(value: float | None) -> str:
    """Return a figure as a Dutch reader writes it, with about three digits that count; None as a dash."""
    if value is None:
        return "–"
    decimals = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
