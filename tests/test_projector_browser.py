"""The projector in a real browser: how a round ends, what appears, and two projectors in one place."""

import csv
import re

import pytest
from playwright.sync_api import expect

from tests.client import Desk, Phone
from themes.centres import CENTRES

SCREEN = {"width": 1920, "height": 1080}
SMALL_SCREEN = {"width": 1280, "height": 720}
TASKS, OPPORTUNITIES, KNOWLEDGE = 7, 8, 9  # numbers of steps
REGIONS = ("#kop", "#teller", "#inhoud", "#lijn")


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def place(program):
    return program.info["sessions"][0]


@pytest.fixture
def desk(program):
    return Desk(program.info)


@pytest.fixture
def open_screen(browser, place):
    """Open a projector of the place in a window of its own."""
    contexts = []

    def open_window(size=SCREEN, **options):
        context = browser.new_context(viewport=size, locale="nl-NL", **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(place["screen_url"])
        expect(page.locator("#lijn")).to_be_visible()
        return page

    yield open_window
    for context in contexts:
        context.close()


def set_time_left(screen, seconds):
    """Let the timer on this screen end so many seconds from now."""
    screen.locator("[data-ends-at]").evaluate(
        "(clock, left) => { clock.dataset.endsAt = new Date(pmg.now() + left * 1000).toISOString() }", seconds
    )


def test_a_round_that_closes_says_so_large_until_the_room_goes_on(open_screen, desk, place):
    screen = open_screen()
    sign = screen.locator("#gesloten").get_by_text("Gesloten")
    desk.go_to(place, OPPORTUNITIES)
    desk.round(place, "open")
    expect(screen.locator("#kop")).to_contain_text("Open")
    expect(sign).to_be_hidden()

    desk.round(place, "close")
    expect(sign).to_be_visible()
    desk.round(place, "reveal")

    expect(sign).to_be_hidden()
    expect(screen.locator("#kop")).to_contain_text("Gesloten")


def test_a_screen_that_opens_after_the_closing_shows_the_word_in_its_header_only(open_screen, desk, place):
    desk.go_to(place, OPPORTUNITIES)
    desk.round(place, "open")
    desk.round(place, "close")

    screen = open_screen()

    expect(screen.locator("#kop")).to_contain_text("Gesloten")
    expect(screen.locator("#gesloten").get_by_text("Gesloten")).to_be_hidden()


def test_the_last_half_minute_is_larger_and_after_it_the_last_answers_come_in(open_screen, desk, place):
    screen = open_screen(reduced_motion="reduce")
    desk.go_to(place, OPPORTUNITIES)
    desk.round(place, "open", seconds=600)
    clock = screen.locator("[data-ends-at]")
    size = "clock => parseFloat(getComputedStyle(clock).fontSize)"
    expect(clock).to_have_attribute("data-phase", "running")
    before = clock.evaluate(size)

    set_time_left(screen, 25)
    expect(clock).to_have_attribute("data-phase", "ending")
    assert clock.evaluate(size) > 1.3 * before
    set_time_left(screen, -1)

    expect(screen.get_by_text("Laatste antwoorden komen binnen")).to_be_visible()
    expect(screen.locator("#kop").get_by_text("Open", exact=True)).to_be_hidden()


@pytest.mark.parametrize(("motion", "seconds"), [("no-preference", 0.18), ("reduce", 0)])
def test_what_comes_next_appears_calmly_and_at_once_for_who_wants_no_motion(open_screen, motion, seconds):
    screen = open_screen(reduced_motion=motion)

    duration = screen.locator(".screen__body").evaluate("body => getComputedStyle(body).animationDuration")

    assert float(duration.removesuffix("s")) == pytest.approx(seconds, abs=0.001)


def test_another_step_is_another_element_and_an_update_of_this_one_is_not(open_screen, desk, place):
    screen = open_screen()
    desk.go_to(place, TASKS)
    expect(screen.locator("#kop")).to_contain_text("Opgaven")
    body = screen.locator(".screen__body")
    body.evaluate("body => { body.dataset.seen = 'yes' }")

    desk.round(place, "open")
    expect(screen.locator("#kop")).to_contain_text("Open")
    kept = screen.locator(".screen__body").evaluate("body => document.body.contains(body)")
    desk.go_to(place, KNOWLEDGE)
    expect(screen.locator("#kop")).to_contain_text("leervraag")

    assert kept
    assert body.get_attribute("data-seen") is None


@pytest.mark.parametrize("size", [SCREEN, SMALL_SCREEN])
def test_forty_answers_stand_on_pages_that_can_be_turned_and_none_is_cut_off(open_screen, desk, place, size):
    desk.go_to(place, KNOWLEDGE)
    desk.round(place, "open")
    for number in range(8):
        phone = Phone(place, "Zeist")
        for turn in range(5):
            phone.answer(f"Hoe houden we vraag {number}.{turn} in onze stad en regio levend, ook als het krap is?")
    desk.round(place, "reveal")
    screen = open_screen(size, reduced_motion="reduce")
    expect(screen.locator(".slip")).to_have_count(40)
    expect(screen.locator("#bladen")).to_be_visible()
    pages = int(screen.locator("#bladen").inner_text().split("/")[1])

    seen = set()
    for _ in range(pages):
        seen |= set(screen.evaluate(WHOLE_SLIPS))
        screen.keyboard.press("ArrowRight")

    assert len(seen) == 40


# The codes of the slips that stand wholly within the list.
WHOLE_SLIPS = """() => {
  const list = document.querySelector("[data-pages]").getBoundingClientRect();
  return [...document.querySelectorAll(".slip")].filter((slip) =>
    [...slip.getClientRects()].every((box) =>
      box.left >= list.left - 1 && box.right <= list.right + 1 && box.bottom <= list.bottom + 1)
  ).map((slip) => slip.id);
}"""


def test_two_projectors_of_one_place_show_the_same_and_so_does_one_that_is_reloaded(open_screen, desk, place):
    one, other = open_screen(), open_screen()
    desk.go_to(place, KNOWLEDGE)
    desk.round(place, "open")
    Phone(place, "Zeist").answer("Hoe houden we jong talent vast?")
    desk.round(place, "reveal")
    for screen in (one, other):
        expect(screen.locator("#inhoud")).to_contain_text("jong talent")
    other.reload()
    expect(other.locator("#inhoud")).to_contain_text("jong talent")

    shown = [[screen.locator(region).inner_text() for region in REGIONS] for screen in (one, other)]

    assert shown[0] == shown[1]


def test_many_municipalities_stand_on_pages_of_their_own_that_start_at_the_first(open_screen, desk, place):
    with CENTRES.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    for name in names[:70]:
        Phone(place, name)
    screen = open_screen(reduced_motion="reduce")
    desk.post(place["desk_url"] + "scherm/", show="who")
    expect(screen.locator("#bladen")).to_have_text(re.compile(r"1 / [2-9]"))
    screen.keyboard.press("ArrowRight")
    expect(screen.locator("#bladen")).to_have_text(re.compile(r"2 / \d"))

    desk.go_to(place, KNOWLEDGE)

    expect(screen.locator("#kop")).to_contain_text("leervraag")
    expect(screen.locator("#bladen")).to_be_hidden()
