"""Who is writing now. No truth, and never stored: each process remembers what phones told it, for a moment."""

import threading
import time
from collections import Counter, defaultdict
from uuid import UUID

FORGOTTEN_AFTER = 40.0  # seconds; a phone on which somebody types says so every 20


class Writers:
    """The phones on which somebody types, by place, each with its round and the moment at which it said so."""

    def __init__(self) -> None:
        self._writing: dict[int, dict[UUID, tuple[int, float]]] = defaultdict(dict)
        self._lock = threading.Lock()  # phones tell it in one thread, and hubs ask in others

    def note(self, place_id: int, participant_id: UUID, round_id: int, *, is_writing: bool) -> None:
        """Remember that somebody writes in a round, or no longer does. Nobody writes in two rounds at once."""
        with self._lock:
            here = self._writing[place_id]
            here.pop(participant_id, None)  # who says so again stands behind the others: the oldest are in front
            if is_writing:
                here[participant_id] = round_id, time.monotonic()

    def forget(self, place_id: int, participant_id: UUID) -> None:
        """Forget that somebody writes: it was just sent."""
        with self._lock:
            self._writing[place_id].pop(participant_id, None)

    def counts(self, place_id: int) -> Counter[int]:
        """Return how many people are writing in a place, by the id of the round in which they do."""
        oldest = time.monotonic() - FORGOTTEN_AFTER
        with self._lock:
            here = self._writing[place_id]
            while here and next(iter(here.values()))[1] < oldest:
                del here[next(iter(here))]
            return Counter(round_id for round_id, _ in here.values())

    def count(self, place_id: int, round_id: int) -> int:
        """Return how many people are writing in one round of a place."""
        return self.counts(place_id)[round_id]


writers = Writers()
