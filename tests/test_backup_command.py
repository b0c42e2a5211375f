"""`manage.py backup`: a copy now, also beside a running server."""

import os
import sqlite3
import subprocess
from contextlib import closing

import psycopg
import pytest

from pmg_workshop import provision
from tests.backing import fresh_database
from tests.client import Desk, Phone
from tests.commands import manage, refused
from tests.server import CHECKOUT

BRIDGE = 5  # "Wat betekent dit nu?"
LEAP = 1_000_000


def answers_in(copy):
    with closing(sqlite3.connect(copy)) as opened:
        return opened.execute("SELECT text FROM meetups_answer").fetchall()


def give_one_answer(program):
    place = program.info["sessions"][0]
    desk = Desk(program.info)
    desk.go_to(place, BRIDGE)
    desk.round(place, "open")
    assert Phone(place).answer("Ook in de kopie").json()["status"] == "accepted"


def path_in(said):
    """The path in "De kopie staat in PATH (… bytes)."."""
    return said.split("De kopie staat in ")[1].split(" (")[0]


def test_backup_beside_a_running_server_says_where_the_copy_is(server):
    program = server()
    give_one_answer(program)

    done = manage(program, "backup")

    assert done.returncode == 0, done.stderr
    copy = path_in(done.stdout)
    assert copy.startswith(str(program.data / "backups" / "meetup-"))
    assert answers_in(copy) == [("Ook in de kopie",)]


def test_backup_goes_to_the_folder_of_pmg_backups(server, tmp_path):
    program = server()
    (tmp_path / "stick").mkdir()

    done = manage(program, "backup", PMG_BACKUPS=str(tmp_path / "stick"))

    assert path_in(done.stdout).startswith(str(tmp_path / "stick" / "meetup-"))


def test_backup_goes_to_the_file_that_is_named_but_never_over_another(server, tmp_path):
    program = server()
    path = tmp_path / "kopie.sqlite3"

    assert path_in(manage(program, "backup", "--output", path).stdout) == str(path)
    first = path.read_bytes()

    assert f"{path} bestaat al" in refused(program, "backup", "--output", path)
    assert path.read_bytes() == first


def test_backup_says_in_a_sentence_what_is_wrong(server, tmp_path):
    program = server()

    assert "Zit de schijf of stick er nog in?" in refused(program, "backup", PMG_BACKUPS=str(tmp_path / "weg"))
    assert "is er niet" in refused(program, "backup", "--output", tmp_path / "weg" / "kopie.sqlite3")
    program.data = tmp_path / "nieuw"
    assert "Start eerst het programma" in refused(program, "backup")


@pytest.fixture
def path_of_postgres(monkeypatch):
    """A PATH with the programs of the PostgreSQL that the tests run."""
    programs = provision.find_postgres()
    return f"{programs}{os.pathsep}{os.environ['PATH']}"


def test_backup_of_postgresql_is_put_back_as_the_manual_says(
    server, fresh_postgres_url, postgres_server, path_of_postgres
):
    program = server(environment={"DATABASE_URL": fresh_postgres_url})
    give_one_answer(program)
    done = manage(program, "backup", PATH=path_of_postgres)
    assert done.returncode == 0, done.stderr
    dump = path_in(done.stdout)
    assert dump.endswith(".dump")
    after = (CHECKOUT / "docs" / "backup.md").read_text(encoding="utf-8").split("```sql\n")[1].split("```")[0]
    program.stop()

    with fresh_database(postgres_server, "restored") as url:
        restore = [provision.find_postgres() / "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={url}"]
        subprocess.run([*restore, dump], check=True)
        with psycopg.connect(fresh_postgres_url) as old, psycopg.connect(url) as new:
            for statement in after.split(";")[:-1]:
                new.execute(statement)
            answers, epoch = "SELECT id, text FROM meetups_answer", "SELECT epoch FROM meetups_meetup"
            assert new.execute(answers).fetchall() == old.execute(answers).fetchall()
            assert new.execute(epoch).fetchall() != old.execute(epoch).fetchall()
        program.environment["DATABASE_URL"] = url
        program.start()
        place = program.info["sessions"][0]
        assert Phone(place).answer("Na het terugzetten").json()["id"] > LEAP
        program.stop()


def test_backup_of_postgresql_without_pg_dump_says_what_to_install(server, fresh_postgres_url, tmp_path):
    program = server(environment={"DATABASE_URL": fresh_postgres_url})

    said = refused(program, "backup", PATH=str(tmp_path))

    assert "pg_dump nodig" in said
    assert "sudo apt install postgresql-client" in said


def test_backup_of_a_postgresql_that_is_away_says_so_and_leaves_nothing(
    server, fresh_postgres_url, path_of_postgres
):
    program = server(environment={"DATABASE_URL": fresh_postgres_url})

    said = refused(program, "backup", DATABASE_URL=f"{fresh_postgres_url}_weg", PATH=path_of_postgres)

    assert "pg_dump maakte geen kopie" in said
    assert list((program.data / "backups").iterdir()) == []
