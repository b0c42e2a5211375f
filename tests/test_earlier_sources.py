"""Earlier agendas as they are read: from another meet-up, from a file of our own export, and from paper."""

import json

import pytest

from sessions import curation
from sessions.earlier import GivenLine
from sessions.earlier_sources import MOST_LINES, BrokenAgenda, of_file, of_lines, of_meetup
from sessions.export.data import write
from sessions.export.document import build
from sessions.looking_back import digest_of
from sessions.models import EarlierQuestion
from tests.agenda_page import make_question
from tests.cast import make_day

Outcome = EarlierQuestion.Outcome
CARD = {"question": "Hoe houden we talent?", "number": "K1.1", "theme": "Economie", "form": "", "lead": ""}


def file(**fields):
    """A file of our own export with one card, or with these fields changed."""
    agenda = {"schema": "pmg-kennisagenda/1", "title": "Agenda", "date": "2017-02-16", "activities": []}
    return json.dumps(agenda | {"chapters": [{"cards": [CARD | {"activities": []}]}]} | fields).encode()


def plan(question, title, status):
    return curation.plan_activity(meetup=question.meetup, questions=[question], title=title, status=status)


@pytest.mark.django_db
def test_a_meetup_and_the_file_of_it_give_the_same_agenda():
    day = make_day()
    question = make_question(day)
    curation.reword_question(question=question, lead="Zeist")
    plan(question, "Leerkring", "running")

    here = of_meetup(day.meetup)

    assert (here.title, here.year) == ("Samen kansen pakken in 2017", 2017)
    [line] = here.lines
    assert (line.number, line.theme, line.lead) == ("K1.1", "Economie", "Zeist")
    assert (line.proposed, line.ground) == (Outcome.RUNNING, "Leerkring (loopt)")
    read = of_file(write(build(day.meetup)))
    assert read.lines == here.lines
    assert digest_of(read) == digest_of(here)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statuses", "proposed"),
    [
        ([], ""),
        (["done"], Outcome.DONE),
        (["done", "done"], Outcome.DONE),
        (["done", "idea"], Outcome.RUNNING),
        (["agreed"], Outcome.RUNNING),
        (["running"], Outcome.RUNNING),
        (["idea"], Outcome.NOT_DONE),
    ],
)
def test_what_the_work_programme_says_is_proposed(statuses, proposed):
    day = make_day()
    question = make_question(day)
    for number, status in enumerate(statuses):
        plan(question, f"Activiteit {number}", status)

    assert of_meetup(day.meetup).lines[0].proposed == proposed


@pytest.mark.django_db
def test_a_long_ground_is_cut():
    day = make_day()
    question = make_question(day)
    for number in range(3):
        plan(question, f"{number} {'x' * 200}", "done")

    ground = of_meetup(day.meetup).lines[0].ground

    assert (len(ground), ground[-1]) == (300, "…")


@pytest.mark.django_db
def test_a_meetup_without_questions_has_no_agenda_to_take_in():
    with pytest.raises(BrokenAgenda, match="geen kennisvragen"):
        of_meetup(make_day().meetup)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "geen kennisagenda van dit programma"),
        (b"dit is geen JSON", "geen kennisagenda van dit programma"),
        (b"\x00\xff\xfe\x00", "geen kennisagenda van dit programma"),
        (b"PK\x03\x04 een Word-bestand", "geen kennisagenda van dit programma"),
        (b"[" * 200_000, "geen kennisagenda van dit programma"),
        (b'{"a":' * 100_000, "geen kennisagenda van dit programma"),
        (b"[1, 2, 3]", "geen kennisagenda van dit programma"),
        (b"null", "geen kennisagenda van dit programma"),
        (b'{"schema": 12}', "geen kennisagenda van dit programma"),
        (b'{"schema": "pmg-overdracht/1"}', "geen kennisagenda van dit programma"),
        (b'{"schema": "pmg-kennisagenda/2"}', "andere versie"),
        (file(date="gisteren"), "datum ontbreekt"),
        (file(date=2017), "ontbreekt of is te lang"),
        (file(title="x" * 100_000), "“title” ontbreekt of is te lang"),
        (file(chapters={}), "“chapters” ontbreekt"),
        (file(chapters=[1]), "“cards” ontbreekt"),
        (file(chapters=[{"cards": ["tekst"]}]), "ontbreekt"),
        (file(chapters=[{"cards": [CARD]}]), "“activities” ontbreekt"),
        (file(chapters=[{"cards": [CARD | {"activities": [], "question": " \x00 "}]}]), "een kennisvraag is leeg"),
        (file(chapters=[{"cards": [CARD | {"activities": [], "question": "x" * 301}]}]), "te lang"),
        (file(chapters=[]), "geen kennisvragen"),
        (file(chapters=[{"cards": [CARD | {"activities": []}] * (MOST_LINES + 1)}]), "te veel kennisvragen"),
        (file(activities=[{"number": "W1"}]), "ontbreekt"),
    ],
)
def test_a_file_that_is_no_agenda_says_what_is_wrong(content, says):
    with pytest.raises(BrokenAgenda, match=says):
        of_file(content)


def test_what_a_file_holds_is_cleaned_as_what_people_type():
    card = CARD | {"activities": [["W1"], 7, "W9"], "question": "Hoe\x00 doen\u202e we 😀\ndat?"}

    [line] = of_file(file(chapters=[{"cards": [card]}])).lines

    assert line.text == "Hoe doen we 😀 dat?"
    assert line.proposed == ""


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Hoe houden we talent?", GivenLine("Hoe houden we talent?")),
        ("Economie: Hoe houden we talent?", GivenLine("Hoe houden we talent?", theme="Economie")),
        ("wonen: hoe bouwen we?", GivenLine("hoe bouwen we?", theme="wonen")),
        ("- Hoe houden we talent?", GivenLine("Hoe houden we talent?")),
        ("• Wonen: Hoe bouwen we?", GivenLine("Hoe bouwen we?", theme="Wonen")),
        ("12. Hoe houden we talent?", GivenLine("Hoe houden we talent?")),
        ("K2.1 Hoe houden we talent?", GivenLine("Hoe houden we talent?", number="K2.1")),
        ("K2.1: Wonen: Hoe bouwen we?", GivenLine("Hoe bouwen we?", number="K2.1", theme="Wonen")),
        ("Hoe doen we dat: samen of alleen?", GivenLine("Hoe doen we dat: samen of alleen?")),
        ("Wat nu? Dit: niets", GivenLine("Wat nu? Dit: niets")),
        ("Economie:", GivenLine("Economie:")),
        ("  😀  ", GivenLine("😀")),
    ],
)
def test_a_typed_line_is_a_question_with_its_theme_if_that_stands_before_it(typed, line):
    assert of_lines("Agenda", 2017, f"\n{typed}\n\n").lines == [line]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("\n \n", "geen kennisvragen"),
        ("Hoe?\n" + "x" * 301, "Regel 2 is te lang"),
        ("K1.1", "Op regel 1 staat geen kennisvraag"),
        ("Hoe?\n" * (MOST_LINES + 1), "te veel"),
    ],
)
def test_typed_lines_that_cannot_be_taken_in_say_which(typed, says):
    with pytest.raises(BrokenAgenda, match=says):
        of_lines("Agenda", 2017, typed)
