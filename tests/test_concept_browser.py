"""A reader on a phone who reacts to a concept, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.client import Desk
from tests.published import publish_concept

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def desk(program):
    """A member of staff, as other programs see the pages."""
    return Desk(program.info)


@pytest.fixture
def published(program, desk):
    """The address of a concept."""
    return publish_concept(program.info, desk)


@pytest.fixture
def phone(browser, published):
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda entry: problems.append(entry.text) if "Content Security" in entry.text else None)
    page.goto(published)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def phone_without_scripts(browser, published):
    context = browser.new_context(viewport=PHONE, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    page.goto(published)
    yield page
    context.close()


def line(page):
    return page.get_by_role("article", name="K1.1")


def write(page, text):
    line(page).get_by_text("Reageer", exact=False).first.click()
    line(page).get_by_label("Uw reactie op K1.1").fill(text)


def press_send(page):
    line(page).get_by_role("button", name="Verstuur reactie op K1.1").click()


def test_reader_reacts_on_a_phone_and_staff_read_it(phone, desk, program):
    write(phone, "Noem ook de woningmarkt.")
    line(phone).get_by_label("Namens").fill("Gemeente Zeist")
    press_send(phone)

    expect(line(phone).get_by_role("status").first).to_contain_text("Uw reactie op K1.1 is bewaard")
    expect(line(phone).get_by_role("status").first).to_be_in_viewport()
    comments = desk.get(program.info["agenda_url"] + "reacties/").text
    assert "Noem ook de woningmarkt." in comments
    assert "Gemeente Zeist" in comments


def test_what_is_typed_survives_a_reload_until_it_is_sent(phone):
    write(phone, "Half af")
    phone.reload()

    box = line(phone).get_by_label("Uw reactie op K1.1")
    expect(box).to_have_value("Half af")
    expect(box).to_be_visible()
    box.fill("Helemaal af")
    press_send(phone)
    expect(line(phone).get_by_text("is bewaard")).to_be_visible()
    phone.reload()

    expect(box).to_have_value("")


def test_reader_sees_how_many_signs_are_left(phone):
    write(phone, "x" * 1990)
    expect(line(phone)).to_contain_text("Nog 10 tekens")
    write_more = line(phone).get_by_label("Uw reactie op K1.1")
    write_more.fill("x" * 2001)

    expect(line(phone)).to_contain_text("1 teken te lang")
    press_send(phone)
    expect(line(phone)).to_contain_text("Maak hem 1 teken korter.")
    expect(write_more).to_be_focused()
    expect(write_more).to_have_value("x" * 2001)


def test_reader_without_scripts_reacts_too(phone_without_scripts):
    page = phone_without_scripts
    write(page, "Zonder script")
    press_send(page)

    expect(line(page)).to_contain_text("Uw reactie op K1.1 is bewaard")


@pytest.mark.parametrize("width", [320, 390])
def test_page_fits_a_phone(phone, width):
    phone.set_viewport_size({"width": width, "height": 700})

    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = phone.evaluate(
        """[...document.querySelectorAll("summary, button, input:not([type=hidden]), textarea")]
            .map((one) => one.getBoundingClientRect()).filter((box) => box.height && box.height < 44).length"""
    )
    assert small == 0


def test_long_words_break_nothing(phone, desk, program):
    long_word = "Meervoudigeaansprakelijkheidsverzekering" * 6
    desk.post(program.info["agenda_url"] + "publiceren/colofon/", introduction=long_word, contact="w" * 200)
    for path in ("publiceren/", "versies/", "reacties/"):
        assert desk.get(program.info["agenda_url"] + path).ok
    phone.set_viewport_size({"width": 320, "height": 700})
    write(phone, long_word * 5)
    press_send(phone)

    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
