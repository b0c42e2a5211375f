"""A second round: the same step once more, after the room saw and discussed the first, which stays as it was."""

from django.db.models import F

from sessions.models import LiveSession, Option, Round, Step

FAR = 10_000  # beyond the number of any step


def add_second_round(step: Step) -> Step:
    """Put a copy of a step right behind it, with its options and with a round in every place; return the copy.

    A ballot gets its lines when it opens. The lock of the meet-up is held by who calls this.
    """
    _make_room(step)
    copy = Step.objects.get(pk=step.pk)
    copy.pk, copy._state.adding = None, True
    copy.number, copy.second_round_of = step.number + 1, step
    copy.save()
    if step.kind != Step.Kind.BALLOT:
        Option.objects.bulk_create(_copy_of(option, copy) for option in step.options.all())
    places = LiveSession.objects.filter(meetup=step.meetup_id)
    Round.objects.bulk_create(Round(live_session=place, step=copy) for place in places)
    return copy


def _make_room(step: Step) -> None:
    """Raise the numbers of all later steps by one, by way of far away: no two steps may have the same number."""
    steps = Step.objects.filter(meetup=step.meetup_id)
    steps.filter(number__gt=step.number).update(number=F("number") + FAR)
    steps.filter(number__gt=FAR).update(number=F("number") - (FAR - 1))


def _copy_of(option: Option, step: Step) -> Option:
    option.pk, option._state.adding = None, True
    option.step = step
    return option
