"""Pages that sleep, and a server that sleeps as when somebody closes the laptop, in a real browser."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.outbox_page import kept_on_phone, send
from tests.room import PATIENCE, Room, Stopwatch, wait_until
from tests.server import ProgramServer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only here processes can be stopped one by one")
SLEEP = 8.0  # seconds; as long as the outbox waits for a reply


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("sleep") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def room(browser, program):
    room = Room(browser, program, program.lan_url)
    yield room
    room.close()


def renderers():
    """Return the processes of this test's own browsers that draw pages and run their scripts."""
    rows = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    processes = [row.split(None, 2) for row in rows.splitlines()]
    ours = {str(os.getpid())}
    for _ in range(10):  # generations
        ours |= {pid for pid, parent, _ in processes if parent in ours}
    return [int(pid) for pid, _, arguments in processes if pid in ours and "--type=renderer" in arguments]


@contextmanager
def asleep(pids):
    """Keep processes from running for as long as the block lasts."""
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_phone_that_slept_shows_where_the_room_is_and_sends_what_waited(room):
    words = room.ask_the_other()
    room.expect_everywhere(words)
    send(room.phone, "Verstuurd, en toen ging het scherm uit")

    with asleep(renderers()):
        words = room.ask_the_other()
        time.sleep(SLEEP)

    awake = Stopwatch()
    room.expect_everywhere(words)
    awake.lap("after waking all pages show where the room is")
    wait_until(lambda: kept_on_phone(room.phone) == [], "the phone has sent all")
    awake.lap("after waking the phone has sent what waited")
    assert room.times_stored("Verstuurd, en toen ging het scherm uit") == 1
    assert room.problems == []


def test_laptop_that_was_closed_for_a_while_loses_nothing_and_closes_no_round(room):
    words = room.ask_the_other()
    room.facilitator.round(room.place, "open", seconds=300)
    room.expect_everywhere(words)
    expect(room.phone.locator("[data-ends-at]")).to_be_visible(timeout=PATIENCE)

    with asleep([room.program.pid]):
        send(room.phone, "Verstuurd terwijl de laptop dicht was")
        time.sleep(SLEEP)

    awake = Stopwatch()
    expect(room.phone.locator("#mijn")).to_contain_text("Verstuurd terwijl de laptop dicht was", timeout=PATIENCE)
    awake.lap("after opening the laptop the answer is stored")
    for page in room.pages:
        expect(page.locator("#verbinding")).to_be_hidden(timeout=PATIENCE)
    steps = room.facilitator.view(room.place)["steps"]
    here = room.facilitator.view(room.place)["current"]
    [round_] = [step["round"] for step in steps if step["number"] == here]
    assert round_["state"] == "open"
    words = room.ask_the_other()
    room.expect_everywhere(words)
    awake.lap("and all pages follow")
    assert room.times_stored("Verstuurd terwijl de laptop dicht was") == 1
    assert room.problems == []
