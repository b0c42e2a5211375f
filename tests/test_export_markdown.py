"""The agenda as Markdown: the same content as the Word document, in a form that people read as it is."""

import pytest

from sessions import curation, judging
from sessions.export import export
from tests.cast import ask, give_answer, make_day, promote
from tests.markdown import Markdown
from tests.word import Word


@pytest.fixture
def day(db):
    """A day with a knowledge question and an activity."""
    day = make_day()
    ask(day)
    question = promote(day, "Talent", give_answer(day.anna, "Hoe houden we *talent* vast?"))
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")
    judging.judge(subject=give_answer(day.bram, "Wie betaalt?"), outcome="not_now", reason="Te groot")
    return day


def test_markdown_has_the_headings_of_the_word_document_below_its_title(day):
    word, found = Word(export(day.meetup, "docx")), Markdown(export(day.meetup, "md"))

    assert found.headings(1) == ["PMG-kennisagenda en werkprogramma 2017 e.v."]
    for level in (1, 2, 3, 4):
        assert found.headings(level + 1) == word.headings(level)


def test_markdown_has_the_wide_tables_of_the_word_document_and_cards_as_lists(day):
    word, found = Word(export(day.meetup, "docx")), Markdown(export(day.meetup, "md"))

    in_word = [row for row in word.rows() if len(row) > 2]
    assert ["Wie betaalt?", "niet nu: Te groot", "E1-002"] in in_word
    assert [row for row in found.rows() if len(row) > 2] == in_word
    assert "- **Deelvragen:**\n  - Hoe houden we \\*talent\\* vast?\n" in found.source
    assert "- **Toelichting:** \\[nog in te vullen\\]\n" in found.source


def test_markdown_holds_no_html(day):
    source = Markdown(export(day.meetup, "md")).source

    assert "<table" not in source
    assert "<span" not in source
    assert "custom-style" not in source
