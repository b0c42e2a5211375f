"""In a real browser: a phone says that the room moves on before its step changes, and loses nothing meanwhile."""

import re

import pytest
from playwright.sync_api import expect

from tests.client import Desk
from tests.outbox_page import PHONE, answer_box, type_answer
from tests.room import SCREEN
from tests.server import ProgramServer

WELCOME, GOAL, POSITION, QUESTION, KNOWLEDGE = 1, 2, 3, 8, 9  # numbers of steps
NOTICE = "Zo gaan we verder"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("moving") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def place(program):
    return program.info["sessions"][0]


@pytest.fixture(scope="module")
def desk(program):
    return Desk(program.info)


@pytest.fixture
def window(browser):
    contexts = []

    def open_window(size, url, **options):
        contexts.append(browser.new_context(viewport=size, locale="nl-NL", **options))
        page = contexts[-1].new_page()
        page.goto(url)
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def join(window, program, place):
    def join_place(**options):
        page = window(PHONE, f"{program.lan_url}/d/{place['code']}/", **options)
        page.get_by_role("button", name="Overslaan").click()
        expect(page.locator("#stap")).to_be_visible()
        # Its socket is open, and has brought how things stand.
        wait_until(page, "line.isOpen()")
        page.wait_for_timeout(500)
        return page

    return join_place


def wait_until(page, condition):
    """Wait for something that the page can tell; its security policy forbids the way of Playwright itself."""
    for _ in range(150):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{condition} did not come true.")


def shown_step(page):
    return page.locator("#stap [data-round]")


def round_shown(page):
    return int(shown_step(page).get_attribute("data-round"))


def note_rounds(page):
    """Let a page keep which rounds it shows, in order."""
    page.evaluate(
        """() => {
            window.rounds = [];
            document.addEventListener("pmg:updated", () => {
                const { round } = document.querySelector("#stap [data-round]").dataset;
                if (rounds.at(-1) !== round) rounds.push(round);
            });
        }"""
    )


def watch_notice(page):
    """Let a page count how often the notice comes and goes."""
    page.evaluate(
        """() => {
            window.notices = 0;
            const notice = document.getElementById("verder");
            new MutationObserver(() => { notices += 1; }).observe(notice, { attributes: true });
        }"""
    )


def test_phone_tells_it_first_and_the_projector_moves_at_once(desk, place, join, window):
    desk.go_to(place, WELCOME)
    phone, screen = join(), window(SCREEN, place["screen_url"])
    before = round_shown(phone)
    expect(screen.locator("#kop")).to_be_visible()

    desk.go_to(place, POSITION)

    expect(phone.locator("#verder")).to_be_visible()
    expect(phone.locator("#verder")).to_contain_text(NOTICE)
    expect(screen.locator("#kop")).to_contain_text("positie", ignore_case=True)
    assert round_shown(phone) == before
    expect(shown_step(phone)).not_to_have_attribute("data-round", str(before), timeout=10_000)
    expect(phone.locator("#verder")).to_be_hidden()


def test_what_comes_meanwhile_is_shown_after_it_in_order(desk, place, join):
    desk.go_to(place, WELCOME)
    phone = join()
    note_rounds(phone)

    desk.go_to(place, GOAL)
    desk.go_to(place, POSITION)
    desk.round(place, "open")

    expect(phone.locator("#stap [data-state=open]")).to_be_visible(timeout=15_000)
    expect(phone.locator("#verder")).to_be_hidden()
    rounds = [int(one) for one in phone.evaluate("rounds")]
    assert rounds[-1] == desk.view(place)["steps"][POSITION - 1]["round"]["id"]
    assert rounds == sorted(rounds)


def test_opening_and_closing_of_the_step_itself_wait_for_nothing(desk, place, join):
    desk.go_to(place, QUESTION)
    phone = join()
    watch_notice(phone)

    desk.round(place, "open")

    expect(answer_box(phone)).to_be_visible()
    assert phone.evaluate("notices") == 0


def test_who_begins_to_type_during_the_notice_is_not_moved(desk, place, join):
    desk.go_to(place, QUESTION)
    desk.round(place, "open")
    phone = join()
    expect(answer_box(phone)).to_be_visible()

    desk.go_to(place, KNOWLEDGE)
    expect(phone.locator("#verder")).to_be_visible()
    type_answer(phone, "Wacht, nog even")

    expect(phone.locator("#volgen")).to_be_visible(timeout=10_000)
    expect(answer_box(phone)).to_have_value("Wacht, nog even")
    expect(phone.locator("#verder")).to_be_hidden()
    phone.get_by_role("button", name="Verstuur en ga mee").click()
    expect(shown_step(phone)).to_contain_text("leervraag")


def test_who_is_typing_gets_the_question_to_follow_and_no_notice(desk, place, join):
    desk.go_to(place, QUESTION)
    desk.round(place, "open")
    phone = join()
    type_answer(phone, "Ik schrijf nog")

    desk.go_to(place, KNOWLEDGE)

    expect(phone.locator("#volgen")).to_be_visible()
    expect(phone.locator("#verder")).to_be_hidden()


def test_connection_that_comes_back_shows_at_once_where_the_room_is(desk, place, join):
    desk.go_to(place, WELCOME)
    phone = join()
    lines, is_away = [], []

    def connect(socket):
        if is_away:
            return socket.close()
        socket.connect_to_server()
        lines.append(socket)

    phone.route_web_socket(re.compile("/ws/"), connect)
    phone.route("**/beeld/*", lambda route: route.abort())
    phone.reload()
    wait_until(phone, "line.isOpen()")
    before = round_shown(phone)
    watch_notice(phone)
    is_away.append(True)
    lines[0].close()
    wait_until(phone, "!line.isOpen()")
    desk.go_to(place, POSITION)

    is_away.clear()

    expect(shown_step(phone)).not_to_have_attribute("data-round", str(before), timeout=15_000)
    assert phone.evaluate("notices") == 0


def test_with_reduced_motion_the_notice_stands_still(desk, place, join):
    desk.go_to(place, WELCOME)
    phone = join(reduced_motion="reduce")

    desk.go_to(place, POSITION)

    expect(phone.locator("#verder")).to_be_visible()
    seconds = phone.evaluate(
        "parseFloat(getComputedStyle(document.getElementById('verder'), '::after').animationDuration)"
    )
    assert seconds < 0.01
