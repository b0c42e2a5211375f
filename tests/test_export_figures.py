"""Charts in the files: what they show, an alt text for each, and the same numbers in a table."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from sessions import curation
from sessions.export import ConversionFailed, build, conversion, excel_charts, export, pictures
from sessions.export.figures import MOST_ROWS, figures_of, shortened
from sessions.export.pictures import Pictures
from sessions.export.reading import Reading
from sessions.export.reference import unzipped
from sessions.models import Participant
from tests.cast import Section, ask, give_answer, give_choice, go_to, make_day, open_step, promote, round_of
from tests.choosers import step_of, vote
from tests.excel import Excel
from tests.pdf import Pdf
from tests.word import Word

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SVG_DESCRIPTION = re.compile(rb"<svg:desc>(.*?)</svg:desc>")
TALENT = "K1.1 Hoe houden we talent & banen vast?"
SUPPORT = f"Steun in stippen: Economie & Arbeidsmarkt. {TALENT} (3 stippen) en K1.2 Leegstand? (1 stip)."
FORMS = "Stemmen per vorm: Economie & Arbeidsmarkt. Meest gekozen: bij K1.1 leerkring (1)."
TURNOUT = "Deelnemers per locatie. Etten-Leur (2 deelnemers) en Rijssen-Holten (1 deelnemer)."


@pytest.fixture
def day(db):
    """A day with two kennisvragen, dots for both, a form for one, and a position in the region."""
    day = make_day()
    ask(day)
    talent = promote(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    curation.reword_question(question=talent, text="Hoe houden we talent & banen vast?")
    promote(day, "Leegstand", give_answer(day.anna, "Hoe vullen we winkels?"))
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)
    for name, person, dots in (("Talent", day.anna, 2), ("Talent", day.bram, 1), ("Leegstand", day.bram, 1)):
        give_choice(person, round_of(day.etten_leur).step.options.get(cluster__name=name), dots)
    go_to(day.etten_leur, Section.FORMS)
    open_step(day.etten_leur)
    options = round_of(day.etten_leur).step.options
    give_choice(day.anna, options.get(cluster__name="Talent", text="Leerkringen"))
    vote(step_of(day, Section.POSITION), [day.anna, day.bram, day.carla])
    return day


def alts_of(day):
    return [figure.alt for figure in figures_of(build(day.meetup))]


def test_charts_say_the_main_numbers_in_words(day):
    position, support, forms, turnout = alts_of(day)

    option = step_of(day, Section.POSITION).options.first().text
    assert position.startswith(f"Positie van de middelgrote stad in de regio. {option} (3 keer gekozen), ")
    assert (support, forms, turnout) == (SUPPORT, FORMS, TURNOUT)


def test_best_supported_question_comes_first_and_groups_count_before_there_are_questions(day):
    [chapter, *_] = build(day.meetup).chapters
    [support] = [figure for figure in figures_of(build(day.meetup)) if figure.key.startswith("steun")]
    for question in day.meetup.knowledge_questions.all():
        curation.drop_question(question=question, dropped=True)
    [before] = [figure for figure in figures_of(build(day.meetup)) if figure.key.startswith("steun")]

    assert [(bar.label, bar.values) for bar in support.bars] == [(TALENT, [3]), ("K1.2 Leegstand?", [1])]
    assert [(bar.label, bar.values) for bar in before.bars] == [("Talent", [3]), ("Leegstand", [1])]
    assert support.theme_number == chapter.theme_number == 1


def test_day_before_it_starts_has_no_charts(db):
    day = make_day()
    Participant.objects.all().delete()

    assert figures_of(build(day.meetup)) == []
    assert not [name for name in unzipped(export(day.meetup, "docx")) if "media/" in name]


def test_chart_of_very_many_questions_shows_the_best_supported(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    for number in range(MOST_ROWS + 3):
        promote(day, f"Vraag {number}", give_answer(day.anna, f"Vraag {number}"))

    [support] = [figure for figure in figures_of(build(day.meetup)) if figure.key.startswith("steun")]

    assert len(support.bars) == MOST_ROWS
    assert support.bars[0].label == TALENT
    assert support.alt.endswith(f" en nog {MOST_ROWS - 3}.")


def test_label_of_a_chart_is_cut_between_words():
    assert shortened("Hoe houden we talent vast?", 26) == "Hoe houden we talent vast?"
    assert shortened("Hoe houden we talent vast?", 20) == "Hoe houden we…"
    assert shortened("x" * 30, 20) == f"{'x' * 19}…"


def test_images_in_word_have_an_alt_text_and_their_numbers_in_a_table(day):
    word = Word(export(day.meetup, "docx"))

    described = [node.get("descr") for node in word.document.iter() if node.get("descr") is not None]
    assert described == [alt for alt in alts_of(day) for _ in range(2)]  # Word says it twice
    images = [content for name, content in word.parts.items() if "media/" in name]
    assert len(images) == 4
    assert all(image.startswith(b"\x89PNG") for image in images)
    assert ["Leerkring", "1"] in word.rows()
    assert ["Rijssen-Holten", "1"] in word.rows()


def test_images_in_opendocument_have_an_alt_text(day):
    parts = unzipped(export(day.meetup, "odt"))

    described = [text.decode().replace("&amp;", "&") for text in SVG_DESCRIPTION.findall(parts["content.xml"])]
    assert described == alts_of(day)
    assert len([name for name in parts if name.startswith("Pictures/")]) == 4


def test_slides_with_a_chart_have_its_title_and_alt_text(day):
    parts = unzipped(export(day.meetup, "pptx"))

    slides = [parts[name].decode() for name in parts if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    described = {alt for slide in slides for alt in re.findall(r'descr="([^"]+)"', slide)}
    assert described == {alt.replace("&", "&amp;") for alt in alts_of(day)[:3]}
    assert not [slide for slide in slides if "data:" in slide]
    [slide] = [slide for slide in slides if "K1.1 leerkring" in slide]
    assert "Stemmen per vorm: Economie &amp; Arbeidsmarkt</a:t>" in slide


def test_charts_in_the_pdf_are_drawn_and_a_reader_hears_their_alt_text(day):
    found = Pdf(export(day.meetup, "pdf"))

    figures = [str(element.Alt) for role, element in found.elements if role == "Figure"]
    assert figures == alts_of(day)
    assert "Steun in stippen: Economie & Arbeidsmarkt" in found.texts("Caption")
    assert not [page for page in found.pdf.pages if page.get_images()]


def test_sign_that_no_font_has_is_replaced_in_a_chart_too(day):
    question = day.meetup.knowledge_questions.get(text="Leegstand?")
    curation.reword_question(question=question, text=f"中文 en {'x' * 200}?")

    assert Pdf(export(day.meetup, "pdf")).text.count("�� en") > 1
    assert export(day.meetup, "docx")


def test_charts_of_excel_have_a_description_and_take_their_numbers_from_the_sheet(day):
    book = Excel(export(day.meetup, "xlsx"))

    drawing = ElementTree.fromstring(book.parts["xl/drawings/drawing1.xml"])
    assert [shape.get("descr") for shape in drawing.iter(f"{DRAWING}cNvPr")] == alts_of(day)
    rows = [list(row.values()) for row in book.rows("Grafieken")]
    support = next(row for row in rows if row[2] == TALENT)
    assert support == ["Steun in stippen: Economie & Arbeidsmarkt", "stippen", TALENT, 3]
    chart = book.parts["xl/charts/chart2.xml"].decode()
    first = 2 + rows.index(support)
    assert f"Grafieken!$D${first}:$D${first + 1}" in chart
    assert f"Grafieken!$C${first}:$C${first + 1}" in chart


def test_reading_on_the_screen_has_the_charts_as_images_with_their_alt_text(day):
    reading = Reading.of(build(day.meetup))

    shown = str(reading.chapters) + str(reading.appendices)
    heard = re.findall(r'<figure class="chart" data-theme="(\d?)"><div role="img" aria-label="([^"]+)">', shown)
    alts = [alt.replace("&", "&amp;") for alt in alts_of(day)]
    assert heard == list(zip(["", "1", "1", ""], alts, strict=True))
    assert '<rect class="bar__fill" width="33.3%" height="100%">' in shown
    assert "<figcaption>Stemmen per vorm: Economie &amp; Arbeidsmarkt</figcaption>" in shown


def test_markdown_has_the_numbers_without_the_charts(day):
    text = export(day.meetup, "md").decode()

    assert "![" not in text
    assert "| Leerkring | 1 |" in re.sub(" +", " ", text)


@pytest.mark.parametrize("kind", ["docx", "odt", "pptx", "pdf", "xlsx"])
def test_same_agenda_gives_the_same_bytes_with_charts(kind, day):
    assert export(day.meetup, kind) == export(day.meetup, kind)


def test_chart_that_cannot_be_drawn_raises_conversion_failed_with_the_reason(day, monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "HERE", tmp_path)

    with pytest.raises(ConversionFailed, match="draw"):
        Pictures.of(figures_of(build(day.meetup)))


def test_colours_of_charts_are_those_of_the_screens():
    tokens = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text().split('data-scheme="dark"')[0]
    typst = (Path(conversion.__file__).parent / "charts.typ").read_text()

    for number, colour in excel_charts.THEMES.items():
        assert f"--pmg-color-theme-{number}: {colour.lower()};" in tokens
        assert f'"Thema {number}": rgb("{colour.lower()}")' in typst
    for number, colour in enumerate(excel_charts.SERIES, start=1):
        assert f"--pmg-color-mark-{number}: {colour.lower()};" in tokens
