"""All files in one zip, and the shelf from which a page fetches files that were just made."""

import io
import zipfile

import pytest

from sessions import curation
from sessions.export import FILES, archive, export
from sessions.export.document import build
from sessions.export.shelf import Shelf
from sessions.models import HouseStyle
from tests.cast import ask, give_answer, make_day, promote
from tests.files import READERS, answers_in, csv_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    promote(day, "=Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    return day


def opened(content):
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def test_zip_holds_every_file_and_says_what_each_is_for(day):
    files = opened(export(day.meetup, "zip"))

    names = {f"pmg-kennisagenda-2017-02-16.{suffix}" for suffix in FILES}
    assert {name for name in files if not name.startswith("csv/")} == {"LEESMIJ.txt", *names}
    readme = files["LEESMIJ.txt"].decode()
    assert readme.startswith("PMG-kennisagenda en werkprogramma 2017 e.v.\r\nCONCEPT · versie 1 · ")
    for name in names:
        assert name in readme
    for suffix in READERS:
        assert [text for _, text in answers_in(suffix, files[f"pmg-kennisagenda-2017-02-16.{suffix}"])] == [
            "Hoe houden we talent vast?"
        ]


def test_zip_holds_the_other_tables_as_csv_without_formulas(day):
    files = opened(export(day.meetup, "zip"))

    tables = {name for name in files if name.startswith("csv/")}
    assert {"csv/kennisvragen.csv", "csv/werkprogramma.csv", "csv/totstandkoming.csv", "csv/verloop.csv"} <= tables
    [question] = csv_rows(files["csv/kennisvragen.csv"])
    assert (question["Nr"], question["Kennisvraag"]) == ("K1.1", "'=Talent?")


def test_files_in_the_zip_are_those_that_are_downloaded_one_by_one(day):
    files = opened(export(day.meetup, "zip"))

    for suffix in FILES:
        assert files[f"pmg-kennisagenda-2017-02-16.{suffix}"] == export(day.meetup, suffix)


def test_zip_is_made_of_one_document(day):
    document = build(day.meetup)
    curation.reword_question(question=day.meetup.knowledge_questions.get(), text="Nieuw?")

    files = opened(archive.write(document))

    assert b"Nieuw?" not in files["pmg-kennisagenda-2017-02-16.csv"] + files["csv/kennisvragen.csv"]


# The shelf


def test_file_that_was_just_made_is_fetched_as_it_was(day, django_assert_num_queries):
    shelf = Shelf()
    made = shelf.file(day.meetup, "json")

    with django_assert_num_queries(2):
        assert shelf.file(day.meetup, "json") is made


def test_zip_takes_what_is_on_the_shelf(day, django_assert_num_queries):
    shelf = Shelf()
    made = {suffix: shelf.file(day.meetup, suffix) for suffix in FILES}

    with django_assert_num_queries(2):
        files = opened(shelf.file(day.meetup, "zip"))

    assert {suffix: files[f"pmg-kennisagenda-2017-02-16.{suffix}"] for suffix in FILES} == made


def test_change_of_the_agenda_makes_files_anew(day):
    shelf = Shelf()
    before = shelf.file(day.meetup, "json")
    curation.reword_question(question=day.meetup.knowledge_questions.get(), text="Nieuw?")

    after = shelf.file(day.meetup, "json")

    assert "Nieuw?" not in before.decode()
    assert "Nieuw?" in after.decode()


def test_another_house_style_makes_files_anew(day):
    shelf = Shelf()
    before = shelf.file(day.meetup, "csv")
    HouseStyle.objects.create(suffix="odt", name="x.odt", content=b"x")

    assert shelf.file(day.meetup, "csv") is not before


def test_shelf_keeps_no_more_than_it_may_and_nothing_for_long(day):
    narrow, short = Shelf(most_bytes=10), Shelf(kept_seconds=0)

    for shelf in (narrow, short):
        made = shelf.file(day.meetup, "csv")
        again = shelf.file(day.meetup, "csv")
        assert again == made
        assert again is not made


def test_unknown_kind_of_file_is_no_file(day):
    with pytest.raises(KeyError):
        Shelf().file(day.meetup, "exe")
