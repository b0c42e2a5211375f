"""What a room must notice of trouble with the storage: little. Measured on the books of a crowd that writes on."""

import json
import sqlite3
import sys
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import asdict

import requests
from websockets.sync.client import connect

from tests.client import TIMEOUT
from tests.invariants import check
from tests.stored import DATABASE_NAME

PHONE_GIVES_UP_SECONDS = 8  # then it does not know whether its words arrived
SETTLE_SECONDS = 90
PATIENCE_SECONDS = 30


def wait_until(happened, what):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"{what}: not in {PATIENCE_SECONDS} seconds"
        time.sleep(0.02)


def replies_since(crowd, moment):
    """Return every reply that phones got after this moment."""
    return [
        reply for intention in crowd.ledger.intentions() for reply in list(intention.replies) if reply.at > moment
    ]


def wait_for_refusals(crowd, count):
    """Wait until so many writes were told that nothing can be stored now; return the moment before the first."""
    since = time.monotonic()

    def refused():
        return sum(reply.code == 503 for reply in replies_since(crowd, since)) >= count

    wait_until(refused, f"{count} replies 503")
    return since


def wait_for_success(crowd):
    """Wait until a write is stored that was asked for or repeated from now on; return the seconds that took."""
    since = time.monotonic()
    wait_until(lambda: any(reply.says_stored for reply in replies_since(crowd, since)), "a write that is stored")
    return min(reply.at for reply in replies_since(crowd, since) if reply.says_stored) - since


def check_replies(crowd):
    """No phone was ever told that the program failed: only that it worked, a clear no, or "come back"."""
    codes = {reply.code for reply in replies_since(crowd, 0)}
    assert {code for code in codes if code >= 500} <= {503}, f"phones got {sorted(codes)}"


def longest_silence(crowd, since):
    """Return the longest time, in seconds, that a phone which wrote on heard nothing between this moment and now.

    That is a little more than the slowest reply: between two replies a phone waits a moment.
    """
    now = time.monotonic()
    heard = defaultdict(lambda: [since])
    for intention in crowd.ledger.intentions():
        heard[intention.phone] += [reply.at for reply in list(intention.replies) if reply.at > since]
    silences = []
    for moments in heard.values():
        moments = sorted(moments)
        silences += [later - earlier for earlier, later in zip(moments, [*moments[1:], now], strict=True)]
    return max(silences)


def check_reading(crowd):
    """Phones, screens and desks are still shown everything, soon; return the slowest reply in seconds."""
    slowest = 0.0
    for place in crowd.places:
        phone = next(member for member in crowd.members if member.place is place)
        own, desk = {"Cookie": phone.cookie}, cookies_of(place.desk)
        for url, headers in (
            (place.join_url, own),
            (place.join_url + "beeld/", own),
            (place.info["screen_url"] + "beeld/", {}),
            (place.info["desk_url"], desk),
            (place.info["desk_url"] + "beeld/", desk),
        ):
            started = time.monotonic()
            reply = requests.get(url, headers=headers, timeout=TIMEOUT)
            slowest = max(slowest, time.monotonic() - started)
            assert reply.status_code == 200, f"{url}: {reply.status_code} {reply.text[:200]}"
    assert slowest < PHONE_GIVES_UP_SECONDS
    return slowest


def cookies_of(desk):
    """Return the header with which a desk shows who it is."""
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in desk.http.cookies.items())}


def warning_of(place):
    """Return what the desk of a place is told about the storage, from its next heartbeat."""
    headers = cookies_of(place.desk)
    with connect(place.info["ws_desk"], additional_headers=headers, open_timeout=TIMEOUT) as socket:
        while True:
            message = json.loads(socket.recv(timeout=TIMEOUT))
            if "warning" in message:
                return message["warning"]


def end_well(title, program, crowd, figures):
    """Let the phones finish, hold all they were told against what is stored and shown, and print the figures."""
    assert crowd.settle(SETTLE_SECONDS) == 0
    check_replies(crowd)
    tell(title, figures | asdict(check(program, crowd)))
    program.stop()
    if "DATABASE_URL" not in program.environment:
        check_file(program.data)


def check_file(data):
    """SQLite finds nothing wrong in the database of this data folder, no program running on it."""
    with closing(sqlite3.connect(data / DATABASE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def tell(title, figures):
    """Print figures; pytest shows them with -s."""
    words = ", ".join(f"{name} {round(value, 2)}" for name, value in figures.items())
    sys.stdout.write(f"\n{title}: {words}\n")
