"""One server and a crowd in front of it: what the parts of a measurement share."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from sessions.bench.crowd import Crowd
from sessions.bench.figures import Part
from sessions.bench.load import LATE_SECONDS, Outcome
from sessions.bench.machine import Share, Usage
from sessions.bench.options import Options
from sessions.bench.place import Question, Refused
from sessions.bench.servers import BenchFailed
from sessions.bench.texts import Writer
from sessions.wire.http import reason

Result = TypeVar("Result")

THOUSAND = 1000
MS = 1000
TRIES = 3


class Program(Protocol):
    """What is visited: a server, or several processes that are one."""

    def usage(self) -> Usage | None:
        """Return what it took so far, or None where the system does not tell. Raises BenchFailed."""

    def has_ended(self) -> bool:
        """Tell whether it is gone."""

    def last_words(self) -> str:
        """Return a sentence that says why it is gone."""


@dataclass
class Visit:
    """What is measured at one server in one round.

    `figures` is what came out, by name; `shares` how busy the benchmark itself was in each part; `troubles` what
    went wrong, in Dutch, and how often. `say` shows a line to the user.
    """

    server: Program
    crowd: Crowd
    options: Options
    writer: Writer
    say: Callable[[str], None]
    figures: dict[str, float] = field(default_factory=dict)
    shares: dict[Part, Share] = field(default_factory=lambda: defaultdict(Share))
    troubles: Counter[str] = field(default_factory=Counter)
    stored: int = 0
    _questions: list[int] = field(default_factory=list)

    async def gather(self) -> None:
        """Have the phones that write join. Raises BenchFailed when some cannot."""
        crowd, options = self.crowd, self.options
        for _ in range(TRIES):
            watching = sum(phone.watches for phone in crowd.phones)
            await crowd.arrive(options.phones - len(crowd.phones), options.watching - watching)
            if len(crowd.phones) == options.phones:
                return
        raise BenchFailed(f"Niet alle telefoons kwamen binnen: {crowd.failures[-1]}.")

    async def next_question(self) -> Question:
        """Show everybody a question with an empty board, as long as there are any; then the oldest again."""
        if not self._questions:
            self._questions = await self.crowd.facilitator.questions()
        # The questions about the themes have labels to choose from; the one before them has none.
        self._questions = self._questions[1:] + self._questions[:1]
        question = await self.crowd.facilitator.show(self._questions[0])
        seq = (await self.crowd.facilitator.view())["seq"]
        await self.crowd.caught_up(seq, seconds=10)
        return question

    def note(self, outcome: Outcome) -> None:
        """Keep what went wrong with a load that should have gone well."""
        self.troubles.update(outcome.failures)
        if outcome.pairs_lost:
            self.troubles["een antwoord bereikte een scherm niet"] += outcome.pairs_lost
        if outcome.lag > LATE_SECONDS:
            self.troubles["de meting zelf kwam te laat met versturen; deze computer is te druk"] += 1

    def cpu_since(self, before: Usage | None) -> float | None:
        """Return the processor seconds that the server took since `before`, or None where nobody knows."""
        now = self.server.usage()
        return now.cpu_seconds - before.cpu_seconds if now and before else None

    def put(self, name: str, value: float | None) -> None:
        """Keep a figure; one that cannot be known here stays away."""
        if value is not None:
            self.figures[name] = value


async def completed(visiting: Awaitable[Result], program: Program, name: str) -> Result:
    """Return what a visit to a program gives. Raises BenchFailed, with what went wrong and this name for it."""
    try:
        return await visiting
    except (OSError, Refused) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        said = program.last_words() if program.has_ended() else f"De meting is mislukt ({name}): {why}."
        raise BenchFailed(said) from error
