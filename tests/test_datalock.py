"""One server at a time on one database."""

import os
import stat
import subprocess
import sys

import pytest

from pmg_workshop.datalock import DataInUse, held, lock_file

HOLDER = """
import sys
from pathlib import Path
from pmg_workshop.datalock import held
with held(Path(sys.argv[1]), "http://127.0.0.1:8000"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path):
    return tmp_path / "meetup.sqlite3"


@pytest.fixture
def holder(database):
    """Another process that holds the database until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_held_by_another_process_says_which_and_where(database, holder):
    with pytest.raises(DataInUse) as refused, held(database, "http://127.0.0.1:8001"):
        pass

    assert f"http://127.0.0.1:8000 (proces {holder.pid})" in str(refused.value)


def test_held_is_free_when_the_other_ends(database, holder):
    holder.stdin.close()
    assert holder.wait(10) == 0

    with held(database):
        pass


def test_held_is_free_when_the_other_is_killed(database, holder):
    holder.kill()
    holder.wait()

    with held(database):
        pass


def test_held_twice_in_one_process_is_refused_too(database):
    with held(database), pytest.raises(DataInUse, match=f"teruggezet .proces {os.getpid()}"), held(database):
        pass


def test_held_is_free_after_an_error(database):
    with pytest.raises(ZeroDivisionError), held(database):
        raise ZeroDivisionError

    with held(database):
        pass


def test_held_while_the_other_has_not_said_who_it_is_says_to_try_again(database, holder):
    lock_file(database).write_text("")

    with pytest.raises(DataInUse, match="Een ander programma gebruikt deze gegevens"), held(database):
        pass


def test_held_says_nothing_of_a_server_that_is_gone(database, holder):
    holder.kill()
    holder.wait()

    with held(database), pytest.raises(DataInUse, match=f"proces {os.getpid()}"), held(database):
        pass
    assert lock_file(database).read_text() == ""


def test_held_leaves_a_file_for_its_owner_alone(database):
    with held(database):
        assert stat.S_IMODE(lock_file(database).stat().st_mode) == 0o600


def test_two_databases_in_one_folder_do_not_stand_in_each_others_way(database):
    with held(database), held(database.with_name("other.sqlite3")):
        pass
