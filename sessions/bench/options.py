"""What somebody asks of the benchmark."""

from dataclasses import asdict, dataclass

from sessions.bench.figures import FIGURES, NAMES, Figure, Part

MOST_PHONES = 5000
MOST_SECONDS = 600
MOST_ROUNDS = 20
MOST_RATE = 100_000
MOST_PROCESSES = 8
# In `only`: nothing but the processes, and not the two servers of one process.
PROCESSES = "processes"


@dataclass(frozen=True)
class Options:
    """How many phones, how fast, how long. The targets are meant for the values that stand here.

    `rate` is in answers a second, `seconds` how long that lasts, `viewers` how many of the phones watch the board
    (None: all), `join` how many arrive in the storm, `highest` the largest rate that is tried, `only` the names of
    the figures that are wanted (none: all), `processes` how many of them are measured besides on one PostgreSQL
    (0: that is not done). Raises ValueError, in Dutch, when these make no sense.
    """

    phones: int = 300
    rate: float = 20.0
    viewers: int | None = None
    seconds: float = 15.0
    join: int = 1000
    rounds: int = 3
    highest: float = 20_000.0
    only: tuple[str, ...] = ()
    processes: int = 0

    def __post_init__(self) -> None:
        _between("phones", self.phones, 1, MOST_PHONES)
        _between("rate", self.rate, 1, MOST_RATE)
        _between("viewers", self.watching, 0, self.phones)
        _between("seconds", self.seconds, 1, MOST_SECONDS)
        _between("join", self.join, 1, MOST_PHONES)
        _between("rounds", self.rounds, 1, MOST_ROUNDS)
        _between("highest", self.highest, 1, MOST_RATE)
        if self.processes:
            _between("processes", self.processes, 2, MOST_PROCESSES)
        known = (*NAMES, PROCESSES) if self.processes else NAMES
        if unknown := [name for name in self.only if name not in known]:
            raise ValueError(f"De maat {unknown[0]} bestaat niet. Kies uit: {', '.join(known)}.")

    @property
    def watching(self) -> int:
        """How many of the phones watch the board."""
        return self.phones if self.viewers is None else self.viewers

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that are wanted, in their order."""
        return tuple(figure for figure in FIGURES if not self.only or figure.name in self.only)

    @property
    def parts(self) -> frozenset[Part]:
        """The parts that give those figures; the steps are shown on the phones of the storm."""
        wanted = {figure.part for figure in self.figures}
        return frozenset(wanted | ({Part.STORM} if Part.STEPS in wanted else set()))

    @property
    def are_those_of_the_targets(self) -> bool:
        """Tell whether the load is the one for which the targets hold; how long and how often is free."""
        usual = Options()
        names = ("phones", "rate", "watching", "join")
        return all(getattr(self, name) == getattr(usual, name) for name in names)

    def as_json(self) -> dict[str, object]:
        """Return all options by their names; the processes only when they are measured."""
        named = asdict(self) | {"viewers": self.watching}
        return named if self.processes else {name: value for name, value in named.items() if name != PROCESSES}


def _between(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ValueError(f"--{name} moet tussen {least} en {most} liggen, en niet {value:g} zijn.")
