"""The agenda as a document on the screen."""

import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import moderation
from sessions.export import export
from sessions.export.document import build
from sessions.export.reading import Reading
from sessions.models import Answer
from tests.agenda_page import address
from tests.cast import Section, ask, give_answer, make_day, promote
from tests.test_export_files import AWKWARD
from tests.word import Word

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(client, day):
    client.force_login(day.fatima)
    return client


class Page(HTMLParser):
    """A page: its ids, its links within it, its headings by level, and all of its text."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.tags, self.text = [], [], [], ""
        self.headings, self._level = {}, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        if found.get("id"):
            self.ids.append(found["id"])
        if found.get("href", "").startswith("#"):
            self.links.append(found["href"][1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.setdefault(int(tag[1]), []).append("")
            self._level = int(tag[1])

    def handle_endtag(self, tag):
        if re.fullmatch("h[1-6]", tag):
            self._level = None

    def handle_data(self, data):
        self.text += data
        if self._level:
            self.headings[self._level][-1] += data


def read(fatima, day):
    return Page(fatima.get(address(day, "agenda-reading")).content.decode())


def test_page_has_the_headings_of_the_word_document(fatima, day):
    ask(day)
    promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))

    page, word = read(fatima, day), Word(export(day.meetup, "docx"))

    assert page.headings[2] == ["Inhoud", *word.headings(1)]
    for level in (2, 3, 4):
        assert page.headings[level + 1] == word.headings(level)


def test_every_link_leads_to_one_place_on_the_page(fatima, day):
    ask(day)
    answer = give_answer(day.anna, "Wat werkt?")
    promote(day, "Talent", answer)

    page = read(fatima, day)

    assert {"K1_1", answer.code.replace("-", "_")} <= set(page.links)
    assert set(page.links) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_what_people_typed_stands_there_as_text(fatima, day):
    ask(day, Section.OPPORTUNITIES)
    answers = [give_answer(day.anna, text) for text in AWKWARD]
    promote(day, "<i>Groep", *answers)

    page = read(fatima, day)

    for text in AWKWARD:
        assert text.replace("\n", "") in page.text
    assert "i" not in page.tags


def test_control_characters_and_hidden_texts_are_not_on_the_page(fatima, day):
    ask(day)
    broken, hidden = give_answer(day.anna, "Tekst"), give_answer(day.anna, "GEHEIM-7f3a")
    Answer.objects.filter(pk=broken.pk).update(text="a\x0bb\x01c\ufffe")
    moderation.hide_answer(answer=hidden)

    page = read(fatima, day)

    assert "abc" in page.text
    assert "GEHEIM" not in page.text


def test_page_before_the_day_starts_says_what_is_to_be_filled_in(fatima, day):
    page = read(fatima, day)

    assert "Er zijn nog geen kennisvragen gemaakt." in page.text
    assert "[nog in te vullen]" in page.text


def test_contents_stand_in_two_levels_in_the_order_of_the_text(day):
    reading = Reading.of(build(day.meetup))

    assert [entry.text for entry in reading.contents][:4] == [
        "Samenvatting",
        "1 Aanleiding en doel",
        "2 Zo kwam deze agenda tot stand",
        "3 Kennisagenda per thema",
    ]
    assert reading.contents[3].below[0].text == "3.1 Economie & Arbeidsmarkt"


def test_page_takes_as_many_queries_for_many_answers_as_for_one(fatima, day, django_assert_num_queries):
    ask(day)
    promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    with CaptureQueriesContext(connection) as queries:
        read(fatima, day)

    for number in range(8):
        promote(day, f"Groep {number}", give_answer(day.anna, f"Vraag {number}"))

    with django_assert_num_queries(len(queries)):
        read(fatima, day)
