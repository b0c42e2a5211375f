"""What one commit looked up, for the next: most of what a room sends is about the same round and options.

Participants change no rounds, steps or options, and whatever does raises the seq of the meet-up. So what was
looked up under its lock is still so while the seq is where the last commit of participants left it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from sessions.models import Meetup

Found = TypeVar("Found")


@dataclass(frozen=True)
class Findings:
    """Rows of rounds, steps, options and places, by what they were looked up by."""

    _found: dict[tuple[type[Model], Hashable], object] = field(default_factory=dict)

    def recall(self, kind: type[Model], key: Hashable, find: Callable[[], Found]) -> Found:
        """Return what `find` returns, which is asked once: nobody else changes it while the lock is held.

        That something is not there (None) is not remembered: a phone can ask for what it likes.
        """
        found = self._found.get((kind, key))
        if found is None:
            found = find()
        if found is not None:
            self._found[kind, key] = found
        return found


@dataclass(frozen=True)
class _Kept:
    seq: int
    epoch: UUID
    findings: Findings


_kept: dict[int, _Kept] = {}


def take(meetup: Meetup) -> Findings:
    """Return what is still known of a meet-up, or nothing; `meetup` was read under its lock.

    What is taken is gone until it is kept again: a commit that fails leaves rows that were never stored.
    """
    kept = _kept.pop(meetup.pk, None)
    if kept and (kept.seq, kept.epoch) == (meetup.seq, meetup.epoch):
        return kept.findings
    return Findings()


def keep(meetup: Meetup, findings: Findings) -> None:
    """Keep what a commit looked up, once it is on the disk; `meetup` has the seq where it ended."""
    _kept[meetup.pk] = _Kept(meetup.seq, meetup.epoch, findings)
