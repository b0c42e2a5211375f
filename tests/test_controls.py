"""What a facilitator can do at each moment: one natural next thing, and what else makes sense."""

import pytest

from sessions.controls import Action, controls_of
from sessions.models import LiveSession, Step
from sessions.pacing import say_ready, wait_for_all
from sessions.stage import stage_of
from tests.cast import (
    Section,
    close_step,
    conceal_step,
    go_to,
    go_to_number,
    make_day,
    open_step,
    reveal_step,
)

pytestmark = pytest.mark.django_db

NEXT = Action("Volgende onderdeel", "desk-step", {"to": "volgende"})
READY = Action("Klaar voor de volgende stap", "desk-ready", {"on": "1"})
NOT_READY = Action("Toch nog niet klaar", "desk-ready", {"on": "0"})
ANYWAY = Action("Ga nu verder, zonder te wachten", "desk-step", {"to": "volgende"})
SKIP = Action("Sla dit onderdeel over", "desk-step", {"to": "volgende"})
OPEN = Action("Open de vraag", "desk-round", {"action": "open"})
CLOSE = Action("Sluit de vraag", "desk-round", {"action": "close"})
REVEAL = Action("Laat zien aan de zaal", "desk-round", {"action": "reveal"})
CONCEAL = Action("Verberg weer", "desk-round", {"action": "conceal"})
REOPEN = Action("Heropen de vraag", "desk-round", {"action": "open"})


@pytest.fixture
def place():
    """Etten-Leur, at question 1 of theme 1."""
    day = make_day()
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    return day.etten_leur


def controls(place):
    return controls_of(stage_of(place.pk))


def actions(place):
    """The primary action and the others, in order."""
    found = controls(place)
    return [found.primary, *found.secondary]


def test_question_from_beginning_to_end_needs_the_primary_action_alone(place):
    seen = [actions(place)]
    for act in (open_step, close_step, reveal_step):
        act(place)
        seen.append(actions(place))

    assert seen == [
        [OPEN, SKIP],
        [CLOSE, REVEAL, NEXT],
        [REVEAL, REOPEN, NEXT],
        [NEXT, CONCEAL, REOPEN],
    ]


def test_question_shown_while_open_can_be_concealed(place):
    open_step(place)
    reveal_step(place)

    assert actions(place) == [CLOSE, CONCEAL, NEXT]


def test_question_concealed_after_closing_is_shown_next(place):
    open_step(place)
    reveal_step(place)
    close_step(place)
    conceal_step(place)

    assert actions(place)[0] == REVEAL


def test_question_that_shows_directly_needs_no_reveal_and_can_be_hidden(place):
    Step.objects.filter(pk=place.current_step_id).update(shows_directly=True)

    open_step(place)
    while_open = actions(place)
    close_step(place)

    assert while_open == [CLOSE, CONCEAL, NEXT]
    assert actions(place) == [NEXT, CONCEAL, REOPEN]


def test_slide_leads_to_the_next_step_and_has_nothing_else(place):
    go_to_number(place, 2)

    found = controls(place)

    assert (found.primary, found.secondary, found.timers) == (NEXT, [], [])


def test_ballot_speaks_of_a_vote(place):
    go_to(place, Section.PRIORITIES)

    assert actions(place)[0] == Action("Open de stemming", "desk-round", {"action": "open"})


def test_first_step_has_no_previous_and_last_step_nothing_next(place):
    go_to_number(place, 1)
    first = controls(place)
    go_to_number(place, 29)
    last = controls(place)

    assert (first.primary, first.previous) == (NEXT, None)
    assert (last.primary, last.previous.fields) == (None, {"to": "vorige"})


def test_last_step_that_is_a_question_ends_without_a_primary_action(place):
    place.meetup.steps.filter(number__gt=place.current_step.number).delete()
    open_step(place)
    close_step(place)
    reveal_step(place)

    found = controls(place)

    assert found.primary is None
    assert found.secondary == [CONCEAL, REOPEN]


@pytest.mark.parametrize(
    ("minutes", "labels"),
    [
        (8, ["3 min", "5 min", "8 min", "10 min"]),
        (5, ["3 min", "5 min", "10 min"]),
        (0, ["3 min", "5 min", "10 min"]),
    ],
)
def test_timers_offer_the_usual_times_and_that_of_the_step(place, minutes, labels):
    Step.objects.filter(pk=place.current_step_id).update(minutes=minutes)

    timers = controls(place).timers

    assert [timer.label for timer in timers] == labels
    assert timers[0].fields == {"action": "open", "seconds": "180"}


def test_names_tell_the_actions_of_a_moment_apart(place):
    found = controls(place)

    names = [action.name for action in [*actions(place), *found.timers, found.previous]]

    assert len(set(names)) == len(names)
    assert names[0] == "open"


def test_controls_cost_no_query(place, django_assert_num_queries):
    stage = stage_of(place.pk)
    assert stage.stops

    with django_assert_num_queries(0):
        controls_of(stage)


def test_where_places_wait_for_each_other_being_ready_comes_before_going_on(place):
    other = LiveSession.objects.exclude(pk=place.pk).get()
    go_to(other, Section.OPPORTUNITIES, theme=1)
    wait_for_all(meetup=place.meetup, on=True)
    close = [open_step, close_step, reveal_step]
    for act in close:
        act(place)
    before = actions(place)

    place.refresh_from_db()
    say_ready(live_session=place, on=True, expect_rev=place.rev)

    assert before == [READY, CONCEAL, REOPEN, ANYWAY]
    assert actions(place) == [None, NOT_READY, CONCEAL, REOPEN, ANYWAY]
    assert controls(place).waits_for == [other]


def test_who_waits_for_nobody_goes_on_as_always(place):
    other = LiveSession.objects.exclude(pk=place.pk).get()
    go_to_number(other, 20)
    wait_for_all(meetup=place.meetup, on=True)

    assert SKIP in actions(place)
    assert controls(place).waits_for == []
