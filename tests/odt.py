"""An OpenDocument text, read by tests as a reader sees it."""

import io
import zipfile
from xml.etree import ElementTree

T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SPECIAL = {f"{T}line-break": "\n", f"{T}tab": "\t"}


class Odt:
    """A text document: its headings, its tables, and where its links lead."""

    def __init__(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = ElementTree.fromstring(self.parts["content.xml"])

    def headings(self, level):
        found = self.document.iter(f"{T}h")
        return [text_of(heading) for heading in found if heading.get(f"{T}outline-level") == str(level)]

    def rows(self):
        return [
            ["\n".join(text_of(line) for line in cell.iter(f"{T}p")) for cell in row.iter(f"{TABLE}table-cell")]
            for row in self.document.iter(f"{TABLE}table-row")
        ]


def text_of(element):
    """The text of a paragraph, with its line breaks and its runs of spaces."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{T}s":
            parts.append(" " * int(child.get(f"{T}c", "1")))
        else:
            parts.append(SPECIAL.get(child.tag) or text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)
