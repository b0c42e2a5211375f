"""The agenda as HTML to read on a screen and to print, made of the tree of text.py.

It is built as elements, never as text, so what people typed can only ever be text in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString, mark_safe

from sessions.export.document import AgendaDocument
from sessions.export.figures import Figure, figures_of, key_of
from sessions.export.pandoc import Node
from sessions.export.reading_charts import add_chart
from sessions.export.text import Front, appendices, chapters, contents

TITLE_LEVEL = 1  # the headings of the agenda come below that of the page
CLASSES = {"Klein": "muted small", "Nog in te vullen": "facts__missing"}
THEME = "Thema "


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents, and the lines below it."""

    target: str
    text: str
    below: list["Entry"]


@dataclass(frozen=True)
class Reading:
    """The agenda as a page: what stands at its top, its table of contents, its text, and its appendices."""

    front: Front
    contents: list[Entry]
    chapters: SafeString
    appendices: SafeString

    @classmethod
    def of(cls, document: AgendaDocument) -> "Reading":
        """Return the agenda as a page."""
        body, after = chapters(document), appendices(document)
        figures = {figure.key: figure for figure in figures_of(document)}
        entries = _contents([*body, *after])
        return cls(Front.of(document), entries, as_html(body, figures), as_html(after, figures))


def as_html(blocks: Iterable[Node], figures: Mapping[str, Figure]) -> SafeString:
    """Return blocks as HTML, in which each text stands as it was typed; `figures` are charts by their keys."""
    root, heading = Element("div"), ""
    for block in blocks:
        if block["t"] == "Header":
            heading = _text(block["c"][2])
        if block["t"] == "Figure":
            add_chart(root, figures[key_of(block)])
        else:
            _add_block(root, block, heading)
    return mark_safe("".join(tostring(child, encoding="unicode", method="html") for child in root))  # noqa: S308 -- serialised elements


def _contents(blocks: list[Node]) -> list[Entry]:
    entries: list[Entry] = []
    for level, link in contents(blocks):
        _, inlines, (target, _) = link["c"]
        entry = Entry(target, _text(inlines), [])
        (entries if level == 1 else entries[-1].below).append(entry)
    return entries


def _add_block(parent: Element, block: Node, heading: str) -> None:
    content = block["c"]
    match block["t"]:
        case "Header":
            _add_heading(parent, *content)
        case "Para":
            _add_inlines(SubElement(parent, "p"), content)
        case "Plain":
            _add_inlines(parent, content)
        case "BulletList":
            items = SubElement(parent, "ul")
            for item in content:
                element = SubElement(items, "li")
                for part in item:
                    _add_block(element, part, heading)
        case "Table":
            is_card = ["custom-style", "Kaart"] in content[0][2]
            (_add_card if is_card else _add_table)(parent, content, heading)
        case kind:
            raise ValueError(f"De leesweergave kent geen {kind}.")


def _add_heading(parent: Element, level: int, attributes: list[object], inlines: list[Node]) -> None:
    element = SubElement(parent, f"h{level + TITLE_LEVEL}")
    if attributes[0]:
        element.set("id", attributes[0])
    style = _style(inlines[0]["c"][0]) if inlines[0]["t"] == "Span" else ""
    if level <= 2:  # until the next of these, all that follows is of this theme
        element.set("data-theme", style.removeprefix(THEME) if style.startswith(THEME) else "")
    _add_inlines(element, inlines)


def _add_card(parent: Element, content: list[object], heading: str) -> None:
    """Add a card as a list of names with what they say."""
    card = SubElement(parent, "dl", {"class": "reading__card"})
    for _, cells in content[4][0][3]:
        row = SubElement(card, "div")
        for name, cell in zip(("dt", "dd"), cells, strict=True):
            element = SubElement(row, name)
            for block in cell[4]:
                _add_block(element, block, heading)


def _add_table(parent: Element, content: list[object], heading: str) -> None:
    """Add a table that scrolls by itself in a narrow window; what its first column says names the row."""
    number = len(list(parent.iter("table"))) + 1
    scrolling = {"class": "table-scroll", "tabindex": "0", "role": "region"}
    region = SubElement(parent, "div", {**scrolling, "aria-label": f"Tabel {number} bij: {heading}"})
    table = SubElement(region, "table", {"class": "table reading__table"})
    right = [alignment["t"] == "AlignRight" for alignment, _ in content[2]]
    for _, width in content[2]:  # the page forbids style in a tag, so widths are attributes
        SubElement(table, "col", {"width": f"{width['c']:.0%}"})
    head = SubElement(SubElement(table, "thead"), "tr")
    for is_right, cell in zip(right, content[3][1][0][1], strict=True):
        _add_cell(head, "th", cell, is_right, heading).set("scope", "col")
    body = SubElement(table, "tbody")
    for _, cells in content[4][0][3]:
        row = SubElement(body, "tr")
        for number, cell in enumerate(cells):
            element = _add_cell(row, "td", cell, right[number], heading)
            if not number and "".join(element.itertext()).strip():
                element.tag = "th"
                element.set("scope", "row")


def _add_cell(row: Element, name: str, cell: list[object], is_right: bool, heading: str) -> Element:
    element = SubElement(row, name, {"class": "table__number"} if is_right else {})
    for block in cell[4]:
        _add_block(element, block, heading)
    return element


def _add_inlines(parent: Element, nodes: Iterable[Node]) -> None:
    for node in nodes:
        content = node.get("c")
        match node["t"]:
            case "Str":
                _add_text(parent, content)
            case "LineBreak":
                SubElement(parent, "br")
            case "Strong":
                _add_inlines(SubElement(parent, "strong"), content)
            case "Link":
                _add_inlines(SubElement(parent, "a", {"href": content[2][0]}), content[1])
            case "Span":
                attributes, inlines = content
                named = {"id": attributes[0]} if attributes[0] else {}
                look = CLASSES.get(_style(attributes))
                _add_inlines(SubElement(parent, "span", {**named, **({"class": look} if look else {})}), inlines)
            case kind:
                raise ValueError(f"De leesweergave kent geen {kind}.")


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _style(attributes: list[object]) -> str:
    return dict(attributes[2]).get("custom-style", "")


def _text(inlines: Iterable[Node]) -> str:
    """Return the bare text of inlines."""
    root = Element("span")
    _add_inlines(root, inlines)
    return "".join(root.itertext())
