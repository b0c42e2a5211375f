"""The agenda as an Excel workbook: its sheets, their ids, and texts that stay texts."""

import dataclasses

import pytest

from sessions import curation, facilitation
from sessions.export import excel, export, workbook
from sessions.export.document import build
from sessions.models import Answer
from tests.cast import (
    Section,
    ask,
    give_answer,
    give_choice,
    go_to,
    group,
    join,
    make_day,
    open_step,
    promote,
    round_of,
)
from tests.excel import Excel, X

SHEETS = ["Kennisvragen", "Werkprogramma", "Antwoorden", "Gemeenten", "Totstandkoming"]


@pytest.fixture
def day(db):
    """A day with a knowledge question that a municipality joins, an activity, and a loose answer."""
    day = make_day()
    ask(day)
    talent = group(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    give_answer(day.carla, "Winkels sluiten")
    join(day.rijssen)
    question = curation.promote_cluster(cluster=talent, text="Wat werkt?")
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring talent", lead="Etten-Leur")
    go_to(day.etten_leur, Section.FORMS)
    open_step(day.etten_leur)
    ballot = round_of(day.etten_leur).step
    give_choice(day.anna, ballot.options.get(cluster=talent, text__contains="doet mee"))
    return day


def test_same_numbers_and_codes_lead_from_sheet_to_sheet(day):
    book = Excel(export(day.meetup, "xlsx"))

    assert book.names == SHEETS
    (question,) = book.rows("Kennisvragen")
    assert (question["Nr"], question["Kennisvraag"]) == ("K1.1", "Wat werkt?")
    assert (question["Herkomst"], question["Activiteiten"], question["Groepen"]) == ("E1-001", "W1", "Talent")
    (activity,) = book.rows("Werkprogramma")
    assert (activity["Nr"], activity["Activiteit"], activity["Kennisvragen"]) == ("W1", "Leerkring talent", "K1.1")
    answers = {row["Code"]: row for row in book.rows("Antwoorden")}
    assert answers["E1-001"]["Kennisvragen"] == "K1.1"
    assert answers["R1-001"]["Antwoord"] == "Winkels sluiten"
    assert [list(row.values()) for row in book.rows("Gemeenten")] == [
        ["Etten-Leur", "Etten-Leur", 2, "K1.1", "W1"],
        ["Rijssen-Holten", "Rijssen-Holten", 1, "", ""],
        ["Zonder gemeente", "Rijssen-Holten", 1, "", ""],
    ]
    assert "Er kwamen 2 antwoorden op deze vragen:" in [
        line for row in book.rows("Totstandkoming") for line in row.values()
    ]


def test_what_nobody_filled_in_is_marked_in_the_sheets(day):
    book = Excel(export(day.meetup, "xlsx"))

    (question,), (activity,) = book.rows("Kennisvragen"), book.rows("Werkprogramma")
    for name in ("Toelichting", "Soort", "Opgave", "Pijler", "Wat is er al", "Vorm", "Trekker"):
        assert question[name] == "[nog in te vullen]"
    assert activity["Contactpersoon Platform31"] == "[nog in te vullen]"
    assert activity["Trekker"] == "Etten-Leur"


def test_numbers_are_numbers_and_no_cell_is_a_formula(day):
    answer = give_answer(day.carla, "=1+1")
    promote(day, "=2+2", answer)

    book = Excel(export(day.meetup, "xlsx"))

    assert book.formulas == []
    assert [row["Antwoorden"] for row in book.rows("Kennisvragen")] == [1, 1]
    assert "=1+1" in [row["Antwoord"] for row in book.rows("Antwoorden")]
    assert "=2+2?" in [row["Kennisvraag"] for row in book.rows("Kennisvragen")]
    assert b'quotePrefix="1"' in book.parts["xl/styles.xml"]
    assert not [name for name in book.parts if "externalLink" in name or "calcChain" in name]


def test_headings_stay_in_sight_and_stand_on_each_printed_page(day):
    book = Excel(export(day.meetup, "xlsx"))

    for page in book.pages.values():
        pane = page.find(f"{X}sheetViews/{X}sheetView/{X}pane")
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
        assert page.find(f"{X}pageSetup").get("orientation") == "landscape"
        assert page.find(f"{X}cols") is not None
        assert page.find(f"{X}tableParts").get("count") == "1"
    assert book.parts["xl/workbook.xml"].count(b"_xlnm.Print_Titles") == len(SHEETS)


def test_sheets_of_an_empty_day_hold_their_headings(db):
    book = Excel(export(make_day().meetup, "xlsx"))

    assert book.names == SHEETS
    assert [row["Code"] for row in book.rows("Antwoorden")] == [""]


def test_what_no_cell_can_hold_stops_no_workbook(day):
    answer = Answer.objects.get(code="E1-001")
    Answer.objects.filter(pk=answer.pk).update(text="a\x0bb\x01c\x1fd\ufffe _x0041_")
    document = build(day.meetup)
    first, *others = document.answers
    odd = dataclasses.replace(first, place="half \ud83d teken\x00")

    book = Excel(excel.write(dataclasses.replace(document, answers=[odd, *others])))

    row = book.rows("Antwoorden")[0]
    assert (row["Antwoord"], row["Locatie"]) == ("abcd _x0041_", "half  teken")


@pytest.mark.parametrize("text", ["a" * 40_000, "👍" * 20_000, "é\n" * 20_000])
def test_text_that_is_too_long_for_a_cell_is_cut_with_a_remark(text):
    found = workbook.fit(text)

    assert len(found.encode("utf-16-le")) // 2 <= 32_767
    assert found.endswith("… [ingekort; de hele tekst staat in het Word-bestand]")
    assert text.startswith(found.removesuffix(workbook.CUT))


@pytest.mark.parametrize("text", ["", "a" * 32_767, "👍" * 16_383])
def test_text_that_fits_stays_as_it_is(text):
    assert workbook.fit(text) == text


def test_workbook_holds_no_hidden_text(day):
    answer = give_answer(day.carla, "GEHEIM-7f3a")
    facilitation.hide_answer(answer=answer)

    book = Excel(export(day.meetup, "xlsx"))

    assert not [name for name, part in book.parts.items() if b"GEHEIM" in part]
    assert [row["Stand"] for row in book.rows("Antwoorden") if row["Code"] == answer.code] == ["verborgen"]


def test_the_same_agenda_gives_the_same_workbook(day):
    assert export(day.meetup, "xlsx") == export(day.meetup, "xlsx")
