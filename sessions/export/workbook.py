"""The agenda as the sheets of a workbook: what stands in which column, for Excel and OpenDocument alike.

The numbers and codes are those of every other file: K1.2 is a kennisvraag, W3 an activity, E1-034 an answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions.export.document import AgendaDocument
from sessions.export.document_rows import AnswerRow, CommentRow
from sessions.export.earlier_rows import EarlierRow
from sessions.export.excel_charts import COLUMNS as CHART_COLUMNS
from sessions.export.excel_charts import SHEET as CHARTS
from sessions.export.excel_charts import chart_rows
from sessions.export.figures import figures_of
from sessions.export.printable import printable
from sessions.export.segment_rows import COLUMNS as SEGMENT_COLUMNS
from sessions.export.segment_rows import segment_rows
from sessions.export.text import Front
from sessions.export.text_appendices import WHOLE
from sessions.export.text_method import STEP_HEADINGS, method_blocks, step_row
from sessions.export.text_parts import lines_of
from sessions.export.wording import dutch_moment
from sessions.export.workbook_cards import ACTIVITY_COLUMNS, QUESTION_COLUMNS, Cell, activity_cells, question_cells

# Excel holds so many units of UTF-16 in a cell, and an emoji is two.
LONGEST_CELL = 32_767
CUT = " … [ingekort; de hele tekst staat in het Word-bestand]"
# Signs that can still be read when so wide a sheet is printed on one page; a wider one takes several.
PAGE_WIDTH = 220
NO_MUNICIPALITY = "Zonder gemeente"


@dataclass(frozen=True)
class Column:
    """A column of a sheet; its width is in signs."""

    heading: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns, and a row of cells for each line."""

    name: str
    columns: list[Column]
    rows: list[list[Cell]]

    @property
    def fits_a_page(self) -> bool:
        """Tell whether all columns can be printed side by side."""
        return sum(column.width for column in self.columns) <= PAGE_WIDTH

    @classmethod
    def of(cls, name: str, columns: dict[str, int], rows: Iterable[Iterable[Cell]]) -> "Sheet":
        """Return a sheet with these headings and widths; texts are made fit for a cell."""
        return cls(
            name,
            [Column(heading, width) for heading, width in columns.items()],
            [[fit(cell) if isinstance(cell, str) else cell for cell in row] for row in rows],
        )


def sheets_of(document: AgendaDocument) -> list[Sheet]:
    """Return the sheets of the agenda."""
    return [
        Sheet.of("Kennisvragen", QUESTION_COLUMNS, map(question_cells, document.cards)),
        Sheet.of("Werkprogramma", ACTIVITY_COLUMNS, map(activity_cells, document.activities)),
        Sheet.of("Antwoorden", ANSWER_COLUMNS, map(_answer, document.answers)),
        Sheet.of("Gemeenten", MUNICIPALITY_COLUMNS, _municipalities(document)),
        Sheet.of("Uitslagen", SEGMENT_COLUMNS, segment_rows(document.segments)),
        Sheet.of(CHARTS, CHART_COLUMNS, chart_rows(figures_of(document))),
        Sheet.of("Reacties", COMMENT_COLUMNS, map(_comment, document.comments)),
        Sheet.of("Terugblik", EARLIER_COLUMNS, map(_earlier, document.earlier)),
        Sheet.of("Totstandkoming", METHOD_COLUMNS, ([line] for line in _method(document))),
        Sheet.of("Verloop", STEP_COLUMNS, (step_row(step, document.date) for step in document.method.steps)),
    ]


def fit(text: str) -> str:
    """Return a text as a cell can hold it: printable, and cut off with a remark when it is too long."""
    text = printable(text)
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    room = 2 * (LONGEST_CELL - len(CUT))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT


ANSWER_COLUMNS = {
    "Code": 9,
    "Thema": 22,
    "Vraag": 24,
    "Label": 14,
    "Antwoord": 54,
    "Locatie": 16,
    "Stand": 11,
    "Wat ermee gebeurde": 17,
    "Groep": 18,
    "Kennisvragen": 16,
    "Steun": 7,
    "Bron": 12,
}


def _answer(answer: AnswerRow) -> list[Cell]:
    return [
        answer.code,
        answer.theme,
        answer.question,
        answer.label,
        answer.text,
        answer.place,
        answer.state,
        answer.became,
        answer.group,
        ", ".join(answer.questions),
        answer.support,
        answer.source,
    ]


MUNICIPALITY_COLUMNS = {
    "Gemeente": 28,
    "Locatie": 20,
    "Deelnemers": 14,
    "Doet mee met kennisvragen": 28,
    "Doet mee met activiteiten": 28,
}


def _municipalities(document: AgendaDocument) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for place in document.places:
        for name, people in place.municipalities.items():
            questions = [card.number for card in document.cards if name in card.joining]
            activities = [activity.number for activity in document.activities if name in activity.joining]
            rows.append([name, place.place, people, ", ".join(questions), ", ".join(activities)])
        if place.unnamed:
            rows.append([NO_MUNICIPALITY, place.place, place.unnamed, "", ""])
    return rows


EARLIER_COLUMNS = {
    "Jaar": 8,
    "Agenda": 32,
    "Nr": 8,
    "Thema": 22,
    "Kennisvraag": 54,
    "Wat ervan kwam": 18,
    "Toelichting": 40,
    "Komt terug als": 16,
}


def _earlier(row: EarlierRow) -> list[Cell]:
    return [
        row.year,
        row.agenda,
        row.number,
        row.theme,
        row.question,
        row.outcome,
        row.remark,
        ", ".join(row.returns),
    ]


COMMENT_COLUMNS = {
    "Over": 10,
    "Kennisvraag of activiteit": 40,
    "Versie": 8,
    "Reactie": 60,
    "Namens": 24,
    "Gegeven op": 26,
    "Verwerking": 18,
    "Antwoord": 40,
}


def _comment(comment: CommentRow) -> list[Cell]:
    return [
        comment.number or WHOLE,
        comment.line,
        comment.edition,
        comment.text,
        comment.on_behalf_of,
        dutch_moment(comment.at),
        comment.outcome,
        comment.reply,
    ]


METHOD_COLUMNS = {"Zo kwam deze agenda tot stand": 110}

STEP_COLUMNS = dict(zip(STEP_HEADINGS, (7, 50, 50, 70), strict=True))


def _method(document: AgendaDocument) -> list[str]:
    front = Front.of(document)
    _, *sentences = lines_of(method_blocks(document))
    return [*filter(None, [front.title, front.subtitle, front.occasion, front.warning]), *sentences]
