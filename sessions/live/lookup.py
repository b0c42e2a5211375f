"""Finds places by their code without asking the database for each of a thousand phones.

A place keeps its code and its ids all day. While the database is away, each phone then waits for it once and not
twice.
"""

import time

from sessions.live.threads import in_thread
from sessions.models import LiveSession

KEPT_SECONDS = 60.0


class Places:
    """The places that phones asked for. What a place holds besides its code and its ids may be a minute old."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[float, LiveSession]] = {}

    async def find(self, code: str) -> LiveSession | None:
        """Return the place with this (cleaned) code, with its meet-up, or None."""
        found_at, place = self._found.get(code, (-KEPT_SECONDS, None))
        if time.monotonic() - found_at >= KEPT_SECONDS:
            place = await in_thread(_place, code)
            if place is None:
                self._found.pop(code, None)
            else:
                self._found[code] = time.monotonic(), place
        return place


def _place(code: str) -> LiveSession | None:
    return LiveSession.objects.select_related("meetup__programme").filter(code=code).first()


places = Places()
