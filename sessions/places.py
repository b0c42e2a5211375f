"""How far every place of a meet-up is, for the desk of any of them."""

from django.db.models import Count, F, Q, QuerySet

from sessions.done import with_done_count
from sessions.models import Meetup, Round


def places_of(meetup: Meetup) -> QuerySet[Round]:
    """Return the current round of each place with its step and place, its `participant_count` and `done_count`."""
    with_phone = Q(live_session__participants__is_scribe=False)
    return with_done_count(
        Round.objects.filter(live_session__meetup=meetup, step=F("live_session__current_step"))
        .select_related("step__theme", "live_session")
        .annotate(participant_count=Count("live_session__participants", filter=with_phone))
        .order_by("live_session")
    )
