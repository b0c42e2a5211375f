"""Charts as images in Word, OpenDocument and PowerPoint, each with an alt text that a screen reader says."""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from sessions.export.conversion import converted
from sessions.export.figures import Figure, drawing_of
from sessions.export.pandoc import Node, plain

HERE = Path(__file__).parent
PPI = 200
# An image comes with the document itself: pandoc, in its sandbox, reads no file and no address.
IN_PLACE = "data:image/png;base64,"
# Pandoc describes an image in Word and PowerPoint by its address, and in OpenDocument not at all.
ADDRESS = re.compile(f'descr="{IN_PLACE}([^"]*)"')
QUOTE = {'"': "&quot;"}
FRAME = re.compile(r"(<draw:frame [^>]*><draw:image [^>]*/>)(</draw:frame>)")


@dataclass(frozen=True)
class Pictures:
    """The image of each chart of a document, by its key, as an address that holds it."""

    figures: list[Figure]
    addresses: dict[str, str]

    @classmethod
    def of(cls, figures: list[Figure]) -> "Pictures":
        """Draw the charts, all at once. Raises ConversionFailed."""
        if not figures:
            return cls([], {})
        request = {
            "layout": str(HERE / "pictures.typ"),
            "fonts": str(HERE / "fonts"),
            "data": [drawing_of(figure) for figure in figures],
            "ppi": PPI,
        }
        images = json.loads(converted([sys.executable, "-P", str(HERE / "draw.py")], json.dumps(request).encode()))
        keys = (figure.key for figure in figures)
        return cls(figures, dict(zip(keys, (IN_PLACE + image for image in images), strict=True)))

    def placed_in(self, blocks: Iterable[Node]) -> list[Node]:
        """Return blocks in which each chart has its image."""
        return [self._placed(block) for block in blocks]

    def described_in(self, parts: dict[str, bytes]) -> dict[str, bytes]:
        """Return the parts of a Word or PowerPoint file in which each image has its alt text."""
        alts = {self.addresses[figure.key].removeprefix(IN_PLACE): figure.alt for figure in self.figures}

        def described(found: re.Match[str]) -> str:
            return f'descr="{escape(alts[found[1]], QUOTE)}"'

        return {
            name: ADDRESS.sub(described, part.decode()).encode() if name.endswith(".xml") else part
            for name, part in parts.items()
        }

    def described_in_frames(self, content: str) -> str:
        """Return the content of an OpenDocument text in which each image, in order, has its alt text."""
        alts = iter(self.figures)
        return FRAME.sub(
            lambda found: f"{found[1]}<svg:desc>{escape(next(alts).alt)}</svg:desc>{found[2]}", content
        )

    def _placed(self, block: Node) -> Node:
        if block["t"] != "Figure":
            return block
        attributes, caption, [content] = block["c"]
        [(picture_attributes, alt, (key, title))] = [node["c"] for node in content["c"]]
        picture = {"t": "Image", "c": [picture_attributes, alt, [self.addresses[key], title]]}
        return {"t": "Figure", "c": [attributes, caption, [plain(picture)]]}
