"""Taking over the desk on another device: with a PIN, once, and never by itself."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sessions.models import HandoverPin
from sessions.web.throttle import WRONG_A_MINUTE
from tests.cast import make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    cache.clear()  # it counts the wrong guesses
    return make_day()


@pytest.fixture
def laptop(day):
    """The laptop on which Fatima leads the day."""
    client = Client()
    client.force_login(day.fatima)
    return client


@pytest.fixture
def phone():
    """Her phone, on which nobody is logged in."""
    return Client()


def pin_of(laptop, place):
    page = laptop.post(f"/regie/{place.pk}/overnemen/").content.decode()
    return re.search(r"(\d{4} \d{4})</dd>", page)[1]


def take(phone, place, pin):
    return phone.post("/overnemen/", {"code": place.code, "pin": pin})


def test_the_pin_of_the_desk_opens_it_on_another_device(day, laptop, phone):
    reply = take(phone, day.etten_leur, pin_of(laptop, day.etten_leur))

    assert (reply.status_code, reply.url) == (302, f"/regie/{day.etten_leur.pk}/")
    assert phone.get(reply.url).status_code == 200


def test_both_devices_go_on_after_it(day, laptop, phone):
    take(phone, day.etten_leur, pin_of(laptop, day.etten_leur))

    for device in (laptop, phone):
        rev = device.get(f"/regie/{day.etten_leur.pk}/beeld/", headers={"accept": "application/json"}).json()[
            "rev"
        ]
        move = {"to": "volgende", "expect_rev": rev}
        assert device.post(f"/regie/{day.etten_leur.pk}/stap/", move).status_code == 302
    day.etten_leur.refresh_from_db()
    assert day.etten_leur.current_step.number == 3


def test_a_pin_works_once(day, laptop, phone):
    pin = pin_of(laptop, day.etten_leur)
    take(phone, day.etten_leur, pin)

    again = take(Client(), day.etten_leur, pin)

    assert again.status_code == 422
    assert "Deze pincode is niet geldig" in again.content.decode()


def test_a_pin_is_of_one_place(day, laptop, phone):
    assert take(phone, day.rijssen, pin_of(laptop, day.etten_leur)).status_code == 422


def test_a_new_pin_ends_the_one_before_it(day, laptop, phone):
    first = pin_of(laptop, day.etten_leur)
    pin_of(laptop, day.etten_leur)

    assert take(phone, day.etten_leur, first).status_code == 422


def test_a_pin_is_too_old_after_ten_minutes(day, laptop, phone):
    pin = pin_of(laptop, day.etten_leur)
    HandoverPin.objects.update(created_at=timezone.now() - HandoverPin.LIFETIME - datetime.timedelta(seconds=1))

    assert take(phone, day.etten_leur, pin).status_code == 422


def test_many_wrong_pins_are_slowed_down_and_a_right_one_waits_with_them(day, laptop, phone):
    pin = pin_of(laptop, day.etten_leur)
    for _ in range(WRONG_A_MINUTE):
        assert take(phone, day.etten_leur, "0000 0000").status_code == 422

    slowed = take(phone, day.etten_leur, pin)
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "5")

    cache.clear()  # a minute later
    assert take(phone, day.etten_leur, pin).status_code == 302


def test_what_is_missing_is_said_beside_its_field_and_the_code_stays(day, phone):
    page = take(phone, day.etten_leur, "").content.decode()

    assert "Vul de pincode in" in page
    assert f'value="{day.etten_leur.code}"' in page


def test_the_database_holds_no_pin(day, laptop):
    pin = pin_of(laptop, day.etten_leur).replace(" ", "")

    assert pin not in HandoverPin.objects.get().pin_hash
