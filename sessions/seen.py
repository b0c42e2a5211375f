"""What the sender of a post had seen: nothing is done to a thing that was changed after that.

A page and every pushed region name the seq that they show, and their forms send it along as `seen_seq`. So a post
that comes twice, late or again never undoes what a colleague did in between.
"""

from collections.abc import Collection

from django.db.models import QuerySet

from sessions.models import Event, Meetup


class ChangedMeanwhile(Exception):
    """Somebody changed the same thing after it was shown; nothing was done."""


def changes_since(meetup: Meetup, seen_seq: int | None, kinds: Collection[str]) -> QuerySet[Event]:
    """Return the events of these kinds after what was seen; none when the sender does not say what he saw.

    `meetup` is read under its lock. Raises ChangedMeanwhile for a seq that is yet to come: it was seen before a
    backup was restored.
    """
    if seen_seq is None:
        return Event.objects.none()
    if seen_seq > meetup.seq:
        raise ChangedMeanwhile
    return Event.objects.filter(meetup=meetup, seq__gt=seen_seq, kind__in=kinds)


def check_unchanged(meetup: Meetup, seen_seq: int | None, kinds: Collection[str], ref: object) -> None:
    """Raise ChangedMeanwhile when an event of these kinds about `ref` came after what was seen."""
    if changes_since(meetup, seen_seq, kinds).filter(ref=str(ref)).exists():
        raise ChangedMeanwhile
