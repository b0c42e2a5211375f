"""The running order: what who prepares the day reads of its programme."""

import pytest

from sessions.running_order import running_order_of
from tests.cast import Section, give_answer, give_choice, go_to, make_day, open_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def line(day, number):
    return next(line for line in running_order_of(day.meetup).lines if line.step.number == number)


def test_each_step_starts_when_those_before_it_have_had_their_minutes(day):
    assert [line(day, number).clock for number in (1, 2, 3, 8)] == ["0:00", "0:05", "0:10", "0:40"]


def test_a_step_that_is_off_takes_no_time(day):
    before = running_order_of(day.meetup).minutes
    day.meetup.steps.filter(number=4).update(is_off=True)

    assert line(day, 8).clock == "0:32"
    assert running_order_of(day.meetup).minutes == before - 8


def test_it_says_which_places_are_at_a_step_and_what_holds_something(day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Padafhankelijkheid")
    go_to(day.etten_leur, Section.BRIDGE)
    open_step(day.etten_leur)
    give_answer(day.anna, "Veel")

    assert line(day, 5).places == ["Etten-Leur"]
    assert line(day, 1).places == ["Rijssen-Holten"]
    assert [line.step.number for line in running_order_of(day.meetup).lines if line.is_used] == [5, 6]


def test_it_takes_a_fixed_number_of_queries(day, django_assert_num_queries):
    with django_assert_num_queries(3):
        list(running_order_of(day.meetup).lines)
