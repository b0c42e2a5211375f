"""In a real browser: what is pushed stands in the order of the phone before it is shown, and nothing jumps."""

import pytest
from playwright.sync_api import expect

from sessions.order import rank
from tests.client import Desk
from tests.outbox_page import PHONE
from tests.server import ProgramServer
from tests.test_order import KNOWN

WELCOME, POSITION, THEMES = 1, 3, 26  # numbers of steps
BLOCKS = "#stap [data-shuffled] > li"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("order") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def place(program):
    return program.info["sessions"][0]


@pytest.fixture(scope="module")
def desk(program):
    return Desk(program.info)


@pytest.fixture
def phone(browser, program, place, desk):
    """The phone of somebody who joined while the room is welcomed."""
    desk.go_to(place, WELCOME)
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{program.lan_url}/d/{place['code']}/")
    page.get_by_role("button", name="Overslaan").click()
    expect(page.locator("#stap")).to_be_visible()
    page.wait_for_load_state()
    yield page
    context.close()


def shown(page):
    return page.eval_on_selector_all(BLOCKS, "blocks => blocks.map((block) => Number(block.dataset.order))")


def expected(page):
    """What the order must be, from the seed that stands on the page and the ids of what can be chosen."""
    seed = int(page.locator("body").get_attribute("data-seed"))
    return sorted(shown(page), key=lambda option_id: rank(seed, option_id))


def test_the_browser_works_out_the_same_rank(phone):
    for (seed, option_id), known in KNOWN.items():
        assert phone.evaluate("([seed, id]) => order.rank(seed, id)", [seed, option_id]) == known


@pytest.mark.parametrize("step", [POSITION, THEMES])
def test_a_pushed_poll_stands_in_the_order_of_the_phone_and_so_does_its_reload(phone, desk, place, step):
    desk.go_to(place, step)
    desk.round(place, "open")
    expect(phone.locator(f"{BLOCKS} button").first).to_be_visible(timeout=15_000)

    pushed = shown(phone)
    assert len(pushed) > 2
    assert pushed == expected(phone)
    phone.reload()
    assert shown(phone) == pushed
    phone.evaluate("pmg.pull({ force: true })")
    phone.wait_for_load_state("networkidle")
    assert shown(phone) == pushed


def test_a_push_moves_nothing_and_takes_no_focus_away(phone, desk, place):
    desk.go_to(place, POSITION)
    desk.round(place, "open")
    button = phone.locator(f"{BLOCKS} button").nth(1)
    expect(button).to_be_visible(timeout=15_000)
    button.focus()
    phone.evaluate(
        """() => {
            window.moves = 0;
            const list = document.querySelector("#stap [data-shuffled]");
            new MutationObserver((records) => { moves += records.length; }).observe(list, { childList: true });
            window.focused = document.activeElement;
        }"""
    )

    desk.round(place, "open", seconds=600)  # a timer: the whole step is pushed again
    expect(phone.locator("#stap [data-ends-at]")).to_be_visible()

    assert phone.evaluate("moves") == 0
    assert phone.evaluate("document.activeElement === focused")
    assert shown(phone) == expected(phone)


def test_without_javascript_the_page_has_the_same_order(phone, desk, place, browser):
    desk.go_to(place, POSITION)
    desk.round(place, "open")
    expect(phone.locator(f"{BLOCKS} button").first).to_be_visible(timeout=15_000)
    plain = browser.new_context(java_script_enabled=False, storage_state=phone.context.storage_state()).new_page()

    plain.goto(phone.url)

    ids = [int(block.get_attribute("data-order")) for block in plain.locator(BLOCKS).all()]
    assert ids == shown(phone)
    plain.context.close()
