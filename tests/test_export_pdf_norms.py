"""Rules of PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) that can be read from the structure of the file."""

import pikepdf
import pytest

from sessions import curation
from sessions.export import export
from tests.cast import Section, ask, give_answer, give_choice, go_to, make_day, open_step, promote
from tests.pdf import Pdf, children

SHOWS = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "b", "sh"}
WITHIN = {
    "L": {"LI", "L"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC"},
    "Table": {"THead", "TBody"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
OUTSIDE = {"/JavaScript", "/EmbeddedFiles", "/AA", "/OpenAction", "/AcroForm", "/XFA"}


@pytest.fixture
def found(db):
    """The PDF of a day with a poll, questions with awkward texts, a full card and an activity."""
    day = make_day()
    go_to(day.etten_leur, Section.POSITION)
    open_step(day.etten_leur)
    give_choice(day.anna, day.etten_leur.current_step.options.first())
    ask(day, Section.OPPORTUNITIES)
    answers = [give_answer(day.anna, text) for text in ("Talent 👍🏽", "שלום עולם", "x" * 300, "Een\nTwee")]
    question = promote(day, "Talent", *answers)
    curation.reword_question(question=question, explanation="مرحبا " * 40, existing="=1+1")
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring", seeking=["Oss"])
    return Pdf(export(day.meetup, "pdf"))


def kids(element):
    return [child for child in children(element) if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def test_elements_stand_only_where_they_may(found):
    wrong = [
        (role, found.role(child))
        for role, element in found.elements
        if role in WITHIN
        for child in kids(element)
        if found.role(child) not in WITHIN[role]
    ]

    assert {"L", "TOC", "Table", "TR"} <= {role for role, _ in found.elements}
    assert wrong == []


def test_rows_of_a_table_have_as_many_cells_as_its_headings(found):
    for role, table in found.elements:
        if role != "Table":
            continue
        rows = [row for part in kids(table) for row in kids(part)]
        assert len({len(kids(row)) for row in rows}) == 1


def test_all_that_is_drawn_is_content_of_the_structure_or_decoration(found):
    for page in found.pdf.pages:
        marks = []
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    properties = operands[1] if len(operands) > 1 else {}
                    is_content = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
                    marks.append(is_content or str(operands[0]) == "/Artifact")
                case "EMC":
                    marks.pop()
                case shown if shown in SHOWS:
                    assert any(marks)
        assert marks == []


def test_every_page_leads_from_its_marks_to_the_structure(found):
    parents = pikepdf.NumberTree(found.root.StructTreeRoot.ParentTree)

    for page in found.pdf.pages:
        if "/StructParents" in page:
            assert int(page.StructParents) in parents
        for link in page.get("/Annots", []):
            assert int(link.StructParent) in parents


def test_file_runs_nothing_and_holds_nothing_that_fades_with_time(found):
    names = found.root.get("/Names", {})

    assert not OUTSIDE & {*found.root.keys(), *names.keys()}
    for held in found.pdf.objects:
        if isinstance(held, pikepdf.Stream):
            assert "/LZWDecode" not in str(held.get("/Filter", ""))
            assert "/F" not in held  # its content stands in the file itself
        if isinstance(held, pikepdf.Dictionary):
            assert held.get("/S") not in {"/Launch", "/JavaScript", "/URI", "/ImportData"}


def test_title_of_the_file_is_that_of_its_metadata_and_each_page_is_in_reading_order(found):
    assert str(found.pdf.docinfo["/Title"]) == found.metadata["dc:title"]
    assert found.root.Lang == "nl-NL"
    assert all(page.get("/Tabs", "/S") == "/S" for page in found.pdf.pages)
