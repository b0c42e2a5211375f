"""The answers as rows for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from sessions.export.document import AgendaDocument
from sessions.export.document_rows import AnswerRow

COLUMNS = (
    "code",
    "thema",
    "vraag",
    "label",
    "tekst",
    "locatie",
    "stand",
    "groep",
    "kennisvraag",
    "steun",
    "bron",
    "reden van verbergen",
    "uitgelicht",
)
# A cell that starts with one of these is a formula to a spreadsheet, even after spaces.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write(document: AgendaDocument) -> bytes:
    """Return the answers as CSV."""
    return table(COLUMNS, map(answer_row, document.answers))


def table(columns: Iterable[str], rows: Iterable[Iterable[str | int]]) -> bytes:
    """Return a table as CSV as Dutch Excel expects it: semicolons, and a mark that says it is UTF-8."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def answer_row(answer: AnswerRow) -> tuple[str | int, ...]:
    """Return an answer as the cells of COLUMNS."""
    return (
        answer.code,
        answer.theme,
        answer.question,
        answer.label,
        answer.text,
        answer.place,
        answer.state,
        answer.group,
        ", ".join(answer.questions),
        answer.support,
        answer.source,
        answer.hidden_reason,
        "ja" if answer.highlighted else "",
    )


def harmless(cell: str | int) -> str | int:
    """Return a cell that no spreadsheet takes for a formula: a quote before it makes it a text."""
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula."""
    return text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS)
