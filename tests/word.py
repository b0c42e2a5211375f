"""A Word document, read by tests as a reader sees it."""

import io
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
