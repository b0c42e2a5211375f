"""The chain as somebody clicks it, in a real browser: from a line of the agenda to a raw answer and back."""

import pytest
from playwright.sync_api import expect

from tests.client import Desk, Phone
from tests.server import ProgramServer

KNOWLEDGE = 9  # question 2 of theme 1
TEXTS = ("Hoe houden we jong talent vast?", "Waarom trekken jongeren weg?")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("chain") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def desk(program):
    """A facilitator who made a knowledge question of a group of two answers."""
    desk, place, meetup = Desk(program.info), program.info["sessions"][0], program.info["meetup"]
    desk.go_to(place, KNOWLEDGE)
    desk.round(place, "open")
    phone = Phone(place, "Zeist")
    ids = [phone.answer(text).json()["id"] for text in TEXTS]
    assert desk.post(f"{program.url}/groepen/{meetup}/samenvoegen/", answers=ids, name="Talent").ok
    cluster = desk.get(f"{program.url}/agenda/{meetup}/").text.partition('id="groep-')[2].partition('"')[0]
    reply = desk.post(f"{program.url}/agenda/{meetup}/groep/{cluster}/kennisvraag/", text="Wat houdt talent vast?")
    assert reply.ok
    return desk


@pytest.fixture
def page(browser, desk, program):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-NL")
    cookies = [{"name": one.name, "value": one.value, "url": program.url} for one in desk.http.cookies]
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(program.info["agenda_url"])
    yield page
    context.close()


def test_two_clicks_lead_from_a_line_to_a_raw_answer_and_one_back(page):
    line = page.locator(".knowledge-question")
    line.locator("summary", has_text="Herkomst").click()
    line.locator(".origin a").first.click()

    expect(page.locator(".chronicle__text")).to_have_text(TEXTS[0])
    expect(page.locator(".chronicle__end")).to_contain_text("in K1.1")

    page.get_by_role("link", name="Terug naar de kennisagenda").click()
    expect(page.locator(".knowledge-question")).to_be_in_viewport()


def test_a_wrong_grouping_is_put_back_from_the_page_of_an_answer_by_keyboard(page):
    page.locator(".knowledge-question summary", has_text="Herkomst").click()
    page.locator(".knowledge-question .origin a").first.click()

    button = page.get_by_role("button", name="Zet dit antwoord terug")
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".messages")).to_contain_text("Teruggezet.")
    expect(page.locator(".chronicle__answer")).to_contain_text("in geen groep")
    expect(page.locator(".entry").first).to_contain_text("Teruggezet: 1 antwoord uit groep “Talent” gehaald")


def test_the_reason_of_a_grouping_is_given_beside_it_without_leaving_the_page(page, program):
    page.goto(f"{program.url}/groepen/{program.info['meetup']}/")
    page.get_by_text("Reden bij de laatste groepering").click()
    page.get_by_label("Waarom?").fill("Zeggen hetzelfde")
    page.get_by_role("button", name="Bewaar reden").click()

    expect(page.locator("#melding")).to_contain_text("De reden staat in het verloop.")
    page.get_by_role("link", name="Verloop", exact=True).click()
    expect(page.locator(".entry__why").first).to_contain_text("Zeggen hetzelfde")
