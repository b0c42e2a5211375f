"""The agenda as a Word document: its structure, and what makes it readable for everybody."""

import pytest

from sessions import curation, moderation
from sessions.export import ConversionFailed, export, pandoc
from sessions.export.reference import REFERENCE, unzipped
from sessions.export.schema import SCHEMA_FILE
from sessions.management.commands.references import RECIPES
from tests.cast import Section, ask, give_answer, give_choice, go_to, make_day, open_step, promote
from tests.word import W, Word, text_of


@pytest.mark.django_db
def test_word_document_has_the_headings_of_the_agenda():
    day = make_day()
    ask(day)
    promote(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))

    word = Word(export(day.meetup, "docx"))

    assert word.headings(1) == [
        "Samenvatting",
        "1 Aanleiding en doel",
        "2 Zo kwam deze agenda tot stand",
        "3 Kennisagenda per thema",
        "4 Werkprogramma",
        "5 Wat we nu niet oppakken",
        "6 Vervolg",
        "Bijlage A Alle antwoorden",
        "Bijlage B Deelnemende gemeenten",
        "Bijlage C Begrippen",
        "Bijlage D Verloop van de dag",
    ]
    assert word.headings(2)[:4] == [
        "2.1 Van antwoorden naar kennisvragen",
        "2.2 Wat niet in de agenda staat",
        "2.3 Spelregels",
        "3.1 Economie & Arbeidsmarkt",
    ]
    assert word.headings(3)[:4] == [
        "Trends en opgaven waarop is gereageerd",
        "Kansen, opgaven, uitdagingen en bedreigingen",
        "Kennisvragen",
        "Leren en oppakken",
    ]
    assert "K1.1 Talent?" in word.headings(4)
    assert word.text.startswith(
        "PMG-kennisagenda en werkprogramma 2017 e.v.\nCONCEPT · versie 1 · 16 februari 2017\n"
    )


@pytest.mark.django_db
def test_word_document_marks_what_nobody_filled_in():
    day = make_day()
    ask(day)
    promote(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))

    rows = Word(export(day.meetup, "docx")).rows()

    names = (
        "Toelichting",
        "Soort",
        "Opgave",
        "Pijler",
        "Wat is er al",
        "Trekker",
        "Gewenst product",
        "Reageren tot en met",
    )
    for name in names:
        assert [name, "[nog in te vullen]"] in rows
    assert ["K1.1", "Talent?", "Economie", "0 stippen", "[nog in te vullen]", "[nog in te vullen]"] in rows


@pytest.mark.django_db
def test_word_document_tells_the_way_of_every_answer():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    promoted = give_answer(day.anna, "Talent trekt weg", "bedreiging")
    hidden = give_answer(day.bram, "GEHEIM-7f3a", "kans")
    loose = give_answer(day.carla, "Winkels sluiten", "bedreiging")
    promote(day, "Talent", promoted)
    moderation.hide_answer(answer=hidden)

    word = Word(export(day.meetup, "docx"))

    rows = [row for row in word.rows() if row[0] in {promoted.code, hidden.code, loose.code}]
    assert rows == [
        ["E1-001", "bedreiging", "Talent trekt weg", "Etten-Leur", "in K1.1"],
        ["E1-002", "kans", "(geen tekst)", "Etten-Leur", "verborgen"],
        ["R1-001", "bedreiging", "Winkels sluiten", "Rijssen-Holten", "los, nog niet bekeken"],
    ]


@pytest.mark.django_db
def test_links_in_the_word_document_all_lead_somewhere():
    day = make_day()
    ask(day)
    question = promote(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")

    document = Word(export(day.meetup, "docx")).document

    targets = {node.get(f"{W}anchor") for node in document.iter(f"{W}hyperlink")}
    assert {"K1_1", "W1", "E1_001"} <= targets
    assert targets <= {node.get(f"{W}name") for node in document.iter(f"{W}bookmarkStart")}


@pytest.mark.django_db
def test_tables_of_the_word_document_repeat_their_headings_on_each_page():
    day = make_day()
    ask(day)
    give_answer(day.anna, "Hoe houden we talent vast?")

    document = Word(export(day.meetup, "docx")).document

    [row] = [row for row in document.iter(f"{W}tr") if "Antwoord" in [text_of(p) for p in row.iter(f"{W}p")]]
    assert row.find(f"{W}trPr/{W}tblHeader") is not None


@pytest.mark.django_db
def test_word_document_is_dutch_and_has_a_title_and_page_numbers():
    day = make_day()

    word = Word(export(day.meetup, "docx"))

    assert b'w:val="nl-NL"' in word.parts["word/styles.xml"]
    assert b"<dc:title>PMG-kennisagenda en werkprogramma 2017 e.v.</dc:title>" in word.parts["docProps/core.xml"]
    assert b" NUMPAGES " in word.parts["word/footer1.xml"]
    assert b' TOC \\o "1-2"' in word.parts["word/document.xml"]


@pytest.mark.django_db
def test_votes_on_forms_are_named_in_the_card():
    day = make_day()
    ask(day)
    promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    go_to(day.etten_leur, Section.FORMS)
    open_step(day.etten_leur)
    give_choice(day.anna, "Leerkringen")

    rows = Word(export(day.meetup, "docx")).rows()

    assert ["Vorm", "[nog in te vullen] (stemmen: leerkring 1)"] in rows


@pytest.mark.parametrize("path", [path for path in RECIPES if path != SCHEMA_FILE])
def test_reference_document_is_what_its_recipe_makes(path):
    assert unzipped(path.read_bytes()) == unzipped(RECIPES[path]())


def test_document_that_pandoc_cannot_make_raises_conversion_failed():
    with pytest.raises(ConversionFailed, match="JSON"):
        pandoc.convert([{"t": "Onbekend"}], "docx", meta={}, reference=REFERENCE)
