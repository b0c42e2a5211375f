"""What no file can hold, whatever a person typed and however it came into the database."""

import re

# Control characters (line break and tab stay), halves of a character, and what Unicode keeps for no character.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A word that may fit on no line can be broken anywhere; a space of no width says where. The signs are those of
# alphabets in which each letter stands by itself.
_LONG_WORD = re.compile("[!-~\u00a1-\u02ff\u0370-\u0482\u048a-\u052f]{30,}")
ZERO_WIDTH_SPACE = "\u200b"


def breakable(text: str) -> str:
    """Return a text in which no word is too long for a line."""
    return _LONG_WORD.sub(lambda word: ZERO_WIDTH_SPACE.join(word[0]), text)


def printable(text: str) -> str:
    """Return a text without the characters that XML, and so Word, Excel and OpenDocument, have no place for."""
    return _UNPRINTABLE.sub("", text)
