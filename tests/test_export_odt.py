"""The agenda as an OpenDocument text: the same content as the Word document, and what makes it readable."""

import pytest

from sessions import curation
from sessions.export import export, odt
from tests.cast import ask, give_answer, make_day, promote
from tests.odt import TABLE, Odt, T
from tests.word import Word

XLINK = "{http://www.w3.org/1999/xlink}"


@pytest.fixture
def day(db):
    """A day with a knowledge question and an activity."""
    day = make_day()
    ask(day)
    question = promote(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")
    return day


def test_opendocument_text_has_the_headings_and_tables_of_the_word_document(day):
    word, found = Word(export(day.meetup, "docx")), Odt(export(day.meetup, "odt"))

    for level in (1, 2, 3, 4):
        assert found.headings(level) == word.headings(level)
    assert len(found.rows()) > 50
    assert found.rows() == word.rows()


def test_links_in_the_opendocument_text_all_lead_somewhere(day):
    document = Odt(export(day.meetup, "odt")).document

    targets = {link.get(f"{XLINK}href").lstrip("#") for link in document.iter(f"{T}a")}
    assert {"K1_1", "W1", "E1_001"} <= targets
    assert targets <= {mark.get(f"{T}name") for mark in document.iter(f"{T}bookmark-start")}


def test_contents_of_the_opendocument_text_are_filled_in(day):
    found = Odt(export(day.meetup, "odt"))

    (body,) = found.document.iter(f"{T}index-body")
    entries = ["".join(line.itertext()) for line in body.iter(f"{T}p")]
    assert [entry for entry in entries if entry in found.headings(1)] == found.headings(1)
    assert [entry for entry in entries if entry in found.headings(2)] == found.headings(2)


def test_opendocument_text_is_dutch_and_repeats_the_headings_of_tables(day):
    found = Odt(export(day.meetup, "odt"))

    assert b"<dc:language>nl-NL</dc:language>" in found.parts["meta.xml"]
    assert b"<dc:title>PMG-kennisagenda en werkprogramma 2017 e.v.</dc:title>" in found.parts["meta.xml"]
    assert b'fo:language="nl"' in found.parts["styles.xml"]
    assert b"text:page-number" in found.parts["styles.xml"]
    assert list(found.document.iter(f"{TABLE}table-header-rows"))


def test_rows_of_tables_have_lines_between_them(day):
    content = Odt(export(day.meetup, "odt")).parts["content.xml"].decode()

    assert content.count("fo:border-bottom") == len(odt.CELLS)
    assert 'fo:border="none"' not in content


def test_tables_that_pandoc_makes_in_another_way_are_not_passed_over():
    with pytest.raises(ValueError, match="TableHeaderRowCell"):
        odt._restyled("<style:style/>")
