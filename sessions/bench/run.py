"""The whole benchmark: every stop of the plan, one after another, and what came out of all of them."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sessions.bench import climb, growth, hosted, machine, parts
from sessions.bench.addresses import given_addresses
from sessions.bench.crowd import Crowd
from sessions.bench.figures import FULL, Measured, Part, Side, median
from sessions.bench.hosted import HostedResults
from sessions.bench.machine import Cores
from sessions.bench.options import Options
from sessions.bench.plan import Clock, Stop, stops
from sessions.bench.servers import NAMES, BenchFailed, Server, running
from sessions.bench.texts import Writer
from sessions.bench.visit import Visit, completed
from sessions.wire.http import CONNECTIONS

FILES_OF_PROGRAM = 200
FILES_OF_PHONE = 3  # a socket, a connection, and one that is just being closed
TITLES = {
    Part.STORM: "telefoons komen binnen",
    Part.STEPS: "volgende stap op alle telefoons",
    Part.STEADY: "antwoorden in het gewone tempo",
    Part.BURST: "allen tegelijk",
    Part.RAMP: "zoeken naar het hoogste tempo",
    Part.BOARD: "een klein en een groot bord",
    Part.FILES: "een dag vol antwoorden, in Word, PDF en Excel",
}


@dataclass
class Results:
    """What came out: the figures of each side by name, one a round; how busy the benchmark itself was at most, as
    parts of a core; and what went wrong, in Dutch, with how often. `hosted` is what several processes gave."""

    cores: Cores
    figures: dict[Side, dict[str, list[float]]] = field(
        default_factory=lambda: {side: defaultdict(list) for side in Side}
    )
    shares: dict[Side, dict[Part, float]] = field(default_factory=lambda: {side: {} for side in Side})
    troubles: Counter[str] = field(default_factory=Counter)
    hosted: HostedResults | None = None

    def measured(self, name: str) -> Measured:
        """Return a figure as the median over the rounds."""
        return Measured(*(median(self.figures[side].get(name, [])) for side in (Side.OURS, Side.BARE)))

    def limited(self, part: Part) -> list[Side]:
        """Return whose figures of a part say more about the benchmark than about the server."""
        return [side for side in Side if self.shares[side].get(part, 0) > FULL]

    def add(self, side: Side, visit: Visit) -> None:
        """Take in what one visit gave."""
        for name, value in visit.figures.items():
            self.figures[side][name].append(value)
        for part, share in visit.shares.items():
            self.shares[side][part] = max(share.value, self.shares[side].get(part, 0.0))
        for trouble, count in visit.troubles.items():
            self.troubles[f"{NAMES[side].capitalize()}: {trouble}"] += count


def run(options: Options, say: Callable[[str], None]) -> Results:
    """Measure everything that is asked, and return it; `say` shows a line to the user.

    Raises BenchFailed. The servers are ended and their data removed, however this ends.
    """
    needed = FILES_OF_PROGRAM + FILES_OF_PHONE * max(options.phones, options.join)
    busy = FILES_OF_PROGRAM + (CONNECTIONS + 1) * options.phones
    if machine.allow_open_files(max(needed, busy)) < needed:
        raise BenchFailed("Dit systeem laat te weinig open verbindingen toe voor zoveel telefoons.")
    given = given_addresses() if options.processes else None
    clock = Clock(options)
    with machine.pinned() as cores:
        results = Results(cores)
        say(cores.sentence())
        for stop in stops(options):
            say(f"Ronde {stop.round} van {options.rounds}, {NAMES[stop.side]} ({clock.next()})")
            with running(stop.side, cores) as server:
                _measure(stop, server, options, results, say)
        if given:
            results.hosted = hosted.measure(options, given, cores, say)
    return results


def _measure(stop: Stop, server: Server, options: Options, results: Results, say: Callable[[str], None]) -> None:
    visit = asyncio.run(completed(_visit(stop, server, options, say), server, NAMES[stop.side]))
    if Part.FILES in stop.parts:
        visit.figures |= growth.files(server)
    results.add(stop.side, visit)


async def _visit(stop: Stop, server: Server, options: Options, say: Callable[[str], None]) -> Visit:
    """Go through the parts of a stop. Raises OSError, Refused and BenchFailed."""
    crowd = Crowd(server.place)
    visit = Visit(server, crowd, options, Writer(seed=stop.round), say)
    try:
        await crowd.open()
        await _go_through(visit, stop.parts, {Part.STORM: parts.storm, Part.STEPS: parts.steps})
        crowd.leave()
        if stop.parts - {Part.STORM, Part.STEPS}:
            await visit.gather()
        writing = {Part.STEADY: parts.steady, Part.BURST: parts.burst, Part.RAMP: climb.climb}
        await _go_through(visit, stop.parts, writing | {Part.BOARD: growth.board, Part.FILES: growth.day})
    finally:
        crowd.close()
    return visit


async def _go_through(
    visit: Visit, wanted: frozenset[Part], measures: dict[Part, Callable[[Visit], Awaitable[None]]]
) -> None:
    for part, measure in measures.items():
        if part in wanted:
            visit.say(f"  {TITLES[part]} …")
            started = time.monotonic()
            await measure(visit)
            share = visit.shares[part].value
            visit.say(f"    {time.monotonic() - started:.0f} s; de meting zelf gebruikte {share:.0%} van een kern")
