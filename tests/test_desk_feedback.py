"""What a facilitator reads when a press of a button fails, in a real browser."""

import pytest
import requests
from playwright.sync_api import expect

from tests.client import Desk
from tests.desk_page import opened_desk

POLL = 6  # the number of a step
ROUND = "**/ronde/"


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def place(program):
    return program.info["sessions"][0]


@pytest.fixture
def facilitator(program, place):
    desk = Desk(program.info)
    desk.go_to(place, POLL)
    return desk


@pytest.fixture
def page(browser, facilitator, place):
    with opened_desk(browser, facilitator, place) as page:
        yield page


def press_open(page):
    page.locator("#bediening").get_by_role("button", name="Open").first.click()


def state_of(facilitator, place):
    return facilitator.view(place)["steps"][POLL - 1]["round"]["state"]


def test_action_whose_reply_was_lost_shows_what_holds_now(page, facilitator, place):
    def lose_reply(route):
        request = route.request
        reply = requests.post(request.url, data=request.post_data, headers=request.all_headers(), timeout=10)
        assert reply.status_code == 200
        route.abort()

    page.route(ROUND, lose_reply)

    press_open(page)

    expect(page.locator("#mislukt")).to_contain_text("Er kwam geen antwoord op uw laatste actie.")
    expect(page.locator("#bediening").get_by_role("button", name="Sluit").first).to_be_visible()
    assert state_of(facilitator, place) == "open"


def test_action_that_never_arrived_can_be_pressed_again(page, facilitator, place):
    page.route(ROUND, lambda route: route.abort())
    press_open(page)
    expect(page.locator("#mislukt")).to_contain_text("Er kwam geen antwoord op uw laatste actie.")
    page.unroute(ROUND)

    press_open(page)

    expect(page.locator("#bediening").get_by_role("button", name="Sluit").first).to_be_visible()
    expect(page.locator("#mislukt")).to_be_hidden()


def test_action_that_could_not_be_stored_was_not_carried_out(page, facilitator, place):
    page.route(ROUND, lambda route: route.fulfill(status=503, body=""))

    press_open(page)

    expect(page.locator("#mislukt")).to_contain_text("Uw laatste actie is niet uitgevoerd.")
    assert state_of(facilitator, place) == "prepared"
