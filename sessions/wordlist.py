"""Lists of words, in words/: this project's own, one word a line, each compared as a whole.

The words of abusive.txt are those that a facilitator may want to look at twice. They only mark an answer at the
desk; nothing is refused. The others help to tell names of people from other words.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
WORD = re.compile(r"[^\W\d_]+")


def is_flagged(text: str) -> bool:
    """Tell whether a text holds a word that a facilitator may want to look at twice."""
    return not word_list("abusive").isdisjoint(WORD.findall(folded(text)))


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of the list with this name, folded."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(folded(line) for line in lines if line and not line.startswith("#"))


def folded(text: str) -> str:
    """Return a text without capitals and accents, so that "KLÓÓTZAK" is the word of the list."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))
