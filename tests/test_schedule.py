"""How a place keeps to the plan."""

import pytest

from sessions.schedule import schedule_of
from sessions.stage import stage_of
from tests.cast import go_to_number, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_day().etten_leur


def schedule(place):
    return schedule_of(stage_of(place.pk))


def test_before_the_first_move_there_is_a_plan_and_no_time(place):
    assert (schedule(place).minutes, schedule(place).step_since, schedule(place).day_since) == (5, None, None)


def test_the_plan_counts_the_steps_between_the_welcome_and_here(place):
    go_to_number(place, 2)
    go_to_number(place, 5)

    now = schedule(place)

    minutes = [step.minutes for step in place.meetup.steps.filter(number__in=[2, 3, 4])]
    assert now.minutes_before == sum(minutes)
    assert now.day_since < now.step_since


def test_steps_that_are_switched_off_take_no_time(place):
    go_to_number(place, 5)
    before = schedule(place).minutes_before

    place.meetup.steps.filter(number=4).update(is_off=True)

    assert schedule(place).minutes_before == before - 8


def test_at_the_welcome_the_day_has_not_begun_again_yet(place):
    go_to_number(place, 2)
    go_to_number(place, 1)

    assert schedule(place).day_since is None
