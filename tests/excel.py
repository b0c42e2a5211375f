"""An Excel workbook, read by tests as Excel reads it."""

import io
import re
import zipfile
from xml.etree import ElementTree

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Excel's own way to write a sign that XML has no place for, and an underscore that could be taken for one.
ESCAPED = re.compile("_x([0-9A-F]{4})_")


class Excel:
    """A workbook: for each sheet its rows of cells, numbers as numbers."""

    def __init__(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        strings = ElementTree.fromstring(self.parts["xl/sharedStrings.xml"])
        self._strings = ["".join(part.text or "" for part in item.iter(f"{X}t")) for item in strings]
        book = ElementTree.fromstring(self.parts["xl/workbook.xml"])
        self.names = [sheet.get("name") for sheet in book.iter(f"{X}sheet")]
        self.pages = {
            name: ElementTree.fromstring(self.parts[f"xl/worksheets/sheet{number}.xml"])
            for number, name in enumerate(self.names, start=1)
        }

    def rows(self, name):
        """The rows below the headings of a sheet, each as a dictionary."""
        headings, *rows = ([self._value(cell) for cell in row] for row in self.pages[name].iter(f"{X}row"))
        return [dict(zip(headings, row, strict=True)) for row in rows]

    @property
    def formulas(self):
        return [part for page in self.pages.values() for part in page.iter(f"{X}f")]

    def _value(self, cell):
        if cell.get("t") != "s":
            value = cell.find(f"{X}v")
            return _number(value.text) if value is not None else ""
        return ESCAPED.sub(lambda code: chr(int(code[1], 16)), self._strings[int(cell.find(f"{X}v").text)])


def _number(text):
    return float(text) if "." in text else int(text)
