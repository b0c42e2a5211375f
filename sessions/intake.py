"""What facilitators decide about what comes in: whether it waits for them, and whether it comes in at all.

Whatever is decided, an answer that a phone sends is stored.
"""

from sessions.changes import change
from sessions.models import Event, LiveSession, Step
from sessions.seen import check_unchanged


def approve_first(*, step: Step, on: bool, seen_seq: int | None = None) -> None:
    """Let the answers to a step, in all places, wait for approval, or no longer; what waits then goes on waiting.

    Raises ChangedMeanwhile when a colleague switched this after `seen_seq`.
    """
    with change(step.meetup_id, Event.Actor.FACILITATOR) as current:
        step.refresh_from_db(fields=["approves_first"])
        if step.approves_first == on:
            return
        ref = f"step-{step.pk}"
        check_unchanged(current.meetup, seen_seq, {Event.Kind.OVERSIGHT_CHANGED}, ref)
        step.approves_first = on
        step.save(update_fields=["approves_first"])
        current.record(Event.Kind.OVERSIGHT_CHANGED, ref)


def hold_new(*, live_session: LiveSession, on: bool, seen_seq: int | None = None) -> None:
    """Let all that comes in at a place wait for approval, or no longer; raises as `approve_first` does."""
    _switch(live_session, "holds_new", Event.Kind.OVERSIGHT_CHANGED, on, seen_seq)


def pause(*, live_session: LiveSession, on: bool, seen_seq: int | None = None) -> None:
    """Keep all that comes in at a place as late, or take answers again; raises as `approve_first` does."""
    _switch(live_session, "is_paused", Event.Kind.INTAKE_CHANGED, on, seen_seq)


def _switch(live_session: LiveSession, field: str, kind: Event.Kind, on: bool, seen_seq: int | None) -> None:
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = LiveSession.objects.get(pk=live_session.pk)
        if getattr(place, field) == on:
            return
        check_unchanged(current.meetup, seen_seq, {kind}, place.pk)
        setattr(place, field, on)
        place.save(update_fields=[field])
        current.record(kind, place.pk, live_session=place)
