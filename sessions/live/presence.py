"""Who is there and who is writing now. No truth, and never stored: each process knows of the phones it serves."""

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


class Phones:
    """How many phones hold a connection open, by place; one that sleeps or lost its network does not."""

    def __init__(self) -> None:
        self._connected: dict[int, dict[int, int]] = {}

    def note(self, meetup_id: int, connected: dict[int, int]) -> None:
        """Remember how many phones are connected in the places of a meet-up; where none are may be left out.

        A hub says so each second and at no other time, so that what a page shows is what open desks were told.
        """
        self._connected[meetup_id] = connected

    def forget(self, meetup_id: int) -> None:
        """Forget a meet-up that nobody looks at any more."""
        self._connected.pop(meetup_id, None)

    def connected(self, meetup_id: int) -> dict[int, int] | None:
        """Return how many phones are connected in the places of a meet-up; None when that is not known."""
        return self._connected.get(meetup_id)


phones = Phones()
writers = Writers()
