"""What is no copy to rely on is refused before anything has changed."""

import sqlite3
from contextlib import closing

import pytest

from sessions import copies
from sessions.restoration import restore
from tests.cast import make_day


@pytest.fixture
def database(transactional_db, tmp_path):
    """A database that nobody has open, in a folder of its own."""
    make_day()
    path = tmp_path / "data" / "meetup.sqlite3"
    path.parent.mkdir()
    with closing(copies.connect(copies.database())) as source:
        copies.copy_into(source, path)
    return path


def damaged(whole):
    return whole[:20_480] + bytes(20_480) + whole[40_960:]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (damaged, "is beschadigd, of is geen kopie"),
        (lambda whole: whole[: len(whole) // 2], "is beschadigd, of is geen kopie"),
        (lambda whole: b"", "is geen kopie van dit programma"),
        (lambda whole: b"hallo", "is beschadigd, of is geen kopie"),
    ],
    ids=["damaged", "cut off", "empty", "text"],
)
def test_restore_refuses_what_is_not_whole(spoil, sentence, database, tmp_path):
    before = database.read_bytes()
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(spoil(before))

    with pytest.raises(copies.Unusable, match=sentence):
        restore(copy, database)

    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DROP TABLE meetups_answer", "is geen kopie van dit programma"),
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('meetups', '9999_later', '2027-01-01')",
            "komt van een nieuwere versie van dit programma",
        ),
    ],
    ids=["another program", "a newer version"],
)
def test_restore_refuses_what_this_version_did_not_make(statement, sentence, database, tmp_path):
    before = database.read_bytes()
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(before)
    with closing(sqlite3.connect(copy)) as opened:
        opened.execute(statement)
        opened.commit()

    with pytest.raises(copies.Unusable, match=sentence):
        restore(copy, database)

    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


def test_restore_refuses_a_file_that_is_not_there_or_is_the_database_itself(database, tmp_path):
    with pytest.raises(copies.Unusable, match="is er niet"):
        restore(tmp_path / "nowhere", database)
    with pytest.raises(copies.Unusable, match="is de database zelf"):
        restore(database, database)


def test_restore_removes_a_log_that_was_left_without_its_database(database, tmp_path):
    copy = database.rename(tmp_path / "copy.sqlite3")
    log = database.with_name("meetup.sqlite3-wal")
    log.write_bytes(b"of a database that somebody threw away")

    assert restore(copy, database) is None

    copies.check(database)
    assert not log.exists()
