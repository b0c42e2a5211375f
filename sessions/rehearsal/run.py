"""A whole rehearsal: people come in at every place, take part for a while, and leave."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sessions.rehearsal.content import load
from sessions.rehearsal.people import Person, Supply
from sessions.rehearsal.phone import Phone, Place, Tally

MOST_PHONES = 200
LOOK_SECONDS = 1.0
# The first is there at once, the last after so long.
ARRIVAL_SECONDS = 15.0


@dataclass(frozen=True)
class Plan:
    """How many people come (divided evenly over the places), at which pace (1 is that of people), for how long."""

    phones: int
    seconds: float
    pace: float = 1.0


async def rehearse(
    plan: Plan,
    places: Sequence[Place],
    rehearsal_pass: str,
    is_on: Callable[[], Awaitable[bool]],
    tally: Tally,
) -> None:
    """Let everybody take part until the time is over, `is_on` says no, or all of them had to leave.

    What they do is counted in `tally` meanwhile. However this ends, no phone and no connection is left.
    """
    chance = random.Random()  # noqa: S311  (nothing secret is made with it)
    content = load()
    supply = Supply(content, chance)
    pause = plan.pace * ARRIVAL_SECONDS / plan.phones
    try:
        async with asyncio.timeout(plan.seconds), asyncio.TaskGroup() as group:
            crowd = []
            for number in range(plan.phones):
                place = places[number % len(places)]
                person = Person.some(content, place.number, plan.pace, chance)
                phone = Phone(place, person, content, supply, tally, rehearsal_pass)
                crowd.append(group.create_task(phone.take_part(number * pause)))
            while await is_on() and not all(task.done() for task in crowd):
                await asyncio.sleep(LOOK_SECONDS)
            for task in crowd:
                task.cancel()
    except TimeoutError:
        return
