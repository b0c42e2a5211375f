"""The server is killed at random moments while a crowd writes; nothing acknowledged is lost or counted twice.

The long form does the same for some minutes, with thousands of writes and hundreds of kills, and prints figures:

    python3 manage.py test tests/test_kills.py --long -s
"""

import random
import statistics
import sys
import time
from dataclasses import asdict

import pytest

from tests.client import Desk
from tests.crowd import Crowd, close_question, open_places
from tests.invariants import check
from tests.listeners import converged, listeners

SETTLE_SECONDS = 60


@pytest.fixture
def is_long(request):
    return request.config.getoption("--long")


def test_nothing_is_lost_or_doubled_when_the_only_process_is_killed(server, is_long):
    program = server()
    places = open_places(Desk(program.info), program.info["sessions"])
    crowd = Crowd(places, seed=1)

    parts = [(1_000, 20)] * 10 if is_long else [(330, 7)]
    report = write_through_kills(crowd, [program], parts)

    report |= asdict(check(program, crowd))
    tell("SQLite, one process", report)


def test_nothing_is_lost_or_doubled_when_two_processes_on_one_database_are_killed_in_turn(
    server, fresh_postgres_url, tmp_path, is_long
):
    shared = {"environment": {"DATABASE_URL": fresh_postgres_url}, "data": tmp_path / "shared"}
    one, other = server(**shared), server(**shared)
    places = open_places(Desk(one.info), one.info["sessions"])
    crowd = Crowd(places, seed=2, addresses=[("127.0.0.1", one.port), ("127.0.0.1", other.port)])

    # While one is away the other goes on, so there are far more writes than these.
    parts = [(300, 10)] * 6 if is_long else [(200, 7)]
    report = write_through_kills(crowd, [one, other], parts)

    report |= asdict(check(one, crowd, others=[other]))
    tell("PostgreSQL, two processes", report)


def write_through_kills(crowd, programs, parts):
    """Let the crowd do so many things through so many kills for each part, ending each in quiet; return figures.

    Half-way one question is closed, so that old keys arrive after the closing too.
    """
    chance, waits, started, kills = random.Random(3), [], time.monotonic(), 0
    middle = sum(part_kills for _, part_kills in parts) // 2
    with listeners(crowd.places, programs) as opened:
        for operations, part_kills in parts:
            goal = crowd.ledger.operations + operations
            with crowd.writing():
                for _ in range(part_kills):
                    crowd.wait(acknowledged=chance.randrange(5, int(1.6 * operations / part_kills)))
                    time.sleep(chance.uniform(0, 0.05))  # anywhere in the middle of a write
                    program = programs[kills % len(programs)]
                    program.kill()
                    program.start()
                    kills += 1
                    if kills == middle:
                        close_question(crowd.places[0])
                crowd.wait(operations=goal - crowd.ledger.operations)
            assert crowd.settle(SETTLE_SECONDS) == 0, "the crowd was not answered"
            waits += converged(opened, crowd.ledger)
            tell(f"{crowd.ledger.operations} operations, {kills} kills, {time.monotonic() - started:.0f} s")
    return {
        "kills": kills,
        "seconds": round(time.monotonic() - started),
        "converged p50": f"{statistics.median(waits):.2f} s",
        "converged max": f"{max(waits):.2f} s",
    }


def tell(title, figures=None):
    """Print a line, and figures as a table under it; pytest shows them with -s."""
    lines = [f"  {name:<14}{value:>8}" for name, value in (figures or {}).items()]
    sys.stdout.write("\n".join(["", title, *lines]))
    sys.stdout.flush()
