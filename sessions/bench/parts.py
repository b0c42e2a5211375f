"""The parts that both servers go through: the storm, the steps, the steady load, and the burst."""

import asyncio
from bisect import bisect_left

from sessions.bench.crowd import JOIN_SECONDS
from sessions.bench.figures import P95, Part, median, percentile
from sessions.bench.load import at_once, planned, put
from sessions.bench.visit import MS, THOUSAND, Visit
from sessions.wire.websocket import Socket

WARM_PHONES = 10
WARM_SECONDS = 1.0
SETTLE_SECONDS = 1.0
STEPS = 5
STEP_SECONDS = 10.0
BURSTS = 3


async def storm(visit: Visit) -> None:
    """Many phones arrive: how long do they wait, and what does each cost in memory?

    A phone holds two connections, as a browser does: its socket, and the one over which the page came.
    """
    crowd, options = visit.crowd, visit.options
    await crowd.arrive(WARM_PHONES, WARM_PHONES)  # what the server makes once is no part of what a phone costs
    crowd.leave()
    await asyncio.sleep(SETTLE_SECONDS)
    before = visit.server.usage()
    with visit.shares[Part.STORM].counted():
        await crowd.arrive(options.join, options.join)
    failed = len(crowd.failures)
    visit.troubles.update(f"een telefoon kwam niet binnen ({reason})" for reason in crowd.failures)
    visit.put("joins_failed", failed)
    visit.put("join_p95_ms", MS * percentile(crowd.joined + failed * [JOIN_SECONDS], P95))
    await asyncio.sleep(SETTLE_SECONDS)
    after = visit.server.usage()
    if before and after and crowd.phones:
        visit.put("kb_per_phone", (after.resident_kb - before.resident_kb) / len(crowd.phones))


async def steps(visit: Visit) -> None:
    """The facilitator goes on: how long until it is shown on the phones of the storm?"""
    crowd, waits = visit.crowd, []
    with visit.shares[Part.STEPS].counted():
        for _ in range(STEPS):
            crowd.forget()
            pressed = await crowd.facilitator.next_step()
            seq = (await crowd.facilitator.view())["seq"]
            await crowd.caught_up(seq, STEP_SECONDS)
            waits += [_shown(phone.socket, seq, pressed) for phone in crowd.phones if phone.socket]
            await asyncio.sleep(SETTLE_SECONDS / 2)
    if missed := waits.count(STEP_SECONDS):
        visit.troubles["een stap bereikte een telefoon niet"] += missed
    visit.put("step_p95_ms", MS * percentile(waits, P95))


def _shown(socket: Socket, seq: int, pressed: float) -> float:
    """Return the seconds from the press to the first message with this seq; STEP_SECONDS when there was none."""
    place = bisect_left(socket.seqs, seq)
    return socket.moments[place] - pressed if place < len(socket.seqs) else STEP_SECONDS


async def steady(visit: Visit) -> None:
    """Answers at the usual rate: what do they cost, and when are they acknowledged and on the board?"""
    crowd, options = visit.crowd, visit.options
    question = await visit.next_question()
    await put(crowd, question, planned(crowd, visit.writer, visit.writer.arrivals(options.rate, WARM_SECONDS)))
    offsets = visit.writer.arrivals(options.rate, options.seconds)
    with visit.shares[Part.STEADY].counted():
        before = visit.server.usage()
        outcome = await put(crowd, question, planned(crowd, visit.writer, offsets))
        cpu = visit.cpu_since(before)
    visit.note(outcome)
    visit.put("cpu_s_per_1000_answers", cpu and cpu * THOUSAND / outcome.answers)
    visit.put("ack_p95_ms", MS * percentile(outcome.acks, P95))
    if outcome.board:
        visit.put("board_p95_ms", MS * percentile(outcome.board, P95))
        visit.put("board_max_ms", MS * max(outcome.board))


async def burst(visit: Visit) -> None:
    """Everybody presses send at the same moment: how long until the last one knows that his answer is stored?"""
    last = []
    for _ in range(BURSTS):
        question = await visit.next_question()
        with visit.shares[Part.BURST].counted():
            outcome = await put(visit.crowd, question, at_once(visit.crowd, visit.writer))
        visit.note(outcome)
        last.append(max(outcome.acks))
    visit.put("burst_last_ack_ms", MS * median(last))
