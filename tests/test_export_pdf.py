"""The agenda as a PDF: what a screen reader and an archive need, and the same content as the Word document."""

import pytest

from sessions import curation, moderation
from sessions.export import ConversionFailed, export, pdf, typesetter
from sessions.export.conversion import converted
from sessions.models import Answer
from tests.cast import Section, ask, give_answer, give_choice, go_to, make_day, open_step, promote
from tests.pdf import Pdf
from tests.word import Word

HEADINGS = {f"H{level}" for level in range(1, 7)}


@pytest.fixture
def day(db):
    """A day with a knowledge question, an activity, votes, a hidden answer, and one that is loose."""
    day = make_day()
    go_to(day.etten_leur, Section.POSITION)
    open_step(day.etten_leur)
    give_choice(day.anna, day.etten_leur.current_step.options.first())
    ask(day, Section.OPPORTUNITIES)
    talent = give_answer(day.anna, "Talent trekt weg", "bedreiging")
    hidden = give_answer(day.bram, "GEHEIM-7f3a", "kans")
    give_answer(day.carla, "Winkels sluiten", "bedreiging")
    question = promote(day, "Talent", talent)
    moderation.hide_answer(answer=hidden)
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring talent")
    return day


def test_pdf_says_that_it_meets_the_norms_for_readers_and_archives(day):
    found = Pdf(export(day.meetup, "pdf"))

    assert found.metadata["pdfuaid:part"] == "1"
    assert (found.metadata["pdfaid:part"], found.metadata["pdfaid:conformance"]) == ("2", "A")
    assert found.root.MarkInfo.Marked
    assert found.root.Lang == "nl-NL"
    assert found.root.ViewerPreferences.DisplayDocTitle
    assert found.metadata["dc:title"] == "PMG-kennisagenda en werkprogramma 2017 e.v."
    assert found.root.OutputIntents[0].S == "/GTS_PDFA1"
    assert not found.pdf.is_encrypted


def test_headings_of_the_pdf_are_those_of_the_word_document_and_skip_no_level(day):
    word, found = Word(export(day.meetup, "docx")), Pdf(export(day.meetup, "pdf"))

    levels = [int(role[1:]) for role, _ in found.elements if role in HEADINGS]
    assert all(deeper <= level + 1 for level, deeper in zip([0, *levels], levels, strict=False))
    assert found.texts("H1") == ["Inhoud", *word.headings(1)]
    for level in (2, 3, 4):
        assert found.texts(f"H{level}") == word.headings(level)
    outline = [str(item.title) for item in found.pdf.open_outline().root]
    assert outline == word.headings(1)


def test_tables_of_the_pdf_hold_the_rows_of_the_word_document(day):
    word, found = Word(export(day.meetup, "docx")), Pdf(export(day.meetup, "pdf"))

    said = {*map(tuple, found.rows()), *found.entries()}
    in_word = {tuple(cell.replace("\n", "") for cell in row) for row in word.rows()}
    assert len(in_word) > 50
    assert in_word - said == {("Deelvragen", "Talent trekt weg")}
    assert "Talent trekt weg" in found.texts("LBody")


def test_headings_of_tables_are_marked_and_repeated(day):
    found = Pdf(export(day.meetup, "pdf"))

    headings = [element for role, element in found.elements if role == "TH"]
    assert {str(part.Scope) for element in headings for part in element.A if "/Scope" in part} == {"/Column"}
    tables = [element for role, element in found.elements if role == "Table"]
    assert all(table.K[0].S == "/THead" for table in tables)


def test_codes_in_the_pdf_lead_to_their_answers_and_numbers_to_their_cards(day):
    found = Pdf(export(day.meetup, "pdf"))

    codes = [row[0] for row in found.rows() if row[0][:3] in {"E1-", "R1-"}]
    assert codes == ["E1-001", "E1-002", "R1-001"]
    assert {"E1-001", "R1-001", "K1.1", "W1"} <= set(found.texts("Link"))
    links = [(page, link) for page in found.pdf.pages for link in page.get("/Annots", [])]
    assert len(links) == len(found.texts("Link"))
    assert all(link.Contents and link.Dest and page.Tabs == "/S" for page, link in links)


def test_fonts_of_the_pdf_are_in_it_and_can_be_read_back(day):
    give_answer(day.anna, "Emoji 👍🏽, שלום en مرحبا → klaar")

    found = Pdf(export(day.meetup, "pdf"))

    fonts = [font for page in found.pdf.pages for font in page.Resources.get("/Font", {}).values()]
    descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert all("/FontFile2" in each or "/FontFile3" in each for each in descriptors)
    assert all("/ToUnicode" in font for font in fonts)
    families = {str(font.BaseFont).split("+")[1] for font in fonts}
    assert {"NotoSans-Regular", "NotoSans-SemiBold", "NotoEmoji-Regular"} <= families


def test_what_only_decorates_is_not_read_aloud(day):
    found = Pdf(export(day.meetup, "pdf"))

    assert "pagina" not in found.text
    figures = [element for role, element in found.elements if role == "Figure"]
    assert all(element.get("/Alt") for element in figures)


def test_pdf_holds_no_hidden_text(day):
    found = Pdf(export(day.meetup, "pdf"))

    assert "GEHEIM" not in found.text
    assert ["E1-002", "kans", "(geen tekst)", "Etten-Leur", "verborgen"] in found.rows()


def test_sign_that_no_font_has_is_replaced_and_the_reader_is_told(day):
    give_answer(day.anna, "Vraag over 中文 en ไทย 👍", "kans")

    found = Pdf(export(day.meetup, "pdf"))

    assert ["E1-003", "kans", "Vraag over �� en ��� 👍", "Etten-Leur", "los, nog niet bekeken"] in found.rows()
    assert "Een teken dat in geen lettertype van dit bestand voorkomt, staat hier als �." in found.text


def test_pdf_with_signs_it_can_show_says_nothing_of_others(day):
    assert "lettertype" not in Pdf(export(day.meetup, "pdf")).text


def test_long_word_is_broken_within_its_column(day):
    long = "x" * 5000
    answer = give_answer(day.anna, "kort", "kans")
    Answer.objects.filter(pk=answer.pk).update(text=long)

    content = export(day.meetup, "pdf")

    assert any(row[2:3] == [long] for row in Pdf(content).rows())
    assert "\u200b" * 2 not in pdf._breakable({"t": "Str", "c": long})["c"]


@pytest.mark.parametrize("text", ["kort", "👩‍👩‍👧" * 40, "مرحبا" * 20, "e\u0301" * 60])
def test_words_whose_signs_belong_together_are_left_whole(text):
    assert pdf._breakable([{"t": "Str", "c": text}]) == [{"t": "Str", "c": text}]


def test_signs_are_read_from_what_typst_says():
    said = (
        'error: the text `"\\u{fffe}x中"` could not be displayed with font `"Noto Sans"`\n'
        '  │ `"é"`\nerror: the PDF contains the codepoint `"\\u{e000}"`\n'
    )

    assert typesetter.unknown_signs(said) == {"\ufffe", "中", "\ue000"}


def test_layout_that_does_not_exist_raises_conversion_failed_with_the_reason(monkeypatch, day, tmp_path):
    monkeypatch.setattr(pdf, "HERE", tmp_path)

    with pytest.raises(ConversionFailed, match="typesetter"):
        export(day.meetup, "pdf")


def test_program_that_is_not_there_raises_conversion_failed():
    with pytest.raises(ConversionFailed):
        converted(["/bestaat/niet"], b"")
