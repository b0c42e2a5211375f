"""Redis, and every wake that goes through it, may be lost: that costs a second, never truth, and nobody an error.

Two processes serve one PostgreSQL database. Figures are shown with -s.
"""

import sys

import pytest
import redis

from tests.backing import startable_redis
from tests.client import Desk
from tests.crowd import Crowd, open_places
from tests.invariants import check
from tests.listeners import converged, listeners
from tests.trouble import check_replies, wait_until

OPERATIONS = 40
LOG_LINES = 20  # of a process, whatever it went through
SETTLE_SECONDS = 60
WAKES = "asgi__group__meetups.changed"


@pytest.fixture
def redis_server():
    with startable_redis() as running:
        yield running


@pytest.fixture
def start_two(server, fresh_postgres_url, tmp_path):
    """Start two processes on one database, with this Redis; give them, and a crowd that goes to both."""

    def start(redis_server, phones=12, **options):
        environment = {"DATABASE_URL": fresh_postgres_url, "REDIS_URL": redis_server.url}
        programs = [server(environment=environment, data=tmp_path / "shared", **options) for _ in range(2)]
        places = open_places(Desk(programs[0].info), programs[0].info["sessions"])
        addresses = [("127.0.0.1", program.port) for program in programs]
        return programs, Crowd(places, phones=phones, seed=6, addresses=addresses)

    return start


def write_and_converge(crowd, opened, when):
    """Let the crowd write; every screen of both processes follows. Print how long after the last reply."""
    crowd.work(operations=OPERATIONS)
    assert crowd.settle(SETTLE_SECONDS) == 0
    sys.stdout.write(f"\n{when}: all screens within {max(converged(opened, crowd.ledger)):.2f} s")


def processes_that_listen(redis_server):
    with redis.Redis.from_url(redis_server.url) as connection:
        return dict(connection.pubsub_numsub(WAKES))[WAKES.encode()]


def test_nothing_but_a_second_is_lost_when_redis_stops_is_flushed_and_comes_back(redis_server, start_two):
    redis_server.start()
    programs, crowd = start_two(redis_server)

    with listeners(crowd.places, programs) as opened:
        write_and_converge(crowd, opened, "with Redis")
        redis_server.flush()
        write_and_converge(crowd, opened, "flushed")
        redis_server.stop()
        write_and_converge(crowd, opened, "stopped")
        redis_server.start()
        write_and_converge(crowd, opened, "back")
        wait_until(lambda: processes_that_listen(redis_server) == 2, "both processes listen again")
        with redis.Redis.from_url(redis_server.url) as connection, connection.pubsub() as wakes:
            wakes.subscribe(WAKES)
            write_and_converge(crowd, opened, "listened to")
            wait_until(lambda: (wakes.get_message(timeout=1) or {}).get("type") == "message", "a wake")

    check_replies(crowd)
    check(programs[0], crowd, others=programs[1:])
    for program in programs:
        assert len(program.stderr.splitlines()) < LOG_LINES, program.stderr
        assert "Andere processen zijn weer te wekken" in program.stderr


def test_without_redis_at_the_start_the_program_works_and_finds_it_later(redis_server, start_two):
    programs, crowd = start_two(redis_server)

    with listeners(crowd.places, programs) as opened:
        write_and_converge(crowd, opened, "never there")
        redis_server.start()
        wait_until(lambda: processes_that_listen(redis_server) == 2, "both processes listen")
        write_and_converge(crowd, opened, "there")

    check_replies(crowd)
    check(programs[0], crowd, others=programs[1:])


def test_wakes_that_are_lost_doubled_or_out_of_order_change_nothing_in_the_end(redis_server, start_two):
    redis_server.start()
    programs, crowd = start_two(redis_server, manage=("-m", "tests.disturbed", "wakes"))

    with listeners(crowd.places, programs) as opened:
        for part in range(3):
            write_and_converge(crowd, opened, f"half of the wakes lost, part {part + 1}")

    check_replies(crowd)
    check(programs[0], crowd, others=programs[1:])
