"""The agenda as a workbook, for Excel and OpenDocument: its sheets, their ids, and texts that stay texts."""

import dataclasses
from xml.etree import ElementTree

import pytest

from sessions import curation, moderation
from sessions.export import excel, export, ods, workbook
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
from tests.ods import Ods

CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
KINDS = {"xlsx": (excel, Excel), "ods": (ods, Ods)}
SHEETS = [
    "Kennisvragen",
    "Werkprogramma",
    "Antwoorden",
    "Gemeenten",
    "Uitslagen",
    "Grafieken",
    "Reacties",
    "Terugblik",
    "Totstandkoming",
    "Verloop",
]


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


def read(kind, day):
    return KINDS[kind][1](export(day.meetup, kind))


@pytest.mark.parametrize("kind", KINDS)
def test_same_numbers_and_codes_lead_from_sheet_to_sheet(kind, day):
    book = read(kind, day)

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


@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_filled_in_is_marked_in_the_sheets(kind, day):
    book = read(kind, day)

    (question,), (activity,) = book.rows("Kennisvragen"), book.rows("Werkprogramma")
    for name in ("Toelichting", "Soort", "Opgave", "Pijler", "Wat is er al", "Vorm", "Trekker"):
        assert question[name] == "[nog in te vullen]"
    assert activity["Contactpersoon Platform31"] == "[nog in te vullen]"
    assert activity["Trekker"] == "Etten-Leur"


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_numbers_and_no_cell_is_a_formula(kind, day):
    answer = give_answer(day.carla, "=1+1")
    promote(day, "=2+2", answer)

    book = read(kind, day)

    assert book.formulas == []
    assert [row["Antwoorden"] for row in book.rows("Kennisvragen")] == [1, 1]
    assert "=1+1" in [row["Antwoord"] for row in book.rows("Antwoorden")]
    assert "=2+2?" in [row["Kennisvraag"] for row in book.rows("Kennisvragen")]


def test_text_that_looks_like_a_formula_stays_a_text_when_its_cell_in_excel_is_edited(day):
    give_answer(day.carla, "=1+1")

    book = Excel(export(day.meetup, "xlsx"))

    assert b'quotePrefix="1"' in book.parts["xl/styles.xml"]
    assert not [name for name in book.parts if "externalLink" in name or "calcChain" in name]


def test_headings_in_excel_stay_in_sight_and_stand_on_each_printed_page(day):
    book = Excel(export(day.meetup, "xlsx"))

    for page in book.pages.values():
        pane = page.find(f"{X}sheetViews/{X}sheetView/{X}pane")
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
        assert page.find(f"{X}pageSetup").get("orientation") == "landscape"
        assert page.find(f"{X}cols") is not None
        assert page.find(f"{X}tableParts").get("count") == "1"
    assert book.parts["xl/workbook.xml"].count(b"_xlnm.Print_Titles") == len(SHEETS)


def test_headings_in_opendocument_stay_in_sight_and_stand_on_each_printed_page(day):
    book = Ods(export(day.meetup, "ods"))

    settings = ElementTree.fromstring(book.parts["settings.xml"])
    frozen = [
        item.text for item in settings.iter(f"{CONFIG}config-item") if "SplitMode" in item.get(f"{CONFIG}name")
    ]
    assert frozen == ["2"] * (2 * len(SHEETS) - 1)  # one sheet is a single column
    assert b'xmlns:ooo="http://openoffice.org/2004/office"' in book.parts["settings.xml"]
    for page in book.pages.values():
        assert len(page.get_elements("table:table-header-rows/table:table-row")) == 1
    assert book.parts["content.xml"].count(b"table:display-filter-buttons") == len(SHEETS)
    assert b'style:print-orientation="landscape"' in book.parts["styles.xml"]
    assert book.language == "nl-NL"


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_of_an_empty_day_hold_their_headings(kind, db):
    book = read(kind, make_day())

    assert book.names == SHEETS
    assert not any(row["Code"] for row in book.rows("Antwoorden"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_cell_can_hold_stops_no_workbook(kind, day):
    answer = Answer.objects.get(code="E1-001")
    Answer.objects.filter(pk=answer.pk).update(text="a\x0bb\x01c\x1fd\ufffe _x0041_")
    document = build(day.meetup)
    first, *others = document.answers
    odd = dataclasses.replace(first, place="half \ud83d teken\x00")

    writer, reader = KINDS[kind]
    book = reader(writer.write(dataclasses.replace(document, answers=[odd, *others])))

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


@pytest.mark.parametrize("kind", KINDS)
def test_workbook_holds_no_hidden_text(kind, day):
    answer = give_answer(day.carla, "GEHEIM-7f3a")
    moderation.hide_answer(answer=answer)

    book = read(kind, day)

    assert not [name for name, part in book.parts.items() if b"GEHEIM" in part]
    assert [row["Stand"] for row in book.rows("Antwoorden") if row["Code"] == answer.code] == ["verborgen"]
