"""The switch at the desk: does the room see what comes in directly, or once it is revealed?"""

import pytest
from django.test import Client

from sessions import facilitation
from sessions.controls import controls_of
from sessions.facilitation import Impossible, MovedOn
from sessions.models import Event, Step
from sessions.stage import stage_of
from tests import cast
from tests.cast import Section

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = cast.make_day()
    for place in (day.etten_leur, day.rijssen):
        cast.go_to(place, Section.KNOWLEDGE, theme=1)
    return day


def switch(place, on, rev=None):
    place.refresh_from_db()
    return facilitation.show_directly(live_session=place, expect_rev=place.rev if rev is None else rev, on=on)


def shown(place):
    return stage_of(place.pk).shows_results


def stands(place):
    """What the switch says, by its words."""
    return {action.label: action.is_on for action in controls_of(stage_of(place.pk)).shows}


def test_before_the_round_it_says_what_opening_will_do(day):
    switch(day.etten_leur, on=True)
    before = shown(day.etten_leur)

    cast.open_step(day.etten_leur)

    assert (before, shown(day.etten_leur)) == (False, True)
    assert stands(day.etten_leur) == {"direct": True, "na onthullen": False}


def test_during_the_round_it_shows_and_hides_at_once(day):
    cast.open_step(day.etten_leur)

    switch(day.etten_leur, on=True)
    directly = shown(day.etten_leur)
    switch(day.etten_leur, on=False)

    assert (directly, shown(day.etten_leur)) == (True, False)
    assert stands(day.etten_leur) == {"direct": False, "na onthullen": True}


def test_what_is_open_in_the_other_place_stays_as_its_room_sees_it(day):
    for place in (day.etten_leur, day.rijssen):
        cast.open_step(place)

    switch(day.etten_leur, on=True)

    assert (shown(day.etten_leur), shown(day.rijssen)) == (True, False)


def test_closed_round_stays_as_the_room_sees_it(day):
    cast.open_step(day.etten_leur)
    cast.close_step(day.etten_leur)

    switch(day.etten_leur, on=True)

    assert not shown(day.etten_leur)


def test_desk_of_the_other_place_that_saw_the_old_stand_has_to_look_again(day):
    day.rijssen.refresh_from_db()
    seen = day.rijssen.rev

    switch(day.etten_leur, on=True)

    with pytest.raises(MovedOn):
        facilitation.open_round(live_session=day.rijssen, expect_rev=seen)


def test_two_presses_are_one_change(day):
    day.etten_leur.refresh_from_db()
    seen = day.etten_leur.rev
    switch(day.etten_leur, on=True, rev=seen)

    with pytest.raises(MovedOn):
        switch(day.etten_leur, on=False, rev=seen)
    switch(day.etten_leur, on=True)

    assert Step.objects.get(pk=day.etten_leur.current_step_id).shows_directly
    assert Event.objects.filter(kind="programme_changed").count() == 1


def test_slide_has_no_switch(day):
    cast.go_to_number(day.etten_leur, 1)

    assert stands(day.etten_leur) == {}
    with pytest.raises(Impossible):
        switch(day.etten_leur, on=True)


def test_poll_has_totals_to_show_at_the_closing_at_the_earliest(day):
    cast.go_to(day.etten_leur, Section.TRENDS, theme=1)

    assert stands(day.etten_leur) == {"bij het sluiten": False, "na onthullen": True}


def test_switch_stands_on_the_desk(day):
    fatima = Client()
    fatima.force_login(day.fatima)
    desk = f"/regie/{day.etten_leur.pk}/"
    before = fatima.get(desk).content.decode()
    day.etten_leur.refresh_from_db()

    fatima.post(f"{desk}ronde/", {"action": "direct", "expect_rev": day.etten_leur.rev})

    pressed = 'aria-pressed="true">direct<'
    assert pressed not in before
    assert pressed in fatima.get(desk).content.decode()
