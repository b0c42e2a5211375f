"""What facilitators put on the projector of a place, over the programme. The phones do not see it."""

from sessions.changes import change
from sessions.models import Event, LiveSession
from sessions.seen import check_unchanged


def show_overlay(*, live_session: LiveSession, overlay: str, seen_seq: int | None = None) -> None:
    """Put one LiveSession.Overlay over the programme on every projector of a place, instead of the one before.

    The place does not get another `rev`: whoever was about to move the room still can. Raises ChangedMeanwhile
    when a colleague put up or took off something after `seen_seq`; making the screen dark is never refused.
    """
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = LiveSession.objects.get(pk=live_session.pk)
        if place.overlay == overlay:
            return
        if overlay != LiveSession.Overlay.DARK:
            check_unchanged(current.meetup, seen_seq, {Event.Kind.OVERLAY_CHANGED}, place.pk)
        place.overlay = overlay
        place.save(update_fields=["overlay"])
        current.record(Event.Kind.OVERLAY_CHANGED, place.pk, live_session=place)
