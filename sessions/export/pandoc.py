"""Pandoc's document tree, as far as we use it, and the way to a file.

What people typed only ever becomes a `Str`: a value in a tree, never Markdown, so there is nothing to escape.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pypandoc

from sessions.export.conversion import converted
from sessions.export.printable import printable

Node = dict[str, object]
API_VERSION = [1, 23, 1]
NO_ATTRIBUTES: list[object] = ["", [], []]


def words(text: str) -> list[Node]:
    """Return a text as typed, its line breaks included; what no file can hold is left out."""
    nodes: list[Node] = []
    for line in printable(text).split("\n"):
        nodes += [{"t": "LineBreak"}, {"t": "Str", "c": line}]
    return nodes[1:]


def styled(style: str, inlines: list[Node], identifier: str = "") -> Node:
    """Return inlines in a character style of the reference document, with an id to link to if given."""
    return {"t": "Span", "c": [_attributes(style, identifier), inlines]}


def strong(text: str) -> Node:
    """Return a text in bold."""
    return {"t": "Strong", "c": words(text)}


def link(target: str, inlines: list[Node]) -> Node:
    """Return a link to an id in the same document."""
    return {"t": "Link", "c": [NO_ATTRIBUTES, inlines, [f"#{target}", ""]]}


def image(address: str, alt: list[Node], *, width: str) -> Node:
    """Return an image with its alt text, as wide as said ("16cm")."""
    return {"t": "Image", "c": [["", [], [["width", width]]], alt, [address, ""]]}


def raw_inline(xml: str, form: str = "openxml") -> Node:
    """Return XML of one kind of file that pandoc has no node for; it must never hold what a person typed."""
    return {"t": "RawInline", "c": [form, xml]}


def raw_block(xml: str, form: str = "openxml") -> Node:
    """Return such XML as a block of its own; it must never hold what a person typed."""
    return {"t": "RawBlock", "c": [form, xml]}


def header(level: int, inlines: list[Node], identifier: str = "") -> Node:
    """Return a heading."""
    return {"t": "Header", "c": [level, [identifier, [], []], inlines]}


def paragraph(*inlines: Node) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": list(inlines)}


def plain(*inlines: Node) -> Node:
    """Return a paragraph without space around it, as in a cell or a list."""
    return {"t": "Plain", "c": list(inlines)}


def bullets(items: Iterable[list[Node]]) -> Node:
    """Return a list with dots; each item is a list of blocks."""
    return {"t": "BulletList", "c": list(items)}


def in_style(style: str, blocks: list[Node]) -> Node:
    """Return blocks in a paragraph style of the reference document."""
    return {"t": "Div", "c": [_attributes(style), blocks]}


def table(
    widths: Sequence[float],
    rows: Iterable[Sequence[list[Node]]],
    *,
    headings: Sequence[str] = (),
    caption: str = "",
    style: str = "Table",
    numbers: Iterable[int] = (),
) -> Node:
    """Return a table; cells are lists of blocks, `widths` add up to 1, and `numbers` are right-aligned columns.

    The row of headings repeats on each page. The first column holds the names of the rows.
    """
    right = set(numbers)
    columns = [
        [{"t": "AlignRight" if index in right else "AlignLeft"}, {"t": "ColWidth", "c": width}]
        for index, width in enumerate(widths)
    ]
    head = [_row([[plain(*words(text))] for text in headings])] if headings else []
    body = [NO_ATTRIBUTES, 1, [], [_row(cells) for cells in rows]]
    return {
        "t": "Table",
        "c": [
            _attributes(style),
            [None, [plain(*words(caption))] if caption else []],
            columns,
            [NO_ATTRIBUTES, head],
            [body],
            [NO_ATTRIBUTES, []],
        ],
    }


def convert(
    blocks: list[Node],
    to: str,
    *,
    meta: dict[str, Node] | None = None,
    reference: Path | bytes | None = None,
    options: Sequence[str] = (),
) -> bytes:
    """Return the file that pandoc makes of these blocks, in the look of a reference document.

    Raises ConversionFailed.
    """
    tree = json.dumps({"pandoc-api-version": API_VERSION, "meta": meta or {}, "blocks": blocks})
    with _as_path(reference) as path:
        look = [f"--reference-doc={path}"] if path else []
        command = [pypandoc.get_pandoc_path(), "-f", "json", "-t", to, "--sandbox", *look, *options, "-o", "-"]
        return converted(command, tree.encode())


@contextmanager
def _as_path(reference: Path | bytes | None) -> Iterator[Path | None]:
    if not isinstance(reference, bytes):
        yield reference
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "reference"
        path.write_bytes(reference)
        yield path


def meta_text(text: str) -> Node:
    """Return a text as a value of the document's meta data."""
    return {"t": "MetaInlines", "c": words(text)}


def _attributes(style: str, identifier: str = "") -> list[object]:
    return [identifier, [], [["custom-style", style]] if style else []]


def _row(cells: Sequence[list[Node]]) -> list[object]:
    return [NO_ATTRIBUTES, [[NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, blocks] for blocks in cells]]
