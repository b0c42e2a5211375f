"""The keeper of copies, beside writers and on disks that fail."""

import time
from contextlib import contextmanager

import pytest

from pmg_workshop import storage
from sessions import copies
from sessions.keeper import Keeper
from tests.cast import ask, close_step, give_answer, go_to_number, make_day
from tests.mounts import disk_in_memory

pytestmark = pytest.mark.django_db(transaction=True)
SOON_SECONDS = 10
A_DAY = 86_400


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The folder for copies, as a stick that somebody put in."""
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setenv("PMG_BACKUPS", str(stick))
    return stick


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


def wait_until(condition, what):
    deadline = time.monotonic() + SOON_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited too long for: {what}"
        time.sleep(0.05)


@contextmanager
def keeping(place, every=A_DAY):
    """A keeper that has made its first copy."""
    with Keeper(copies.database(), every=every, retry=0.1) as keeper:
        wait_until(lambda: copies.existing(place), "the first copy")
        yield keeper


def test_a_copy_is_made_when_a_place_moves_on_and_when_a_round_closes(day, place):
    with keeping(place):
        go_to_number(day.etten_leur, 2)
        wait_until(lambda: len(copies.existing(place)) == 2, "a copy at the step")
        close_step(day.rijssen)
        wait_until(lambda: len(copies.existing(place)) == 3, "a copy at the closing")


def test_a_copy_is_made_every_so_often_when_something_changed(day, place):
    with keeping(place, every=0.1):
        give_answer(day.anna, "Regionale samenwerking")
        wait_until(lambda: len(copies.existing(place)) == 2, "a copy with the answer")


def test_no_copy_is_made_as_long_as_nothing_changes(day, place):
    with keeping(place, every=0):
        time.sleep(2.5)

        assert len(copies.existing(place)) == 1


def test_a_last_copy_is_made_at_the_end(day, place):
    with keeping(place):
        give_answer(day.anna, "Op de valreep")
        assert len(copies.existing(place)) == 1

    assert len(copies.existing(place)) == 2


def test_trouble_is_logged_once_shown_and_over_when_the_stick_is_back(day, place, caplog):
    with keeping(place):
        assert storage.warning() == ""
        pulled_out = place.rename(place.with_name("in a pocket"))
        close_step(day.rijssen)
        wait_until(storage.warning, "trouble")
        time.sleep(2)

        assert "Zit de schijf of stick er nog in?" in storage.warning()
        assert len(caplog.records) == 1
        assert "De antwoorden zelf worden wel bewaard." in caplog.text
        give_answer(day.anna, "Dit gaat gewoon door")

        pulled_out.rename(place)
        wait_until(lambda: not storage.warning(), "the end of the trouble")
    assert len(copies.existing(place)) >= 2
    assert storage.warning() == ""


def test_trouble_of_a_full_disk_is_over_when_there_is_room(day, tmp_path, monkeypatch):
    with disk_in_memory(tmp_path / "stick", megabytes=4) as stick:
        monkeypatch.setenv("PMG_BACKUPS", str(stick.path))
        with keeping(stick.path):
            stick.fill()
            go_to_number(day.etten_leur, 2)
            wait_until(storage.warning, "trouble")
            assert (
                storage.warning()
                == f"De schijf voor kopieën is vol ({stick.path}). De antwoorden zelf worden wel bewaard."
            )
            assert len(copies.existing(stick.path)) == 1

            stick.make_room()
            wait_until(lambda: not storage.warning(), "the end of the trouble")
        for copy in copies.existing(stick.path):
            copies.check(copy)
