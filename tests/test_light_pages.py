"""A phone's pages are light: few requests and few bytes, and usable on a slow line. In a real browser."""

import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
import requests
from playwright.sync_api import expect

from tests.client import Desk
from tests.outbox_page import PHONE, QUESTION, answer_box, let_join, press_send, stored_texts, type_answer
from tests.server import ProgramServer

MOST_BYTES = 100_000
# Two pages, the reply to joining, a style sheet, a script, a font, two icons, and the word that somebody writes.
MOST_REQUESTS = 9
KBIT = 1000 / 8
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400 * KBIT, "uploadThroughput": 400 * KBIT}
# Not what is aimed at (3 seconds; the test prints what it was), but what says that something is wrong.
LONGEST_SECONDS = 15
FOR_EVER = "max-age=315360000, public, immutable"


@dataclass
class Wire:
    """What a page fetched: the bytes that came over the air, heads of replies included, by address."""

    bytes_of: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    count_of: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self):
        return sum(self.bytes_of.values())

    @property
    def requests(self):
        return sum(self.count_of.values())

    def static(self):
        return [address for address in self.bytes_of if "/static/" in address]

    def note(self, address, size):
        """Note a reply, unless it came from what the browser had kept."""
        if size:
            self.bytes_of[address] += size
            self.count_of[address] += 1


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("light") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def place(program):
    place = program.info["sessions"][0]
    desk = Desk(program.info)
    desk.go_to(place, QUESTION)
    desk.round(place, "open")
    return place


@pytest.fixture
def address(program, place):
    return f"{program.lan_url}/d/{place['code']}/"


@pytest.fixture
def context(browser):
    """The browser of a phone that was never here."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    yield context
    context.close()


def watched(page, line=None):
    """Return what a page fetches from now on, over a line as given."""
    wire, asked = Wire(), {}
    chromium = page.context.new_cdp_session(page)
    chromium.send("Network.enable")

    def note_request(event):
        if "redirectResponse" in event:
            wire.note(asked[event["requestId"]], event["redirectResponse"]["encodedDataLength"])
        asked[event["requestId"]] = event["request"]["url"]

    chromium.on("Network.requestWillBeSent", note_request)
    chromium.on(
        "Network.loadingFinished", lambda event: wire.note(asked[event["requestId"]], event["encodedDataLength"])
    )
    if line:
        chromium.send("Network.emulateNetworkConditions", line)
    return wire


def join(page):
    page.get_by_label("Namens welke gemeente").fill("Oss")
    page.get_by_role("button", name="Meedoen").click(no_wait_after=True)


def settle(page):
    """Wait until a page has all it asks for, the icons too, which count for no state of it."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def seconds_until_usable(page):
    """Return when, by the page's own clock, its words were there and its scripts had run."""
    page.wait_for_load_state()
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        painted, ran = page.evaluate(
            """() => [
                performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
                performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
            ]"""
        )
        if painted:
            return max(painted, ran) / 1000
        page.wait_for_timeout(50)
    raise AssertionError("Nothing was painted.")


def test_first_visit_is_light_and_the_second_fetches_pages_alone(context, address):
    page = context.new_page()
    first = watched(page)
    page.goto(address)
    settle(page)
    join(page)
    type_answer(page, "Een antwoord")
    settle(page)

    sys.stdout.write(f"\nfirst visit, joining included: {first.total:,.0f} bytes in {first.requests} requests\n")
    assert any(name.endswith(".woff2") for name in first.static())
    assert first.total <= MOST_BYTES
    assert first.requests <= MOST_REQUESTS
    assert set(first.count_of.values()) <= {1, 2}, "only the address of the two pages is asked for twice"
    assert [name for name, count in first.count_of.items() if count > 1] == [address]

    page = context.new_page()
    second = watched(page)
    page.goto(address)
    type_answer(page, "Nog een")
    settle(page)

    assert second.static() == []
    assert list(second.count_of) == [address, f"{address}schrijft/"]


def test_static_files_are_kept_for_ever_by_their_names(program, place):
    page = requests.get(place["join_url"], timeout=10).text

    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    replies = {address: requests.get(program.url + address, timeout=10) for address in addresses}
    assert len(replies) == 4
    assert {reply.headers["Cache-Control"] for reply in replies.values()} == {FOR_EVER}


def test_pages_of_who_comes_in_are_compressed(place):
    phone = requests.Session()

    replies = [phone.get(place["join_url"], timeout=10)]
    replies.append(phone.post(place["join_url"] + "deelnemen/", timeout=10))

    for reply in replies:
        assert reply.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in reply.headers["Vary"]
        plain = phone.get(reply.url, headers={"Accept-Encoding": "identity"}, timeout=10)
        assert "Content-Encoding" not in plain.headers
        assert "</html>" in reply.text
        assert int(reply.headers["Content-Length"]) < 0.5 * len(plain.content)


def test_on_slow_3g_somebody_who_comes_in_can_soon_answer(context, address):
    page = context.new_page()
    watched(page, SLOW_3G)

    page.goto(address, wait_until="commit")
    joining = seconds_until_usable(page)
    join(page)
    type_answer(page, "Een antwoord over een trage lijn")
    answering = seconds_until_usable(page)
    press_send(page)

    expect(answer_box(page)).to_have_value("")
    sys.stdout.write(
        f"\nslow 3G: join page usable after {joining:.2f} s, the page of the question {answering:.2f} s later\n"
    )
    assert max(joining, answering) < LONGEST_SECONDS
    expect(page.locator("#mijn")).to_contain_text("Een antwoord over een trage lijn")
    assert stored_texts(page) == ["Een antwoord over een trage lijn"]


def test_on_slow_3g_somebody_with_an_empty_browser_can_soon_answer(context, address, program, place):
    let_join(context, program, place)
    page = context.new_page()
    watched(page, SLOW_3G)

    page.goto(address, wait_until="commit")
    type_answer(page, "Een antwoord over een trage lijn")
    answering = seconds_until_usable(page)

    sys.stdout.write(
        f"\nslow 3G: the page of the question usable after {answering:.2f} s, with nothing in the browser yet\n"
    )
    assert answering < LONGEST_SECONDS
    assert page.evaluate("Boolean(window.outbox && window.writing && window.pmg)")
