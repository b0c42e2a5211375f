"""Another program holds the database, or it is away: phones are told to come back, and nothing is lost.

Figures are shown with -s.
"""

import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
import requests

from tests.backing import startable_postgres
from tests.client import TIMEOUT, Desk
from tests.crowd import Crowd, open_places
from tests.stored import DATABASE_NAME
from tests.trouble import (
    PHONE_GIVES_UP_SECONDS,
    check_reading,
    end_well,
    longest_silence,
    wait_for_refusals,
    wait_for_success,
    wait_until,
    warning_of,
)

# What another program does, such as one that makes backups: it takes the lock and waits to be told to let go.
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""
HELD_SECONDS = 12


@contextmanager
def held(database):
    """Let another process hold this SQLite database until the end of the block."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            yield
        finally:
            holder.stdin.close()
            holder.wait(30)


@pytest.fixture
def postgres():
    """A PostgreSQL of this test alone; ask for it before `server`, which must end before it goes."""
    with startable_postgres() as postgres:
        yield postgres


def crowd_of(program, phones):
    return Crowd(open_places(Desk(program.info), program.info["sessions"]), phones=phones)


def test_twenty_phones_are_sent_away_in_time_while_another_program_holds_the_database(server):
    program = server()
    crowd = crowd_of(program, phones=20)
    with crowd.writing():
        crowd.wait(acknowledged=50)

        with held(program.data / DATABASE_NAME):
            since = time.monotonic()
            wait_for_refusals(crowd, 20)
            reading = check_reading(crowd)
            wait_until(lambda: "houdt de gegevens vast" in warning_of(crowd.places[0]), "the desk is told")
            time.sleep(max(0, since + HELD_SECONDS - time.monotonic()))
            silence = longest_silence(crowd, since)
        recovery = wait_for_success(crowd)
        wait_until(lambda: "houdt de gegevens vast" not in warning_of(crowd.places[0]), "the desk is told again")

    assert silence < PHONE_GIVES_UP_SECONDS
    figures = {"slowest reply": silence, "slowest read": reading, "first stored after": recovery}
    end_well("locked", program, crowd, figures)


def test_phones_wait_while_postgresql_ends_every_connection(server, fresh_postgres_url):
    program = server(environment={"DATABASE_URL": fresh_postgres_url})
    crowd = crowd_of(program, phones=8)
    with crowd.writing(), psycopg.connect(fresh_postgres_url, autocommit=True) as connection:
        crowd.wait(acknowledged=30)

        ended = 0
        for _ in range(10):
            ended += connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()[0]
            crowd.wait(acknowledged=3)
        recovery = wait_for_success(crowd)

    assert ended
    end_well("connections ended", program, crowd, {"connections": ended, "first stored after": recovery})


def test_phones_wait_while_postgresql_is_away(postgres, server):
    program = server(environment={"DATABASE_URL": postgres.url})
    crowd = crowd_of(program, phones=8)
    with crowd.writing():
        crowd.wait(acknowledged=30)

        postgres.stop()
        since = wait_for_refusals(crowd, 20)
        for url in (f"{program.url}/healthz", crowd.places[0].join_url, crowd.places[0].info["screen_url"]):
            assert requests.get(url, timeout=TIMEOUT).status_code == 503, url
        silence = longest_silence(crowd, since)
        postgres.start()
        recovery = wait_for_success(crowd)

    assert silence < PHONE_GIVES_UP_SECONDS
    end_well("PostgreSQL away", program, crowd, {"slowest reply": silence, "first stored after": recovery})
