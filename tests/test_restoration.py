"""What is no copy to rely on is refused before anything has changed."""

import shutil
import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sessions import copies
from sessions.restoration import restore
from tests.cast import make_day
from tests.mounts import disk_in_memory


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


def test_restore_on_a_full_disk_changes_nothing(database, tmp_path):
    with disk_in_memory(tmp_path / "disk", megabytes=4) as disk:
        full = Path(shutil.copy(database, disk.path))
        disk.fill()

        with pytest.raises(sqlite3.OperationalError, match="full"):
            restore(database, disk.path / "meetup.sqlite3")

        assert full.read_bytes() == database.read_bytes()
        assert sorted(path.name for path in disk.path.iterdir()) == ["filler", "meetup.sqlite3"]


def test_restore_removes_a_log_that_was_left_without_its_database(database, tmp_path):
    copy = database.rename(tmp_path / "copy.sqlite3")
    log = database.with_name("meetup.sqlite3-wal")
    log.write_bytes(b"of a database that somebody threw away")

    assert restore(copy, database) is None

    copies.check(database)
    assert not log.exists()


def count_of(database, query):
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(query).fetchone()[0]


def leave_as_a_killed_server_does(database, folder):
    """Copy a database into a folder with 20 groups that are in its log alone."""
    with closing(copies.connect(database)) as opened:
        opened.executemany("INSERT INTO auth_group (name) VALUES (?)", [(str(number),) for number in range(20)])
        folder.mkdir()
        for path in database.parent.glob(f"{database.name}*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, folder)
    return folder / database.name


@contextmanager
def seen_at_every_line(folder, into):
    """Copy the folder at every line that the taking over runs: what a process that died there leaves behind."""
    into.mkdir()
    own_tracing = sys.gettrace()

    def look(frame, event, _):
        if event == "line" and Path(frame.f_code.co_filename).name in {"restoration.py", "copies.py", "shutil.py"}:
            sys.settrace(None)
            shutil.copytree(folder, into / str(len(list(into.iterdir()))))
            sys.settrace(look)
        return look

    def look_out(frame, event, _):
        if frame.f_code.co_name != "_take_its_place":
            return None
        sys.settrace(look)
        return look

    sys.settrace(look_out)
    try:
        yield
    finally:
        sys.settrace(own_tracing)


def test_restore_that_dies_at_any_line_leaves_the_old_or_the_new_database_whole(database, tmp_path):
    copy = shutil.copy(database, tmp_path / "copy.sqlite3")
    epoch = count_of(copy, "SELECT epoch FROM meetups_meetup")
    killed = leave_as_a_killed_server_does(database, tmp_path / "killed")

    with seen_at_every_line(killed.parent, tmp_path / "seen"):
        restore(copy, killed)

    ends = []
    for left in sorted((tmp_path / "seen").iterdir(), key=lambda path: int(path.name)):
        copies.check(left / killed.name)
        is_new = count_of(left / killed.name, "SELECT epoch FROM meetups_meetup") != epoch
        groups = count_of(left / killed.name, "SELECT count(*) FROM auth_group")
        assert groups == (0 if is_new else 20), f"line {left.name}"
        ends.append(is_new)
    assert ends == sorted(ends), "once new, never old again"
    assert {True, False} == set(ends)
    assert len(ends) > 20
