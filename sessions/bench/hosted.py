"""Measures the program as it is hosted: several processes on one PostgreSQL, with Redis and without."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from sessions.bench.addresses import Addresses
from sessions.bench.backing import backing, fresh_database, stopped_redis
from sessions.bench.climb import STEP_SECONDS, climb
from sessions.bench.cluster import processes
from sessions.bench.crowd import ARRIVALS_A_SECOND, Crowd
from sessions.bench.figures import P95, Part, Side, percentile
from sessions.bench.gauges import Gauges, gauges
from sessions.bench.hosted_figures import FEW, Variant, at_rate, at_rest, few_of, wants
from sessions.bench.load import planned, put
from sessions.bench.machine import Cores
from sessions.bench.options import Options
from sessions.bench.parts import WARM_SECONDS
from sessions.bench.plan import RATES, START_SECONDS
from sessions.bench.texts import Writer
from sessions.bench.visit import MS, THOUSAND, Visit, completed

# PostgreSQL has its processes add up what they did at most this much later.
SETTLE_SECONDS = 10.5
# So far apart that whoever looks every second by himself is not helped by the answer before.
LONE_SECONDS = 1.3
TITLES = {Variant.WITH: "met Redis", Variant.WITHOUT: "met een Redis die stilstaat"}


@dataclass
class HostedResults:
    """What came out: the figures of each variant by name, one a round; how busy the benchmark itself was at most,
    as a part of a core; and what went wrong, in Dutch, with how often. All servers together ran on `server_cores`
    (None: they shared all with the benchmark)."""

    server_cores: int | None
    figures: dict[Variant, dict[str, list[float]]] = field(
        default_factory=lambda: {variant: defaultdict(list) for variant in Variant}
    )
    shares: dict[Variant, float] = field(default_factory=lambda: dict.fromkeys(Variant, 0.0))
    troubles: Counter[str] = field(default_factory=Counter)

    def add(self, variant: Variant, visit: Visit) -> None:
        """Take in what one visit gave."""
        for name, value in visit.figures.items():
            self.figures[variant][name].append(value)
        self.shares[variant] = max([self.shares[variant], *(share.value for share in visit.shares.values())])
        for trouble, count in visit.troubles.items():
            self.troubles[f"Processen {TITLES[variant]}: {trouble}"] += count


def measure(options: Options, given: Addresses, cores: Cores, say: Callable[[str], None]) -> HostedResults:
    """Measure `options.processes` processes in both variants, in turn; `say` shows a line to the user.

    Raises BenchFailed. What it started is ended and its databases are removed, however this ends.
    """
    cores = cores.for_several()
    results = HostedResults(None if cores.server is None else len(cores.server))
    with backing(given, cores.server) as running:
        for number in range(1, options.rounds + 1):
            for variant in Variant:
                say(
                    f"Ronde {number} van {options.rounds}, {options.processes} processen {TITLES[variant]}"
                    f" (ongeveer {_expected(options):.0f} s)"
                )
                results.add(variant, _measured(variant, number, options, running, cores, say))
    return results


def _expected(options: Options) -> float:
    """Return the seconds that one variant takes in one round, for whoever waits."""
    crowds = 2 * (2 * SETTLE_SECONDS + 2 * options.seconds) + options.seconds + options.phones / ARRIVALS_A_SECOND
    climbing = RATES * (min(options.seconds, STEP_SECONDS) + 1.5)
    return START_SECONDS[Side.OURS] * 2 + crowds + (climbing if wants(options, "answers_per_second") else 0)


def _measured(
    variant: Variant, number: int, options: Options, running: Addresses, cores: Cores, say: Callable[[str], None]
) -> Visit:
    with ExitStack() as held:
        database = held.enter_context(fresh_database(running.postgres))
        redis = running.redis if variant == Variant.WITH else held.enter_context(stopped_redis())
        cluster = held.enter_context(processes(options.processes, Addresses(database, redis), cores))
        counted = replace(running, redis=running.redis if variant == Variant.WITH else "")
        read = held.enter_context(gauges(cluster.usage, database, counted))
        crowd = Crowd(*cluster.places)
        visit = Visit(cluster, crowd, options, Writer(seed=number), say)
        asyncio.run(completed(_visit(visit, options, read), cluster, TITLES[variant]))
        return visit


async def _visit(visit: Visit, options: Options, read: Gauges) -> None:
    """Go through all of it with few phones, and with all. Raises OSError, Refused and BenchFailed."""
    try:
        await visit.crowd.open()
        for phones, suffix in ((few_of(options.phones), FEW), (options.phones, "")):
            visit.options = replace(options, phones=phones, viewers=min(phones, options.watching))
            visit.say(f"  {phones} telefoons, niets te doen en daarna antwoorden in het gewone tempo …")
            await visit.gather()
            await _steady(visit, read, suffix)
        visit.say("  losse antwoorden, terwijl niemand anders schrijft …")
        await _lone(visit)
        if wants(options, "answers_per_second"):
            visit.say("  zoeken naar het hoogste tempo …")
            await climb(visit)
    finally:
        visit.crowd.close()


async def _steady(visit: Visit, read: Gauges, suffix: str) -> None:
    """Let the crowd do nothing, and then send answers at the usual rate; keep the figures, with this suffix.

    What answers cost and how soon they are seen, which depends on the crowd, is kept of the whole crowd alone.
    """
    crowd, options, writer = visit.crowd, visit.options, visit.writer
    question = await visit.next_question()
    await put(crowd, question, planned(crowd, writer, writer.arrivals(options.rate, WARM_SECONDS)))
    await asyncio.sleep(SETTLE_SECONDS)
    resting = read.read()
    await asyncio.sleep(options.seconds)
    before = read.read()
    offsets = writer.arrivals(options.rate, options.seconds)
    with visit.shares[Part.STEADY].counted():
        outcome = await put(crowd, question, planned(crowd, writer, offsets))
        after = read.read()
    visit.note(outcome)
    await asyncio.sleep(SETTLE_SECONDS)
    idle, whole = before.since(resting), read.read().since(before)
    counted = at_rest(idle) | at_rate(options.rate, outcome.answers, whole, idle, read.receivers())
    for name, value in counted.items():
        visit.put(name + suffix, value)
    if suffix:
        return
    spent = after.since(before)
    for name, cpu in (("", spent.program), ("postgres_", spent.postgres), ("redis_", spent.redis)):
        visit.put(f"{name}cpu_s_per_1000_answers", None if cpu is None else cpu * THOUSAND / outcome.answers)
    visit.put("ack_p95_ms", MS * percentile(outcome.acks, P95))
    visit.put("board_p95_ms", MS * percentile(outcome.board, P95))
    if outcome.elsewhere:
        visit.put("board_other_p95_ms", MS * percentile(outcome.elsewhere, P95))


async def _lone(visit: Visit) -> None:
    """Send answers one by one, so that nothing but their own writing can wake the other processes."""
    question = await visit.next_question()
    count = max(1, int(visit.options.seconds / LONE_SECONDS))
    offsets = [number * LONE_SECONDS for number in range(count)]
    outcome = await put(visit.crowd, question, planned(visit.crowd, visit.writer, offsets))
    visit.note(outcome)
    if outcome.elsewhere:
        visit.put("lone_board_other_max_ms", MS * max(outcome.elsewhere))
