"""What facilitators do with the programme: move on, open and close, reveal.

A facilitator names the `rev` of the place that he saw. When somebody else moved first the revs differ, so
a double press or two facilitators can never skip a step. Where the places of a meet-up go together, what is done
in one is done in the others in the same commit; the `rev` that counts is that of the place where it is asked for.
"""

import datetime
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from django.db.models import F, Min
from django.utils import timezone

from sessions import timers
from sessions.ballots import draw_up_ballot
from sessions.changes import Change, change
from sessions.models import Done, Event, LiveSession, Round, Step
from sessions.models.meetup import GRACE
from sessions.places import going_along
from sessions.second_rounds import add_second_round

NEXT = "volgende"
# What changes of a place when it moves, or something happens at its step.
MOVING = ("rev", "current_step", "step_since", "day_since", "spotlight", "overlay", "is_ready_for_next")
RoundAction = Callable[[Round, Change], None]


class MovedOn(Exception):
    """Somebody else changed this place first; carries the place as it is now."""

    def __init__(self, live_session: LiveSession) -> None:
        super().__init__(live_session.rev)
        self.live_session = live_session


class Impossible(Exception):
    """The action makes no sense now; the message says why, to the facilitator."""


def go_to_step(*, live_session: LiveSession, to: str, expect_rev: int) -> LiveSession:
    """Move a place to the next ("volgende") or previous ("vorige") step or to a step's number; return it.

    Next and previous pass over steps that are switched off, and at either end the place stays where it is. Nothing
    is closed or lost by moving, and a sheet over the programme goes. Places that go along with it come to the same
    step, wherever they were. Raises MovedOn, and Impossible for a step that is not there or switched off.
    """
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = place_as_seen(live_session, expect_rev)
        step = _step_to(place, to)
        for each in [place, *going_along(place, current.meetup, is_next=to == NEXT)]:
            if step.pk != each.current_step_id:
                if _starts_day(each.current_step, step):
                    each.day_since = current.at
                each.current_step, each.step_since, each.spotlight = step, current.at, None
                if each.overlay in LiveSession.SHEETS:  # the room is to see where it goes
                    each.overlay = LiveSession.Overlay.NONE
                _raise_rev(each)
                current.record(Event.Kind.STEP_CHANGED, step.pk, live_session=each)
        return place


def open_round(*, live_session: LiveSession, expect_rev: int, seconds: int | None = None) -> LiveSession:
    """Open the current step for answers or choices, with a timer if seconds are given; return the place.

    A closed round may be opened again: then nobody is ready with it any more, for there is something to add.
    A ballot gets its lines from the groups of this moment.
    Raises MovedOn, and Impossible on a step that only has to be read or a ballot without groups.
    """

    def act(round_: Round, current: Change) -> None:
        if round_.step.kind == Step.Kind.SLIDE:
            raise Impossible("Bij dit onderdeel is niets te openen.")
        if round_.step.kind == Step.Kind.BALLOT:
            if not draw_up_ballot(round_.step):
                raise Impossible("Er zijn nog geen groepen om op te stemmen. Groepeer eerst de antwoorden.")
            # The list is that of all places: where it is open already, it may have grown.
            current.record(Event.Kind.BALLOT_CHANGED, f"step-{round_.step_id}")
        if round_.state == Round.State.CLOSED:
            Done.objects.filter(round=round_).delete()
        round_.state = Round.State.OPEN
        round_.revealed = round_.revealed or round_.step.shows_directly
        round_.opened_at = current.at
        round_.closed_at = None
        round_.ends_at = current.at + datetime.timedelta(seconds=seconds) if seconds else None

    return _change_round(live_session, expect_rev, act)


def close_round(*, live_session: LiveSession, expect_rev: int) -> LiveSession:
    """Close the current round; what comes in after this is late. Raises MovedOn and Impossible."""

    def act(round_: Round, current: Change) -> None:
        if not round_.is_open:
            raise Impossible("Deze ronde is niet open.")
        _close(round_, current)

    return _change_round(live_session, expect_rev, act)


def reveal_round(*, live_session: LiveSession, expect_rev: int) -> LiveSession:
    """Let the room see what came in. Raises MovedOn, and Impossible before the round was opened."""

    def act(round_: Round, current: Change) -> None:
        if round_.state == Round.State.PREPARED:
            raise Impossible("Open de ronde eerst: er is nog niets om te laten zien.")
        round_.revealed = True

    return _change_round(live_session, expect_rev, act)


def conceal_round(*, live_session: LiveSession, expect_rev: int) -> LiveSession:
    """Take what came in off the screens again; nothing is lost. Raises MovedOn."""

    def act(round_: Round, current: Change) -> None:
        round_.revealed = False

    return _change_round(live_session, expect_rev, act)


def show_directly(*, live_session: LiveSession, expect_rev: int, on: bool) -> LiveSession:
    """Choose when the room sees what comes in at the current step: from the opening on, or once it is revealed.

    The step is that of all places, so their desks hear it and their `rev` rises; but a round that is open shows or
    hides what came in only in the place where the choice was made, unless the places go together. Raises MovedOn,
    and Impossible on a slide.
    """
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = place_as_seen(live_session, expect_rev)
        step = place.current_step
        if step.kind == Step.Kind.SLIDE:
            raise Impossible("Bij dit onderdeel komt niets binnen.")
        if step.shows_directly != on:
            step.shows_directly = on
            step.save(update_fields=["shows_directly"])
            rounds = Round.objects.filter(step=step, state=Round.State.OPEN)
            if not current.meetup.moves_together:
                rounds = rounds.filter(live_session=place)
            rounds.update(revealed=on)
            place = raise_all_revs(place)
            current.record(Event.Kind.PROGRAMME_CHANGED, step.pk)
        return place


def hold_second_round(*, live_session: LiveSession, expect_rev: int) -> LiveSession:
    """Put a second round of the current step right behind it, in the programme of all places; nobody moves.

    Raises MovedOn, and Impossible before the first round is closed, or when there is a second one already.
    """
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = place_as_seen(live_session, expect_rev)
        step = place.current_step
        if not Round.objects.filter(live_session=place, step=step, state=Round.State.CLOSED).exists():
            raise Impossible("Sluit eerst de eerste ronde.")
        if step.second_round_of_id or Step.objects.filter(second_round_of=step).exists():
            raise Impossible("Er is al een tweede ronde.")
        place = raise_all_revs(place)
        current.record(Event.Kind.PROGRAMME_CHANGED, add_second_round(step).pk)
        return place


ROUND_ACTIONS = {
    "open": open_round,
    "close": close_round,
    "reveal": reveal_round,
    "conceal": conceal_round,
    "direct": partial(show_directly, on=True),
    "later": partial(show_directly, on=False),
    "second": hold_second_round,
}


def close_due_rounds(*, meetup_id: int, now: datetime.datetime | None = None) -> None:
    """Close the rounds whose timer ran out longer ago than the grace for answers on their way.

    Each hub does this every second, and so does whoever fetches a view: without sockets there is no hub.
    When the clock jumped or the computer slept, the timers are set right first.
    """
    running = Round.objects.filter(
        state=Round.State.OPEN, ends_at__isnull=False, live_session__meetup=meetup_id
    ).select_related("live_session")
    first = running.aggregate(first=Min("ends_at"))["first"]
    if first is None:
        return
    if first >= (now or timezone.now()) - GRACE and (now or timers.are_right(meetup_id)):
        return
    with change(meetup_id, Event.Actor.CLOCK) as current:
        for round_ in running.filter(ends_at__lt=(now or current.at) - GRACE):
            _close(round_, current)
            round_.save()
            round_.live_session.rev += 1
            round_.live_session.save(update_fields=["rev"])
            current.record(Event.Kind.ROUND_CHANGED, round_.pk, live_session=round_.live_session)


def place_as_seen(live_session: LiveSession, expect_rev: int) -> LiveSession:
    """Read the place again, now that the meet-up is locked. Raises MovedOn when it is not as it was seen."""
    place = LiveSession.objects.select_related("current_step").get(pk=live_session.pk)
    if place.rev != expect_rev:
        raise MovedOn(place)
    return place


def _raise_rev(place: LiveSession) -> None:
    """Note that a facilitator did something in a place: whoever was ready to go on has to say so again."""
    place.rev += 1
    place.is_ready_for_next = False
    place.save(update_fields=MOVING)


def _starts_day(here: Step, there: Step) -> bool:
    """Tell whether a place leaves the welcome for what comes next; doing so again starts the day again."""
    steps = Step.objects.filter(meetup=here.meetup_id, is_off=False)
    return [step.pk for step in steps[:2]] == [here.pk, there.pk]


def raise_all_revs(place: LiveSession) -> LiveSession:
    """Raise the `rev` of every place of a meet-up whose programme changed; return this place as it is then.

    A desk that still shows the programme of before could otherwise move the room to another step than it names.
    """
    LiveSession.objects.filter(meetup=place.meetup_id).update(rev=F("rev") + 1)
    return LiveSession.objects.select_related("current_step").get(pk=place.pk)


def _step_to(place: LiveSession, to: str) -> Step:
    steps = Step.objects.filter(meetup=place.meetup_id, is_off=False)
    here = place.current_step
    if to == NEXT:
        return steps.filter(number__gt=here.number).first() or here
    if to == "vorige":
        return steps.filter(number__lt=here.number).last() or here
    step = steps.filter(number=int(to)).first() if to.isdecimal() else None
    if step is None:
        raise Impossible("Dit onderdeel staat niet in het programma, of het is uitgezet.")
    return step


def _change_round(live_session: LiveSession, expect_rev: int, act: RoundAction) -> LiveSession:
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = place_as_seen(live_session, expect_rev)
        rounds = Round.objects.select_related("step", "live_session").filter(step=place.current_step_id)
        round_ = rounds.get(live_session=place)
        round_.live_session = place
        act(round_, current)
        _keep(round_, current)
        if current.meetup.moves_together:
            for other in rounds.filter(live_session__current_step=F("step")).exclude(pk=round_.pk):
                _follow(other, act, current)
        return place


def _follow(round_: Round, act: RoundAction, current: Change) -> None:
    """Do in another place what was done here, where that makes sense and changes something."""
    before = (round_.state, round_.revealed, round_.ends_at)
    with suppress(Impossible):
        act(round_, current)
        if before != (round_.state, round_.revealed, round_.ends_at):
            _keep(round_, current)


def _keep(round_: Round, current: Change) -> None:
    round_.save()
    _raise_rev(round_.live_session)
    current.record(Event.Kind.ROUND_CHANGED, round_.pk, live_session=round_.live_session)


def _close(round_: Round, current: Change) -> None:
    round_.state = Round.State.CLOSED
    round_.closed_at = max(current.at, round_.opened_at)  # the clock may have been set back in between
    round_.ends_at = None
