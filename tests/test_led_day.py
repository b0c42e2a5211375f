"""A whole day at two places with 36 simulated phones, led from one desk with nothing but the keyboard.

The windows are recorded, as traces that `playwright show-trace` plays; -s says where they are.
"""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.client import Desk
from tests.desk_page import opened_desk
from tests.room import say, wait_until
from tests.server import CHECKOUT

PHONES = 36
SCREEN = {"width": 1920, "height": 1080}
LAST_KNOWLEDGE, PRIORITIES, LAST = 24, 27, 29  # numbers of steps
ENOUGH = 12  # people who gave something, before the facilitator goes on
PATIENCE = 30_000
SMALLEST_PIXELS = 24  # of what a back row reads, on a projector of 1920 wide


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def places(program):
    return program.info["sessions"]


@pytest.fixture
def facilitator(program):
    """The same day as other programs see it: to look at, not to lead."""
    return Desk(program.info)


@pytest.fixture
def people(program):
    """Let the simulated people take part, quickly, until the test ends."""
    options = ["--phones", str(PHONES), "--minutes", "15", "--pace", "0.1", "--data", str(program.data)]
    command = [sys.executable, "manage.py", "rehearse", *options]
    playing = subprocess.Popen(command, cwd=CHECKOUT, env=program.environment, stderr=subprocess.DEVNULL)
    yield playing
    playing.terminate()
    playing.wait(20)


@contextmanager
def recorded(context, path):
    context.tracing.start(screenshots=True)
    yield
    context.tracing.stop(path=path)
    say(f"recorded in {path}")


@pytest.fixture
def desk(browser, facilitator, places, tmp_path):
    with opened_desk(browser, facilitator, places[0]) as page, recorded(page.context, tmp_path / "desk.zip"):
        yield page


@pytest.fixture
def screens(browser, places, tmp_path):
    context = browser.new_context(viewport=SCREEN, locale="nl-NL")
    pages = [context.new_page() for _ in places]
    for page, place in zip(pages, places, strict=True):
        page.goto(place["screen_url"])
    with recorded(context, tmp_path / "screens.zip"):
        yield pages
    context.close()


def number_of(desk):
    return int(desk.locator("#programma [aria-current] [name=to]").get_attribute("value"))


def press(desk, key):
    """Press a key until it did something: while a reply is on its way, the desk takes no other press."""
    rev = desk.locator("#bediening [name=expect_rev]").first
    before = rev.input_value()

    def is_done():
        if rev.input_value() == before:
            desk.keyboard.press(key)
            desk.wait_for_timeout(1_000)
        return rev.input_value() != before

    wait_until(is_done, f"{key} did something", timeout=PATIENCE)


def follow(desk, screens):
    """Check that both screens show the step of the desk, that it fits, and that a back row can read it."""
    title = desk.locator("#bediening h2").inner_text()
    for screen in screens:
        expect(screen.locator("#kop h1")).to_have_text(title, use_inner_text=True, timeout=PATIENCE)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), title
        smallest, text = screen.evaluate(SMALLEST_TEXT)
        assert smallest >= SMALLEST_PIXELS, f"{text!r} in {title}"


SMALLEST_TEXT = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let found = [Infinity, ""];
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!textContent.trim() || !parentElement.checkVisibility({ visibilityProperty: true })) continue;
    if (parentElement.closest(".visually-hidden, .skip-link")) continue;
    const size = parseFloat(getComputedStyle(parentElement).fontSize);
    if (size < found[0]) found = [size, textContent.trim()];
  }
  return found;
}"""


def wait_for_the_room(desk):
    figure = desk.locator("#teller .figure__value").first
    wait_until(lambda: int(figure.inner_text()) >= ENOUGH, "enough people gave something", timeout=PATIENCE)


def lead_to(desk, screens, number):
    """Go on with one key until the desk stands at a step, and let the room answer whatever opens."""
    while number_of(desk) < number:
        is_closed = desk.locator("#bediening .state--prepared").count() == 1
        press(desk, "ArrowRight")
        if is_closed and desk.locator("#bediening .state--open").count() == 1:
            wait_for_the_room(desk)
        follow(desk, screens)


def activate(page, role, name):
    """Go to a button or link, as with the tab key, and press it."""
    page.get_by_role(role, name=name, exact=True).first.press("Enter")


def group_first(desk, count, name):
    """On the grouping page: tick so many loose answers with the space bar, type a name, press enter."""
    boxes = desk.locator('#groepen [data-loose] input[type="checkbox"]')
    boxes.first.focus()
    for _ in range(count):
        desk.keyboard.press("Space")
        desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.keyboard.type(name)
    desk.keyboard.press("Enter")
    expect(desk.locator("#groepen").get_by_role("heading", name=name)).to_have_count(1, timeout=PATIENCE)


def yield_of(facilitator, program):
    """Return the answers by code, and the dots and groups of the whole day."""
    agenda = facilitator.get(program.info["agenda_url"] + "export/json/").json()
    answers = {answer["code"]: (answer["text"], answer["state"]) for answer in agenda["answers"]}
    assert len(answers) == len(agenda["answers"])
    return answers, agenda["method"]["dots"], agenda["method"]["groups"]


def test_a_day_at_two_places_is_led_with_the_keyboard_alone(people, program, places, facilitator, desk, screens):
    here = f"Regie {places[0]['place']}"
    activate(desk, "button", "Samen")
    expect(desk.get_by_role("button", name="Samen", exact=True)).to_have_attribute("aria-pressed", "true")
    wait_until(lambda: facilitator.view(places[0])["participants"] >= ENOUGH, "people came in", timeout=PATIENCE)

    lead_to(desk, screens, PRIORITIES)
    activate(desk, "link", "Groepen")
    for number in range(1, 5):
        group_first(desk, 3, f"Groep {number}")
    activate(desk, "link", here)
    press(desk, "ArrowRight")
    wait_for_the_room(desk)
    press(desk, "ArrowRight")
    press(desk, "ArrowRight")
    follow(desk, screens)
    answers, dots, groups = yield_of(facilitator, program)
    assert dots > 0

    # From the votes back to the answers of the last theme and to grouping, and forward again.
    while number_of(desk) > LAST_KNOWLEDGE:
        press(desk, "ArrowLeft")
        follow(desk, screens)
    activate(desk, "link", "Groepen")
    group_first(desk, 2, "Groep 5")
    activate(desk, "link", here)
    while number_of(desk) < PRIORITIES:
        press(desk, "ArrowRight")
    follow(desk, screens)

    now, dots_now, groups_now = yield_of(facilitator, program)
    assert now.items() >= answers.items()
    assert (dots_now, groups_now) == (dots, groups + 1)
    lead_to(desk, screens, LAST)
    now, *_ = yield_of(facilitator, program)
    assert now.items() >= answers.items()
    say(f"{len(now)} answers, {dots} dots")
    for screen in screens:
        shown = [screen.locator(region).inner_text() for region in ("#kop", "#inhoud")]
        screen.reload()
        assert [screen.locator(region).inner_text() for region in ("#kop", "#inhoud")] == shown
