"""The bare server that the program is held against: what it acknowledges is stored, and everybody is told."""

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from tests.client import Phone, Visitor, listening
from tests.server import CHECKOUT, free_port

ANSWERS = 60


@contextmanager
def bare_server(folder):
    """Run the bare server; yield its first place and its process."""
    command = [sys.executable, "-m", "sessions.bench.bare", "--port", str(free_port()), "--data", str(folder)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline())["sessions"][0], process
        finally:
            process.kill()


def answer(phone, number):
    reply = phone.answer(f"Antwoord {number} <b>", key=f"sleutel-{number}", round_id=1)
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_what_is_acknowledged_outlives_a_kill(tmp_path):
    with bare_server(tmp_path) as (place, process):
        phones = [Phone(place) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:  # so that commits are shared
            acknowledged = list(pool.map(lambda number: answer(phones[number % 4], number), range(ANSWERS)))
        process.kill()
        process.wait()

    with closing(sqlite3.connect(tmp_path / "bare.sqlite3")) as database:
        rows = dict(database.execute("SELECT id, text FROM answer"))
        people = {row[0] for row in database.execute("SELECT uuid FROM participant")}
    assert rows.keys() == {each["id"] for each in acknowledged}
    assert set(rows.values()) == {f"Antwoord {number} <b>" for number in range(ANSWERS)}
    assert people == {phone.participant for phone in phones}
    assert sorted(each["seq"] for each in acknowledged) == list(range(1, ANSWERS + 1))


def test_every_viewer_gets_the_state_first_and_then_one_frame_for_each_answer(tmp_path):
    with bare_server(tmp_path) as (place, _):
        phone = Phone(place)
        answer(phone, 0)
        with listening(place["ws_phone"]) as one, listening(place["ws_screen"]) as other:
            snapshots = [next(one), next(other)]
            for number in range(1, 6):
                answer(phone, number)
            heard = [[next(viewer) for _ in range(5)] for viewer in (one, other)]
            step = Visitor().post(place["desk_url"] + "stap/", to="volgende").json()
            told = [next(one), next(other)]

    assert all("Antwoord 0 &lt;b&gt;" in snapshot["content"] for snapshot in snapshots)
    assert heard[0] == heard[1]
    assert [message["seq"] for message in heard[0]] == [2, 3, 4, 5, 6]
    assert [message["content"].count("<li") for message in heard[0]] == [1] * 5
    assert step == {"rev": 1, "current": 2}
    assert all("Stap 2" in message["content"] for message in told)


def test_a_browser_is_sent_back_to_a_page_of_the_usual_size_and_a_stranger_is_refused(tmp_path):
    with bare_server(tmp_path) as (place, _):
        browser, stranger = Visitor(), Visitor()
        browser.http.headers["Accept"] = "text/html"
        page = browser.post(place["join_url"] + "deelnemen/", municipality="")
        refused = stranger.post(place["join_url"] + "antwoord/", text="Wie ben ik?")

    assert [reply.status_code for reply in page.history] == [303]
    assert len(page.content) == pytest.approx(6000, rel=0.2)
    assert refused.status_code == 401
