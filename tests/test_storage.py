"""Trouble with the storage: what it is called, and how long it is remembered."""

import errno

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from pmg_workshop import storage


@pytest.fixture(autouse=True)
def no_trouble():
    storage.works()
    yield
    storage.works()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OperationalError("database or disk is full"), storage.FULL),
        (OSError(errno.ENOSPC, "No space left on device"), storage.FULL),
        (OperationalError("attempt to write a readonly database"), storage.READ_ONLY),
        (OperationalError("unable to open database file"), storage.READ_ONLY),
        (OperationalError("disk I/O error"), storage.READ_ONLY),
        (OSError(errno.EROFS, "Read-only file system"), storage.READ_ONLY),
        (OperationalError("database is locked"), storage.LOCKED),
        (OperationalError("connection refused"), storage.AWAY),
        (InterfaceError("connection already closed"), storage.AWAY),
        (IntegrityError("UNIQUE constraint failed"), ""),
        (OSError(errno.ENOENT, "No such file"), ""),
        (ValueError("full"), ""),
        (None, ""),
    ],
)
def test_only_trouble_with_storage_has_a_sentence(error, sentence):
    assert storage.sentence_of(error) == sentence
    assert storage.report(error) == bool(sentence)
    assert storage.warning() == sentence


def test_trouble_is_forgotten_when_something_was_written():
    storage.report(OperationalError("database is locked"))

    storage.works()

    assert storage.warning() == ""


def test_trouble_that_is_not_seen_again_is_forgotten(monkeypatch):
    monkeypatch.setattr(storage, "REMEMBERED_SECONDS", -1)
    storage.report(OperationalError("database is locked"))

    assert storage.warning() == ""


def test_trouble_that_goes_on_is_logged_once(caplog):
    for _ in range(100):
        storage.report(OperationalError("database or disk is full"))

    assert [record.message for record in caplog.records] == ["Opslaan lukt niet: database or disk is full"]


def test_what_is_watched_is_told_as_long_as_it_is_watched():
    trouble = ["De stick is eruit."]

    with storage.watched(lambda: "".join(trouble)):
        assert storage.warning() == "De stick is eruit."
        trouble.clear()
        assert storage.warning() == ""
        trouble.append("Bijna vol.")

    assert storage.warning() == ""


def test_a_write_that_fails_goes_before_what_is_watched():
    storage.report(OperationalError("database or disk is full"))

    with storage.watched(lambda: "Bijna vol."):
        assert storage.warning() == storage.FULL
