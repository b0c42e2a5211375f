"""Judging in a real browser: by keyboard alone, with two people at once, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.client import Desk, Phone
from tests.server import ProgramServer

KNOWLEDGE = 9  # question 2 of theme 1, by its number in the programme
SAID = ["Wie blijft er?", "Wie bouwt er?", "Wat kost het?", "Wie betaalt?", "Waar beginnen we?", "Wanneer?"]


@pytest.fixture
def program(tmp_path):
    program = ProgramServer(tmp_path / "data")
    yield program.start()
    program.kill()


@pytest.fixture
def facilitator(program):
    """Somebody who led a question in one place, which got six loose answers."""
    facilitator = Desk(program.info)
    place = program.info["sessions"][0]
    facilitator.go_to(place, KNOWLEDGE)
    facilitator.round(place, "open")
    phone = Phone(place)
    assert [phone.answer(text).status_code for text in SAID] == [200] * len(SAID)
    return facilitator


@pytest.fixture
def open_triage(browser, program, facilitator):
    """Open the page on one more laptop."""
    contexts = []
    problems = []

    def open_page(query="", **options):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-NL", **options)
        contexts.append(context)
        cookies = facilitator.http.cookies.items()
        context.add_cookies([{"name": name, "value": value, "url": program.url} for name, value in cookies])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{program.url}/agenda/{program.info['meetup']}/beoordelen/{query}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def front(page):
    return page.locator("#voorste")


def in_front(page, text):
    """Wait until this is in front, and has the focus."""
    expect(front(page)).to_have_text(text)
    expect(front(page)).to_be_focused()


def reason(page):
    """The field for the reason that is open now."""
    return page.get_by_label("Reden").filter(visible=True)


def states(page):
    """The list as it says: each title with its state."""
    items = page.locator(".triage__item").all()
    return {item.locator(".triage__title").inner_text(): item.locator(".stage").inner_text() for item in items}


def test_six_answers_are_judged_by_keyboard_alone(open_triage):
    page = open_triage()
    keys = page.keyboard
    expect(front(page)).to_have_text("Wie blijft er?")

    keys.press("s")
    in_front(page, "Wie bouwt er?")
    keys.press("b")
    keys.press("Enter")  # without a reason
    expect(reason(page)).to_be_focused()
    expect(page.get_by_text("Geef een reden.")).to_be_visible()
    keys.type("Dit is van het Rijk")
    keys.press("Enter")
    in_front(page, "Wat kost het?")
    keys.press("r")
    keys.type("https://www.platform31.nl")
    keys.press("Enter")
    in_front(page, "Wie betaalt?")
    keys.press("h")
    keys.press("Escape")  # on second thoughts
    keys.press("n")
    keys.type("Te groot")
    keys.press("Enter")
    in_front(page, "Waar beginnen we?")
    keys.press("a")
    keys.type("Waar kunnen we beginnen?")
    keys.press("Enter")
    in_front(page, "Wanneer?")
    keys.press("d")
    keys.press("Tab")
    keys.type("Staat al bij de planning")
    keys.press("Enter")
    in_front(page, "Wie blijft er?")  # within scope is not the end of it
    keys.press("h")
    keys.type("Wie blijft er in de regio?")
    keys.press("Enter")
    expect(page.locator(".triage__state")).to_contain_text(
        "Herschreven als kennisvraag"
    )  # and not on the agenda yet
    keys.press("l")
    in_front(page, "Alles is beoordeeld")

    page.get_by_role("link", name="Alles 6").click()
    expect(page.locator(".triage__item")).to_have_count(6)
    assert states(page) == {
        "Wie blijft er?": "naar agenda",
        "Wie bouwt er?": "buiten scope",
        "Wat kost het?": "al beantwoord",
        "Wie betaalt?": "niet nu",
        "Waar beginnen we?": "naar agenda",
        "Wanneer?": "dubbel",
    }


def test_walking_the_list_and_undoing_by_keyboard(open_triage):
    page = open_triage()
    keys = page.keyboard

    for key, text in [("j", SAID[1]), ("ArrowDown", SAID[2]), ("k", SAID[1]), ("s", SAID[2])]:
        keys.press(key)
        in_front(page, text)
    keys.press("Control+z")
    in_front(page, SAID[1])
    expect(page.locator(".triage__state")).to_contain_text("Nog niet bekeken")

    page.reload()  # the address says what was in front
    expect(front(page)).to_have_text(SAID[1])


def test_colleague_s_judgement_is_seen_and_takes_nothing_from_what_is_typed(open_triage):
    page, colleague = open_triage(), open_triage()
    page.keyboard.press("b")
    page.keyboard.type("Dit is van")
    expect(page.locator(".triage__counts")).to_contain_text("6 nog niet bekeken")

    colleague.keyboard.press("j")
    in_front(colleague, SAID[1])
    colleague.keyboard.press("s")
    in_front(colleague, SAID[2])

    expect(page.locator(".triage__counts")).to_contain_text("5 nog niet bekeken")
    page.keyboard.type(" het Rijk")
    expect(reason(page)).to_have_value("Dit is van het Rijk")
    expect(front(page)).to_have_text(SAID[0])
    page.keyboard.press("Enter")
    in_front(page, SAID[1])
    expect(page.locator(".triage__state")).to_contain_text("Binnen scope")


def test_page_works_without_scripts(open_triage):
    page = open_triage(java_script_enabled=False)

    page.get_by_role("button", name="Binnen scope").click()
    expect(front(page)).to_have_text(SAID[1])
    page.get_by_text("Niet nu", exact=False).first.click()
    reason(page).fill("Te groot")
    page.get_by_role("button", name="Niet nu").filter(visible=True).click()

    expect(front(page)).to_have_text(SAID[2])
    expect(page.locator(".triage__counts")).to_contain_text("1 klaar")
