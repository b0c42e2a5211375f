"""How a place keeps to the plan: the minutes of each step, against when it came there and when its day began."""

import datetime
from dataclasses import dataclass

from sessions.stage import Stage


@dataclass(frozen=True)
class Schedule:
    """Planned minutes against moments; the browser counts on from the moments, which it is always given in full.

    `minutes` is the plan of the step, `minutes_before` what the plan gives to the steps between the welcome and
    this one. The day is counted from when the place left the welcome: before that nobody can say how late it is.
    """

    minutes: int
    minutes_before: int
    step_since: datetime.datetime | None
    day_since: datetime.datetime | None


def schedule_of(stage: Stage) -> Schedule:
    """Return how a place keeps to the plan; steps that are switched off take no time."""
    welcome, *rest = stage.stops
    before = [stop.step.minutes for stop in rest if stop.number < stage.step.number]
    is_under_way = stage.step.number > welcome.number
    return Schedule(
        minutes=stage.step.minutes,
        minutes_before=sum(before),
        step_since=stage.live_session.step_since,
        day_since=stage.live_session.day_since if is_under_way else None,
    )
