"""The tests of the tests: a program that breaks its promise does not get past the check of a crowd."""

import sqlite3
import time

import pytest

from tests.client import Desk
from tests.crowd import Crowd, open_places
from tests.invariants import Broken, check
from tests.stored import read_stored

STORED_SECONDS = 60
KILLS = 3


def spoilt(how):
    return {"manage": ("-m", "tests.sabotage", how)}


def test_a_program_that_acknowledges_before_it_stores_is_found_out_when_it_is_killed(server):
    program = server(**spoilt("ack-first"))
    desk = Desk(program.info)
    crowd = Crowd(open_places(desk, program.info["sessions"]), seed=4)
    crowd.work(operations=25)
    wait_until_stored(program, desk)

    with crowd.writing():
        for _ in range(KILLS):
            crowd.wait(acknowledged=10)
            program.kill()
            program.start()
        crowd.wait(acknowledged=10)
    crowd.settle()
    wait_until_stored(program, desk)

    with pytest.raises(Broken, match="lost:") as broken:
        check(program, crowd)
    assert broken.value.figures.lost > 0


def test_a_program_that_ignores_keys_is_found_out_without_a_kill(server):
    program = server(**spoilt("no-keys"))
    crowd = Crowd(open_places(Desk(program.info), program.info["sessions"]), seed=5)

    crowd.work(operations=150)
    crowd.settle()

    with pytest.raises(Broken, match="doubled:") as broken:
        check(program, crowd)
    assert broken.value.figures.doubled > 0


def wait_until_stored(program, desk):
    """Wait until the database in the data folder is as far as the program says it is."""
    place = program.info["sessions"][0]
    deadline = time.monotonic() + STORED_SECONDS
    while stored_seq(program) < desk.view(place)["seq"]:
        assert time.monotonic() < deadline, "the spoilt program stored nothing"
        time.sleep(0.2)


def stored_seq(program):
    try:
        return read_stored(program).seq
    except (sqlite3.OperationalError, IndexError):  # no database yet, or one without its meet-up
        return -1
