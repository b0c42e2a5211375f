"""Slowing down who guesses codes or sends too much. After a minute it is over: nobody is locked out."""

from django.core.cache import cache
from django.http import HttpRequest

WRONG_A_MINUTE = 60
RETRY_SECONDS = "5"  # what a reply with status 429 names


def count_wrong(request: HttpRequest, what: str = "codes") -> bool:
    """Count a wrong guess, and tell whether this address made too many of them within a minute."""
    return _count(_counter(request, what)) > WRONG_A_MINUTE


def sends_too_much(request: HttpRequest, what: str, most: int) -> bool:
    """Count something that was sent, and tell whether this address sent more than `most` of it within a minute."""
    return _count(_counter(request, what)) > most


def guesses_too_much(request: HttpRequest, what: str) -> bool:
    """Tell whether this address made too many wrong guesses within a minute; nothing is counted."""
    return cache.get(_counter(request, what), 0) >= WRONG_A_MINUTE


def _count(counter: str) -> int:
    """Add one to a counter, which starts again after a minute, and return how far it is."""
    if cache.add(counter, 1, timeout=60):
        return 1
    try:
        return cache.incr(counter)
    except ValueError:  # the minute ended in between
        return 1


def _counter(request: HttpRequest, what: str) -> str:
    return f"throttle-{what}-{request.META.get('REMOTE_ADDR')}"
