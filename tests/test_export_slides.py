"""The agenda as a presentation: short, with tables that fit, and readable for everybody."""

import pytest

from sessions import curation
from sessions.export import export
from tests.cast import ask, give_answer, make_day, promote
from tests.slides import A, Slides

THEME = "Thema 1: Economie & Arbeidsmarkt"


@pytest.fixture
def day(db):
    day = make_day()
    ask(day)
    return day


def test_presentation_tells_what_came_out_on_a_few_slides(day):
    question = promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring", planning="Mei 2017")

    slides = Slides(export(day.meetup, "pptx"))

    assert slides.titles == [
        "PMG-kennisagenda en werkprogramma 2017 e.v.",
        "Zo kwam deze agenda tot stand",
        THEME,
        "Werkprogramma",
        "Wat we nu niet oppakken",
        "Vervolg",
        "Wat niet in de agenda staat",
        "Spelregels",
    ]
    assert slides.rows(THEME)[1] == ["K1.1", "Talent?", "0 stippen", "[nog in te vullen]", "[nog in te vullen]"]
    assert slides.rows("Werkprogramma")[1] == ["W1", "Leerkring", "K1.1", "[nog in te vullen]", "Mei 2017"]
    told = slides.lines("Zo kwam deze agenda tot stand")
    assert "1 antwoord, op eigen telefoon en zonder naam" in told
    assert not [line for line in told if "stip" in line]


def test_presentation_of_an_empty_day_says_what_is_not_there_yet(day):
    slides = Slides(export(day.meetup, "pptx"))

    assert "Er zijn nog geen kennisvragen gemaakt." in slides.lines("Kennisvragen")
    assert "Er zijn nog geen activiteiten gepland." in slides.lines("Werkprogramma")


def test_questions_that_do_not_fit_go_to_another_slide(day):
    for number in range(9):
        promote(day, f"Vraag {number} die met haar woorden meer dan een regel vult op een dia van de zaal",
                give_answer(day.anna, f"Antwoord {number}"))  # fmt: skip

    slides = Slides(export(day.meetup, "pptx"))

    themes = [title for title in slides.titles if title.startswith(THEME)]
    assert themes[:2] == [THEME, f"{THEME} (2)"]
    shares = [slides.rows(title)[1:] for title in themes]
    assert all(1 <= len(share) <= 6 for share in shares)
    assert [row[0] for share in shares for row in share] == [f"K1.{number}" for number in range(1, 10)]


def test_every_text_of_the_presentation_is_dutch_and_large_enough_to_read(day):
    promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))

    slides = Slides(export(day.meetup, "pptx"))

    runs = [run for slide in slides.slides for run in slide.iter(f"{A}rPr")]
    assert runs
    assert {run.get("lang") for run in runs} == {"nl-NL"}
    in_tables = [
        run for slide in slides.slides for table in slide.iter(f"{A}tbl") for run in table.iter(f"{A}rPr")
    ]
    assert {run.get("sz") for run in in_tables} == {"1400"}


def test_presentation_shows_what_people_typed_as_text(day):
    promote(day, "=1+1 <b>&amp; 👍", give_answer(day.anna, "Wat werkt?"))

    assert Slides(export(day.meetup, "pptx")).rows(THEME)[1][1] == "=1+1 <b>&amp; 👍?"
