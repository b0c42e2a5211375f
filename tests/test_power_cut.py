"""The power fails while a room writes: after a start, all that phones were told is stored is there.

The long form cuts twenty sessions of 10 to 20 seconds, and prints figures:

    python3 manage.py test tests/test_power_cut.py --long -s
"""

import os
import random
import time
from dataclasses import asdict

import pytest

from tests.client import Desk
from tests.crowd import Crowd, open_places
from tests.invariants import check
from tests.ledger import OK
from tests.power import computer
from tests.stored import read_stored
from tests.trouble import SETTLE_SECONDS, check_file, check_replies, tell

PHONES = 8


@pytest.fixture
def machine(tmp_path):
    """A computer; ask for it before `server`, which must end before its disk goes."""
    with computer(tmp_path / "computer") as machine:
        yield machine


@pytest.fixture
def is_long(request):
    return request.config.getoption("--long")


@pytest.fixture
def sessions(is_long):
    """How many seconds pass before each power cut."""
    chance = random.Random(1)
    return [chance.uniform(10, 20) for _ in range(20)] if is_long else [2, 4]


def test_power_cut_takes_what_was_not_synced_and_nothing_else(machine):
    with (machine.folder / "synced").open("w") as file:
        file.write("is there" * 1000)
        file.flush()
        os.fsync(file.fileno())
    (machine.folder / "not synced").write_text("is gone" * 1000)

    machine.cut_power()
    machine.switch_on()

    left = {path.name: path.stat().st_size for path in machine.folder.iterdir() if path.is_file()}
    assert left.pop("synced") == 8000
    assert not any(left.values())


def test_everything_acknowledged_is_there_after_power_cuts(machine, server, sessions):
    program, crowd = open_meetup(machine, server)

    report = write_through_power_cuts(machine, program, crowd, sessions)
    crowd.stop()
    assert crowd.settle(SETTLE_SECONDS) == 0

    check_replies(crowd)
    assert report["lost at a cut"] == 0
    tell("power cuts", report | asdict(check(program, crowd)))
    program.stop()
    check_file(program.data)


def test_database_that_does_not_sync_loses_what_was_acknowledged(machine, server, sessions, is_long):
    """Were nothing lost here, the test above would show nothing."""
    program, crowd = open_meetup(machine, server, manage=("-m", "tests.sabotage", "normal-sync"))

    report = write_through_power_cuts(machine, program, crowd, sessions[:5], is_enough_when_lost=not is_long)
    crowd.stop()

    assert report["lost at a cut"] > 0
    tell("power cuts without sync", report)


def open_meetup(machine, server, **options):
    """Start the program and let phones in, long enough ago for all of that to be on the disk."""
    program = server(data=machine.folder, **options)
    crowd = Crowd(open_places(Desk(program.info), program.info["sessions"]), phones=PHONES, pause=0.05)
    machine.disk.write_out()
    return program, crowd


def write_through_power_cuts(machine, program, crowd, sessions, is_enough_when_lost=False):
    """Let the crowd write, and cut the power after each of these numbers of seconds; return figures."""
    cuts, acknowledged, lost, kept = 0, 0, 0, set()
    crowd.start()
    for seconds in sessions:
        time.sleep(seconds)
        machine.cut_power(program.pid)
        program.kill()
        told = {one.key: one.acknowledgement.stored for one in crowd.ledger.intentions(OK) if one.key not in kept}
        machine.switch_on()
        stored = {row.key: (row.ref, row.rev, row.seq) for row in read_stored(program).receipts}
        missing = [key for key, reply in told.items() if stored.get(key) != reply]
        acknowledged, lost = acknowledged + len(told), lost + len(missing)
        cuts, kept = cuts + 1, kept | told.keys()
        if lost and is_enough_when_lost:
            break
        program.start()
        machine.disk.write_out()  # style sheets and the like: a start wrote them, and this is about answers
    return {"cuts": cuts, "acknowledged before a cut": acknowledged, "lost at a cut": lost}
