""" "Ik ben klaar": counted by round and place, never named, and taken back by a later answer."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import moderation, voting
from sessions.done import done_with
from sessions.live import frames
from sessions.live.frames import View
from sessions.live.regions import Audience
from sessions.mine import givers_of, mine_of
from sessions.models import Done, Event
from sessions.once import NotFound, RoundClosed
from sessions.places import places_of
from sessions.stage import stage_of
from tests import cast
from tests.cast import Section, new_key
from tests.phone import Phone, open_choice, open_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = cast.make_day()
    day.round = open_question(day)
    return day


def say_done(participant, round_, on=True, key=None):
    return voting.say_done(participant=participant, round_id=round_.pk, key=key or new_key(), on=on)


def counts(day):
    """How many are done, by place, in the round at which each place is."""
    return {round_.live_session.place: round_.done_count for round_ in places_of(day.meetup)}


def test_people_who_are_done_are_counted_by_place(day):
    for participant in (day.anna, day.bram):
        say_done(participant, day.round)

    assert counts(day) == {"Etten-Leur": 2, "Rijssen-Holten": 0}


def test_being_done_can_be_taken_back_and_said_again(day):
    say_done(day.anna, day.round)
    say_done(day.anna, day.round, on=False)
    taken_back = counts(day)["Etten-Leur"]
    say_done(day.anna, day.round)
    say_done(day.anna, day.round)

    assert (taken_back, counts(day)["Etten-Leur"]) == (0, 1)


def test_same_key_counts_once(day):
    key = new_key()
    first = say_done(day.anna, day.round, key=key)
    say_done(day.anna, day.round, on=False)

    again = say_done(day.anna, day.round, key=key)

    assert (first.status, again.status, again.seq) == ("accepted", "duplicate", first.seq)
    assert done_with(day.round).count() == 0


def test_a_later_answer_takes_being_done_back_for_its_author_alone(day):
    for participant in (day.anna, day.bram):
        say_done(participant, day.round)

    cast.give_answer(day.anna, "Toch nog iets", "kans")

    assert counts(day)["Etten-Leur"] == 1
    assert [mine_of(one, day.round).is_done for one in (day.anna, day.bram)] == [False, True]
    say_done(day.anna, day.round)
    assert counts(day)["Etten-Leur"] == 2


def test_an_answer_of_who_was_done_asks_nothing_about_that(day):
    say_done(day.anna, day.round)

    with CaptureQueriesContext(connection) as asked:
        cast.give_answer(day.anna, "Toch nog iets", "kans")

    assert not any("meetups_done" in query["sql"] for query in asked.captured_queries)


def test_reopening_asks_again_and_a_new_timer_does_not(day):
    say_done(day.anna, day.round)
    cast.open_step(day.etten_leur, seconds=60)
    with_timer = counts(day)["Etten-Leur"]
    cast.close_step(day.etten_leur)
    closed = counts(day)["Etten-Leur"]

    cast.open_step(day.etten_leur)

    assert (with_timer, closed, counts(day)["Etten-Leur"]) == (1, 1, 0)


def test_who_chose_can_be_done_and_stays_so_when_he_changes_his_choice(day):
    round_, options = open_choice(day, Section.THEMES)
    cast.give_choice(day.anna, options[0], 2)
    say_done(day.anna, round_)

    cast.give_choice(day.anna, options[0], 1)

    assert done_with(round_).count() == 1


def test_closed_round_and_round_of_elsewhere_take_no_word(day):
    elsewhere = day.rijssen.rounds.get(step=day.round.step)
    with pytest.raises(NotFound):
        say_done(day.anna, elsewhere)
    cast.close_step(day.etten_leur)
    with pytest.raises(RoundClosed):
        say_done(day.anna, day.round)


def test_slide_takes_no_word(day):
    with pytest.raises(NotFound):
        say_done(day.anna, cast.go_to_number(day.etten_leur, 1))


def test_event_holds_the_round_and_nobodys_name(day):
    say_done(day.anna, day.round)

    event = Event.objects.last()
    assert (event.kind, event.ref, event.detail) == ("done_changed", str(day.round.pk), {"round": day.round.pk})


def test_desks_hear_the_number_and_the_room_hears_nothing(day):
    views = [View(audience, day.etten_leur.pk) for audience in (Audience.DESK, Audience.SCREEN, Audience.PHONE)]
    views.append(View(Audience.DESK, day.rijssen.pk))
    before = frames.known(day.meetup.pk)
    say_done(day.anna, day.round)

    _, changed = frames.changes(day.meetup.pk, before, views)

    assert set(changed) == {views[0], views[3]}
    content = json.loads(changed[views[0]].message)["content"]
    assert 'van 2 klaar</dt><dd class="figure__value">1<' in content
    assert "1 van 2 klaar" in json.loads(changed[views[3]].message)["content"]
    assert str(day.anna.pk) not in content


def test_phone_shows_that_it_is_done_and_is_no_newcomer(day):
    phone = Phone(day.etten_leur)
    before = phone.page()
    reply = phone.send("klaar", key=new_key(), round=day.round.pk, on="1")

    page = phone.page()

    assert reply.json()["status"] == "accepted"
    assert 'name="on" value="1" aria-pressed="false">Ik ben klaar' in before
    assert 'name="on" value="0" aria-pressed="true">Ik ben klaar' in page
    assert " data-own-done" in page
    assert phone.participant.pk in givers_of(day.round)


def test_without_javascript_somebody_can_be_done(day):
    phone = Phone(day.etten_leur)

    reply = phone.submit("klaar", round=day.round.pk, on="1")

    assert reply.status_code == 303
    assert Done.objects.get().participant == phone.participant


@pytest.mark.parametrize("count", [1, 12])
def test_counting_takes_one_query_for_one_and_for_many(day, count, django_assert_num_queries):
    for participant in cast.join_many(day.etten_leur, count):
        participant.live_session = day.etten_leur
        say_done(participant, day.round)

    with django_assert_num_queries(1):
        assert counts(day)["Etten-Leur"] == count


def test_hidden_answer_of_who_is_done_changes_nothing(day):
    answer = cast.give_answer(day.anna, "Een antwoord", "kans")
    say_done(day.anna, day.round)

    moderation.hide_answer(answer=answer)

    assert stage_of(day.etten_leur.pk).round.done.count() == done_with(day.round).count() == 1
