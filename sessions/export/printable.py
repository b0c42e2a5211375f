"""What no file can hold, whatever a person typed and however it came into the database."""

import re

# Control characters (line break and tab stay), halves of a character, and what Unicode keeps for no character.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return a text without the characters that XML, and so Word, Excel and OpenDocument, have no place for."""
    return _UNPRINTABLE.sub("", text)
