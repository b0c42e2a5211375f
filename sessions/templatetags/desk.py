"""What the regions of the desk show besides what every audience's templates get."""

from django import template
from django.db.models import QuerySet

from sessions import controls, done, places
from sessions.controls import Controls
from sessions.models import Round
from sessions.stage import Stage

register = template.Library()


@register.simple_tag
def controls_of(stage: Stage) -> Controls:
    """Return what a facilitator can do now."""
    return controls.controls_of(stage)


@register.simple_tag
def done_with(stage: Stage) -> int:
    """Return how many people said to be ready with the round that is on."""
    return done.done_with(stage.round).count()


@register.simple_tag
def places_of(stage: Stage) -> QuerySet[Round]:
    """Return how far every place of the meet-up is."""
    return places.places_of(stage.live_session.meetup)
