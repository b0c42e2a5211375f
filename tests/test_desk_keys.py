"""The keys of the desk, in a real browser: they press what can be seen, and letters can be switched off."""

import pytest
from playwright.sync_api import expect

from tests.client import Desk, Phone
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
    facilitator.go_to(place, QUESTION)
    with opened_desk(browser, facilitator, place) as page:
        yield page


def letters(page):
    return page.get_by_role("button", name="Letters werken als toets")


def test_an_arrow_presses_what_comes_next(page):
    page.keyboard.press("ArrowRight")

    expect(page.locator("#bediening").get_by_role("button", name="Sluit de vraag")).to_be_visible()


def test_a_letter_presses_the_link_that_names_it(page):
    with page.context.expect_page() as opened:
        page.keyboard.press("i")

    assert opened.value.url.endswith("/intypen/")


def test_g_goes_to_the_groups(page):
    page.keyboard.press("g")

    expect(page.get_by_role("heading", level=1)).to_have_text("Groepen")


def test_a_letter_with_control_is_for_the_browser(page):
    page.keyboard.press("Control+i")
    page.keyboard.press("ArrowRight")  # something that can be waited for

    expect(page.locator("#bediening").get_by_role("button", name="Sluit de vraag")).to_be_visible()
    assert len(page.context.pages) == 1


@pytest.mark.parametrize("key", ["b", "B"])  # Caps Lock may be on
def test_b_makes_the_screen_dark_and_light_again(page, key):
    words = page.get_by_text("Het scherm in de zaal is zwart.")

    page.keyboard.press(key)
    expect(words).to_be_visible()
    page.keyboard.press(key)

    expect(words).to_be_hidden()


def test_letters_decide_about_the_answer_that_has_the_focus(page, place):
    phone = Phone(place)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Sluit de vraag")).to_be_visible()
    for text in ("Meer stageplekken", "Flauwe grap"):
        phone.answer(text)
    cards = page.locator("[data-card]")
    expect(cards).to_have_count(2)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("u")
    expect(cards.nth(0)).to_contain_text("uitgelicht")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("v")
    expect(cards.nth(1)).to_contain_text("verborgen")
    page.keyboard.press("4")

    expect(cards.nth(1)).to_contain_text("verborgen: persoonsgegevens")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(cards.nth(1)).not_to_contain_text("verborgen: persoonsgegevens")
    expect(page.get_by_role("button", name="Ongedaan maken")).to_contain_text("verborgen")
    page.keyboard.press("Control+z")
    expect(cards.nth(1)).not_to_contain_text("verborgen")


def test_letters_that_were_switched_off_do_nothing_also_after_a_reload(page):
    letters(page).click()
    page.reload()
    expect(letters(page)).to_have_attribute("aria-pressed", "false")

    page.keyboard.press("i")
    page.keyboard.press("ArrowRight")

    expect(page.locator("#bediening").get_by_role("button", name="Sluit de vraag")).to_be_visible()
    assert len(page.context.pages) == 1
