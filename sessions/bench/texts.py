"""What the crowd types: Dutch words of 30 to 200 characters, each text its own."""

import itertools
import random
import re

# What makes each text different from all others.
MARK = re.compile(r"\(\d+\)")
SHORTEST, LONGEST = 30, 200
LINES = (
    "aanpak arbeidsmarkt bereikbaarheid bestuur bewoners binnenstad bouwen coördinatie de drie druk een energie",
    "erfgoed gemeenten gezamenlijk groei het hoger huisvesting in inwoners jongeren kansen kennis krimp leegstand",
    "met middelgroot netwerk of onderwijs ook op opgave positie provincie regio samenwerking sociale station",
    "steden te veiligheid van veel verbinding verduurzaming voorzieningen vóór wij wonen zorg",
)
WORDS = " ".join(LINES).split()


class Writer:
    """Makes texts that look typed; with the same seed the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311  (nothing secret is made with it)
        self._numbers = itertools.count(1)

    def text(self) -> str:
        """Return a new text; its end, a MARK, is in no other."""
        number = f"({next(self._numbers)})"
        length = self._chance.randint(SHORTEST, LONGEST) - len(number) - 1
        words = ""
        while len(words) < length:
            words += f"{self._chance.choice(WORDS)} "
        return f"{words[:length].strip().capitalize()} {number}"

    def phone(self, phones: int) -> int:
        """Return which of so many phones writes next."""
        return self._chance.randrange(phones)

    def arrivals(self, rate: float, seconds: float) -> list[float]:
        """Return when people send, in seconds from the start: a Poisson process of so many (`rate`) a second."""
        moments, moment = [], self._chance.expovariate(rate)
        while moment < seconds:
            moments.append(moment)
            moment += self._chance.expovariate(rate)
        return moments or [0.0]
