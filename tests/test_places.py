"""How far every place of a meet-up is."""

import pytest

from sessions.models import Round
from sessions.places import places_of
from sessions.preparation import make_meetup
from tests.cast import Section, go_to, join_many, make_day, open_step

pytestmark = pytest.mark.django_db


def test_places_of_tells_step_state_and_participants_of_each_place():
    day = make_day()
    go_to(day.rijssen, Section.TASKS, theme=3)
    open_step(day.rijssen)

    here, there = places_of(day.meetup)

    assert (here.live_session, here.step.number, here.participant_count) == (day.etten_leur, 1, 2)
    assert (there.live_session, there.step.theme.number, there.state) == (day.rijssen, 3, Round.State.OPEN)
    assert there.participant_count == 1


def test_places_of_many_places_takes_one_query(django_assert_num_queries):
    day = make_day()
    places = [f"Plaats {number}" for number in range(12)]
    meetup = make_meetup(programme=day.meetup.programme, places=places)
    for live_session in meetup.live_sessions.all():
        join_many(live_session, 3)

    with django_assert_num_queries(1):
        shown = [
            (round_.live_session.place, round_.step.title, round_.participant_count)
            for round_ in places_of(meetup)
        ]

    assert [place for place, _, _ in shown] == places
    assert {count for _, _, count in shown} == {3}
