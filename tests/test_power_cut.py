"""The power fails while a room writes: after a start, all that phones were told is stored is there.

The long form cuts twenty sessions of 10 to 20 seconds, and prints figures:

    python3 manage.py test tests/test_power_cut.py --long -s
"""

import os
import random
import re
import tempfile
import time
from pathlib import Path

import pytest
import requests

from tests.backing import startable_postgres
from tests.client import TIMEOUT, Desk
from tests.crowd import Crowd, open_places
from tests.ledger import OK
from tests.power import computer, family_of
from tests.stored import read_stored
from tests.trouble import end_well, tell

PHONES = 8


@pytest.fixture
def machine():
    """A computer; ask for it before `server`, which must end before its disk goes."""
    with tempfile.TemporaryDirectory(prefix="pmg-computer-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL comes here as another user
        with computer(Path(folder) / "computer") as machine:
            yield machine


@pytest.fixture
def postgres(machine):
    """A PostgreSQL on that computer, as careful as it is by default."""
    with startable_postgres(data=machine.folder / "postgres", fsync="on") as postgres:
        yield postgres


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

    assert report["lost at a cut"] == 0
    end_well("power cuts", program, crowd, report)


def test_program_starts_again_after_a_power_cut_right_after_its_first_start(machine, server):
    program = server(data=machine.folder)
    machine.cut_power(program.pid)
    program.kill()
    machine.switch_on()

    program.start()

    page = requests.get(program.url, timeout=TIMEOUT).text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert addresses
    for address in addresses:
        reply = requests.get(program.url + address, timeout=TIMEOUT)
        assert reply.status_code == 200
        assert reply.content, address


def test_everything_acknowledged_is_there_after_power_cuts_of_postgresql(
    machine, postgres, server, sessions, tmp_path, is_long
):
    shared = {"data": tmp_path / "data", "environment": {"DATABASE_URL": postgres.url}}
    program, crowd = open_meetup(machine, server, **shared)

    sessions = sessions[:5] if is_long else sessions[:1]
    report = write_through_power_cuts(machine, program, crowd, sessions, postgres)

    assert report["lost at a cut"] == 0
    end_well("power cuts of PostgreSQL", program, crowd, report)


def test_database_that_does_not_sync_loses_what_was_acknowledged(machine, server, sessions, is_long):
    """Were nothing lost here, the test above would show nothing."""
    program, crowd = open_meetup(machine, server, manage=("-m", "tests.sabotage", "normal-sync"))

    report = write_through_power_cuts(machine, program, crowd, sessions[:5], is_enough_when_lost=not is_long)

    assert report["lost at a cut"] > 0
    tell("power cuts without sync", report)


def open_meetup(machine, server, **options):
    """Start the program and let phones in, long enough ago for all of that to be on the disk."""
    program = server(**{"data": machine.folder, **options})
    crowd = Crowd(open_places(Desk(program.info), program.info["sessions"]), phones=PHONES, pause=0.05)
    machine.disk.write_out()
    return program, crowd


def write_through_power_cuts(machine, program, crowd, sessions, postgres=None, is_enough_when_lost=False):
    """Let the crowd write, and cut the power after each of these numbers of seconds; return figures."""
    acknowledged, lost, cuts = set(), [], 0
    with crowd.writing():
        for seconds in sessions:
            time.sleep(seconds)
            machine.cut_power(program.pid, *(family_of(postgres.pid) if postgres else []))
            program.kill()
            told = [one for one in crowd.ledger.intentions(OK) if one not in acknowledged]
            if postgres:
                postgres.stop()
            machine.switch_on()
            if postgres:
                postgres.start()
            stored = {row.key: (row.ref, row.rev, row.seq) for row in read_stored(program).receipts}
            acknowledged.update(told)
            lost += [one for one in told if stored.get(one.key) != one.acknowledgement.stored]
            cuts += 1
            if lost and is_enough_when_lost:
                break
            program.start()
    return {"cuts": cuts, "acknowledged before a cut": len(acknowledged), "lost at a cut": len(lost)}
