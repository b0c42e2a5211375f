"""What facilitators put over the programme on the projector: it goes dark at once, and it comes back."""

import pytest

from sessions.facilitation import Impossible
from sessions.models import Event, LiveSession
from sessions.moderation import hide_answer, restore_answer
from sessions.participation import withdraw_answer
from sessions.projection import show_answer, show_overlay
from sessions.seen import ChangedMeanwhile
from sessions.stage import spotlight_of, stage_of
from tests.cast import (
    Section,
    conceal_step,
    give_answer,
    go_to,
    go_to_number,
    make_day,
    new_key,
    open_step,
    reveal_step,
)

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


# One answer, large


@pytest.fixture
def answer(day):
    """Anna's answer on the board of Etten-Leur, which the room sees."""
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    answer = give_answer(day.anna, "Meer stageplekken", "kans")
    reveal_step(day.etten_leur)
    return answer


def large(place):
    return spotlight_of(stage_of(place.pk))


def test_one_answer_is_large_until_it_is_switched_off(day, answer):
    show_answer(answer=answer, on=True)
    shown = large(day.etten_leur)
    show_answer(answer=answer, on=False)

    assert shown == answer
    assert large(day.etten_leur) is None


def test_another_answer_takes_its_place(day, answer):
    show_answer(answer=answer, on=True)
    other = give_answer(day.bram, "Lege winkels")

    show_answer(answer=other, on=True)
    show_answer(answer=answer, on=False)

    assert large(day.etten_leur) == other


def test_it_leaves_when_the_room_moves_on_and_does_not_come_back(day, answer):
    show_answer(answer=answer, on=True)
    here = stage_of(day.etten_leur.pk).step.number

    go_to_number(day.etten_leur, here + 1)
    go_to_number(day.etten_leur, here)

    assert large(day.etten_leur) is None


def test_it_leaves_with_the_board(day, answer):
    show_answer(answer=answer, on=True)

    conceal_step(day.etten_leur)

    assert large(day.etten_leur) is None


def test_a_hidden_answer_is_not_large_when_it_is_put_back(day, answer):
    show_answer(answer=answer, on=True)
    hide_answer(answer=answer)
    restore_answer(answer=answer)

    assert large(day.etten_leur) is None


def test_an_answer_that_its_author_takes_back_is_large_no_more(day, answer):
    show_answer(answer=answer, on=True)

    withdraw_answer(participant=day.anna, answer_id=answer.pk, key=new_key(), base_rev=1)

    assert large(day.etten_leur) is None
    assert LiveSession.objects.get(pk=day.etten_leur.pk).spotlight is None


@pytest.mark.parametrize("before", [hide_answer, lambda answer: conceal_step(answer.round.live_session)])
def test_what_the_room_may_not_see_is_not_shown_large(day, answer, before):
    before(answer=answer)

    with pytest.raises(Impossible):
        show_answer(answer=answer, on=True)
