"""Answers that say the same: exactly the same, or nearly so. It only points; grouping is done by people."""

import re
import unicodedata
from collections.abc import Iterable

from sessions.models import Answer

NO_LETTER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return a text without what does not count when two are compared: case, accents, signs and white space."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return NO_LETTER.sub(" ", plain).strip() or text.strip()


def by_text(answers: Iterable[Answer]) -> list[list[Answer]]:
    """Return the answers in lists of exactly the same text, each list where its first answer stood."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(fold(answer.text), []).append(answer)
    return list(found.values())
