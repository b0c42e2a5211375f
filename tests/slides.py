"""A PowerPoint presentation, read by tests as a reader sees it."""

import io
import re
import zipfile
from xml.etree import ElementTree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")


class Slides:
    """A presentation: its slides in order, each as an element."""

    def __init__(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        numbers = sorted(int(found[1]) for name in self.parts if (found := SLIDE.fullmatch(name)))
        self.slides = [ElementTree.fromstring(self.parts[f"ppt/slides/slide{number}.xml"]) for number in numbers]

    @property
    def titles(self):
        return [_text(next(iter(slide.iter(f"{P}sp")))) for slide in self.slides]

    def rows(self, title):
        """The rows of the tables on all slides with this title."""
        slides = [slide for slide, found in zip(self.slides, self.titles, strict=True) if found == title]
        return [[_text(cell) for cell in row.iter(f"{A}tc")] for slide in slides for row in slide.iter(f"{A}tr")]

    def lines(self, title):
        """The paragraphs on the slide with this title."""
        return [_text(line) for line in self.slides[self.titles.index(title)].iter(f"{A}p")]


def _text(element):
    shown = {f"{A}t": lambda node: node.text or "", f"{A}br": lambda node: "\n"}
    return "".join(shown[node.tag](node) for node in element.iter() if node.tag in shown)
