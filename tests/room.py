"""A room in a real browser: a desk, a screen and a phone of one place, each in a window of its own."""

import sys
import time

from playwright.sync_api import expect

from tests.client import Desk
from tests.outbox_page import PHONE, wait_until_ready
from tests.server import LAN_NAME

DESK = {"width": 1440, "height": 900}
SCREEN = {"width": 1280, "height": 720}
QUESTION, NEXT_QUESTION = 8, 9  # numbers of steps
TITLES = {QUESTION: "Wat zijn uw kansen", NEXT_QUESTION: "leervraag"}
PATIENCE = 10_000  # milliseconds; twice what a room may wait, for a machine that is busy


class Room:
    """The open pages of one place, reached at `lan_url`; `facilitator` leads it without a browser."""

    def __init__(self, browser, program, lan_url):
        self.program = program
        self.lan_url = lan_url
        self.place = program.info["sessions"][0]
        self.facilitator = Desk(program.info)
        self.problems = []
        self._browser = browser
        self._contexts = []
        self._at = None
        self.ask(QUESTION)
        self.desk = self._open(DESK, self.place["desk_url"], cookies=self.facilitator.http.cookies)
        self.screen = self._open(SCREEN, self.place["screen_url"])
        self.phone = self.open_phone()

    @property
    def pages(self):
        return [self.desk, self.screen, self.phone]

    def open_phone(self):
        """Let one more person take part."""
        page = self._open(PHONE, self.place["join_url"])
        page.get_by_role("button", name="Overslaan").click()
        wait_until_ready(page)
        return page

    def ask(self, number):
        """Bring the place to a question and open it."""
        self.facilitator.go_to(self.place, number)
        self.facilitator.round(self.place, "open")
        self._at = number

    def ask_the_other(self):
        """Open the other of the two questions, and return words of its title."""
        self.ask(NEXT_QUESTION if self._at == QUESTION else QUESTION)
        return TITLES[self._at]

    def times_stored(self, text):
        """Return how many answers of the whole day have this text."""
        agenda = self.facilitator.get(self.program.info["agenda_url"] + "export/json/").json()
        return sum(answer["text"] == text for answer in agenda["answers"])

    def expect_everywhere(self, words):
        """Wait until all pages show these words as what the room is at."""
        for page, region in ((self.screen, "#kop"), (self.desk, "#bediening"), (self.phone, "#stap")):
            expect(page.locator(region)).to_contain_text(words, timeout=PATIENCE)

    def close(self):
        for context in self._contexts:
            context.close()

    def _open(self, size, url, cookies=()):
        context = self._browser.new_context(viewport=size, locale="nl-NL")
        self._contexts.append(context)
        host = {"domain": LAN_NAME, "path": "/"}
        context.add_cookies([{"name": cookie.name, "value": cookie.value, **host} for cookie in cookies])
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(self._here(url))
        return page

    def _here(self, url):
        return url.replace(self.program.url, self.lan_url)


def wait_until(condition, what, timeout=PATIENCE):
    """Wait for a condition that no page knows of, at most so many milliseconds."""
    deadline = time.monotonic() + timeout / 1000
    while not condition():
        assert time.monotonic() < deadline, f"Still not so: {what}"
        time.sleep(0.05)


class Stopwatch:
    """Says how long what it is told of took, in seconds since it was made."""

    def __init__(self):
        self.started = time.monotonic()

    def lap(self, what):
        say(f"{what}: {time.monotonic() - self.started:.1f} s")


def say(line):
    """Print a figure; `pytest -rA` shows it."""
    sys.stdout.write(line + "\n")
