"""Copies of the database: made while people write, checked, and thrown away in time."""

import datetime
import itertools
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from sessions import copies
from sessions.models import Answer, Event, Meetup, Participant, Receipt
from tests.cast import ask, give_answer, join_many, make_day
from tests.mounts import disk_in_memory

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime.datetime(2026, 2, 16, 12, 0, 0)


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


def make_copy(place):
    with closing(copies.connect(copies.database())) as source:
        return copies.make(source, place)


def twice_the_database():
    """Return how many MB that is; the database of the tests is as large as the largest test made it."""
    return 1 + 2 * Path(copies.database()).stat().st_size // 1_000_000


def rows(path, query):
    with closing(sqlite3.connect(path)) as opened:
        return opened.execute(query).fetchall()


def test_a_copy_holds_all_that_was_accepted_before_it(day, tmp_path):
    answers = [give_answer(day.anna, f"Antwoord {number}") for number in range(5)]

    copy = make_copy(tmp_path)

    assert rows(copy, "SELECT id FROM meetups_answer ORDER BY id") == [(answer.pk,) for answer in answers]


def test_a_copy_is_one_file_for_its_owner_alone_named_after_its_moment(day, tmp_path):
    copy = make_copy(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [copy.name]
    assert copies.COPY.fullmatch(copy.name)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert rows(copy, "PRAGMA journal_mode") == [("delete",)]


def test_a_copy_lets_nobody_log_in(day, client, tmp_path):
    client.force_login(day.fatima)
    login = client.cookies["beheer"].value

    copy = make_copy(tmp_path)

    assert rows(copies.database(), "SELECT session_key FROM django_session") == [(login,)]
    assert rows(copy, "SELECT session_key FROM django_session") == []
    assert login.encode() not in copy.read_bytes()


def test_two_copies_in_one_second_have_two_names_in_order(day, tmp_path):
    made = [make_copy(tmp_path) for _ in range(3)]

    assert copies.existing(tmp_path) == made


def test_a_plain_copy_of_the_file_would_miss_what_was_just_accepted(day, tmp_path):
    with connection.cursor() as cursor:  # as on a busy day: somebody always has the database open
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = Answer.objects.count()
    for number in range(20):
        give_answer(day.anna, f"Antwoord {number}")

    plain = shutil.copy(copies.database(), tmp_path / "plain.sqlite3")
    copy = make_copy(tmp_path)

    assert rows(plain, "SELECT count(*) FROM meetups_answer") == [(before,)]
    assert rows(copy, "SELECT count(*) FROM meetups_answer") == [(before + 20,)]


def test_a_copy_made_while_four_people_write_is_of_one_moment(day, tmp_path):
    people = [Participant.objects.get(pk=person.pk) for person in join_many(day.etten_leur, 4)]
    stop = threading.Event()

    def write(person):
        try:
            number = 0
            while not stop.is_set() and number < 200:
                give_answer(person, f"Antwoord {number}")
                number += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    made = []
    while len(made) < 3:
        accepted = set(Answer.objects.values_list("pk", flat=True))
        made.append((accepted, make_copy(tmp_path)))
    stop.set()
    for thread in threads:
        thread.join()

    for accepted, copy in made:
        (seq,) = rows(copy, "SELECT seq FROM meetups_meetup")[0]
        seqs = [number for (number,) in rows(copy, "SELECT seq FROM meetups_event ORDER BY seq")]
        answers = {number for (number,) in rows(copy, "SELECT id FROM meetups_answer")}
        receipts = {number for (number,) in rows(copy, "SELECT ref FROM meetups_receipt")}
        assert seqs == list(range(1, seq + 1))
        assert receipts == answers
        assert accepted <= answers
    sizes = [len(rows(copy, "SELECT id FROM meetups_answer")) for _, copy in made]
    assert sizes[0] < sizes[-1] <= Answer.objects.count(), "they wrote while it was copied"
    assert Event.objects.count() == Meetup.objects.get().seq
    assert Receipt.objects.count() == Answer.objects.count()


def test_a_copy_that_breaks_off_leaves_nothing_that_looks_like_one(day, tmp_path):
    with disk_in_memory(tmp_path / "stick", megabytes=twice_the_database()) as stick:
        stick.fill()
        with pytest.raises((OSError, sqlite3.Error)) as failed:
            make_copy(stick.path)

        assert [path.name for path in stick.path.iterdir()] == ["filler"]
        assert "is vol" in copies.explain(failed.value, stick.path)

        stick.make_room()
        copies.check(make_copy(stick.path))


def test_a_copy_on_the_disk_of_the_database_leaves_room_for_answers(day, tmp_path, monkeypatch):
    monkeypatch.setattr(copies, "SPARE_BYTES", shutil.disk_usage(tmp_path).free)

    with pytest.raises(OSError, match="No space left"):
        make_copy(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_check_refuses_what_is_damaged_cut_off_or_of_another_program(day, tmp_path):
    whole = make_copy(tmp_path)
    damaged, cut, foreign, text = (tmp_path / name for name in ("damaged", "cut", "foreign", "text"))
    content = bytearray(whole.read_bytes())
    cut.write_bytes(content[: len(content) // 2])
    content[8192:16384] = bytes(8192)
    damaged.write_bytes(content)
    text.write_text("geen database " * 100)
    with closing(sqlite3.connect(foreign)) as opened:
        opened.execute("CREATE TABLE music (title)")

    copies.check(whole)
    for path in (damaged, cut, text):
        with pytest.raises(copies.Unusable, match="beschadigd"):
            copies.check(path)
    with pytest.raises(copies.Unusable, match="geen kopie van dit programma"):
        copies.check(foreign)


def test_folder_of_pmg_backups_is_used_but_never_made(tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    monkeypatch.setenv("PMG_BACKUPS", str(stick))
    with pytest.raises(FileNotFoundError) as gone:
        copies.open_folder()
    assert "Zit de schijf of stick er nog in?" in copies.explain(gone.value, stick)

    stick.mkdir()

    assert copies.open_folder() == stick


def put(place, age, prefix="meetup-", suffix=".sqlite3"):
    path = place / f"{prefix}{(NOON - age).strftime(copies.MOMENT)}{suffix}"
    path.touch()
    return path


def test_prune_keeps_all_of_two_hours_one_an_hour_of_a_day_and_one_a_day_of_thirty(tmp_path):
    for minutes in range(0, 40 * 24 * 60, 10):
        put(tmp_path, datetime.timedelta(minutes=minutes))

    copies.prune(tmp_path, NOON)

    moments = [datetime.datetime.strptime(path.name[7:24], copies.MOMENT) for path in copies.existing(tmp_path)]
    recent = [moment for moment in moments if NOON - moment <= copies.KEEP_ALL]
    of_a_day = [moment for moment in moments if copies.KEEP_ALL < NOON - moment <= copies.KEEP_HOURLY]
    assert len(recent) == 13
    assert len(of_a_day) == 22
    assert len(moments) - len(recent) - len(of_a_day) == 29
    assert len({moment.date() for moment in moments}) == 31, "every day from 17 January to 16 February"


def test_prune_again_and_again_thins_out_to_the_same(tmp_path):
    """Copies every ten minutes, thrown away every ten minutes: what stays has no holes larger than promised."""
    moments = [NOON - datetime.timedelta(minutes=minutes) for minutes in range(3 * 24 * 60, -1, -10)]
    for moment in moments:
        put(tmp_path, NOON - moment)
        copies.prune(tmp_path, moment)

    kept = [datetime.datetime.strptime(path.name[7:24], copies.MOMENT) for path in copies.existing(tmp_path)]

    gaps = {}
    for earlier, later in itertools.pairwise(kept):
        age = NOON - earlier
        kind = "recent" if age <= copies.KEEP_ALL else "day" if age <= copies.KEEP_HOURLY else "older"
        gaps[kind] = max(gaps.get(kind, datetime.timedelta()), later - earlier)
    assert gaps["recent"] == datetime.timedelta(minutes=10)
    assert gaps["day"] <= datetime.timedelta(hours=2)
    assert gaps["older"] <= datetime.timedelta(days=2)


def test_prune_leaves_alone_what_is_not_ours(tmp_path):
    old = datetime.timedelta(days=400)
    for name in ("foto.jpg", "meetup.sqlite3", "meetup-2025-01-01.sqlite3", "meetup-2025-13-01-000000.sqlite3"):
        (tmp_path / name).touch()
    put(tmp_path, old, prefix="mijn-meetup-")
    put(tmp_path, old, suffix=".sqlite3.txt")
    before = sorted(tmp_path.iterdir())

    put(tmp_path, old)
    put(tmp_path, old, suffix=".dump")
    put(tmp_path, old, suffix=".sqlite3.part123")
    put(tmp_path, old, suffix=".sqlite3.part123-wal")
    being_made = put(tmp_path, datetime.timedelta(minutes=1), suffix=".sqlite3.part124")
    copies.prune(tmp_path, NOON)

    assert sorted(tmp_path.iterdir()) == sorted([*before, being_made])


def test_prune_aside_throws_away_what_a_restore_put_aside_after_thirty_days(tmp_path):
    prefix = "meetup-before-restore-"
    put(tmp_path, datetime.timedelta(days=31), prefix=prefix)
    put(tmp_path, datetime.timedelta(days=31), prefix=prefix, suffix=".sqlite3-wal")
    young = put(tmp_path, datetime.timedelta(days=29), prefix=prefix)
    copy = put(tmp_path, datetime.timedelta(days=31))

    copies.prune_aside(tmp_path, NOON)

    assert sorted(tmp_path.iterdir()) == sorted([copy, young])


def test_explain_says_that_a_folder_may_not_be_written(tmp_path):
    assert "mag niet worden geschreven" in copies.explain(PermissionError(13, "no"), tmp_path)
    assert "lukt het schrijven niet (iets)" in copies.explain(OSError("iets"), tmp_path)
