"""The agenda as an OpenDocument spreadsheet. Each text is written as a text: nothing in it becomes a formula.

The parts of such a file are few and fixed by its norm (OASIS ODF 1.3), so they are written here as they are.
"""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sessions.export.document import AgendaDocument
from sessions.export.reference import zipped
from sessions.export.text import LANGUAGE, Front
from sessions.export.wording import dutch_number
from sessions.export.workbook import Cell, Sheet, sheets_of

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = {
    **{
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for name in ("office", "table", "text", "style", "meta", "config", "manifest")
    },
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
VERSION = {"office:version": "1.3"}
CM_A_SIGN = 0.2
SPACES = re.compile(" {2,}|^ | $|\t")
FIT, WIDE = "Passend", "Breed"
# How the settings say that the first row stays in sight, and that the first column does.
FROZEN_ROW = {
    "VerticalSplitMode": ("short", "2"),
    "VerticalSplitPosition": ("int", "1"),
    "ActiveSplitRange": ("short", "2"),
    "PositionBottom": ("int", "1"),
}
FROZEN_COLUMN = {
    "HorizontalSplitMode": ("short", "2"),
    "HorizontalSplitPosition": ("int", "1"),
    "ActiveSplitRange": ("short", "3"),
    "PositionRight": ("int", "1"),
}


def write(document: AgendaDocument) -> bytes:
    """Return the agenda as an .ods file; the same agenda gives the same bytes."""
    sheets = sheets_of(document)
    parts = {
        "content.xml": _content(sheets),
        "styles.xml": _styles(),
        "meta.xml": _meta(document),
        "settings.xml": _settings(sheets),
    }
    roots = {**parts, "META-INF/manifest.xml": _manifest(parts)}
    written = {
        name: ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True) for name, root in roots.items()
    }
    return zipped({"mimetype": MEDIA_TYPE.encode(), **written})


def _content(sheets: list[Sheet]) -> Element:
    root = _element("office:document-content", VERSION)
    styles = _add(root, "office:automatic-styles")
    for width in sorted({column.width for sheet in sheets for column in sheet.columns}):
        style = _style(styles, f"Kolom{width}", "table-column")
        _add(style, "style:table-column-properties", {"style:column-width": f"{width * CM_A_SIGN:.2f}cm"})
    _add(
        _style(styles, "Rij", "table-row"), "style:table-row-properties", {"style:use-optimal-row-height": "true"}
    )
    for page in (FIT, WIDE):
        _style(styles, page, "table", {"style:master-page-name": page})
    book = _add(_add(root, "office:body"), "office:spreadsheet")
    for sheet in sheets:
        _table(book, sheet)
    ranges = _add(book, "table:database-ranges")
    for sheet in sheets:
        _add(
            ranges,
            "table:database-range",
            {
                "table:name": sheet.name,
                "table:target-range-address": f"{sheet.name}.A1:{sheet.name}.{_last_cell(sheet)}",
                "table:display-filter-buttons": "true",
            },
        )
    return root


def _table(book: Element, sheet: Sheet) -> None:
    """Add a sheet; its first row, and its first column if it has more, stand on every printed page."""
    look = FIT if sheet.fits_a_page else WIDE
    table = _add(book, "table:table", {"table:name": sheet.name, "table:style-name": look})
    first = _add(table, "table:table-header-columns")
    for number, column in enumerate(sheet.columns):
        _add(table if number else first, "table:table-column", {"table:style-name": f"Kolom{column.width}"})
    head = _row(_add(table, "table:table-header-rows"))
    for column in sheet.columns:
        _cell(head, column.heading, "Kop")
    for cells in sheet.rows:
        row = _row(table)
        for cell in cells:
            _cell(row, cell, "Getal" if isinstance(cell, int | float) else "Tekst")


def _row(parent: Element) -> Element:
    return _add(parent, "table:table-row", {"table:style-name": "Rij"})


def _cell(row: Element, value: Cell, style: str) -> None:
    if isinstance(value, int | float):
        of_type = {"office:value-type": "float", "office:value": str(value)}
    else:
        of_type = {"office:value-type": "string"}
    cell = _add(row, "table:table-cell", {"table:style-name": style, **of_type})
    for line in (dutch_number(value) if isinstance(value, float) else str(value)).split("\n"):
        _paragraph(cell, line)


def _paragraph(parent: Element, line: str) -> None:
    """Add a line as it is; spaces and tabs that would be taken together get elements of their own."""
    paragraph, end, last = _add(parent, "text:p"), 0, None
    for found in SPACES.finditer(line):
        _append(paragraph, last, line[end : found.start()])
        is_tab = found[0] == "\t"
        last = _add(paragraph, "text:tab") if is_tab else _add(paragraph, "text:s", {"text:c": str(len(found[0]))})
        end = found.end()
    _append(paragraph, last, line[end:])


def _append(paragraph: Element, last: Element | None, text: str) -> None:
    if last is None:
        paragraph.text = text
    else:
        last.tail = text


def _last_cell(sheet: Sheet) -> str:
    """Return the lower right corner of a sheet, as AA12."""
    high, low = divmod(len(sheet.columns) - 1, 26)
    return f"{chr(64 + high) if high else ''}{chr(65 + low)}{len(sheet.rows) + 1}"


def _styles() -> Element:
    root = _element("office:document-styles", VERSION)
    styles = _add(root, "office:styles")
    default = _add(styles, "style:default-style", {"style:family": "table-cell"})
    language, country = LANGUAGE.split("-")
    _add(
        default,
        "style:text-properties",
        {"fo:font-family": "Calibri", "fo:font-size": "10pt", "fo:color": "#1b2430"}
        | {"fo:language": language, "fo:country": country},
    )
    text = _style(styles, "Tekst", "table-cell")
    top = {"style:vertical-align": "top", "fo:padding-right": "0.15cm"}
    _add(text, "style:table-cell-properties", {**top, "fo:wrap-option": "wrap"})
    number = _style(styles, "Getal", "table-cell")
    _add(number, "style:table-cell-properties", top)
    heading = _style(styles, "Kop", "table-cell", {"style:parent-style-name": "Tekst"})
    edge = {"fo:background-color": "#f3f1eb", "fo:border-bottom": "0.75pt solid #1b2430"}
    _add(heading, "style:table-cell-properties", edge)
    _add(heading, "style:text-properties", {"fo:font-weight": "bold"})
    pages, masters = _add(root, "office:automatic-styles"), _add(root, "office:master-styles")
    for name, scale in ((FIT, {"style:scale-to-X": "1"}), (WIDE, {})):
        _page(pages, masters, name, scale)
    return root


def _page(pages: Element, masters: Element, name: str, scale: dict[str, str]) -> None:
    """Add A4 on its side, with title, sheet and page number at the foot."""
    layout = _add(pages, "style:page-layout", {"style:name": f"Pagina{name}"})
    margins = {f"fo:margin-{side}": "1.5cm" for side in ("top", "bottom", "left", "right")}
    size = {"fo:page-width": "29.7cm", "fo:page-height": "21cm", "style:print-orientation": "landscape"}
    _add(layout, "style:page-layout-properties", {**size, **margins, **scale})
    _add(
        _add(layout, "style:footer-style"),
        "style:header-footer-properties",
        {"fo:min-height": "0.75cm", "fo:margin-top": "0.3cm"},
    )
    master = _add(masters, "style:master-page", {"style:name": name, "style:page-layout-name": f"Pagina{name}"})
    foot = _add(_add(master, "style:footer"), "text:p")
    _add(foot, "text:title").tail = " · "
    _add(foot, "text:sheet-name").tail = " · pagina "
    _add(foot, "text:page-number").tail = " van "
    _add(foot, "text:page-count")


def _meta(document: AgendaDocument) -> Element:
    root, front = _element("office:document-meta", VERSION), Front.of(document)
    meta = _add(root, "office:meta")
    _add(meta, "dc:title").text = front.title
    _add(meta, "dc:subject").text = front.subtitle
    _add(meta, "dc:language").text = LANGUAGE
    _add(meta, "meta:creation-date").text = f"{document.as_of or document.date:%Y-%m-%dT%H:%M:%S}"
    return root


def _settings(sheets: list[Sheet]) -> Element:
    root = _element("office:document-settings", VERSION)
    # The name of the set below is spelled with it, and it stands in no element or attribute.
    root.set("xmlns:ooo", "http://openoffice.org/2004/office")
    views = _add(_add(root, "office:settings"), "config:config-item-set", {"config:name": "ooo:view-settings"})
    view = _add(
        _add(views, "config:config-item-map-indexed", {"config:name": "Views"}), "config:config-item-map-entry"
    )
    _item(view, "ViewId", "string", "view1")
    tables = _add(view, "config:config-item-map-named", {"config:name": "Tables"})
    for sheet in sheets:
        table = _add(tables, "config:config-item-map-entry", {"config:name": sheet.name})
        frozen = FROZEN_ROW | (FROZEN_COLUMN if len(sheet.columns) > 1 else {})
        for name, (kind, value) in frozen.items():
            _item(table, name, kind, value)
    _item(view, "ActiveTable", "string", sheets[0].name)
    return root


def _item(parent: Element, name: str, kind: str, value: str) -> None:
    _add(parent, "config:config-item", {"config:name": name, "config:type": kind}).text = value


def _manifest(parts: dict[str, Element]) -> Element:
    root = _element("manifest:manifest", {"manifest:version": "1.3"})
    for path, kind in {"/": MEDIA_TYPE, **dict.fromkeys(parts, "text/xml")}.items():
        _add(root, "manifest:file-entry", {"manifest:full-path": path, "manifest:media-type": kind})
    return root


def _style(parent: Element, name: str, family: str, more: dict[str, str] | None = None) -> Element:
    return _add(parent, "style:style", {"style:name": name, "style:family": family, **(more or {})})


def _element(name: str, attributes: dict[str, str] | None = None) -> Element:
    return Element(_qualified(name), {_qualified(key): value for key, value in (attributes or {}).items()})


def _add(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    element = _element(name, attributes)
    parent.append(element)
    return element


def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


for _prefix, _uri in NAMESPACES.items():
    ElementTree.register_namespace(_prefix, _uri)
