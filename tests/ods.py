"""An OpenDocument spreadsheet, read by tests with a library that had no part in writing it."""

import io
import zipfile
from decimal import Decimal

from odfdo import Document


class Ods:
    """A spreadsheet: for each sheet its rows of cells, numbers as numbers."""

    def __init__(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        document = Document(io.BytesIO(content))
        self.language = document.meta.language
        self.pages = {table.name: table for table in document.body.tables}
        self.names = list(self.pages)

    def rows(self, name):
        """The rows below the headings of a sheet, each as a dictionary."""
        headings, *rows = self.pages[name].get_values()
        return [dict(zip(headings, map(_plain, row), strict=True)) for row in rows]

    @property
    def formulas(self):
        return [cell for page in self.pages.values() for row in page.get_cells() for cell in row if cell.formula]


def _plain(cell):
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else float(cell)
    return "" if cell is None else cell
