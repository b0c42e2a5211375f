"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]

# A word with the white space after it, so that the pieces put together are the text again.
_WORD = re.compile(r"\s*\S+\s*")


def word_differences(before: str, after: str) -> list[tuple[Kind, str]]:
    """Return the two texts as one row of pieces, in order of reading: each stayed the same, is gone or is new.

    The pieces that are the same or new are `after`, put together. White space alone is no difference.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    pieces: list[tuple[Kind, str]] = []
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            pieces.append(("same", "".join(new[new_start:new_end])))
            continue
        if end > start:
            pieces.append(("gone", "".join(old[start:end])))
        if new_end > new_start:
            pieces.append(("new", "".join(new[new_start:new_end])))
    return pieces
