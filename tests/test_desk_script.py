"""The programme as a script at the desk, in a real browser: looking ahead by key, and the time going by."""

import re

import pytest
from playwright.sync_api import expect

from tests.client import Desk
from tests.desk_page import opened_desk

QUESTION = 8  # the number of a step


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def place(program):
    return program.info["sessions"][0]


@pytest.fixture
def page(browser, program, place):
    facilitator = Desk(program.info)
    facilitator.go_to(place, 2)
    facilitator.go_to(place, QUESTION)
    with opened_desk(browser, facilitator, place) as page:
        yield page


def look_ahead(page):
    page.keyboard.press("k")
    expect(page.locator("#vooruitblik")).to_contain_text("Onderdeel 9 van 29")


def test_keys_look_ahead_and_back_while_the_room_stays(page):
    look_ahead(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#vooruitblik")).to_contain_text("Onderdeel 10 van 29")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#vooruitblik")).to_contain_text("Onderdeel 9 van 29")

    page.keyboard.press("Escape")

    expect(page.locator("#vooruitblik")).to_be_empty()
    expect(page.locator("#bediening")).to_contain_text("Onderdeel 8 van 29")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#bediening").get_by_role("button", name="Sluit de vraag")).to_be_visible()


def test_the_same_key_looks_ahead_and_back(page):
    look_ahead(page)

    page.keyboard.press("k")

    expect(page.locator("#vooruitblik")).to_be_empty()


def test_while_looking_ahead_a_clicker_still_leads_the_room(page):
    look_ahead(page)

    page.keyboard.press("PageDown")

    expect(page.locator("#bediening").get_by_role("button", name="Sluit de vraag")).to_be_visible()
    expect(page.locator("#vooruitblik")).to_contain_text("Onderdeel 9 van 29")


def test_the_room_goes_to_what_was_looked_at(page):
    look_ahead(page)

    page.get_by_role("button", name="Ga hierheen met de zaal").click()

    expect(page.locator("#bediening")).to_contain_text("Onderdeel 9 van 29")
    expect(page.locator("#vooruitblik")).to_be_empty()


def test_the_desk_counts_the_time_of_the_step_and_of_the_day(page):
    schedule = page.locator("#bediening .schedule")

    expect(schedule).to_contain_text(re.compile(r"\d+:\d\d van 10 min"))
    expect(schedule).to_contain_text("de dag loopt 35 min voor")
