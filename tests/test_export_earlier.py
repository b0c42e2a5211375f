"""What came of earlier agendas, on the cards of this one and in every file of it."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sessions.agenda import agenda_of
from sessions.earlier import Given, GivenLine
from sessions.export import export
from sessions.export.document import build
from sessions.looking_back import look_back, take_in
from sessions.models import EarlierQuestion
from tests.agenda_page import address, make_question
from tests.cast import make_day
from tests.excel import Excel

pytestmark = pytest.mark.django_db
LINES = [GivenLine("Hoe houden we talent?", number="K2.1", theme="Economie"), GivenLine("Hoe vullen we winkels?")]


@pytest.fixture
def day():
    """A day whose one knowledge question stood in the agenda of 2015 as K2.1, of which the rest was not done."""
    day = make_day()
    question = make_question(day)
    take_in(meetup=day.meetup, given=Given("Kennisagenda", 2015, LINES))
    first, second = EarlierQuestion.objects.all()
    look_back(question=first, outcome="running", remark="Tot 2018", returns_as=[question])
    look_back(question=second, outcome="not_done", remark="", returns_as=[])
    return day


def test_the_card_says_where_the_question_stood_before(day):
    [card] = build(day.meetup).cards

    assert card.earlier == ["2015 K2.1"]


def test_a_question_that_stood_in_two_agendas_names_the_newest_first(day):
    question = day.meetup.knowledge_questions.get()
    take_in(meetup=day.meetup, given=Given("Op papier", 2016, [GivenLine("Hoe houden we talent vast?")]))
    look_back(
        question=EarlierQuestion.objects.get(agenda__year=2016), outcome="", remark="", returns_as=[question]
    )

    assert build(day.meetup).cards[0].earlier == ["2016", "2015 K2.1"]


def test_markdown_has_an_appendix_of_earlier_agendas(day):
    text = export(day.meetup, "md").decode()

    appendix = text.partition("Bijlage F Wat kwam er van eerdere agenda")[2]
    assert "2015: Kennisagenda" in appendix
    assert "loopt nog: Tot 2018" in appendix
    assert "Hoe vullen we winkels?" in appendix
    assert "Stond ook in" in text


def test_an_agenda_that_looks_back_on_none_has_no_such_appendix():
    day = make_day()
    make_question(day)

    assert "Bijlage F" not in export(day.meetup, "md").decode()
    assert "Stond ook in" not in export(day.meetup, "md").decode()


def test_the_workbook_has_a_sheet_of_earlier_agendas(day):
    first, second = Excel(export(day.meetup, "xlsx")).rows("Terugblik")

    assert (first["Jaar"], first["Nr"], first["Wat ervan kwam"], first["Komt terug als"]) == (
        2015,
        "K2.1",
        "loopt nog",
        "K1.1",
    )
    assert second["Wat ervan kwam"] == "niet uitgevoerd"


def test_the_json_holds_every_line_of_them(day):
    agenda = json.loads(export(day.meetup, "json"))

    assert agenda["earlier"][0] == {
        "year": 2015,
        "agenda": "Kennisagenda",
        "number": "K2.1",
        "theme": "Economie",
        "question": "Hoe houden we talent?",
        "outcome": "loopt nog",
        "remark": "Tot 2018",
        "returns": ["K1.1"],
    }
    assert agenda["chapters"][0]["cards"][0]["earlier"] == ["2015 K2.1"]


@pytest.mark.parametrize("suffix", ["docx", "odt", "pdf"])
def test_every_file_that_people_read_can_be_made(day, suffix):
    assert len(export(day.meetup, suffix)) > 1000


def test_the_pages_of_the_agenda_lead_to_it(day):
    fatima = Client()
    fatima.force_login(day.fatima)
    question = day.meetup.knowledge_questions.get()
    line = EarlierQuestion.objects.first()

    for page in (address(day, "agenda"), address(day, "agenda-question", question=question.pk)):
        text = fatima.get(page).content.decode()
        assert f'<a href="{address(day, "earlier")}#regel-{line.pk}">2015 als K2.1</a>' in text


def test_an_agenda_with_many_earlier_lines_takes_no_more_queries(day, django_assert_num_queries):
    question = day.meetup.knowledge_questions.get()
    with CaptureQueriesContext(connection) as queries:
        agenda_of(day.meetup)

    take_in(meetup=day.meetup, given=Given("Later", 2016, [GivenLine(f"Vraag {one}?") for one in range(20)]))
    for line in EarlierQuestion.objects.filter(agenda__year=2016):
        look_back(question=line, outcome="done", remark="", returns_as=[question])
    with django_assert_num_queries(len(queries)):
        assert len(agenda_of(day.meetup).lines[0].earlier) == 21
