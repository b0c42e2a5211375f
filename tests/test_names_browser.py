"""Names and numbers decided about by keyboard alone, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.client import Desk, Phone

KNOWLEDGE = 9  # question 2 of theme 1, by its number in the programme


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def page(program, browser):
    """The page of a colleague, after Anna's phone gave three answers with names in them."""
    desk, place = Desk(program.info), program.info["sessions"][0]
    desk.go_to(place, KNOWLEDGE)
    desk.round(place, "open")
    anna = Phone(place, "Etten-Leur")
    for text in ("Bel Jan de Vries of mail jan@zeist.nl", "Vraag Karin Verhoeven", "Femke Halsema weet dit"):
        assert anna.answer(text).status_code == 200
    context = browser.new_context(locale="nl-NL", viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": one.name, "value": one.value, "url": program.url} for one in desk.http.cookies])
    page = context.new_page()
    page.goto(f"{program.url}/agenda/{program.info['meetup']}/namen/")
    yield page
    context.close()


def test_one_key_decides_and_leads_to_the_next_text(page):
    focused = page.locator(":focus")
    progress = page.locator(".names__progress")

    expect(focused).to_contain_text("Jan de Vries")
    page.keyboard.press("m")
    expect(focused).to_contain_text("jan@zeist.nl")
    expect(progress).to_contain_text("0 van 3 teksten nagekeken")
    page.keyboard.press("m")
    expect(focused).to_contain_text("Karin Verhoeven")
    expect(progress).to_contain_text("1 van 3 teksten nagekeken")

    page.keyboard.press("ArrowDown")
    expect(focused).to_contain_text("Femke Halsema")
    page.keyboard.press("ArrowUp")
    expect(focused).to_contain_text("Karin Verhoeven")

    page.keyboard.press("v")
    expect(focused).to_contain_text("Femke Halsema")
    page.keyboard.press("m")
    expect(progress).to_be_focused()
    expect(page.get_by_text("Alles is nagekeken.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Zet terug"))).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("Toch niet"))).to_have_count(3)


def test_letters_can_be_switched_off(page):
    page.get_by_role("button", name="Lettertoetsen aan").click()
    page.keyboard.press("m")

    expect(page.locator(".names__progress")).to_contain_text("0 van 3 teksten nagekeken")
    expect(page.get_by_role("button", name=re.compile("Toch niet"))).to_have_count(0)
