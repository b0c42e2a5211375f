"""What a visitor gets when the program fails: 503 when a later try may succeed, 500 for a mistake of ours.

The database really refuses to write.
"""

import pytest
from django.db import connection
from django.test import Client

from pmg_workshop import storage
from sessions.models import Answer
from tests.cast import Section, go_to, make_day, open_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = make_day()
    go_to(day.etten_leur, Section.BRIDGE)
    return day


@pytest.fixture
def writes_fail(day):
    """SQLite refuses every write, as on a disk that became read-only."""
    round_ = open_step(day.etten_leur)
    phones = {}
    for accept in ("application/json", "text/html"):
        phones[accept] = Client(headers={"accept": accept}, raise_request_exception=False)
        phones[accept].post(f"/d/{day.etten_leur.code}/deelnemen/")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield phones, round_
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")
    storage.works()


def answer(phone, day, round_):
    fields = {"key": "sleutel-1", "round": round_.pk, "text": "Tekst van Anna"}
    return phone.post(f"/d/{day.etten_leur.code}/antwoord/", fields)


def test_write_that_cannot_be_stored_now_is_unavailable(day, writes_fail):
    phones, round_ = writes_fail

    reply = answer(phones["application/json"], day, round_)

    assert (reply.status_code, reply.json()) == (503, {"status": "unavailable"})
    assert reply["Retry-After"] == "2"
    assert not Answer.objects.exists()
    assert storage.warning() == storage.READ_ONLY


def test_page_of_a_write_that_cannot_be_stored_keeps_what_was_typed(day, writes_fail):
    phones, round_ = writes_fail

    reply = answer(phones["text/html"], day, round_)

    assert reply.status_code == 503
    assert "Tekst van Anna" in reply.content.decode()
    assert "nog niet opgeslagen" in reply.content.decode()


def test_reading_goes_on_while_nothing_can_be_stored(day, writes_fail):
    phones, _ = writes_fail

    assert phones["application/json"].get(f"/d/{day.etten_leur.code}/beeld/").status_code == 200
    assert Client().get(f"/scherm/{day.etten_leur.screen_key}/").status_code == 200


def test_login_that_cannot_be_stored_is_unavailable(day, writes_fail):
    reply = Client(raise_request_exception=False).post(
        "/inloggen/", {"username": "fatima", "password": "fatima leidt de dag"}
    )

    assert reply.status_code == 503


def test_the_next_write_that_succeeds_ends_the_warning(day, writes_fail):
    phones, round_ = writes_fail
    answer(phones["application/json"], day, round_)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")

    reply = answer(phones["application/json"], day, round_)

    assert reply.json()["status"] == "accepted"
    assert storage.warning() == ""


def test_a_mistake_of_the_program_is_a_500_and_no_trouble_with_storage(day, monkeypatch):
    monkeypatch.setattr("sessions.web.projector.stage_of", lambda place: 1 / 0)

    reply = Client(raise_request_exception=False).get(f"/scherm/{day.etten_leur.screen_key}/")

    assert reply.status_code == 500
    assert "Er ging iets mis" in reply.content.decode()
    assert storage.warning() == ""


def test_only_a_mistake_of_the_program_is_logged(day, writes_fail, monkeypatch, caplog):
    phones, round_ = writes_fail
    monkeypatch.setattr("sessions.web.projector.stage_of", lambda place: 1 / 0)

    Client().get("/bestaat-niet/")
    Client(headers={"host": "elders.test"}).get("/")
    answer(phones["application/json"], day, round_)
    Client(raise_request_exception=False).get(f"/scherm/{day.etten_leur.screen_key}/")

    assert [record.name for record in caplog.records] == ["pmg_workshop.storage", "django.request"]
