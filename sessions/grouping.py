"""Answers that say the same: exactly the same, or nearly so. It only points; grouping is done by people.

Nearly the same is measured by the small pieces (3 to 5 letters) that two texts share, rare ones counting for
more, since Dutch joins words: "winkels" stands in "winkelstraten". Of forty made-up answers in nine themes,
three out of four have one of the same theme among the three on top, and of all that it points at more than half
is wrong. Without a model of the language there is little more to be had, so nothing may ever be grouped by it.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sessions.models import Answer

NO_LETTER = re.compile(r"[\W_]+")
# Words that stand in any answer, and in any answer of a municipality.
COMMON = """
    aan af al als alle andere beter bij binnen blijft blijven daar dan dat de deze die dit door doen een
    echt elkaar en er ook gaan gemeente gemeenten geen goed goede haar hebben heeft hem het hier hij hoe
    houden hun iedereen iets ik in is je kan komen krijgen krijgt kunnen maar maken meer men met mijn minder
    moet moeten na naar niet nieuwe nog nu of om onder ons onze op over regio samen steeds te tegen ten toe
    tot tussen uit van vaak veel vele via voor waar waarom wat we weer wel welke wie wij wil willen word
    worden wordt zal zelf zich zij zijn zo zonder zou zullen
"""
STOP_WORDS = frozenset(COMMON.split())
PIECES = range(3, 6)  # letters
LEAST_ALIKE = 0.05
MOST_FOUND = 5


def fold(text: str) -> str:
    """Return a text without what does not count when two are compared: capitals, signs and white space."""
    return NO_LETTER.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip() or text.strip()


def by_text(answers: Iterable[Answer]) -> list[list[Answer]]:
    """Return the answers in lists of exactly the same text, each list where its first answer stood."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(fold(answer.text), []).append(answer)
    return list(found.values())


def similar(text: str, texts: Sequence[str]) -> list[int]:
    """Return the places in `texts` of those that look most like `text`, the best first, at most five.

    It gives the same for the same texts, whatever their order in a tie: the one that stands first goes first.
    """
    asked = _pieces(text)
    pieces = [_pieces(one) for one in texts]
    counts = Counter(piece for one in pieces for piece in one)
    weights = {piece: math.log(1 + len(texts) / count) ** 2 for piece, count in counts.items()}
    # A piece that stands nowhere else weighs as much as one that stands in a single text.
    rare = math.log(1 + len(texts)) ** 2

    def length(one: frozenset[str]) -> float:
        return math.sqrt(math.fsum(weights.get(piece, rare) for piece in one)) or 1

    asked_length = length(asked)
    alike = [math.fsum(weights[piece] for piece in asked & one) / (asked_length * length(one)) for one in pieces]
    found = [index for index, value in enumerate(alike) if value >= LEAST_ALIKE]
    return sorted(found, key=lambda index: (-alike[index], index))[:MOST_FOUND]


@lru_cache(maxsize=4096)
def _pieces(text: str) -> frozenset[str]:
    letters = unicodedata.normalize("NFKD", fold(text))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))  # not everybody types accents
    words = (f" {word} " for word in plain.split() if word not in STOP_WORDS)
    return frozenset(
        word[start : start + size] for word in words for size in PIECES for start in range(len(word) - size + 1)
    )
