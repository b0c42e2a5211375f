"""A presenter's clicker in the window of the projector: for who leads the day, and for nobody else."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.cast import Section, go_to, go_to_number, make_day, round_of
from tests.client import Desk
from tests.desk_page import opened_desk

JSON = {"accept": "application/json"}
QUESTION = 8  # the number of a step


@pytest.fixture
def day(db):
    return make_day()


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def click(client, place, key, expect_rev=None):
    place.refresh_from_db()
    fields = {"key": key, "expect_rev": place.rev if expect_rev is None else expect_rev}
    return client.post(f"/regie/{place.pk}/klikker/", fields, headers=JSON)


def test_only_the_screen_of_who_leads_the_day_has_a_clicker(day, fatima, django_user_model):
    address = f"/scherm/{day.etten_leur.screen_key}/"
    outsider = Client()
    outsider.force_login(django_user_model.objects.create_user("gerrit"))

    assert f'data-clicker="/regie/{day.etten_leur.pk}/klikker/"' in fatima.get(address).content.decode()
    for client in (Client(), outsider):
        assert "data-clicker" not in client.get(address).content.decode()


def test_a_press_does_what_the_one_key_of_the_desk_does(day, fatima):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)

    states = []
    for _ in range(3):
        click(fatima, day.etten_leur, "verder")
        round_ = round_of(day.etten_leur)
        states.append((round_.state, round_.revealed))
    onward = click(fatima, day.etten_leur, "verder").json()
    back = click(fatima, day.etten_leur, "terug").json()

    assert states == [("open", False), ("closed", False), ("closed", True)]
    assert (onward["current"], back["current"]) == (10, 9)


def test_a_press_at_what_the_screen_no_longer_shows_does_nothing(day, fatima):
    go_to_number(day.etten_leur, QUESTION)

    refused = click(fatima, day.etten_leur, "verder", expect_rev=0)

    assert (refused.status_code, refused.json()["status"]) == (409, "moved")
    assert round_of(day.etten_leur).state == "prepared"


@pytest.mark.parametrize(("number", "key"), [(1, "terug"), (29, "verder")])
def test_at_either_end_a_press_changes_nothing(day, fatima, number, key):
    go_to_number(day.etten_leur, number)

    reply = click(fatima, day.etten_leur, key)

    assert (reply.status_code, reply.json()["current"]) == (200, number)


def test_other_keys_are_refused(day, fatima):
    assert click(fatima, day.etten_leur, "wissen").status_code == 422


# In a real browser


def test_page_down_and_up_in_the_window_of_the_projector_lead_the_room(browser, server):
    program = server()
    place = program.info["sessions"][0]
    facilitator = Desk(program.info)
    facilitator.go_to(place, QUESTION)
    with opened_desk(browser, facilitator, place) as page:
        page.goto(place["screen_url"])

        page.keyboard.press("PageDown")
        expect(page.locator("#kop")).to_contain_text("Open")
        page.keyboard.press("PageDown")
        expect(page.locator("#kop")).to_contain_text("Gesloten")
        page.keyboard.press("PageUp")

        expect(page.locator("#kop")).to_contain_text("Opgaven")
    assert facilitator.view(place)["current"] == QUESTION - 1
