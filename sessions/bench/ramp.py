"""The search for the largest rate that a server can sustain."""

import math

FACTOR = 2.0
REFINEMENTS = 3


class Ramp:
    """Says which rate to try next, until `rate` is None; `best` is then the largest that was sustained, or 0.

    It climbs by FACTOR until a rate is not sustained, then tries a few times between that and the best. On the way
    up a failure has to show twice: one stall of the disk must not end the climb.
    """

    def __init__(self, start: float, highest: float) -> None:
        self.rate: float | None = min(start, highest)
        self.best = 0.0
        self._highest = highest
        self._failed: float | None = None
        self._doubted: float | None = None
        self._refinements = REFINEMENTS

    def record(self, is_sustained: bool) -> None:
        """Take in how it went at `rate`, and set the next one."""
        rate = self.rate
        if is_sustained:
            self.best = rate
        elif self._failed is None and self._doubted != rate:
            self._doubted = rate
            return
        else:
            self._failed = rate
        self.rate = self._next()

    def _next(self) -> float | None:
        if self._failed is None:
            return min(self.best * FACTOR, self._highest) if self.best < self._highest else None
        if not self.best:
            return self._failed / FACTOR if self._failed > FACTOR else None
        if not self._refinements:
            return None
        self._refinements -= 1
        return math.sqrt(self.best * self._failed)
