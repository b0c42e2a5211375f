"""How far every place of a meet-up is, and which places go on together."""

from django.db.models import Count, F, Q, QuerySet

from sessions.done import with_done_count
from sessions.models import LiveSession, Meetup, Round


def places_of(meetup: Meetup) -> QuerySet[Round]:
    """Return the current round of each place with its step and place, its `participant_count` and `done_count`."""
    with_phone = Q(live_session__participants__is_scribe=False)
    return with_done_count(
        Round.objects.filter(live_session__meetup=meetup, step=F("live_session__current_step"))
        .select_related("step__theme", "live_session")
        .annotate(participant_count=Count("live_session__participants", filter=with_phone))
        .order_by("live_session")
    )


def others_of(place: LiveSession) -> list[LiveSession]:
    """Return the other places of a meet-up, each with the step where it is."""
    places = LiveSession.objects.filter(meetup=place.meetup_id).exclude(pk=place.pk)
    return list(places.select_related("current_step"))


def going_along(place: LiveSession, meetup: Meetup, *, is_next: bool) -> list[LiveSession]:
    """Return the places that come along when one moves: all where places go together.

    Else, when it goes on to the next step, those that are ready with the same step and wait for it.
    """
    if meetup.moves_together:
        return others_of(place)
    if not (meetup.waits_for_all and is_next):
        return []
    return [
        other
        for other in others_of(place)
        if other.is_ready_for_next and other.current_step_id == place.current_step_id
    ]


def waited_for(place: LiveSession, meetup: Meetup) -> list[LiveSession]:
    """Return the places that have to be ready before this one goes on; none where no place waits for another.

    A place that is further already, and goes its own way, keeps nobody waiting.
    """
    if not meetup.waits_for_all:
        return []
    return [
        other
        for other in others_of(place)
        if not other.is_ready_for_next
        and (meetup.moves_together or other.current_step.number <= place.current_step.number)
    ]
