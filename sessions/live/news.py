"""What happened in one place since its screens were told, and what they show of it."""

from collections.abc import Collection, Iterable
from functools import cached_property

from sessions.board import ON_THE_DESK, changed_cards
from sessions.live.regions import ANSWERS, CONNECTED, COUNTS, DONE, PACE, PRESENCE, STRUCTURE, WRITING, Audience
from sessions.models import Answer, Event
from sessions.stage import Counts, Stage, counts_of, stage_of


class News:
    """What happened that concerns one place, and what its views show of it: read once, by the first that asks.

    `stages` holds the places that did not change, and takes up this one when it is read. A place that `shares`
    shows what the others answered, too; for any other it costs nothing that they do.
    """

    def __init__(
        self,
        place_id: int,
        events: Iterable[Event],
        arrivals: Collection[int],
        writers_changed: Collection[int],
        phones_changed: bool,
        is_counted: bool,
        stages: dict[int, Stage],
        shares: bool,
    ) -> None:
        self._place_id = place_id
        self._events = list(events)
        self._here = [event for event in self._events if event.live_session_id in (None, place_id)]
        elsewhere = (event for event in self._events if event.live_session_id not in (None, place_id))
        self._elsewhere = list(elsewhere) if shares else []
        self._arrivals = arrivals
        self._writers_changed = writers_changed
        self._phones_changed = phones_changed
        self._is_counted = is_counted
        self._stages = stages

    def kinds(self, audience: Audience) -> set[str]:
        """Return what kinds of things happened. A desk shows how far the other places are too."""
        kinds: set[str] = {event.kind for event in self._here}
        kinds |= {event.kind for event in self._shown_elsewhere(audience)} & {Event.Kind.ROUND_CHANGED}
        if audience == Audience.DESK:
            kinds |= {event.kind for event in self._events} & (STRUCTURE | DONE | PACE)
            if self._phones_changed:
                kinds.add(CONNECTED)
        if self._place_id in self._arrivals or (audience == Audience.DESK and self._arrivals):
            kinds.add(PRESENCE)
        if self._place_id in self._writers_changed:
            kinds.add(WRITING)
        if self._is_counted:
            kinds.add(COUNTS)
        return kinds

    def answers(self, kinds: Collection[str], audience: Audience) -> set[int]:
        """Return the ids of the answers to which these kinds of things happened, and that concern an audience."""
        events = [*self._here, *self._shown_elsewhere(audience)]
        return {int(event.ref) for event in events if event.kind in kinds}

    def _shown_elsewhere(self, audience: Audience) -> list[Event]:
        """Return what happened in other places to what this place shows of them. Phones show their own place."""
        if not self._elsewhere or audience == Audience.PHONE:
            return []
        rounds = {round_.pk for round_ in self.stage.rounds_elsewhere}
        shown = {round_.pk for round_ in self.stage.shown_elsewhere}
        return [
            event
            for event in self._elsewhere
            if (event.kind == Event.Kind.ROUND_CHANGED and int(event.ref) in rounds)
            or (event.kind in ANSWERS and event.detail.get("round") in shown)
        ]

    @property
    def stage(self) -> Stage:
        """Return the place as it is now."""
        if self._place_id not in self._stages:
            self._stages[self._place_id] = stage_of(self._place_id)
        return self._stages[self._place_id]

    @cached_property
    def counts(self) -> Counts:
        """Return what came in for the round that is on."""
        return counts_of(self.stage.round)

    @cached_property
    def cards(self) -> list[Answer]:
        """Return the changed answers of the round that is on, in all states that anybody may see."""
        changed = self.answers(ANSWERS, Audience.DESK)
        stage = self.stage
        return changed_cards(stage.round, stage.options, changed, ON_THE_DESK, stage.shown_elsewhere)
