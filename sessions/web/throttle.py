"""Slowing down who guesses codes. After a minute without too many wrong ones it is over: nobody is locked out."""

from django.core.cache import cache
from django.http import HttpRequest

WRONG_A_MINUTE = 60
RETRY_SECONDS = "5"  # what a reply with status 429 names


def count_wrong(request: HttpRequest, what: str = "codes") -> bool:
    """Count a wrong guess, and tell whether this address made too many of them within a minute."""
    counter = _counter(request, what)
    if cache.add(counter, 1, timeout=60):
        return False
    try:
        return cache.incr(counter) > WRONG_A_MINUTE
    except ValueError:  # the minute ended in between
        return False


def guesses_too_much(request: HttpRequest, what: str) -> bool:
    """Tell whether this address made too many wrong guesses within a minute; nothing is counted."""
    return cache.get(_counter(request, what), 0) >= WRONG_A_MINUTE


def _counter(request: HttpRequest, what: str) -> str:
    return f"wrong-{what}-{request.META.get('REMOTE_ADDR')}"
