"""Trouble with where the data live: noticed when a write fails, told to the facilitator until writing works.

A full disk or a locked database is nobody's mistake and passes. So whoever wrote gets 503 and sends the same
again, and the facilitator, who can do something about it, reads what to do.
"""

import errno
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

REMEMBERED_SECONDS = 30.0  # phones try again within 15 seconds, so trouble that lasts is reported again

FULL = (
    "De schijf van deze computer is vol. Antwoorden wachten op de telefoons. "
    "Maak ruimte vrij, dan gaat het vanzelf verder."
)
READ_ONLY = (
    "De gegevensmap is niet te beschrijven. Antwoorden wachten op de telefoons. "
    "Kijk of de schijf er nog is en of u er mag schrijven."
)
LOCKED = (
    "Een ander programma houdt de gegevens vast, bijvoorbeeld een virusscanner of een back-up. "
    "Antwoorden wachten op de telefoons. Sluit dat programma, dan gaat het vanzelf verder."
)
AWAY = "De database is niet bereikbaar. Antwoorden wachten op de telefoons, en wij proberen het steeds opnieuw."

# What SQLite says, and what that means to a facilitator.
SENTENCES = {
    "full": FULL,
    "readonly": READ_ONLY,
    "unable to open": READ_ONLY,
    "disk i/o": READ_ONLY,
    "locked": LOCKED,
}
FULL_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT}
READ_ONLY_ERRORS = {errno.EROFS, errno.EACCES, errno.EIO}

_trouble: tuple[str, float] | None = None
_watches: list[Callable[[], str]] = []


def sentence_of(error: BaseException | None) -> str:
    """Return what to tell the facilitator about an error, in Dutch; "" when it is no trouble with storage."""
    if isinstance(error, OperationalError | InterfaceError):
        said = str(error).lower()
        return next((sentence for words, sentence in SENTENCES.items() if words in said), AWAY)
    if isinstance(error, OSError) and error.errno in FULL_DISK_ERRORS:
        return FULL
    if isinstance(error, OSError) and error.errno in READ_ONLY_ERRORS:
        return READ_ONLY
    return ""


def report(error: BaseException | None) -> bool:
    """Remember an error if it is trouble with storage, and tell whether it is."""
    global _trouble
    sentence = sentence_of(error)
    if not sentence:
        return False
    if _current() != sentence:  # once, and not for each of a thousand phones that try again
        logger.warning("Opslaan lukt niet: %s", error)
    _trouble = (sentence, time.monotonic())
    return True


def works() -> None:
    """Forget the trouble: something was written."""
    global _trouble
    if _trouble is not None:
        _trouble = None
        logger.warning("Opslaan lukt weer.")


@contextmanager
def watched(look: Callable[[], str]) -> Iterator[None]:
    """Let `look` say, for the length of a block, what else is wrong: in Dutch, "" when nothing is."""
    _watches.append(look)
    try:
        yield
    finally:
        _watches.remove(look)


def warning() -> str:
    """Return what the facilitator must know about the storage now, in Dutch; "" when all is well."""
    return _current() or next(filter(None, (look() for look in _watches)), "")


def _current() -> str:
    if _trouble is None or time.monotonic() - _trouble[1] > REMEMBERED_SECONDS:
        return ""
    return _trouble[0]
