"""A backup is put back in the middle of the day, under pages that stay open in a real browser."""

import time

import pytest
from playwright.sync_api import expect

from tests.client import Desk
from tests.commands import back_up, restore

QUESTION, POLL = 8, 6  # numbers of steps
BACK = 30_000  # the server has to start again


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def place(program):
    return program.info["sessions"][0]


@pytest.fixture
def facilitator(program, place):
    desk = Desk(program.info)
    desk.go_to(place, QUESTION)
    desk.round(place, "open")
    desk.round(place, "reveal")
    return desk


@pytest.fixture
def window(browser, facilitator, program):
    contexts = []

    def open_window(url, size):
        context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)), locale="nl-NL")
        context.add_cookies(
            [
                {"name": name, "value": value, "url": program.url}
                for name, value in facilitator.http.cookies.items()
            ]
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def phone(window, program, place):
    page = window(f"{program.lan_url}/d/{place['code']}/", (390, 844))
    page.get_by_role("button", name="Overslaan").click()
    page.wait_for_load_state()
    return page


def put_back(program, copy):
    """What staff do when a disk or a database is lost: stop, put the last copy back, start."""
    program.kill()
    restore(program, copy)
    program.start()


def write(phone, text):
    phone.get_by_label("Uw antwoord", exact=True).fill(text)
    phone.get_by_role("button", name="Versturen", exact=True).click()
    expect(phone.locator("#mijn")).to_contain_text(text)


def wait_for_texts(facilitator, program, texts):
    """Wait until the server has exactly these answers, each once."""
    deadline = time.monotonic() + BACK / 1000
    while True:
        agenda = facilitator.get(f"{program.info['agenda_url']}export/json/").json()
        stored = sorted(answer["text"] for answer in agenda["answers"])
        if stored == sorted(texts):
            return
        assert time.monotonic() < deadline, stored
        time.sleep(0.2)


def test_open_pages_go_on_after_a_restore_and_phones_bring_what_it_missed(
    program, place, facilitator, window, phone, tmp_path
):
    desk, screen = window(place["desk_url"], (1440, 900)), window(place["screen_url"], (1920, 1080))
    write(phone, "Van voor de kopie")
    copy = back_up(program, tmp_path / "copy.sqlite3")
    write(phone, "Van na de kopie")
    expect(screen.locator("#inhoud")).to_contain_text("Van na de kopie")

    put_back(program, copy)

    wait_for_texts(facilitator, program, ["Van voor de kopie", "Van na de kopie"])
    for page, region in ((phone, "#mijn"), (screen, "#inhoud"), (desk, "#antwoorden")):
        expect(page.locator(region)).to_contain_text("Van voor de kopie")
        expect(page.locator(region)).to_contain_text("Van na de kopie")
    write(phone, "En het gaat gewoon door")
    expect(screen.locator("#inhoud")).to_contain_text("En het gaat gewoon door")
    expect(desk.locator("#antwoorden")).to_contain_text("En het gaat gewoon door")


def test_what_a_restored_backup_never_knew_leaves_the_screens(
    program, place, facilitator, window, phone, tmp_path
):
    screen = window(place["screen_url"], (1920, 1080))
    copy = back_up(program, tmp_path / "copy.sqlite3")
    for _ in range(3):
        facilitator.go_to(place, POLL)
        facilitator.go_to(place, QUESTION)
    facilitator.go_to(place, POLL)
    expect(screen.locator("#kop")).to_contain_text("Trends")

    put_back(program, copy)

    # Its seq is smaller than that of the pages, and still it is what they must show.
    expect(screen.locator("#kop")).to_contain_text("kansen, opgaven", timeout=BACK)
    expect(phone.locator("#stap")).to_contain_text("Wat zijn uw kansen", timeout=BACK)


def test_withdrawn_answer_does_not_come_back_with_a_restored_backup(program, place, facilitator, phone, tmp_path):
    copy = back_up(program, tmp_path / "copy.sqlite3")
    write(phone, "Bij nader inzien niet")
    phone.get_by_text("Aanpassen").first.click()
    phone.get_by_role("button", name="Intrekken").click()
    expect(phone.locator("#mijn")).not_to_contain_text("Bij nader inzien niet")
    write(phone, "Dit wel")

    put_back(program, copy)

    wait_for_texts(facilitator, program, ["Dit wel"])
    expect(phone.locator("#mijn")).to_contain_text("Dit wel")
    expect(phone.locator("#mijn")).not_to_contain_text("Bij nader inzien niet")


def test_choice_given_after_the_copy_is_given_again(program, place, facilitator, phone, tmp_path):
    facilitator.go_to(place, POLL)
    facilitator.round(place, "open")
    expect(phone.locator("#stap")).to_contain_text("Trends")
    copy = back_up(program, tmp_path / "copy.sqlite3")
    option = phone.locator("#stap form[data-option] button").first
    option.click()
    expect(phone.locator("[data-state-of-choices]")).to_contain_text("Opgeslagen")

    put_back(program, copy)

    expect(phone.locator("#verbinding")).to_be_hidden(timeout=BACK)
    expect(option).to_have_attribute("aria-pressed", "true", timeout=BACK)
    expect(phone.locator("[data-state-of-choices]")).to_contain_text("Opgeslagen")
    phone.reload()
    expect(option).to_have_attribute("aria-pressed", "true")
