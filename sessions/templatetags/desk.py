"""What the regions of the desk show besides what every audience's templates get."""

from django import template
from django.db.models import QuerySet

from sessions import controls, deciding, done, oversight, places, schedule, shifts, wordlist
from sessions.controls import Controls
from sessions.deciding import Decision
from sessions.live.presence import phones
from sessions.models import Answer, LiveSession, Participant, Round
from sessions.oversight import Action
from sessions.schedule import Schedule
from sessions.shifts import Shifts
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
def phones_of(place: LiveSession) -> int | None:
    """Return how many phones of a place are connected now; None when this process does not know."""
    connected = phones.connected(place.meetup_id)
    return None if connected is None else connected.get(place.pk, 0)


@register.simple_tag
def shifts_of(stage: Stage) -> Shifts | None:
    """Return how choices moved since the first round, once the second is closed."""
    return shifts.shifts_of(stage)


@register.simple_tag
def schedule_of(stage: Stage) -> Schedule:
    """Return how the place keeps to the plan."""
    return schedule.schedule_of(stage)


@register.simple_tag
def places_of(stage: Stage) -> QuerySet[Round]:
    """Return how far every place of the meet-up is."""
    return places.places_of(stage.live_session.meetup)


@register.simple_tag
def last_action(stage: Stage) -> Action | None:
    """Return what was decided last about answers in this place, and can be undone."""
    return oversight.last_action(stage.live_session)


@register.simple_tag
def muted_phones(stage: Stage) -> QuerySet[Participant]:
    """Return the muted phones of this place, each with the code of an answer to know it by."""
    return oversight.muted_phones(stage.live_session)


@register.filter
def first_decision(answer: Answer) -> Decision:
    """Return what is decided most often about an answer in its state."""
    return deciding.first_decision(answer)


@register.simple_tag
def further_decisions(answer: Answer, stage: Stage) -> list[Decision]:
    """Return what else can be decided about an answer at the step that is on."""
    return deciding.further_decisions(answer, stage)


@register.filter
def decisions_about_phone(answer: Answer) -> list[Decision]:
    """Return what can be decided about the phone that an answer came from."""
    return deciding.decisions_about_phone(answer)


@register.filter
def is_flagged(text: str) -> bool:
    """Tell whether a facilitator may want to look twice at the words of an answer."""
    return wordlist.is_flagged(text)
