"""`manage.py restore`: a copy becomes the database again, and nobody takes the one for the other."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.client import Desk, Phone
from tests.commands import back_up, manage, refused, restore

BRIDGE = 5  # "Wat betekent dit nu?"
LEAP = 1_000_000


@pytest.fixture
def room(server):
    """A running program with a question open in its first place, and the desk and a phone of that place."""
    program = server()
    place = program.info["sessions"][0]
    desk = Desk(program.info)
    desk.go_to(place, BRIDGE)
    desk.round(place, "open")
    return program, place, desk, Phone(place)


def rows(database, query):
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(query).fetchall()


def epoch_of(program):
    return rows(program.data / "meetup.sqlite3", "SELECT epoch FROM meetups_meetup")


def test_after_a_restore_everybody_goes_on_and_no_number_is_given_out_twice(room, tmp_path):
    program, place, desk, phone = room
    before = phone.answer("Voor de kopie").json()
    copy = back_up(program, tmp_path / "copy.sqlite3")
    lost = [phone.answer(f"Na de kopie {number}").json() for number in range(3)]
    rev = desk.view(place)["rev"]
    program.kill()
    epoch = epoch_of(program)

    aside = restore(program, copy)
    program.start()

    assert [answer["text"] for answer in phone.view()["mine"]] == ["Voor de kopie"]
    after = phone.answer("Na het terugzetten").json()
    assert after["status"] == "accepted"
    assert after["id"] > max(answer["id"] for answer in lost) + LEAP - 1
    assert after["seq"] == before["seq"] + 1
    assert epoch_of(program) != epoch
    assert desk.view(place)["rev"] > rev + LEAP - 1, "a click that was still under way hits nothing"
    desk.round(place, "close")
    desk.go_to(place, "volgende")
    assert rows(aside, "SELECT count(*) FROM meetups_answer") == [(1 + len(lost),)]
    codes = [
        code for (code,) in rows(program.data / "meetup.sqlite3", "SELECT code FROM meetups_answer ORDER BY id")
    ]
    assert not {codes[-1]} & {code for (code,) in rows(aside, "SELECT code FROM meetups_answer")}


def test_a_message_about_a_lost_answer_hits_no_other_answer(room, tmp_path):
    program, _, _, phone = room
    copy = back_up(program, tmp_path / "copy.sqlite3")
    lost = phone.answer(
        "Dit antwoord gaat verloren"
    ).json()  # the very first: nothing has a number yet in the copy
    program.kill()

    restore(program, copy)
    program.start()
    other = phone.answer("Een ander antwoord").json()

    change = {"key": "wijzig-verloren", "answer": lost["id"], "base_rev": 1, "text": "Overschreven"}
    assert phone.post(phone.base + "wijzigen/", **change).status_code == 404
    assert [(answer["id"], answer["text"]) for answer in phone.view()["mine"]] == [
        (other["id"], "Een ander antwoord")
    ]


def test_the_same_copy_restored_twice_gives_other_numbers_each_time(room, tmp_path):
    program, _, _, phone = room
    copy = back_up(program, tmp_path / "copy.sqlite3")
    given = []
    for turn in range(2):
        program.kill()
        done = manage(program, "restore", copy)
        assert done.returncode == 0, done.stderr
        program.start()
        given.append(phone.answer(f"Keer {turn}").json()["id"])

    assert given[1] > given[0] + LEAP - 1


def test_a_facilitator_who_logged_in_after_the_copy_stays_logged_in(server, tmp_path):
    program = server()
    place = program.info["sessions"][0]
    copy = back_up(program, tmp_path / "copy.sqlite3")
    desk = Desk(program.info)
    program.stop()

    restore(program, copy)
    program.start()

    desk.go_to(place, BRIDGE)
    assert desk.view(place)["current"]


def test_a_restore_can_itself_be_undone(room, tmp_path):
    program, _, _, phone = room
    copy = back_up(program, tmp_path / "copy.sqlite3")
    phone.answer("Na de kopie")
    program.kill()
    aside = restore(program, copy)

    done = manage(program, "restore", aside)

    assert done.returncode == 0, done.stderr
    program.start()
    assert [answer["text"] for answer in phone.view()["mine"]] == ["Na de kopie"]


def test_a_log_that_a_killed_server_left_does_not_get_into_the_restored_database(room, tmp_path):
    program, _, _, phone = room
    copy = back_up(program, tmp_path / "copy.sqlite3")
    for number in range(10):
        phone.answer(f"Antwoord {number}")
    program.kill()
    assert (program.data / "meetup.sqlite3-wal").stat().st_size

    restore(program, copy)

    assert not list(program.data.glob("meetup.sqlite3-*"))
    assert rows(program.data / "meetup.sqlite3", "PRAGMA integrity_check") == [("ok",)]
    assert rows(program.data / "meetup.sqlite3", "SELECT count(*) FROM meetups_answer") == [(0,)]


def test_a_damaged_database_is_told_at_start_and_can_be_replaced(room, tmp_path):
    program, _, _, phone = room
    phone.answer("Voor de kopie")
    copy = back_up(program, tmp_path / "copy.sqlite3")
    program.stop()
    database = program.data / "meetup.sqlite3"
    database.write_bytes(b"kapot" * 10_000)

    said = refused(program, "start", "--no-browser", "--port", program.port)
    assert f"De database {database} is beschadigd. Zet een kopie terug" in said
    assert "manage.py restore " in said

    aside = restore(program, copy)
    program.start()
    assert [answer["text"] for answer in phone.view()["mine"]] == ["Voor de kopie"]
    assert aside.read_bytes() == b"kapot" * 10_000


def test_a_copy_is_restored_on_a_computer_without_data(room, server, tmp_path):
    program, _, _, phone = room
    phone.answer("Voor de kopie")
    copy = back_up(program, tmp_path / "copy.sqlite3")
    program.stop()
    shutil.rmtree(program.data)
    program.data.mkdir()

    done = manage(program, "restore", copy)

    assert done.returncode == 0, done.stderr
    assert "daarvoor" not in done.stdout
    assert rows(program.data / "meetup.sqlite3", "SELECT text FROM meetups_answer") == [("Voor de kopie",)]


def test_restoring_while_the_server_runs_is_refused(room, tmp_path):
    program, _, _, phone = room
    copy = back_up(program, tmp_path / "copy.sqlite3")
    phone.answer("Na de kopie")

    said = refused(program, "restore", copy)

    assert f"{program.url} (proces {program.pid})" in said
    assert "Er is niets veranderd." in said
    assert [answer["text"] for answer in phone.view()["mine"]] == ["Na de kopie"]


def test_restoring_while_another_program_reads_the_database_is_refused(room, tmp_path):
    program, _, _, _ = room
    copy = back_up(program, tmp_path / "copy.sqlite3")
    program.stop()
    with closing(sqlite3.connect(program.data / "meetup.sqlite3")) as reader:
        reader.execute("SELECT count(*) FROM meetups_answer").fetchone()
        epoch = epoch_of(program)

        said = refused(program, "restore", copy)

        assert "Een ander programma heeft de database nog open" in said
        assert epoch_of(program) == epoch


def test_restoring_a_file_that_is_no_copy_is_refused_and_nothing_changes(room, tmp_path):
    program, _, _, phone = room
    phone.answer("Dit blijft")
    program.kill()
    (tmp_path / "text.sqlite3").write_text("hallo")

    said = refused(program, "restore", tmp_path / "text.sqlite3")

    assert "is beschadigd, of is geen kopie van dit programma. Er is niets veranderd." in said
    program.start()
    assert [answer["text"] for answer in phone.view()["mine"]] == ["Dit blijft"]


def test_restoring_on_postgresql_says_what_to_use(server, fresh_postgres_url, tmp_path):
    program = server(environment={"DATABASE_URL": fresh_postgres_url})

    assert "pg_restore" in refused(program, "restore", tmp_path / "copy.dump")
