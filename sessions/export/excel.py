"""The agenda as an Excel workbook. Each text is written as a text: nothing in it becomes a formula or a link."""

import datetime
import io
import math
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sessions.export.document import AgendaDocument
from sessions.export.excel_charts import SHEET as CHARTS
from sessions.export.excel_charts import add_charts
from sessions.export.figures import figures_of
from sessions.export.sheets import is_formula
from sessions.export.text import Front
from sessions.export.workbook import Cell, Sheet, sheets_of

A4 = 9
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LOOK = {"font_name": "Calibri", "font_size": 10, "font_color": "#1B2430", "valign": "top"}
# Of a line of text, and of the highest row, in points. Not every program makes rows as high as their text.
LINE, HIGHEST = 13.5, 405
HEADING_LINES = 2
# Wrapping takes room: a line holds fewer signs than its column is wide.
FILLED = 0.9
HEADING = {**LOOK, "bold": True, "bg_color": "#F3F1EB", "bottom": 1, "text_wrap": True}


@dataclass(frozen=True)
class _Styles:
    heading: Format
    text: Format
    quoted: Format
    number: Format

    def of(self, cell: Cell) -> Format:
        if isinstance(cell, int | float):
            return self.number
        return self.quoted if is_formula(cell) else self.text


def write(document: AgendaDocument) -> bytes:
    """Return the agenda as an .xlsx file; the same agenda gives the same bytes."""
    content, front = io.BytesIO(), Front.of(document)
    moment = document.as_of or datetime.datetime.combine(document.date, datetime.time())
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": front.title, "subject": front.subtitle, "created": moment})
        styles = _Styles(
            heading=book.add_format(HEADING),
            text=book.add_format({**LOOK, "text_wrap": True}),
            # A quote prefix keeps it a text when somebody edits the cell, too.
            quoted=book.add_format({**LOOK, "text_wrap": True, "quote_prefix": True}),
            number=book.add_format({**LOOK, "align": "right", "indent": 1}),
        )
        for sheet in sheets_of(document):
            page = book.add_worksheet(sheet.name)
            _lay_out(page, sheet, styles, front)
            if sheet.name == CHARTS:
                add_charts(book, page, figures_of(document))
    return content.getvalue()


def _lay_out(page: Worksheet, sheet: Sheet, styles: _Styles, front: Front) -> None:
    """Fill a sheet: a table that can be filtered, under headings that stay in sight and on each printed page."""
    # A table has at least one row.
    rows = sheet.rows or [[""] * len(sheet.columns)]
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
    page.set_row(0, HEADING_LINES * LINE)
    for number, row in enumerate(rows, start=1):
        page.set_row(number, min(HIGHEST, LINE * _lines(row, sheet)))
        for at, cell in enumerate(row):
            _put(page, number, at, cell, styles.of(cell))
    headings = [{"header": column.heading, "header_format": styles.heading} for column in sheet.columns]
    look = {"name": sheet.name, "style": "Table Style Light 1", "columns": headings}
    page.add_table(0, 0, len(rows), len(headings) - 1, look)
    page.freeze_panes(1, 1 if len(headings) > 1 else 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(A4)
    page.set_footer(f"&L{front.title.replace('&', '&&')}&C&A&R&P / &N")
    if sheet.fits_a_page:
        page.fit_to_pages(1, 0)
    else:
        page.repeat_columns(0)


def _put(page: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
    if isinstance(cell, int | float):
        page.write_number(row, column, cell, style)
    else:
        page.write_string(row, column, cell, style)


def _lines(row: list[Cell], sheet: Sheet) -> int:
    """Return how many lines the longest text of a row takes in its column."""
    return max(
        sum(math.ceil(max(len(line), 1) / (column.width * FILLED)) for line in str(cell).split("\n"))
        for cell, column in zip(row, sheet.columns, strict=True)
    )
