"""What is done at which server in which order, and how long it will still take."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from sessions.bench.climb import STEP_SECONDS
from sessions.bench.crowd import ARRIVALS_A_SECOND
from sessions.bench.figures import OURS_ALONE, Part, Side
from sessions.bench.options import Options
from sessions.bench.parts import BURSTS, STEPS

# One after another, and no more than is likely, of the climb; the figures are only for whoever waits.
RATES = 11
START_SECONDS = {Side.OURS: 4.0, Side.BARE: 1.0}
FILES_SECONDS = 12.0


@dataclass(frozen=True)
class Stop:
    """One server in one round, and the parts that are measured there."""

    round: int
    side: Side
    parts: frozenset[Part]


def stops(options: Options) -> Iterator[Stop]:
    """Yield ours, bare, ours, bare …; what concerns only ours is measured at a server apart, so that it disturbs
    nothing."""
    both, ours = options.parts - OURS_ALONE, options.parts & OURS_ALONE
    for number in range(1, options.rounds + 1):
        if both:
            yield Stop(number, Side.OURS, both)
            yield Stop(number, Side.BARE, both)
        if ours:
            yield Stop(number, Side.OURS, ours)


class Clock:
    """Tells how long all of it will still take, and learns from what it took so far."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._expected = [self._seconds(stop) for stop in stops(options)]
        self._done = 0
        self._started = time.monotonic()

    def next(self) -> str:
        """Count one more stop as begun; return how long from here, in Dutch."""
        before, after = sum(self._expected[: self._done]), sum(self._expected[self._done :])
        pace = (time.monotonic() - self._started) / before if before else 1.0
        self._done += 1
        minutes = after * pace / 60
        return f"nog ongeveer {round(minutes)} min" if minutes >= 1.5 else f"nog ongeveer {round(minutes * 60)} s"

    def _seconds(self, stop: Stop) -> float:
        options = self._options
        arrivals = options.phones / ARRIVALS_A_SECOND
        costs = {
            Part.STORM: options.join / ARRIVALS_A_SECOND + 4,
            Part.STEPS: STEPS * 1.0,
            Part.STEADY: options.seconds + 3,
            Part.BURST: BURSTS * 2.0,
            Part.RAMP: RATES * (min(options.seconds, STEP_SECONDS) + 1.5),
            Part.BOARD: options.seconds + 4,
            Part.FILES: FILES_SECONDS,
        }
        return START_SECONDS[stop.side] + arrivals + sum(costs[part] for part in stop.parts)
