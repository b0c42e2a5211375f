"""The clock of the laptop is set an hour on or back, or its lid is closed: nobody in the room notices."""

import datetime
import json
import os
import re
import signal
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect

from tests.client import TIMEOUT, Desk, Phone
from tests.server import ProgramServer
from tests.stored import DATABASE_NAME
from tests.trouble import PATIENCE_SECONDS, wait_until

QUESTION = 8  # "Wat zijn uw kansen?"
HOUR = 3600
SECONDS = 300
RUNNING = re.compile(r"^[34]:\d\d$")
ASLEEP_SECONDS = 8


@pytest.fixture(scope="module")
def clock_file(tmp_path_factory):
    """Holds by how many seconds the wall clock of the program is off."""
    return tmp_path_factory.mktemp("clock") / "clock"


@pytest.fixture(scope="module")
def program(clock_file):
    set_clock(clock_file, 0)
    environment = {"PMG_CLOCK": str(clock_file)}
    program = ProgramServer(clock_file.parent / "data", environment, manage=("-m", "tests.disturbed", "clock"))
    try:
        yield program.start()
    finally:
        program.kill()


@pytest.fixture(scope="module")
def desk(program):
    return Desk(program.info)


@pytest.fixture
def clock(clock_file):
    """Set by how many seconds the clock is off; it is right again after the test."""
    yield partial(set_clock, clock_file)
    set_clock(clock_file, 0)


def set_clock(file, seconds):
    new = file.with_suffix(".new")
    new.write_text(str(seconds), encoding="ascii")
    new.replace(file)  # the program reads it all the time


@pytest.fixture
def place(program, desk):
    """A place with a question open for five minutes."""
    place = program.info["sessions"][0]
    desk.go_to(place, QUESTION)
    desk.round(place, "open", seconds=SECONDS)
    return place


@pytest.fixture
def screen(place):
    with connect(place["ws_screen"], open_timeout=TIMEOUT) as socket:
        yield socket


def messages(screen):
    """All that a screen hears, for as long as a test has patience."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        yield json.loads(screen.recv(timeout=TIMEOUT))


def heartbeat(screen):
    return next(message for message in messages(screen) if "now" in message)


def ends_at(phone):
    return datetime.datetime.fromisoformat(phone.view()["round"]["ends_at"])


def seconds_left(phone, screen):
    now = datetime.datetime.fromisoformat(heartbeat(screen)["now"])
    return (ends_at(phone) - now).total_seconds()


def test_a_clock_that_is_set_closes_nothing_and_refuses_nobody(clock, desk, place, screen):
    phone = Phone(place)
    told = [phone.answer("Voor de sprong").json()]
    started, before = time.monotonic(), ends_at(phone)

    for jump in (HOUR, 0, -HOUR):
        clock(jump)
        expected = before + datetime.timedelta(seconds=jump)
        wait_until(lambda expected=expected: abs(ends_at(phone) - expected).total_seconds() < 5, "a moved timer")
        told.append(phone.answer(f"Na een sprong naar {jump}").json())
        passed = time.monotonic() - started
        assert seconds_left(phone, screen) == pytest.approx(SECONDS - passed, abs=10)
        assert phone.view()["round"]["state"] == "open"

    assert [reply["status"] for reply in told] == ["accepted"] * 4
    assert [reply["seq"] for reply in told] == sorted(reply["seq"] for reply in told)
    newest_first = [own["id"] for own in phone.view()["mine"]]
    assert newest_first == [reply["id"] for reply in reversed(told)]
    desk.round(place, "close")
    assert phone.view()["round"]["state"] == "closed"


def test_a_clock_that_is_set_while_no_screen_is_open_closes_nothing(clock, place):
    phone = Phone(place)
    before = ends_at(phone)

    clock(HOUR)

    assert (ends_at(phone) - before).total_seconds() == pytest.approx(HOUR, abs=5)
    assert phone.answer("Na de sprong").json()["status"] == "accepted"


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_what_arrives_before_anybody_looked_at_the_clock_is_in_time(clock, place, jump):
    phone = Phone(place)
    view = phone.view()

    clock(jump)

    reply = phone.answer("Meteen na de sprong", round_id=view["round"]["id"])
    assert (reply.status_code, reply.json()["status"]) == (200, "accepted")


def test_a_write_that_waits_while_the_clock_is_set_is_not_sent_away(program, clock, place):
    phone = Phone(place)
    round_id = phone.view()["round"]["id"]
    database = sqlite3.connect(program.data / DATABASE_NAME, isolation_level=None)
    with closing(database) as another, ThreadPoolExecutor(1) as pool:
        another.execute("BEGIN IMMEDIATE")  # so everybody else waits
        waiting = pool.submit(phone.answer, "Even geduld", round_id=round_id)
        time.sleep(0.2)
        clock(HOUR)
        time.sleep(2.1)  # every two seconds is looked at what waits for too long
        another.execute("ROLLBACK")

        reply = waiting.result()

    assert (reply.status_code, reply.json()["status"]) == (200, "accepted")


def test_a_page_that_looks_on_hears_of_the_moved_timer(clock, place, screen):
    phone = Phone(place)
    heartbeat(screen)
    before = ends_at(phone)

    clock(HOUR)

    wait_until(lambda: ends_at(phone) > before, "a moved timer")
    moved = f'data-ends-at="{ends_at(phone).isoformat()}"'
    assert any(moved in message.get("content", "") for message in messages(screen))


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be put to sleep there")
def test_a_lid_that_was_closed_past_the_end_leaves_the_round_open_for_who_waited(program, place, screen):
    phone = Phone(place)
    ends = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=10)  # of the 15 of grace
    set_timer(program, ends)
    view = phone.view()
    assert view["round"]["state"] == "open"

    os.kill(program.pid, signal.SIGSTOP)
    time.sleep(ASLEEP_SECONDS)
    os.kill(program.pid, signal.SIGCONT)

    assert phone.answer("Onder het deksel getypt", round_id=view["round"]["id"]).json()["status"] == "accepted"
    assert phone.view()["round"]["state"] == "open"
    assert phone.get(place["join_url"]).status_code == 200
    assert heartbeat(screen)["epoch"] == view["epoch"]


def set_timer(program, moment):
    """Let the open round end at this moment."""
    with closing(sqlite3.connect(program.data / DATABASE_NAME)) as connection, connection:
        text = moment.replace(tzinfo=None).isoformat(" ")
        connection.execute("UPDATE meetups_round SET ends_at = ? WHERE state = 'open'", [text])


def test_a_page_whose_own_clock_is_set_counts_down_right_again(browser, place):
    context = browser.new_context(locale="nl-NL")
    try:
        page = context.new_page()
        page.goto(place["screen_url"])
        timer = page.locator("[data-ends-at]")
        expect(timer).to_have_text(RUNNING)

        page.evaluate("() => { const now = Date.now.bind(Date); Date.now = () => now() + 3_600_000; }")
        page.wait_for_timeout(1_500)  # it counts on, every second

        expect(timer).to_have_text(RUNNING, timeout=PATIENCE_SECONDS * 1_000)
    finally:
        context.close()
