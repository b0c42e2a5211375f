"""What is different between two editions, line by line."""

import pytest

from sessions import curation, publishing
from sessions.comparison import Fate, compare
from sessions.export.document import build
from sessions.export.snapshot import snapshot_of
from tests.agenda_page import make_group
from tests.cast import make_day
from tests.editions_page import make_agenda


@pytest.fixture
def day(db):
    return make_day()


def content(day):
    return snapshot_of(build(day.meetup))


def add_question(day, name):
    return curation.promote_cluster(cluster=make_group(day, name, f"Antwoord {name}"), text=f"{name}?")


def test_nothing_is_different_from_the_same_agenda(day):
    make_agenda(day)

    assert compare(content(day), content(day)).is_empty


def test_new_and_dropped_lines_are_told_apart(day):
    question = make_agenda(day)
    before = content(day)
    curation.drop_question(question=question)
    curation.drop_activity(activity=question.activities.get())
    add_question(day, "Wonen")

    found = compare(before, content(day))

    assert [(line.fate, line.number, line.text) for line in found.questions] == [
        (Fate.NEW, "K1.1", "Wonen?"),
        (Fate.GONE, "K1.1", "Hoe houden we talent vast?"),
    ]
    assert [(line.fate, line.text) for line in found.activities] == [(Fate.GONE, "Leerkring talent")]


def test_changed_line_tells_which_words_of_which_field(day):
    question = make_agenda(day)
    before = content(day)
    curation.reword_question(question=question, text="Hoe houden we jong talent vast?", lead="Zeist")

    [line] = compare(before, content(day)).questions

    assert line.fate == Fate.CHANGED
    assert [(field.name, field.pieces) for field in line.fields] == [
        ("Kennisvraag", [("same", "Hoe houden we "), ("new", "jong "), ("same", "talent vast?")]),
        ("Trekker", [("gone", "Oss"), ("new", "Zeist")]),
    ]


def test_line_with_another_number_and_the_same_words_was_moved(day):
    first = add_question(day, "Eerst")
    add_question(day, "Daarna")
    before = content(day)
    curation.drop_question(question=first)

    moved, gone = compare(before, content(day)).questions

    assert (moved.fate, moved.number, moved.earlier, moved.fields) == (Fate.MOVED, "K1.1", "K1.2", [])
    assert gone.fate == Fate.GONE


def test_colophon_is_compared_too(day):
    make_agenda(day)
    before = content(day)
    publishing.save_colophon(meetup=day.meetup, introduction="Waarom nu.")

    assert [field.name for field in compare(before, content(day)).whole] == ["Aanleiding"]
