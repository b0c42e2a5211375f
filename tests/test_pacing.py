"""Places that go through the programme as one, or wait for each other, or go each at its own pace."""

import pytest

from sessions import facilitation, pacing
from sessions.facilitation import Impossible, MovedOn
from sessions.models import Event, Meetup, Round
from sessions.seen import ChangedMeanwhile
from tests.cast import (
    Section,
    close_step,
    conceal_step,
    give_answer,
    go_to,
    go_to_number,
    group,
    make_day,
    open_step,
    reveal_step,
    round_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def together(day):
    """The day, with both places at the first question of theme 1, going together."""
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    go_to(day.rijssen, Section.OPPORTUNITIES, theme=1)
    pacing.move_together(meetup=day.meetup, on=True)
    return day


@pytest.fixture
def waiting(day):
    """The day, with both places at step 8, waiting for each other before the next."""
    go_to_number(day.etten_leur, 8)
    go_to_number(day.rijssen, 8)
    pacing.wait_for_all(meetup=day.meetup, on=True)
    return day


def steps(day):
    return [round_of(place).step.number for place in (day.etten_leur, day.rijssen)]


def rounds(day):
    found = [round_of(place) for place in (day.etten_leur, day.rijssen)]
    return [(round_.state, round_.revealed) for round_ in found]


def move(place, to):
    place.refresh_from_db()
    return facilitation.go_to_step(live_session=place, to=to, expect_rev=place.rev)


def ready(place, on=True):
    place.refresh_from_db()
    pacing.say_ready(live_session=place, on=on, expect_rev=place.rev)


# Going together


@pytest.mark.parametrize(("to", "there"), [("volgende", 9), ("vorige", 7), ("26", 26)])
def test_a_move_in_one_place_is_a_move_in_both(together, to, there):
    move(together.rijssen, to)

    assert steps(together) == [there, there]


def test_a_move_in_both_places_is_one_commit_that_tells_both(together):
    before = Meetup.objects.get().seq

    move(together.etten_leur, "volgende")

    events = Event.objects.filter(seq__gt=before)
    assert [(event.kind, event.live_session.place) for event in events] == [
        ("step_changed", "Etten-Leur"),
        ("step_changed", "Rijssen-Holten"),
    ]
    assert len({event.at for event in events}) == 1


def test_opening_showing_hiding_and_closing_happen_in_both_places(together):
    states = []

    for act in (open_step, reveal_step, conceal_step, close_step):
        act(together.etten_leur)
        states.append(rounds(together))

    assert states == [
        [("open", False)] * 2,
        [("open", True)] * 2,
        [("open", False)] * 2,
        [("closed", False)] * 2,
    ]


def test_a_timer_ends_at_the_same_moment_in_both_places(together):
    here = open_step(together.etten_leur, seconds=300)

    assert round_of(together.rijssen).ends_at == here.ends_at is not None


def test_what_makes_no_sense_in_the_other_place_is_left_out_there(together):
    Round.objects.filter(pk=round_of(together.rijssen).pk).update(state="prepared")
    Round.objects.filter(pk=round_of(together.etten_leur).pk).update(state="open", opened_at="2017-02-16T14:00Z")
    rev = round_of(together.rijssen).live_session.rev

    close_step(together.etten_leur)

    assert rounds(together) == [("closed", False), ("prepared", False)]
    assert round_of(together.rijssen).live_session.rev == rev


def test_a_ballot_opens_in_both_places_with_one_list(together):
    open_step(together.etten_leur)
    group(together, "Talent", give_answer(together.anna, "Talent binden"))
    go_to(together.etten_leur, Section.PRIORITIES)

    open_step(together.etten_leur)

    assert rounds(together) == [("open", False)] * 2
    assert round_of(together.rijssen).step.options.count() == 1


def test_a_place_that_is_elsewhere_stays_until_the_next_move_brings_it_along(day):
    go_to_number(day.etten_leur, 8)
    go_to_number(day.rijssen, 5)

    pacing.move_together(meetup=day.meetup, on=True)
    open_step(day.etten_leur)
    opened = (steps(day), rounds(day))
    move(day.etten_leur, "volgende")

    assert opened == ([8, 5], [("open", False), ("prepared", False)])
    assert steps(day) == [9, 9]


def test_who_pressed_on_what_was_seen_before_the_other_place_moved_moves_nobody(together):
    seen = round_of(together.rijssen).live_session.rev
    move(together.etten_leur, "volgende")

    with pytest.raises(MovedOn):
        facilitation.go_to_step(live_session=together.rijssen, to="volgende", expect_rev=seen)

    assert steps(together) == [9, 9]


def test_who_pressed_before_the_places_went_together_moves_nobody(day):
    seen = round_of(day.etten_leur).live_session.rev
    pacing.move_together(meetup=day.meetup, on=True)

    with pytest.raises(MovedOn):
        facilitation.go_to_step(live_session=day.etten_leur, to="volgende", expect_rev=seen)

    assert steps(day) == [1, 1]


def test_places_that_went_together_can_go_apart_again(together):
    pacing.move_together(meetup=together.meetup, on=False)

    move(together.etten_leur, "volgende")

    assert steps(together) == [9, 8]


# Waiting for each other


def test_the_next_step_comes_when_the_last_place_is_ready(waiting):
    ready(waiting.etten_leur)
    after_one = steps(waiting)

    ready(waiting.rijssen)

    assert after_one == [8, 8]
    assert steps(waiting) == [9, 9]
    assert not any(place.is_ready_for_next for place in waiting.meetup.live_sessions.all())


def test_a_place_that_is_not_ready_after_all_holds_the_other_back(waiting):
    ready(waiting.etten_leur)
    ready(waiting.etten_leur, on=False)

    ready(waiting.rijssen)

    assert steps(waiting) == [8, 8]


def test_reopening_the_question_takes_back_that_the_place_was_ready(waiting):
    open_step(waiting.etten_leur)
    ready(waiting.etten_leur)

    close_step(waiting.etten_leur)

    assert not round_of(waiting.etten_leur).live_session.is_ready_for_next


def test_a_facilitator_can_go_on_without_waiting(waiting):
    move(waiting.etten_leur, "volgende")

    assert steps(waiting) == [9, 8]


def test_who_goes_on_takes_along_the_place_that_waits(waiting):
    ready(waiting.etten_leur)

    move(waiting.rijssen, "volgende")

    assert steps(waiting) == [9, 9]


def test_a_place_that_is_behind_waits_for_nobody(waiting):
    move(waiting.etten_leur, "volgende")
    ready(waiting.etten_leur)

    ready(waiting.rijssen)

    assert steps(waiting) == [9, 9]
    assert round_of(waiting.etten_leur).live_session.is_ready_for_next


def test_places_that_go_together_wait_for_each_other_wherever_they_are(day):
    go_to_number(day.etten_leur, 8)
    go_to_number(day.rijssen, 5)
    pacing.move_together(meetup=day.meetup, on=True)
    pacing.wait_for_all(meetup=day.meetup, on=True)

    ready(day.etten_leur)
    after_one = steps(day)
    ready(day.rijssen)

    assert after_one == [8, 5]
    assert steps(day) == [6, 6]


def test_saying_ready_twice_on_what_was_seen_once_counts_once(waiting):
    seen = round_of(waiting.etten_leur).live_session.rev
    pacing.say_ready(live_session=waiting.etten_leur, on=True, expect_rev=seen)

    with pytest.raises(MovedOn):
        pacing.say_ready(live_session=waiting.etten_leur, on=True, expect_rev=seen)

    assert steps(waiting) == [8, 8]


def test_where_no_place_waits_nobody_has_to_say_ready(day):
    with pytest.raises(Impossible):
        ready(day.etten_leur)


def test_a_place_alone_goes_on_when_it_is_ready(waiting):
    waiting.rijssen.delete()

    ready(waiting.etten_leur)

    assert round_of(waiting.etten_leur).step.number == 9


@pytest.mark.parametrize("turn", [pacing.move_together, pacing.wait_for_all])
def test_a_switch_that_a_colleague_turned_since_is_left_alone(day, turn):
    turn(meetup=day.meetup, on=True)
    seen = Meetup.objects.get().seq
    turn(meetup=day.meetup, on=False)

    with pytest.raises(ChangedMeanwhile):
        turn(meetup=day.meetup, on=True, seen_seq=seen)
