"""Coming back on another phone, or after the address of the laptop changed: with one's own answers."""

import pytest
from django.core.cache import cache

from sessions.models import Participant
from sessions.recovery import personal_code
from sessions.web.throttle import WRONG_A_MINUTE
from tests import cast
from tests.phone import JSON, Phone, open_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    cache.clear()  # it counts the wrong codes
    return cast.make_day()


@pytest.fixture
def first_phone(day):
    """Anna's first phone, on which she answered."""
    open_question(day)
    phone = Phone(day.etten_leur)
    cast.give_answer(phone.participant, "Stages bij het lokale mkb", "kans")
    return phone


@pytest.fixture
def second_phone(day):
    return Phone(day.etten_leur, joins=False)


def test_personal_code_brings_ones_own_answers_to_another_phone(first_phone, second_phone):
    count = Participant.objects.count()

    reply = second_phone.submit("terug", code=personal_code(first_phone.participant.pk))

    assert (reply.status_code, reply.url) == (303, second_phone.address())
    assert "Stages bij het lokale mkb" in second_phone.page()
    assert Participant.objects.count() == count


def test_phone_page_shows_the_code_and_the_way_to_another_phone(first_phone):
    code = personal_code(first_phone.participant.pk)

    page = first_phone.page()

    assert f"{code[:4]} {code[4:]}" in page
    assert "terug/qr.svg" in page
    assert first_phone.get(first_phone.address("terug") + "qr.svg")["Content-Type"] == "image/svg+xml"


def test_program_that_comes_back_hears_who_it_is(first_phone, second_phone):
    reply = second_phone.send("terug", code=personal_code(first_phone.participant.pk))

    assert reply.json() == {"participant": str(first_phone.participant.pk)}


def test_coming_back_as_somebody_leaves_what_the_second_phone_gave(day, first_phone, second_phone):
    second_phone.send("deelnemen")
    cast.give_answer(second_phone.participant, "Van de tweede telefoon", "kans")

    second_phone.send("terug", code=personal_code(first_phone.participant.pk))

    view = second_phone.get(second_phone.address("beeld"), headers=JSON).json()
    assert [own["text"] for own in view["mine"]] == ["Stages bij het lokale mkb"]
    assert Participant.objects.filter(answers__text="Van de tweede telefoon").exists()


def test_wrong_code_is_said_beside_the_field_and_stays_to_be_mended(second_phone):
    reply = second_phone.submit("terug", code="BCDF-2345")

    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Deze persoonlijke code kennen wij niet." in page
    assert 'value="BCDF-2345"' in page


def test_empty_code_is_asked_for(second_phone):
    assert "Vul uw persoonlijke code in." in second_phone.submit("terug", code="").content.decode()
    assert second_phone.send("terug", code="").status_code == 422


def test_many_wrong_codes_are_slowed_down(second_phone):
    for _ in range(WRONG_A_MINUTE):
        second_phone.send("terug", code="BCDF2345")

    reply = second_phone.submit("terug", code="BCDF2345")

    assert reply.status_code == 429
    assert reply["Retry-After"] == "5"
    assert "veel verkeerde codes" in reply.content.decode()


def test_join_page_shows_the_way_back(second_phone):
    assert second_phone.address("terug") in second_phone.page()
