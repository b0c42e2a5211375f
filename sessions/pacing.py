"""What facilitators decide about all places: whether they go as one, and whether they wait for each other."""

from django.db.models import F

from sessions.changes import change
from sessions.facilitation import NEXT, Impossible, go_to_step, place_as_seen
from sessions.models import Event, LiveSession, Meetup
from sessions.places import waited_for
from sessions.seen import check_unchanged


def move_together(*, meetup: Meetup, on: bool, seen_seq: int | None = None) -> None:
    """Have the places go through the programme as one, or each at its own pace.

    Places that are elsewhere stay there until the next move, which brings them along. Raises ChangedMeanwhile
    when a colleague decided about it after `seen_seq`.
    """
    _switch(meetup, "moves_together", on, seen_seq)


def wait_for_all(*, meetup: Meetup, on: bool, seen_seq: int | None = None) -> None:
    """Have the next step wait until every place is ready for it, or not; raises as `move_together` does."""
    _switch(meetup, "waits_for_all", on, seen_seq)


SWITCHES = {"samen": move_together, "wachten": wait_for_all}


def say_ready(*, live_session: LiveSession, on: bool, expect_rev: int) -> LiveSession:
    """Say that a place is ready for the next step, or not after all; return the place.

    When it was the last one, all go on. Raises MovedOn, and Impossible where no place waits for another.
    """
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = place_as_seen(live_session, expect_rev)
        if not current.meetup.waits_for_all:
            raise Impossible("De locaties wachten niet op elkaar.")
        if on and not waited_for(place, current.meetup):
            return go_to_step(live_session=place, to=NEXT, expect_rev=expect_rev)
        if place.is_ready_for_next != on:
            place.is_ready_for_next = on
            place.rev += 1
            place.save(update_fields=["is_ready_for_next", "rev"])
            current.record(Event.Kind.PACE_CHANGED, place.pk, live_session=place)
        return place


def _switch(meetup: Meetup, name: str, on: bool, seen_seq: int | None) -> None:
    """Turn a switch of the meet-up. Every `rev` rises: what a desk showed as the next thing is no longer that."""
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        if getattr(current.meetup, name) == on:
            return
        check_unchanged(current.meetup, seen_seq, {Event.Kind.PACE_CHANGED}, name)
        setattr(current.meetup, name, on)
        current.meetup.save(update_fields=[name])
        LiveSession.objects.filter(meetup=meetup).update(rev=F("rev") + 1, is_ready_for_next=False)
        current.record(Event.Kind.PACE_CHANGED, name)
