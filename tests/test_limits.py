"""How the limits count: open files, how often, and how slowly."""

import json
import subprocess
import sys

import pytest

from pmg_workshop.limits import FILES_OF_REQUEST, OPEN_FILES, Backlog, Limits, Pace, budget
from tests.privileges import not_possible_here


def test_server_may_open_enough_files():
    if sys.platform == "win32":
        not_possible_here("Windows kent geen grens aan open bestanden")
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    program = (
        "import resource; from pmg_workshop.limits import raise_open_files;"
        f"resource.setrlimit(resource.RLIMIT_NOFILE, (256, {hard}));"
        "print([raise_open_files(), resource.getrlimit(resource.RLIMIT_NOFILE)[0]])"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    allowed = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    assert json.loads(finished.stdout) == [allowed, allowed]


@pytest.mark.parametrize("open_files", [64, 128, 256, 1024, 4096, 65536])
def test_connections_and_requests_together_leave_files_for_the_program(open_files):
    shares = budget(open_files)

    assert min(shares.connections, shares.requests) >= 1
    assert shares.connections + shares.requests * FILES_OF_REQUEST <= max(open_files - 48, 16)


def test_room_of_three_hundred_fits_in_the_usual_budget():
    shares = budget(OPEN_FILES)

    assert shares.connections > 2000
    assert shares.requests >= 256


def test_pace_allows_thirty_in_ten_seconds():
    pace = Pace(30, 10.0)

    assert not any(pace.is_too_high(now=1.0) for _ in range(30))
    assert pace.is_too_high(now=10.9)
    assert not pace.is_too_high(now=11.1)


def test_backlog_that_grows_and_is_taken_is_not_stuck():
    backlog = Backlog(Limits(read_seconds=30, read_bytes=16))

    sizes = [50, 3000, *range(2995, 2900, -5)]
    assert not any(backlog.is_stuck(size, now) for now, size in enumerate(sizes, start=1000))
    hovering = [60, 40] * 40
    assert not any(backlog.is_stuck(size, now) for now, size in enumerate(hovering, start=2000))


def test_backlog_is_stuck_when_too_little_of_it_is_taken():
    limits = Limits(read_seconds=30, read_bytes=16)
    still, steady, empty = Backlog(limits), Backlog(limits), Backlog(limits)

    moments = range(0, 61, 10)
    assert [still.is_stuck(100, now) for now in moments] == [False, False, False, True, True, True, True]
    assert not any(steady.is_stuck(200 - now, now) for now in moments)
    assert not any(empty.is_stuck(0, now) for now in moments)
