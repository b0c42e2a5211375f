"""The page with results by group of participants."""

import pytest
from django.test import Client

from sessions.models import Participant, Round
from sessions.second_rounds import add_second_round
from tests.agenda_page import address
from tests.cast import make_day
from tests.choosers import COUNCILLOR, Section, five_of_each, held, let_in, step_of, vote
from themes.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = make_day()
    Participant.objects.all().delete()
    return day


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def page(client, day, **query):
    response = client.get(address(day, "segments"), query)
    assert response.status_code == 200
    return response.content.decode()


def test_page_says_what_will_come_before_anybody_chose(fatima, day):
    assert "Er is nog niets gekozen." in page(fatima, day)


def test_reader_picks_how_people_are_divided(fatima, day):
    executives, policy = five_of_each(day)
    vote(step_of(day, Section.POSITION), [*executives, *policy])

    by_role, by_place = page(fatima, day, indeling="rol"), page(fatima, day, indeling="onzin")

    assert '<a class="tabs__tab" href="?indeling=rol" aria-current="page">Rol</a>' in by_role
    assert "Burgemeester of wethouder<span" in by_role
    assert '<a class="tabs__tab" href="?indeling=locatie" aria-current="page">Locatie</a>' in by_place
    assert "Etten-Leur<span" in by_place


def test_page_names_the_groups_that_it_does_not_show(fatima, day):
    executives, policy = five_of_each(day)
    vote(step_of(day, Section.POSITION), [*executives, *policy, *let_in(day.etten_leur, 1, role=COUNCILLOR)])

    shown = page(fatima, day, indeling="rol")

    assert "Minder dan 5 mensen: Burgemeester of wethouder · Raadslid" in shown
    assert "Burgemeester of wethouder<span" not in shown


def test_page_says_why_there_is_only_a_total(fatima, day):
    step = step_of(day, Section.POSITION)
    vote(step, let_in(day.etten_leur, 3))
    assert "Minder dan 5 mensen kozen." in page(fatima, day)

    held(step, Round.State.OPEN)
    assert "Deze stemming is nog open." in page(fatima, day)


def test_page_says_of_which_year_the_inhabitants_are(fatima, day):
    people = let_in(day.etten_leur, 5, municipality=Municipality.objects.find("Etten-Leur"))
    vote(step_of(day, Section.POSITION), people)

    assert "De inwoners zijn geteld op 1 januari 2023 (CBS)." in page(fatima, day, indeling="grootte")
    assert "De inwoners" not in page(fatima, day, indeling="rol")


def test_a_reader_hears_which_number_is_of_which_round(fatima, day):
    executives, policy = five_of_each(day)
    step = step_of(day, Section.THEMES)
    vote(step, [*executives, *policy])
    vote(add_second_round(step), [*executives, *policy], 1, 2)

    words = " ".join(page(fatima, day, indeling="rol").split())

    assert '<span class="visually-hidden">eerste ronde </span> <b>11</b>' in words
    assert '<span class="visually-hidden">, tweede ronde </span> <b>22</b>' in words
    assert '<span class="visually-hidden">, verschil </span>+11' in words
