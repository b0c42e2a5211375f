"""Keeps running timers right when the clock of this computer is set, and when the computer slept.

A timer ends at a moment on the clock on the wall, and a laptop sets that clock when it finds a network. So it is
held against a steady clock, which nobody sets and which goes on while the computer sleeps:

- the wall clock jumped: the timers jump along, for the room has as much time left as before;
- nobody looked for a while, as when the lid was closed: a timer that ran out meanwhile ends now, so that the
  answers that wait on the phones have their grace.

That is for a laptop, where one process owns the data. Servers on PostgreSQL keep their clocks right themselves.
"""

import datetime
import time
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from sessions.models import Meetup, Round

JUMP = datetime.timedelta(seconds=3)
# A hub looks every second, and waits at most four more for its turn to write.
ASLEEP = datetime.timedelta(seconds=6)

# On Linux the monotonic clock stands still during sleep, and this one does not; elsewhere it goes on.
STEADY_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


@dataclass(frozen=True)
class Look:
    """A moment at which timers were right, on the wall clock and in seconds of the steady clock."""

    wall: datetime.datetime
    steady: float

    @classmethod
    def now(cls) -> "Look":
        """Look at both clocks."""
        steady = time.monotonic() if STEADY_CLOCK is None else time.clock_gettime(STEADY_CLOCK)
        return cls(timezone.now(), steady)

    def passed_since(self, before: "Look") -> datetime.timedelta:
        """Return how much time really passed since an earlier look."""
        return datetime.timedelta(seconds=self.steady - before.steady)

    def jump_since(self, before: "Look") -> datetime.timedelta:
        """Return how far the wall clock was set since an earlier look; nothing for what a clock may be off."""
        jump = self.wall - before.wall - self.passed_since(before)
        return jump if abs(jump) >= JUMP else datetime.timedelta(0)


_last_looks: dict[int, Look] = {}


def are_right(meetup_id: int) -> bool:
    """Tell whether the clocks went on evenly since this was last asked of a meet-up; costs no query.

    If so, that its timers are right now is remembered. If not, call `set_right`.
    """
    if connection.vendor != "sqlite":
        return True
    before, now = _last_looks.get(meetup_id), Look.now()
    if before and (now.jump_since(before) or now.passed_since(before) >= ASLEEP):
        return False
    _last_looks[meetup_id] = now
    return True


def set_right(meetup: Meetup) -> list[Round]:
    """Move the running timers of a meet-up as the clocks ask; return their rounds, each with its place.

    Call it under the lock of the meet-up, once in a transaction.
    """
    before, now = _last_looks.get(meetup.pk), Look.now()
    if are_right(meetup.pk) or before is None:
        return []
    running = Round.objects.select_related("live_session").filter(
        state=Round.State.OPEN, ends_at__isnull=False, live_session__meetup=meetup
    )
    changed = []
    for round_ in running:
        ends_at = round_.ends_at + now.jump_since(before)
        if now.passed_since(before) >= ASLEEP:
            ends_at = max(ends_at, now.wall)
        if ends_at != round_.ends_at:
            round_.ends_at = ends_at
            round_.save(update_fields=["ends_at"])
            changed.append(round_)

    def remember() -> None:
        _last_looks[meetup.pk] = now

    if changed:
        transaction.on_commit(remember)
    else:
        remember()
    return changed
