"""Looking ahead: a step that the room is not at, as the facilitator reads it. The room stays where it is."""

from dataclasses import dataclass

from sessions.models import Option
from sessions.stage import Stage, Stop, options_of


@dataclass(frozen=True)
class LookAhead:
    """A stop to look at, with its options and the stops beside it, also those that are switched off."""

    stop: Stop
    options: list[Option]
    previous: Stop | None
    following: Stop | None


def look_ahead(stage: Stage, number: int) -> LookAhead | None:
    """Return the stop with this number as one looks ahead to it, or None when there is none."""
    stops = stage.all_stops
    place = next((place for place, stop in enumerate(stops) if stop.number == number), None)
    if place is None:
        return None
    return LookAhead(
        stop=stops[place],
        options=options_of(stops[place].step),
        previous=stops[place - 1] if place else None,
        following=stops[place + 1] if place + 1 < len(stops) else None,
    )
