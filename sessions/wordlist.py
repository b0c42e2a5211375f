"""Words that a facilitator may want to look at twice. They only mark an answer at the desk; nothing is refused.

The list, words/abusive.txt, is this project's own: one word a line, compared as whole words without regard for
capitals and accents.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).parent / "words" / "abusive.txt"
WORD = re.compile(r"[^\W\d_]+")


def is_flagged(text: str) -> bool:
    """Tell whether a text holds a word of the list."""
    return not _abusive().isdisjoint(WORD.findall(_folded(text)))


@cache
def _abusive() -> frozenset[str]:
    lines = WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(_folded(line) for line in lines if line and not line.startswith("#"))


def _folded(text: str) -> str:
    """Return a text without capitals and accents, so that "KLÓÓTZAK" is the word of the list."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))
