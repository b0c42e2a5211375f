"""What comes in while a place holds it, or pauses: it is always kept, and never on the board by itself."""

import pytest

from sessions import intake
from sessions.models import Answer, Event, LiveSession
from sessions.participation import revise_answer, submit_answer
from sessions.seen import ChangedMeanwhile
from tests.cast import Section, give_answer, go_to, make_day, new_key, open_step, round_of

pytestmark = pytest.mark.django_db

State = Answer.State
SWITCHES = [intake.hold_new, intake.pause]


@pytest.fixture
def day():
    """The day at the question that sorts answers under four labels, open in both places."""
    day = make_day()
    for place in (day.etten_leur, day.rijssen):
        go_to(place, Section.OPPORTUNITIES, theme=1)
        open_step(place)
    return day


def seq_of(day):
    day.meetup.refresh_from_db()
    return day.meetup.seq


@pytest.mark.parametrize(("switch", "state"), [(intake.hold_new, State.NEW), (intake.pause, State.LATE)])
def test_what_comes_in_at_one_place_is_kept_apart_until_it_is_switched_off(day, switch, state):
    before = give_answer(day.anna, "Ervoor")
    switch(live_session=day.etten_leur, on=True)
    here, there = give_answer(day.anna, "Tijdens"), give_answer(day.carla, "Elders")
    switch(live_session=day.etten_leur, on=False)
    after = give_answer(day.anna, "Erna")

    states = [one.state for one in (before, here, there, after)]
    assert states == [State.VISIBLE, state, State.VISIBLE, State.VISIBLE]


def test_in_a_pause_a_phone_hears_that_its_words_are_late(day):
    answer = give_answer(day.anna, "Ervoor")
    intake.pause(live_session=day.etten_leur, on=True)
    round_id = round_of(day.etten_leur).pk

    new = submit_answer(participant=day.anna, round_id=round_id, key=new_key(), text="Nieuw")
    revised = revise_answer(participant=day.anna, answer_id=answer.pk, key=new_key(), base_rev=1, text="Anders")

    assert (new.status, revised.status) == ("late", "late")
    answer.refresh_from_db()
    assert (answer.state, answer.text) == (State.LATE, "Anders")


@pytest.mark.parametrize("switch", SWITCHES)
def test_switching_twice_is_one_change(day, switch):
    switch(live_session=day.etten_leur, on=True)
    before = seq_of(day)

    switch(live_session=day.etten_leur, on=True)

    assert seq_of(day) == before


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_is_refused_when_a_colleague_was_first(day, switch):
    switch(live_session=day.etten_leur, on=True)
    seen = seq_of(day)
    switch(live_session=day.etten_leur, on=False)
    switch(live_session=day.etten_leur, on=True)

    with pytest.raises(ChangedMeanwhile):
        switch(live_session=day.etten_leur, on=False, seen_seq=seen)

    place = LiveSession.objects.get(pk=day.etten_leur.pk)
    assert place.holds_new or place.is_paused


def test_approving_first_is_refused_when_a_colleague_was_first(day):
    step = round_of(day.etten_leur).step
    intake.approve_first(step=step, on=True)
    intake.approve_first(step=step, on=False)

    with pytest.raises(ChangedMeanwhile):
        intake.approve_first(step=step, on=True, seen_seq=0)

    assert Event.objects.filter(kind=Event.Kind.OVERSIGHT_CHANGED).count() == 2
