"""Looking ahead to another step, while the room stays where it is."""

import pytest
from django.test import Client

from sessions.models import Event
from tests.cast import go_to_number, make_day

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


@pytest.fixture
def day():
    day = make_day()
    go_to_number(day.etten_leur, 8)
    return day


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def ahead(client, place, number, headers=HTMX):
    reply = client.get(f"/regie/{place.pk}/vooruit/{number}/", headers=headers)
    return " ".join(reply.content.decode().split())


def test_another_step_is_shown_with_its_notes_and_options_and_nothing_moves(day, fatima):
    before = Event.objects.count()

    shown = ahead(fatima, day.etten_leur, 7)

    day.etten_leur.refresh_from_db()
    assert "Vooruitblik" in shown
    assert "Met welke opgaven gaat u aan de slag?" in shown
    assert day.meetup.steps.get(number=7).notes in shown
    assert "Versterk de specifieke sterktes en specialisaties" in shown
    assert (day.etten_leur.current_step.number, Event.objects.count()) == (8, before)


def test_looking_goes_on_to_the_steps_beside_it_also_when_they_are_off(day, fatima):
    day.meetup.steps.filter(number=10).update(is_off=True)

    shown = ahead(fatima, day.etten_leur, 9)
    off = ahead(fatima, day.etten_leur, 10)

    assert f"/regie/{day.etten_leur.pk}/vooruit/8/" in shown
    assert f"/regie/{day.etten_leur.pk}/vooruit/10/" in shown
    assert "uitgezet" in off
    assert "Ga hierheen" in shown
    assert "Ga hierheen" not in off


def test_without_scripts_it_stands_on_the_whole_desk(day, fatima):
    page = ahead(fatima, day.etten_leur, 9, headers=None)

    assert "Vooruitblik" in page
    assert "Open de vraag" in page
    assert f'href="/regie/{day.etten_leur.pk}/"' in page


def test_a_step_that_is_not_there_is_not_found(day, fatima):
    assert fatima.get(f"/regie/{day.etten_leur.pk}/vooruit/99/").status_code == 404


def test_looking_takes_the_same_queries_for_few_options_and_for_many(day, fatima, django_assert_num_queries):
    ahead(fatima, day.etten_leur, 8)
    for number in (8, 26):
        with django_assert_num_queries(8):
            ahead(fatima, day.etten_leur, number)
