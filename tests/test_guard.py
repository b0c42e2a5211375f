"""`manage.py start` on data that cannot be relied on says so; while it runs, it keeps the data."""

import json
import subprocess
import time

from websockets.sync.client import connect

from tests.client import Desk, Phone
from tests.commands import manage, refused
from tests.mounts import disk_in_memory
from tests.server import ProgramServer, free_port

BRIDGE = 5  # "Wat betekent dit nu?"
SOON_SECONDS = 20


def refused_start(program):
    return refused(program, "start", "--no-browser", "--host", "127.0.0.1", "--port", free_port())


def warning_on_the_desk(program):
    """Return what the next heartbeat of a desk warns of."""
    cookies = "; ".join(f"{name}={value}" for name, value in Desk(program.info).http.cookies.items())
    url = program.info["sessions"][0]["ws_desk"]
    with connect(url, additional_headers={"Cookie": cookies}) as socket:
        while "warning" not in (message := json.loads(socket.recv(timeout=SOON_SECONDS))):
            pass
    return message["warning"]


def make_read_only(disk):
    subprocess.run(["mount", "-o", "remount,ro", disk.path], check=True)


def test_a_second_server_on_the_same_data_is_refused_and_the_first_goes_on(server):
    program = server()

    said = refused_start(program)

    assert f"Er draait al een server op deze gegevens: {program.url} (proces {program.pid})." in said
    assert Phone(program.info["sessions"][0]).view()["step"]


def test_after_a_kill_the_data_are_free_at_once(server):
    program = server()
    program.kill()

    assert program.start().info["sessions"]


def test_other_commands_run_beside_a_server(server, tmp_path):
    program = server()

    done = manage(program, "export", "1", "--format", "csv", "--output", tmp_path / "agenda.csv")

    assert done.returncode == 0, done.stderr


def test_two_servers_share_a_data_folder_when_the_database_is_postgresql(server, fresh_postgres_url, tmp_path):
    environment = {"DATABASE_URL": fresh_postgres_url}

    one, other = (server(environment=environment, data=tmp_path / "shared") for _ in range(2))

    assert one.info["sessions"][0]["code"] == other.info["sessions"][0]["code"]
    assert not (tmp_path / "shared" / "backups").exists(), "PostgreSQL is copied on its own server"


def test_a_folder_that_is_synchronised_is_refused(tmp_path):
    program = ProgramServer(tmp_path / "Dropbox" / "meetup")

    assert "wordt gelijk gehouden door Dropbox" in refused_start(program)
    assert not (program.data / "meetup.sqlite3").exists()


def test_a_folder_that_may_only_be_read_is_told_in_a_sentence(server, tmp_path):
    with disk_in_memory(tmp_path / "disk", megabytes=100) as disk:
        used, fresh = ProgramServer(disk.path / "used"), ProgramServer(disk.path)
        try:
            used.start()
        finally:
            used.kill()
        make_read_only(disk)

        assert f"In {used.data} mag of kan niet worden geschreven." in refused_start(used)
        assert f"De gegevensmap {fresh.data}" in refused_start(fresh)


def test_a_disk_that_is_nearly_full_is_warned_about_at_start(tmp_path):
    with disk_in_memory(tmp_path / "disk", megabytes=100) as disk:
        program = ProgramServer(disk.path / "data")
        try:
            program.start()

            assert "De schijf van deze computer is bijna vol" in program.stderr
            assert "De schijf van deze computer is bijna vol" in warning_on_the_desk(program)
        finally:
            program.kill()


def test_the_server_keeps_copies_while_it_runs_and_when_it_stops(server):
    program = server()
    backups = program.data / "backups"
    place = program.info["sessions"][0]
    desk, phone = Desk(program.info), Phone(place)
    desk.go_to(place, BRIDGE)
    desk.round(place, "open")
    deadline = time.monotonic() + SOON_SECONDS
    while len(list(backups.glob("*.sqlite3"))) < 2:
        assert time.monotonic() < deadline, "no copy was made at the step"
        time.sleep(0.1)
    before = set(backups.iterdir())

    phone.answer("Vlak voor het stoppen")
    assert program.stop() == 0

    assert set(backups.glob("*.sqlite3")) > {path for path in before if path.suffix == ".sqlite3"}
    assert not list(backups.glob("*.part*"))
