"""What facilitators put over the programme on the projector: it goes dark at once, and it comes back."""

import pytest

from sessions.models import Event, LiveSession
from sessions.projection import show_overlay
from sessions.seen import ChangedMeanwhile
from tests.cast import go_to_number, make_day

pytestmark = pytest.mark.django_db

DARK, NONE = LiveSession.Overlay.DARK, LiveSession.Overlay.NONE


@pytest.fixture
def day():
    return make_day()


def overlay_of(place):
    return LiveSession.objects.get(pk=place.pk).overlay


def seq_of(day):
    day.meetup.refresh_from_db()
    return day.meetup.seq


def test_the_screen_of_one_place_goes_dark_and_comes_back(day):
    show_overlay(live_session=day.etten_leur, overlay=DARK)
    both = overlay_of(day.etten_leur), overlay_of(day.rijssen)
    show_overlay(live_session=day.etten_leur, overlay=NONE)

    assert both == (DARK, NONE)
    assert overlay_of(day.etten_leur) == NONE


def test_dark_twice_is_one_change(day):
    show_overlay(live_session=day.etten_leur, overlay=DARK)
    show_overlay(live_session=day.etten_leur, overlay=DARK)

    event = Event.objects.get(kind=Event.Kind.OVERLAY_CHANGED)
    assert (event.live_session, event.ref) == (day.etten_leur, str(day.etten_leur.pk))


def test_a_dark_screen_does_not_keep_the_room_from_moving(day):
    rev = day.etten_leur.rev

    show_overlay(live_session=day.etten_leur, overlay=DARK)
    go_to_number(day.etten_leur, 2)

    assert day.etten_leur.rev == rev + 1
    assert overlay_of(day.etten_leur) == DARK


def test_what_a_colleague_made_dark_stays_dark_when_the_desk_was_behind(day):
    show_overlay(live_session=day.etten_leur, overlay=DARK)
    show_overlay(live_session=day.etten_leur, overlay=NONE)
    seen = seq_of(day)
    show_overlay(live_session=day.etten_leur, overlay=DARK)

    with pytest.raises(ChangedMeanwhile):
        show_overlay(live_session=day.etten_leur, overlay=NONE, seen_seq=seen)

    assert overlay_of(day.etten_leur) == DARK


def test_going_dark_is_never_refused(day):
    seen = seq_of(day)
    show_overlay(live_session=day.etten_leur, overlay=DARK)
    show_overlay(live_session=day.etten_leur, overlay=NONE)

    show_overlay(live_session=day.etten_leur, overlay=DARK, seen_seq=seen)

    assert overlay_of(day.etten_leur) == DARK
