"""The running program, used by a client that knows only docs/protocol.md."""

import csv
import io
import subprocess
import sys
import zipfile

import pytest

from tests.client import Desk, Phone, listening, wait_for
from tests.server import CHECKOUT

BRIDGE = 5  # "Wat betekent dit nu?"


@pytest.fixture
def program(server):
    return server()


def export(program, file_format, file):
    subprocess.run(
        [
            sys.executable, "manage.py", "export", str(program.info["meetup"]), "--format", file_format,
            "--output", str(file), "--data", str(program.data),
        ],
        cwd=CHECKOUT, env=program.environment, check=True, capture_output=True,
    )  # fmt: skip
    return file.read_bytes()


def test_an_answer_travels_from_the_phone_to_the_screen_and_the_documents(program, tmp_path):
    place = program.info["sessions"][0]
    desk, phone = Desk(program.info), Phone(place, "Etten-Leur")
    with listening(place["ws_phone"]) as phone_hears, listening(place["ws_screen"]) as screen_hears:
        desk.go_to(place, BRIDGE)
        desk.round(place, "open")
        wait_for(phone_hears, "antwoord")
        assert phone.view()["round"]["state"] == "open"

        first = phone.answer("De regio is onze schaal", key="k" * 32)
        again = phone.answer("De regio is onze schaal", key="k" * 32)
        desk.round(place, "reveal")
        wait_for(screen_hears, "De regio is onze schaal")
        phone.answer("En de burger telt mee")
        card = wait_for(screen_hears, "En de burger telt mee")

    assert (first.json()["status"], again.json()["status"]) == ("accepted", "duplicate")
    assert first.json()["id"] == again.json()["id"]
    assert card["seq"] > first.json()["seq"]
    rows = list(
        csv.DictReader(
            io.StringIO(export(program, "csv", tmp_path / "agenda.csv").decode("utf-8-sig")), delimiter=";"
        )
    )
    assert [row["tekst"] for row in rows] == ["De regio is onze schaal", "En de burger telt mee"]
    word = zipfile.ZipFile(io.BytesIO(export(program, "docx", tmp_path / "agenda.docx"))).read("word/document.xml")
    assert "De regio is onze schaal" in word.decode()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(program):
    place = program.info["sessions"][1]
    desk = Desk(program.info)
    desk.go_to(place, BRIDGE)
    desk.round(place, "open")
    acknowledged = []
    for number in range(3):
        phone = Phone(place)
        reply = phone.answer(f"Antwoord {number}", key=f"sleutel-{number}")
        acknowledged.append(reply.json()["id"])

        program.kill()
        program.start()

        again = phone.answer(f"Antwoord {number}", key=f"sleutel-{number}")
        assert (again.json()["status"], again.json()["id"]) == ("duplicate", reply.json()["id"])
        assert [own["text"] for own in phone.view()["mine"]] == [f"Antwoord {number}"]

    assert len(set(acknowledged)) == 3


def test_two_desks_that_press_next_at_once_move_one_step(program):
    place = program.info["sessions"][0]
    desk = Desk(program.info)
    rev = desk.view(place)["rev"]

    replies = [desk.post(place["desk_url"] + "stap/", to="volgende", expect_rev=rev) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [200, 409]
    assert replies[1].json() == {"status": "moved", "rev": rev + 1, "current": 2}
    assert desk.view(place)["current"] == 2


def test_strangers_get_no_desk(program):
    place = program.info["sessions"][0]
    stranger = Phone(place)

    assert stranger.get(place["desk_url"] + "beeld/", allow_redirects=False).status_code == 302
    reply = stranger.http.post(place["desk_url"] + "stap/", data={"to": "5"}, allow_redirects=False, timeout=10)
    assert reply.status_code == 302


def test_the_login_link_works_once(program):
    Desk(program.info)

    reply = Phone(program.info["sessions"][0]).get(program.info["login_url"])

    assert reply.url.endswith("/inloggen/")
