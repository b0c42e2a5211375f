"""The files of the agenda open, and show what people typed as they typed it."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from sessions import curation, facilitation
from sessions.export import FORMATS, ConversionFailed, export, file_name, pandoc, sheets
from sessions.export.reference import REFERENCE, make_reference
from sessions.models import Answer
from tests.cast import Section, ask, give_answer, give_choice, go_to, make_day, open_step, promote, round_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AWKWARD = [
    "=cmd|' /C calc'!A0",
    "+31 6 en -5 en @iemand",
    "<b>vet</b> & <script>alert(1)</script>",
    "*x* #y _z_ [a](b) `c` $d$ ~e~ \\f {g}",
    "Emoji 👍🏽 en 👩‍👩‍👧",
    "שלום עולם en مرحبا",
    "Hottentottententententoonstelling" * 12,
    "Regel een\nRegel twee",
    'Met "aanhalingstekens"; en puntkomma\'s',
    "1. Genummerd\n- streepje",
]


class Word:
    """A Word document as a reader sees it: paragraphs with their style, and tables."""

    def __init__(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = ElementTree.fromstring(self.parts["word/document.xml"])

    def headings(self, level):
        return [
            text_of(paragraph)
            for paragraph in self.document.iter(f"{W}p")
            if (style := paragraph.find(f"{W}pPr/{W}pStyle")) is not None
            and style.get(f"{W}val") == f"Heading{level}"
        ]

    @property
    def text(self):
        return "\n".join(text_of(paragraph) for paragraph in self.document.iter(f"{W}p"))

    def rows(self):
        return [
            ["\n".join(text_of(paragraph) for paragraph in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
            for row in self.document.iter(f"{W}tr")
        ]


def text_of(paragraph):
    shown = {f"{W}t": lambda node: node.text or "", f"{W}br": lambda node: "\n"}
    return "".join(shown[node.tag](node) for node in paragraph.iter() if node.tag in shown)


def csv_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", FORMATS)
def test_export_works_before_the_day_starts(suffix):
    day = make_day()

    assert export(day.meetup, suffix)


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
    ]
    assert word.headings(2)[0] == "3.1 Economie & Arbeidsmarkt"
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
        "Reageren vóór",
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
    facilitation.hide_answer(answer=hidden)

    word = Word(export(day.meetup, "docx"))

    rows = [row for row in word.rows() if row[0] in {promoted.code, hidden.code, loose.code}]
    assert rows == [
        ["E1-001", "bedreiging", "Talent trekt weg", "Etten-Leur", "in K1.1"],
        ["E1-002", "kans", "(geen tekst)", "Etten-Leur", "verborgen"],
        ["R1-001", "bedreiging", "Winkels sluiten", "Rijssen-Holten", "los"],
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
def test_awkward_texts_arrive_in_every_file_as_typed():
    day = make_day()
    ask(day)
    answers = [give_answer(day.anna, text) for text in AWKWARD]
    promote(day, "=Groep <i>*", *answers)

    word_rows = {row[0]: row[1] for row in Word(export(day.meetup, "docx")).rows() if row[0].startswith("E1-")}
    sheet = {row["code"]: row["tekst"] for row in csv_rows(export(day.meetup, "csv"))}
    data = {row["code"]: row["text"] for row in json.loads(export(day.meetup, "json"))["answers"]}

    typed = {answer.code: answer.text for answer in answers}
    assert list(typed.values()) == AWKWARD
    assert word_rows == typed
    assert data == typed
    assert {code: text.removeprefix("'") for code, text in sheet.items()} == typed


@pytest.mark.django_db
def test_control_characters_that_slipped_in_stop_no_export():
    day = make_day()
    ask(day)
    answer = give_answer(day.anna, "Tekst")
    Answer.objects.filter(pk=answer.pk).update(text="a\x0bb\x01c\x1fd\ufffe")

    word = Word(export(day.meetup, "docx"))

    assert [row[1] for row in word.rows() if row[0] == answer.code] == ["abcd"]
    assert len(csv_rows(export(day.meetup, "csv"))) == 1
    assert json.loads(export(day.meetup, "json"))["answers"][0]["code"] == answer.code


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1", "\xa0=1", "\n@x"])
def test_cell_that_a_spreadsheet_would_calculate_becomes_a_text(text):
    assert sheets.harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["kans", "E1-034", "1 - 2", "", 7])
def test_other_cells_stay_as_they_are(cell):
    assert sheets.harmless(cell) == cell


@pytest.mark.django_db
def test_csv_has_a_row_for_each_answer_and_a_mark_for_excel():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    promote(day, "Talent", give_answer(day.anna, "Talent trekt weg; echt", "bedreiging"))

    content = export(day.meetup, "csv")

    assert content.startswith(
        b"\xef\xbb\xbfcode;thema;vraag;label;tekst;locatie;stand;groep;kennisvraag;steun\r\n"
    )
    assert csv_rows(content) == [
        {
            "code": "E1-001",
            "thema": "Economie & Arbeidsmarkt",
            "vraag": "Wat zijn uw kansen, opgaven, uitdagingen en bedreigingen?",
            "label": "bedreiging",
            "tekst": "Talent trekt weg; echt",
            "locatie": "Etten-Leur",
            "stand": "zichtbaar",
            "groep": "Talent",
            "kennisvraag": "K1.1",
            "steun": "0",
        }
    ]


@pytest.mark.django_db
def test_json_leads_by_id_from_the_agenda_to_the_answers_and_back():
    day = make_day()
    ask(day)
    answer = give_answer(day.anna, "Wat werkt?")
    question = promote(day, "Talent", answer)
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")

    agenda = json.loads(export(day.meetup, "json"))

    assert agenda["schema"] == "pmg-kennisagenda/1"
    assert agenda["date"] == "2017-02-16"
    [card] = agenda["chapters"][0]["cards"]
    [row] = agenda["answers"]
    assert (card["id"], card["origin"], card["activities"]) == (question.pk, [answer.code], ["W1"])
    assert (row["id"], row["group_id"], row["questions"]) == (answer.pk, question.clusters.get().pk, ["K1.1"])
    assert [planned["id"] for planned in agenda["activities"]] == [activity.pk]


@pytest.mark.django_db
def test_no_file_holds_a_hidden_text():
    day = make_day()
    ask(day)
    answer = give_answer(day.anna, "GEHEIM-7f3a")
    promote(day, "Talent", answer)
    facilitation.hide_answer(answer=answer)

    assert "GEHEIM" not in Word(export(day.meetup, "docx")).text
    assert b"GEHEIM" not in export(day.meetup, "csv")
    assert b"GEHEIM" not in export(day.meetup, "json")


@pytest.mark.django_db
def test_thousand_answers_are_all_in_every_file():
    day = make_day()
    ask(day)
    round_ = round_of(day.etten_leur)
    example = give_answer(day.anna, "Antwoord 0")
    Answer.objects.bulk_create(
        Answer(
            round=round_,
            participant=day.anna,
            code=f"E1-{number + 1:03d}",
            text=f"Antwoord {number}",
            created_seq=number + 1,
            changed_seq=number + 1,
            created_at=example.created_at,
        )
        for number in range(1, 1000)
    )
    codes = {f"E1-{number:03d}" for number in range(1, 1001)}

    word = Word(export(day.meetup, "docx"))
    sheet = csv_rows(export(day.meetup, "csv"))
    data = json.loads(export(day.meetup, "json"))

    in_appendix = [row[0] for row in word.rows() if row[0].startswith("E1-")]
    assert len(in_appendix) == 1000
    assert set(in_appendix) == {row["code"] for row in sheet} == {row["code"] for row in data["answers"]} == codes


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


def test_reference_document_is_what_its_recipe_makes():
    with zipfile.ZipFile(REFERENCE) as stored, zipfile.ZipFile(io.BytesIO(make_reference())) as made:
        assert {name: stored.read(name) for name in stored.namelist()} == {
            name: made.read(name) for name in made.namelist()
        }


def test_document_that_pandoc_cannot_make_raises_conversion_failed():
    with pytest.raises(ConversionFailed, match="JSON"):
        pandoc.convert([{"t": "Onbekend"}], "docx", meta={}, reference=REFERENCE)


@pytest.mark.django_db
def test_file_is_called_after_the_agenda_and_the_day():
    assert file_name(make_day().meetup, "docx") == "pmg-kennisagenda-2017-02-16.docx"


# The command


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", FORMATS)
def test_export_command_writes_the_file_and_says_so(suffix, tmp_path, capsys):
    meetup = make_day().meetup
    path = tmp_path / f"agenda.{suffix}"

    call_command("export", str(meetup.pk), "--format", suffix, "--output", str(path))

    said = capsys.readouterr().out
    assert f"staat in {path}" in said
    assert f"({path.stat().st_size} bytes)" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["999", "--format", "csv", "--output", "x"], "Meet-up 999 bestaat niet. Er is: nog geen meet-up."),
        (["gisteren", "--format", "csv", "--output", "x"], "Meet-up gisteren bestaat niet."),
        (["1", "--format", "pdfx", "--output", "x"], "Het formaat pdfx bestaat niet. Kies uit: docx, csv, json"),
        (["1", "--format", "csv"], "Noem het bestand"),
        (["1", "--format", "csv", "--output", "-"], "Noem het bestand"),
    ],
)
def test_export_command_says_in_dutch_what_is_wrong(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("export", *arguments)


@pytest.mark.django_db
def test_export_command_names_the_meetups_there_are_and_a_folder_that_is_missing(tmp_path):
    meetup = make_day().meetup

    with pytest.raises(CommandError, match=f"Er is: {meetup.pk}."):
        call_command("export", "999", "--output", str(tmp_path / "x"))
    with pytest.raises(CommandError, match="is niet te schrijven"):
        call_command("export", str(meetup.pk), "--format", "csv", "--output", str(tmp_path / "weg" / "x"))
