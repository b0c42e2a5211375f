"""Cleaning of what people type, once, before anything stores or shows it."""

import re
import unicodedata

# Explicit direction marks let a text pretend to be another; the zero-width joiner stays, emoji need it.
_UNWANTED = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ue000-\uf8ff"
    "\U000f0000-\U0010ffff\ud800-\udfff]"
)
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED_MARKS = re.compile(f"({_MARK}{{2}}){_MARK}+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_text(typed: str) -> str:
    """Return a typed text in one form (NFC), without characters that break screens or documents.

    Control, private-use and direction characters and lone surrogates go, line breaks stay, and at most two
    marks may stand on one letter. Check the length first: composing 100,000 marks takes seconds.
    """
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWANTED.sub("", text)
    text = _CONTROLS.sub(" ", text)
    text = _STACKED_MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split(" ")).rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(typed: str) -> str:
    """Return a typed text cleaned and on one line."""
    return " ".join(clean_text(typed).split())
