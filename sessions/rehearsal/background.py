"""A rehearsal beside everything else that a server does: in a thread and an event loop of its own."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from functools import partial

from sessions import rehearsed, rehearsing
from sessions.live.threads import in_thread
from sessions.models import LiveSession, Meetup
from sessions.passes import pass_of
from sessions.rehearsal.phone import Place, Tally
from sessions.rehearsal.run import Plan, rehearse

logger = logging.getLogger(__name__)


def start(meetup: Meetup, url: str, phones: int) -> None:
    """Let so many people take part in the rehearsal that just began in a meet-up, on the server at `url`.

    They go when its time is over or it is ended, in whichever process, and at the latest with this process.
    """
    places = list(meetup.live_sessions.all())
    threading.Thread(
        target=_play, args=(meetup, places, url, phones), name=f"rehearsal {meetup.pk}", daemon=True
    ).start()


def _play(meetup: Meetup, live_sessions: Sequence[LiveSession], url: str, phones: int) -> None:
    """Play the rehearsal; nobody waits for this thread, so what goes wrong is logged."""
    places = [Place(url, number, place.code) for number, place in enumerate(live_sessions)]
    plan = Plan(phones, rehearsed.LONGEST_MINUTES * rehearsed.SECONDS_A_MINUTE)
    tally = Tally()
    try:
        asyncio.run(_played(plan, places, meetup, tally))
    except Exception:
        logger.exception("De repetitie van meet-up %s is vastgelopen.", meetup.pk)
    for trouble, times in tally.troubles.most_common():
        logger.info("Repetitie van meet-up %s: %s keer %s.", meetup.pk, times, trouble)


async def _played(plan: Plan, places: Sequence[Place], meetup: Meetup, tally: Tally) -> None:
    """Play until the rehearsal is over. If all had to leave before that, it is over too."""
    await rehearse(plan, places, pass_of(meetup), partial(in_thread, rehearsed.is_on, meetup.pk), tally)
    if await in_thread(rehearsed.is_on, meetup.pk):
        await in_thread(partial(rehearsing.end_rehearsal, meetup=meetup))
