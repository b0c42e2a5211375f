"""Who is writing now: told by phones, shown as a number on desk and projector, and stored nowhere."""

import json

import pytest

from sessions.live import frames, presence
from sessions.live.frames import View
from sessions.live.presence import Writers, writers
from sessions.live.regions import Audience
from sessions.models import Event, Meetup
from tests import cast
from tests.phone import Phone, open_question

pytestmark = pytest.mark.django_db

SCREEN, DESK, PHONE = Audience.SCREEN, Audience.DESK, Audience.PHONE


@pytest.fixture
def day(monkeypatch):
    """The day at an open question, with nobody writing yet."""
    monkeypatch.setattr(writers, "_writing", Writers()._writing)
    day = cast.make_day()
    day.round = open_question(day)
    return day


def write(day, participant, on=True, round_=None):
    round_id = (round_ or day.round).pk
    writers.note(participant.live_session_id, participant.pk, round_id, is_writing=on)


def told(day, audience, act, place=None, counts_people=True):
    """Return what a view hears of what `act` does, or None."""
    view = View(audience, (place or day.etten_leur).pk)
    before = frames.known(day.meetup.pk)
    act()
    _, changed = frames.changes(day.meetup.pk, before, [view], counts_people)
    return json.loads(changed[view].message)["content"] if changed else None


def test_each_person_counts_once_and_in_the_round_in_which_he_writes(day):
    for _ in range(3):
        write(day, day.anna)
    write(day, day.bram)
    other = day.etten_leur.rounds.exclude(pk=day.round.pk).first()

    assert writers.count(day.etten_leur.pk, day.round.pk) == 2

    write(day, day.bram, round_=other)
    assert writers.counts(day.etten_leur.pk) == {day.round.pk: 1, other.pk: 1}


def test_who_stops_writing_is_not_counted(day):
    write(day, day.anna)
    write(day, day.bram)

    write(day, day.anna, on=False)
    writers.forget(day.etten_leur.pk, day.bram.pk)

    assert writers.counts(day.etten_leur.pk) == {}


def test_who_says_nothing_for_a_while_is_forgotten_and_the_others_stay(day, monkeypatch):
    now = presence.time.monotonic()
    moments = iter([now, now + 30, now + 35, now + 41, now + 41, now + 80])
    monkeypatch.setattr(presence.time, "monotonic", lambda: next(moments))
    write(day, day.anna)
    write(day, day.bram)
    write(day, day.carla)

    assert writers.count(day.etten_leur.pk, day.round.pk) == 1, "Bram; Anna is forgotten after 40 seconds"
    assert writers.count(day.rijssen.pk, day.round.pk) == 1
    assert writers.count(day.etten_leur.pk, day.round.pk) == 0


@pytest.mark.parametrize("audience", [SCREEN, DESK])
def test_desk_and_projector_hear_how_many_are_writing(day, audience):
    cast.give_answer(day.anna, "Nog even geheim", "kans")

    heard = told(day, audience, lambda: (write(day, day.anna), write(day, day.bram)))

    assert heard.startswith('<hx-partial hx-target="#teller"')
    assert heard.count("hx-partial hx-target") == 1
    assert "mensen schrijven" in heard
    assert "Nog even geheim" not in heard


def test_one_person_is_one_person(day):
    assert "mens schrijft" in told(day, SCREEN, lambda: write(day, day.anna))


def test_nobody_hears_anything_when_the_number_stays_the_same(day):
    write(day, day.anna)

    assert told(day, SCREEN, lambda: write(day, day.anna)) is None
    assert told(day, SCREEN, lambda: (write(day, day.anna, on=False), write(day, day.bram))) is None


def test_phones_and_the_other_place_hear_nothing_of_who_writes(day):
    assert told(day, PHONE, lambda: write(day, day.anna)) is None
    assert told(day, DESK, lambda: write(day, day.bram), place=day.rijssen) is None


def test_it_is_told_at_the_look_of_each_second_and_not_with_every_answer(day):
    assert told(day, SCREEN, lambda: write(day, day.anna), counts_people=False) is None


def test_nobody_writes_any_more_in_a_question_that_is_closed(day):
    write(day, day.anna)
    cast.close_step(day.etten_leur)

    assert "schrijft" not in frames.paint(frames.stage_of(day.etten_leur.pk), SCREEN)


def test_word_of_a_phone_is_counted_and_stores_nothing(day):
    phone = Phone(day.etten_leur)
    before = Meetup.objects.get().seq, Event.objects.count()

    replies = [phone.send("schrijft", round=day.round.pk, on=on) for on in ("1", "1", "0", "1")]

    assert {(reply.status_code, reply.json()["status"]) for reply in replies} == {(200, "noted")}
    assert writers.count(day.etten_leur.pk, day.round.pk) == 1
    assert (Meetup.objects.get().seq, Event.objects.count()) == before


@pytest.mark.parametrize(
    "fields", [{}, {"round": "x", "on": "1"}, {"round": "1", "on": "ja"}, {"round": "-1", "on": "1"}]
)
def test_word_that_makes_no_sense_is_refused(day, fields):
    assert Phone(day.etten_leur).send("schrijft", **fields).status_code == 422


def test_place_keeps_one_word_a_phone_whatever_it_sends(day):
    for round_id in range(1000):
        writers.note(day.etten_leur.pk, day.anna.pk, round_id, is_writing=True)

    assert sum(writers.counts(day.etten_leur.pk).values()) == 1
