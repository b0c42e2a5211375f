"""What facilitators decide about whose answers a place shows: its own, or those of all places."""

from sessions.changes import change
from sessions.models import Event, LiveSession
from sessions.seen import check_unchanged


def show_places(*, live_session: LiveSession, scope: str, seen_seq: int | None = None) -> None:
    """Choose of which places the screen and the desk of this one show answers and results: a LiveSession.Scope.

    Of another place they show what its own room may see. Raises ChangedMeanwhile when a colleague chose after
    `seen_seq`.
    """
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        live_session.refresh_from_db(fields=["scope"])
        if live_session.scope == scope:
            return
        check_unchanged(current.meetup, seen_seq, {Event.Kind.SCOPE_CHANGED}, live_session.pk)
        live_session.scope = scope
        live_session.save(update_fields=["scope"])
        current.record(Event.Kind.SCOPE_CHANGED, live_session.pk, live_session=live_session)
