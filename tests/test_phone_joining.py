"""The way in: the code, and the three things a participant may tell."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from sessions.models import Participant
from sessions.web.throttle import WRONG_A_MINUTE
from tests import cast
from tests.phone import Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    cache.clear()  # it counts the wrong codes
    return cast.make_day()


@pytest.fixture
def phone(day):
    return Phone(day.etten_leur)


def test_page_before_joining_asks_who_one_is(day):
    page = Phone(day.etten_leur, joins=False).page()

    assert "Namens welke gemeente bent u hier?" in page
    assert "Wij vragen niet om uw naam." in page
    assert '<option value="Etten-Leur">' in page
    assert '<option value="Den Haag">' in page


def test_join_with_everything_filled_in(day):
    position = day.meetup.programme.positions.first()
    phone = Phone(day.etten_leur, joins=False)

    reply = phone.submit("deelnemen", municipality="den haag", position=position.pk, role="councillor")

    assert (reply.status_code, reply.url) == (303, phone.address())
    participant = phone.participant
    assert participant.municipality.name == "'s-Gravenhage"
    assert (participant.position, participant.role) == (position, "councillor")


def test_join_with_nothing_filled_in(day):
    phone = Phone(day.etten_leur, joins=False)

    reply = phone.send("deelnemen")

    participant = phone.participant
    assert reply.json() == {"participant": str(participant.pk)}
    assert (participant.municipality, participant.position, participant.role) == (None, None, "")


def test_join_again_stays_the_same_person(day, phone):
    before = phone.participant
    count = Participant.objects.count()

    reply = phone.send("deelnemen", municipality="Zeist")

    assert reply.json() == {"participant": str(before.pk)}
    assert Participant.objects.count() == count


def test_join_with_unknown_municipality_keeps_what_was_filled_in(day):
    position = day.meetup.programme.positions.last()
    phone = Phone(day.etten_leur, joins=False)

    reply = phone.submit("deelnemen", municipality="Nergenshuizen", position=position.pk, role="other")

    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Deze gemeente kennen wij niet." in page
    assert 'value="Nergenshuizen"' in page
    assert re.search(rf'value="{position.pk}"\s+checked', page)
    assert re.search(r'value="other"\s+checked', page)


def test_join_with_unknown_municipality_as_json(day):
    reply = Phone(day.etten_leur, joins=False).send("deelnemen", municipality="Nergenshuizen")

    assert reply.status_code == 422
    assert reply.json()["status"] == "invalid"
    assert list(reply.json()["errors"]) == ["municipality"]


def test_join_page_asks_a_fixed_number_of_queries(day, django_assert_num_queries):
    phone = Phone(day.etten_leur, joins=False)

    with django_assert_num_queries(3):
        phone.get(phone.address())


def test_code_may_be_typed_sloppily(day):
    code = day.etten_leur.code

    reply = Client().get(f"/d/{code[:3].lower()}-{code[3:].lower()}/")

    assert reply.status_code == 200


def test_unknown_code_gets_a_page_that_helps(day):
    reply = Client().get("/d/bcdfgh/")

    page = reply.content.decode()
    assert reply.status_code == 404
    assert "Deze code kennen wij niet" in page
    assert 'value="BCDFGH"' in page


def test_many_unknown_codes_are_slowed_down_but_not_locked_out(day):
    visitor = Client()
    for _ in range(WRONG_A_MINUTE):
        visitor.get("/d/BCDFGH/")

    reply = visitor.get("/d/BCDFGH/")

    assert (reply.status_code, reply["Retry-After"]) == (429, "5")
    assert "U bent niet geblokkeerd." in reply.content.decode()
    assert visitor.get(f"/d/{day.etten_leur.code}/").status_code == 200


def test_home_leads_to_the_typed_code(day):
    reply = Client().get("/", {"code": f" {day.etten_leur.code.lower()} "})

    assert reply.url == f"/d/{day.etten_leur.code}/"


def test_home_with_a_code_of_the_wrong_length_asks_again():
    reply = Client().get("/", {"code": "abc"})

    page = reply.content.decode()
    assert "Een code heeft 6 tekens." in page
    assert 'value="ABC"' in page
