"""What facilitators do with the programme of a meet-up, before and during the day: reword, add, move, switch off.

The steps are those of all places. What was answered or chosen stays with its step, wherever that goes: a step that
holds any can be switched off, and not be removed.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from django.db.models import Case, F, Max, Value, When

from sessions.changes import Change, change
from sessions.facilitation import Impossible
from sessions.models import Answer, Choice, Event, LiveSession, Meetup, Option, Round, Step
from sessions.seen import ChangedMeanwhile, changes_since, check_unchanged

CHANGES = {Event.Kind.PROGRAMME_CHANGED}
UP, DOWN = -1, 1


class InUse(Exception):
    """Options that people answered under or chose cannot go; carries their ids."""

    def __init__(self, option_ids: set[int]) -> None:
        super().__init__(option_ids)
        self.option_ids = option_ids


def reword_step(
    *,
    step: Step,
    seen_seq: int | None,
    words: Mapping[str, object],
    options: Mapping[int, str] | None = None,
    new_options: Sequence[str] = (),
    heading: str = "",
) -> None:
    """Give a step other words: its fields by name, its options by id (an empty text removes one), and new options.

    The same words again change nothing. Raises ChangedMeanwhile when a colleague changed the step after
    `seen_seq`, and InUse for options that cannot be removed.
    """
    with change(step.meetup_id, Event.Actor.FACILITATOR) as current:
        step.refresh_from_db()
        changed = {name: value for name, value in words.items() if getattr(step, name) != value}
        texts = dict(step.options.values_list("pk", "text"))
        reworded = {pk: text for pk, text in (options or {}).items() if texts.get(pk, text) != text}
        if not changed and not reworded and not new_options:
            return
        check_unchanged(current.meetup, seen_seq, CHANGES, step.pk)
        _reword_options(step, reworded)
        for name, value in changed.items():
            setattr(step, name, value)
        step.save(update_fields=changed)
        _add_options(step, new_options, heading)
        current.record(Event.Kind.PROGRAMME_CHANGED, step.pk)


def add_step(
    *, meetup: Meetup, after: Step, seen_seq: int | None, step: Step, options: Sequence[str] = ()
) -> Step:
    """Put a new step behind another one, with a round in every place; return it.

    Raises ChangedMeanwhile when a step was added after `seen_seq` (perhaps by this same post), or `after` is gone.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        if changes_since(current.meetup, seen_seq, CHANGES).filter(detail__added=True).exists():
            raise ChangedMeanwhile
        steps = list(meetup.steps.all())
        if after not in steps:
            raise ChangedMeanwhile
        step.meetup = meetup
        step.number = steps[-1].number + 1
        step.save()
        steps.insert(steps.index(after) + 1, step)
        _renumber(meetup, steps)
        _add_options(step, options)
        Round.objects.bulk_create(Round(live_session=place, step=step) for place in meetup.live_sessions.all())
        _tell(current, step, added=True)
        return step


def move_step(*, step: Step, by: int, seen_seq: int | None) -> None:
    """Move a step one place up (-1) or down (1) in the programme; at either end it stays.

    Raises ChangedMeanwhile when the step was changed after `seen_seq`.
    """
    with change(step.meetup_id, Event.Actor.FACILITATOR) as current:
        check_unchanged(current.meetup, seen_seq, CHANGES, step.pk)
        steps = list(Step.objects.filter(meetup=step.meetup_id))
        here = steps.index(step)
        there = here + by
        if not 0 <= there < len(steps):
            return
        steps.insert(there, steps.pop(here))
        _renumber(current.meetup, steps)
        _tell(current, step)


def switch_step(*, step: Step, on: bool, seen_seq: int | None) -> None:
    """Let the day pass over a step, or take it up again; what it holds stays.

    Raises ChangedMeanwhile as `move_step` does, and Impossible for the step at which a place is.
    """
    with change(step.meetup_id, Event.Actor.FACILITATOR) as current:
        step.refresh_from_db()
        if step.is_off is not on:
            return
        check_unchanged(current.meetup, seen_seq, CHANGES, step.pk)
        if not on:
            _check_nobody_is_at(step)
        step.is_off = not on
        step.save(update_fields=["is_off"])
        _tell(current, step)


def remove_step(*, step: Step, seen_seq: int | None) -> None:
    """Remove a step that nothing came in for; removing it again does nothing.

    Raises ChangedMeanwhile as `move_step` does, and Impossible when it holds something or a place is at it.
    """
    with change(step.meetup_id, Event.Actor.FACILITATOR) as current, suppress(Step.DoesNotExist):
        step.refresh_from_db()
        check_unchanged(current.meetup, seen_seq, CHANGES, step.pk)
        _check_nobody_is_at(step)
        if _holds_anything(step):
            raise Impossible("Bij dit onderdeel is al iets binnengekomen. Zet het uit: dan blijft alles bewaard.")
        removed = step.pk
        step.delete()
        _renumber(current.meetup, list(current.meetup.steps.all()))
        _tell(current, removed)


def _holds_anything(step: Step) -> bool:
    """Tell whether anybody answered or chose at a step, whatever became of it, or at its second round."""
    rounds = Round.objects.filter(step__in=[step.pk, *Step.objects.filter(second_round_of=step).values_list("pk")])
    of_step = {"round__in": rounds}
    return Answer.objects.filter(**of_step).exists() or Choice.objects.filter(**of_step).exists()


def _check_nobody_is_at(step: Step) -> None:
    place = LiveSession.objects.filter(current_step=step).first()
    if place:
        raise Impossible(f"{place.place} is nu bij dit onderdeel. Ga daar eerst naar een ander onderdeel.")


def _reword_options(step: Step, texts: Mapping[int, str]) -> None:
    gone = {pk for pk, text in texts.items() if not text}
    used = set(Choice.objects.filter(option__in=gone).values_list("option", flat=True))
    used |= set(Answer.objects.filter(option__in=gone).values_list("option", flat=True))
    if used:
        raise InUse(used)
    step.options.filter(pk__in=gone).delete()
    for option in step.options.filter(pk__in=texts.keys() - gone):
        option.text = texts[option.pk]
        option.save(update_fields=["text"])


def _add_options(step: Step, texts: Sequence[str], heading: str = "") -> None:
    last = step.options.aggregate(last=Max("number"))["last"] or 0
    Option.objects.bulk_create(
        Option(step=step, number=number, text=text, group=heading)
        for number, text in enumerate(texts, start=last + 1)
    )


def _renumber(meetup: Meetup, steps: Sequence[Step]) -> None:
    """Number all steps of a meet-up 1, 2, 3 … in this order.

    Databases check unique numbers row by row, so two steps cannot swap theirs directly.
    """
    highest = max(step.number for step in steps)
    meetup.steps.update(number=F("number") + max(highest, len(steps)))
    for number, step in enumerate(steps, start=1):
        step.number = number
    meetup.steps.update(number=Case(*[When(pk=step.pk, then=Value(step.number)) for step in steps]))


def _tell(current: Change, step: Step | int, **detail: object) -> None:
    """Tell all screens, and refuse what desks send that still show the programme of before."""
    LiveSession.objects.filter(meetup=current.meetup).update(rev=F("rev") + 1)
    current.record(Event.Kind.PROGRAMME_CHANGED, step if isinstance(step, int) else step.pk, **detail)
