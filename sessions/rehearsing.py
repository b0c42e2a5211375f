"""What facilitators do with a rehearsal: let it begin and end, and clear what simulated people gave.

Simulated people come in with the pass of the rehearsal that is on, and are marked as such. Clearing goes by that
mark alone, so it cannot reach what real people gave.
"""

import datetime
from dataclasses import dataclass

from sessions.changes import Change, change
from sessions.facilitation import Impossible
from sessions.models import (
    Activity,
    Answer,
    Choice,
    Cluster,
    Done,
    Event,
    LiveSession,
    Meetup,
    Participant,
    Round,
    Support,
)
from sessions.rehearsed import LONGEST_MINUTES, count_real


@dataclass(frozen=True)
class Cleared:
    """How much was removed."""

    people: int
    answers: int
    supports: int
    choices: int


def begin_rehearsal(*, meetup: Meetup, minutes: int, beside_real: bool = False) -> Meetup:
    """Let simulated people in for so many minutes (at most LONGEST_MINUTES); return the meet-up as it is now.

    Raises Impossible when a rehearsal is on, and when real people gave something already, unless it is known
    (`beside_real`) that simulated answers will stand beside theirs.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        until = current.meetup.rehearses_until
        if until and until > current.at:
            raise Impossible("Er loopt al een repetitie. Stop die eerst.")
        if not beside_real and (real := count_real(meetup)):
            gave = "Er is al 1 echt antwoord" if real == 1 else f"Er zijn al {real} echte antwoorden en keuzes"
            raise Impossible(f"{gave}. In een repetitie komen er gespeelde antwoorden tussen te staan.")
        _rehearse_until(current, current.at + datetime.timedelta(minutes=min(minutes, LONGEST_MINUTES)))
        return current.meetup


def end_rehearsal(*, meetup: Meetup) -> None:
    """Let no more simulated people in; those who play them stop. Pressing twice changes nothing."""
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        if current.meetup.rehearses_until:
            _rehearse_until(current, None)


def clear_rehearsal(*, meetup: Meetup, to_start: bool = False) -> Cleared:
    """Remove the simulated people with all that they gave, end the rehearsal, and return how much that was.

    Support of a real person for an answer that goes away goes with it. Groups that become empty are dissolved. A
    place where nobody real answered numbers its answers from 1 again. With `to_start` the programme goes back to
    its beginning, and what staff made of the groups is dropped (they can put it back); raises Impossible when
    real people gave something.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        if to_start and count_real(meetup):
            raise Impossible("Er zijn echte antwoorden of keuzes. Het programma blijft daarom waar het is.")
        simulated = Participant.objects.filter(live_session__meetup=meetup, is_rehearsal=True)
        cleared = Cleared(
            people=simulated.count(),
            answers=Answer.objects.filter(participant__in=simulated).count(),
            supports=Support.objects.filter(participant__in=simulated).count(),
            choices=Choice.objects.filter(participant__in=simulated).count(),
        )
        simulated.delete()
        emptied = Cluster.objects.filter(meetup=meetup, is_dissolved=False, answers=None)
        emptied.update(is_dissolved=True)
        for place in meetup.live_sessions.all():
            if not Answer.objects.filter(round__live_session=place).exists():
                LiveSession.objects.filter(pk=place.pk).update(last_answer_number=0)
        if to_start:
            _go_to_start(meetup)
        _rehearse_until(current, None)
        return cleared


def _rehearse_until(current: Change, until: datetime.datetime | None) -> None:
    current.meetup.rehearses_until = until
    current.meetup.save(update_fields=["rehearses_until"])
    current.record(Event.Kind.REHEARSAL_CHANGED, current.meetup.pk)


def _go_to_start(meetup: Meetup) -> None:
    """Put every place at the first step with all rounds as they were prepared."""
    Round.objects.filter(live_session__meetup=meetup).update(
        state=Round.State.PREPARED, revealed=False, opened_at=None, ends_at=None, closed_at=None
    )
    # Who was ready with a round is not ready with it when it is put to him for the first time.
    Done.objects.filter(round__live_session__meetup=meetup).delete()
    first = meetup.steps.filter(is_off=False).first()
    for place in meetup.live_sessions.all():
        place.current_step, place.step_since, place.day_since = first, None, None
        place.rev += 1
        place.save(update_fields=["current_step", "step_since", "day_since", "rev"])
    meetup.knowledge_questions.update(is_dropped=True)
    Activity.objects.filter(meetup=meetup).update(is_dropped=True)
