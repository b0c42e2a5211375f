"""`manage.py start`, as somebody runs it."""

import subprocess
import sys
import threading

import requests

from tests.client import Desk, Phone, listening, wait_for
from tests.server import CHECKOUT, ProgramServer, free_port

BRIDGE = 5  # "Wat betekent dit nu?"


def test_the_line_of_json_says_where_everything_is(server):
    info = server().info

    assert set(info) == {"url", "lan_url", "login_url", "meetup", "agenda_url", "sessions"}
    assert [place["place"] for place in info["sessions"]] == ["Etten-Leur", "Rijssen-Holten"]
    for place in info["sessions"]:
        assert set(place) == {
            "place", "code", "join_url", "screen_url", "desk_url", "ws_phone", "ws_screen", "ws_desk",
        }  # fmt: skip
        assert requests.get(place["join_url"], timeout=5).status_code == 200
        assert requests.get(place["screen_url"], timeout=5).status_code == 200
    assert Desk(info).get(info["agenda_url"]).status_code == 200


def test_a_second_start_goes_on_with_the_same_meetup(server):
    program = server()
    first = program.info

    second = program.restart().info

    assert second["sessions"] == first["sessions"]
    assert second["login_url"] != first["login_url"]


def test_a_port_in_use_is_told_in_a_sentence(server, tmp_path):
    program = server()

    options = [
        "--no-browser",
        "--host",
        "127.0.0.1",
        "--port",
        str(program.port),
        "--data",
        str(tmp_path / "other"),
    ]
    second = subprocess.run(
        [sys.executable, "manage.py", "start", *options],
        cwd=CHECKOUT, env=program.environment, capture_output=True, text=True, encoding="utf-8", timeout=60,
    )  # fmt: skip

    assert second.returncode == 1
    assert f"Poort {program.port} is al in gebruik" in second.stderr
    assert "Traceback" not in second.stderr


def test_all_data_is_in_the_data_folder(server):
    program = server()

    names = {path.name for path in program.data.iterdir()}

    assert {"meetup.sqlite3", "secret-key", "static"} <= names
    assert not list(CHECKOUT.glob("*.sqlite3"))


def test_every_reply_carries_guarding_headers_and_a_foreign_host_name_gets_none(server):
    program = server()
    pages = [program.url + "/", program.info["sessions"][0]["join_url"], program.url + "/bestaat-niet/"]

    for url in pages:
        headers = requests.get(url, timeout=5).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert not headers.get("Server")
    assert requests.get(program.url + "/", headers={"Host": "evil.test"}, timeout=5).status_code == 400


def test_the_program_runs_on_postgresql_and_redis_too(server, fresh_postgres_url, redis_url):
    program = server(environment={"DATABASE_URL": fresh_postgres_url, "REDIS_URL": redis_url})

    assert requests.get(program.url + "/healthz", timeout=5).text == "ok"
    place = program.info["sessions"][0]
    desk, phone = Desk(program.info), Phone(place)
    with listening(place["ws_screen"]) as screen:
        desk.go_to(place, BRIDGE)
        desk.round(place, "open")
        desk.round(place, "reveal")
        replies = [phone.answer("Ook op PostgreSQL", key="zelfde-sleutel").json()["status"] for _ in range(2)]
        wait_for(screen, "Ook op PostgreSQL")
    assert replies == ["accepted", "duplicate"]


def test_without_json_it_tells_people_where_to_go(tmp_path):
    options = ["--no-browser", "--host", "127.0.0.1", "--port", str(free_port()), "--data", str(tmp_path)]
    told = ""
    with subprocess.Popen(
        [sys.executable, "manage.py", "start", *options],
        cwd=CHECKOUT, env=ProgramServer(tmp_path).environment, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        give_up = threading.Timer(60, process.kill)
        give_up.start()
        for line in process.stdout:
            told += line
            if "Ctrl+C" in line:
                process.kill()
        give_up.cancel()

    assert "Etten-Leur: http://127.0.0.1" in told
    assert "Rijssen-Holten: http://127.0.0.1" in told
    assert "/inloggen/" in told
    assert "\n████" in told
    assert "\n\n████████" not in told, "a QR code with empty lines cannot be scanned"
