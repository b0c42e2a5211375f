"""Running timers when the clock is set or the computer slept: the room keeps the time it was given."""

import datetime
import time

import pytest
from django.utils import timezone

from sessions import facilitation, timers
from sessions.models import Event, Meetup, Round
from tests.cast import Section, close_step, go_to, make_day, open_step, round_of

# What is remembered of the clocks counts from the commit.
pytestmark = pytest.mark.django_db(transaction=True)

HOUR = datetime.timedelta(hours=1)


class Clocks:
    """The two clocks of a computer, as a test sets them."""

    def __init__(self):
        self.jumped = datetime.timedelta(0)
        self.slept = datetime.timedelta(0)

    def on_the_wall(self, now):
        return lambda: now() + self.jumped + self.slept

    def steady(self, seconds):
        return lambda *clock: seconds(*clock) + self.slept.total_seconds()


@pytest.fixture
def clocks(monkeypatch):
    clocks = Clocks()
    name = "monotonic" if timers.STEADY_CLOCK is None else "clock_gettime"
    monkeypatch.setattr(timezone, "now", clocks.on_the_wall(timezone.now))
    monkeypatch.setattr(time, name, clocks.steady(getattr(time, name)))
    return clocks


@pytest.fixture
def day(clocks):
    """A question in Etten-Leur, open for five minutes, and one in Rijssen-Holten without a timer."""
    day = make_day()
    for place, seconds in ((day.etten_leur, 300), (day.rijssen, None)):
        go_to(place, Section.KNOWLEDGE, theme=1)
        open_step(place, seconds=seconds)
    facilitation.close_due_rounds(meetup_id=day.meetup.pk)
    return day


def left(day):
    """How much time the room has, and whether the round is open, after one more second of the clock."""
    facilitation.close_due_rounds(meetup_id=day.meetup.pk)
    round_ = round_of(day.etten_leur)
    return (round_.ends_at - timezone.now()).total_seconds() if round_.is_open else None


def look_on(day, clocks, seconds):
    """Let so much time pass while the hub looks on; tell whether the round is still open."""
    for _ in range(0, seconds, 5):
        clocks.slept += datetime.timedelta(seconds=5)
        facilitation.close_due_rounds(meetup_id=day.meetup.pk)
    return round_of(day.etten_leur).is_open


@pytest.mark.parametrize("jump", [HOUR, -HOUR, datetime.timedelta(seconds=40)])
def test_a_jump_of_the_clock_leaves_the_room_as_much_time_as_it_had(day, clocks, jump):
    clocks.jumped = jump

    assert left(day) == pytest.approx(300, abs=2)
    assert left(day) == pytest.approx(300, abs=2)


def test_a_jump_of_the_clock_is_told_to_the_screens_once(day, clocks):
    before = Meetup.objects.get().seq
    clocks.jumped = HOUR

    for _ in range(3):
        left(day)

    event = Event.objects.get(seq__gt=before)
    assert (event.kind, event.actor, event.live_session) == ("round_changed", "clock", day.etten_leur)


def test_what_a_clock_may_be_off_moves_no_timer(day, clocks):
    ends_at = round_of(day.etten_leur).ends_at
    clocks.jumped = datetime.timedelta(seconds=2)

    left(day)

    assert round_of(day.etten_leur).ends_at == ends_at


def test_a_jump_is_seen_before_a_new_timer_is_set(day, clocks):
    clocks.jumped = HOUR
    go_to(day.rijssen, Section.KNOWLEDGE, theme=2)

    open_step(day.rijssen, seconds=60)

    assert left(day) == pytest.approx(300, abs=2)
    ends_at = round_of(day.rijssen).ends_at
    assert (ends_at - timezone.now()).total_seconds() == pytest.approx(60, abs=2)


def test_a_short_sleep_takes_from_the_time_as_the_room_lived_through_it(day, clocks):
    clocks.slept = datetime.timedelta(seconds=60)

    assert left(day) == pytest.approx(240, abs=2)


def test_a_timer_that_ran_out_during_a_sleep_gives_its_grace_to_who_waited(day, clocks):
    clocks.slept = datetime.timedelta(minutes=10)

    assert left(day) == pytest.approx(0, abs=2)
    assert look_on(day, clocks, seconds=10)
    assert not look_on(day, clocks, seconds=10)


def test_a_timer_ends_in_its_time_whatever_the_clock_did(day, clocks):
    clocks.jumped = HOUR
    left(day)

    assert look_on(day, clocks, seconds=300)
    assert not look_on(day, clocks, seconds=20)


def test_a_jump_with_a_sleep_is_only_a_jump_for_what_the_sleep_does_not_explain(day, clocks):
    clocks.slept, clocks.jumped = datetime.timedelta(seconds=30), HOUR

    assert left(day) == pytest.approx(270, abs=2)


def test_a_round_that_opened_before_the_clock_was_set_back_can_be_closed(day, clocks):
    clocks.jumped = -HOUR

    round_ = close_step(day.etten_leur)

    assert round_.state == Round.State.CLOSED


def test_a_timer_of_before_a_restart_is_left_as_it_is(day, clocks):
    timers._last_looks.clear()  # as in a new process
    ends_at = round_of(day.etten_leur).ends_at
    clocks.jumped = HOUR / 60

    left(day)

    assert round_of(day.etten_leur).ends_at == ends_at
