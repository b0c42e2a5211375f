"""The part that looks for the largest rate a server can sustain."""

from sessions.bench.figures import P95, Part, dutch, percentile
from sessions.bench.load import Outcome, planned, put
from sessions.bench.ramp import Ramp
from sessions.bench.visit import MS, Visit

START_RATE = 80.0
STEP_SECONDS = 3.0
SOON_SECONDS = 0.25
ENOUGH_DELIVERED = 0.995


async def climb(visit: Visit) -> None:
    """Raise the rate until the board or the acknowledgements come too late; each rate on a board of its own."""
    ramp = Ramp(START_RATE, visit.options.highest)
    seconds = min(STEP_SECONDS, visit.options.seconds)
    while ramp.rate:
        question = await visit.next_question()
        offsets = visit.writer.arrivals(ramp.rate, seconds)
        with visit.shares[Part.RAMP].counted():
            outcome = await put(visit.crowd, question, planned(visit.crowd, visit.writer, offsets))
        seen = dutch(round(MS * percentile(outcome.board, P95)))
        visit.say(f"    {dutch(round(ramp.rate))} antwoorden per seconde: op het bord na {seen} ms (p95)")
        if not outcome.is_drained or not await _all_are_back(visit):
            # What still waits would count against the next rate.
            visit.say("    De server loopt te ver achter om verder te zoeken.")
            break
        ramp.record(is_sustained(outcome))
    visit.put("answers_per_second", ramp.best)


async def _all_are_back(visit: Visit) -> bool:
    """Have the sockets that the server closed opened again; tell whether that went well."""
    try:
        await visit.crowd.come_back()
    except OSError:
        return False
    return True


def is_sustained(outcome: Outcome) -> bool:
    """Tell whether a server kept up: in time, for (nearly) everybody, and without an error."""
    return (
        not outcome.failures
        and outcome.delivered >= ENOUGH_DELIVERED
        and percentile(outcome.acks, P95) < SOON_SECONDS
        and percentile(outcome.board, P95) < SOON_SECONDS
    )
