"""The agenda as an OpenDocument text; pandoc makes it from the tree of text.py."""

import re

from sessions.export.document import AgendaDocument
from sessions.export.figures import figures_of
from sessions.export.pandoc import Node, convert, in_style, meta_text, paragraph, raw_block, words
from sessions.export.pictures import Pictures
from sessions.export.reference import unzipped, zipped
from sessions.export.reference_odt import REFERENCE_ODT
from sessions.export.text import LANGUAGE, Front, appendices, chapters, contents

RAW = "opendocument"
NEW_PAGE = '<text:p text:style-name="Nieuwe_20_pagina"/>'
ENTRY = (
    '<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents_20_{level}">'
    '<text:index-entry-link-start text:style-name="Internet_20_link"/><text:index-entry-text/>'
    '<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
    "<text:index-entry-link-end/></text:table-of-content-entry-template>"
)
# Filled in advance: LibreOffice adds the page numbers when somebody renews the table.
CONTENTS_BEGIN = (
    '<text:table-of-content text:name="Inhoud" text:protected="true">'
    f'<text:table-of-content-source text:outline-level="2">{ENTRY.format(level=1)}{ENTRY.format(level=2)}'
    "</text:table-of-content-source><text:index-body>"
)
CONTENTS_END = "</text:index-body></text:table-of-content>"
# Pandoc gives each table a style of its own, without room around it, and each cell one of two, without lines.
TABLE, ROOM = "<style:table-properties", 'fo:margin-top="0.1cm" fo:margin-bottom="0.45cm"'
CELL = 'style:family="table-cell">\\s*<style:table-cell-properties fo:border="none" ?/>'
LINED = (
    'style:family="table-cell"><style:table-cell-properties {look} fo:padding="0.07cm" fo:padding-left="0.12cm"/>'
)
CELLS = {
    "TableHeaderRowCell": LINED.format(
        look='fo:background-color="#f3f1eb" fo:border-bottom="0.75pt solid #767c85" style:vertical-align="bottom"'
    ),
    "TableRowCell": LINED.format(look='fo:border-bottom="0.5pt solid #d9d5cc"'),
}

# Styles of ours with a space in their name, which LibreOffice spells in its own way when it saves the reference.
OURS = ("Nog in te vullen", *(f"Thema {number}" for number in range(1, 5)))


def write(document: AgendaDocument) -> bytes:
    """Return the agenda as an .odt file. Raises ConversionFailed."""
    front = Front.of(document)
    body = [*chapters(document), raw_block(NEW_PAGE, RAW), *appendices(document)]
    meta = {
        "title": meta_text(front.title),
        "subtitle": meta_text(front.subtitle),
        "lang": meta_text(LANGUAGE),
    }
    pictures = Pictures.of(figures_of(document))
    plain_body = _without_row_heads(pictures.placed_in(body))
    blocks = [*_front(front), *_contents(body), raw_block(NEW_PAGE, RAW), *plain_body]
    parts = unzipped(convert(blocks, "odt", meta=meta, reference=document.references.get("odt", REFERENCE_ODT)))
    content = _as_named(_restyled(parts["content.xml"].decode()), parts["styles.xml"])
    content = pictures.described_in_frames(content)
    return zipped(parts | {"content.xml": content.encode()})


def _front(front: Front) -> list[Node]:
    blocks = [in_style("Subtitle", [paragraph(*words(front.occasion))])]
    return [*blocks, paragraph(*words(front.warning))] if front.warning else blocks


def _contents(body: list[Node]) -> list[Node]:
    return [
        in_style("Contents_20_Heading", [paragraph(*words("Inhoud"))]),
        raw_block(CONTENTS_BEGIN, RAW),
        *(in_style(f"Contents_20_{level}", [paragraph(entry)]) for level, entry in contents(body)),
        raw_block(CONTENTS_END, RAW),
    ]


def _without_row_heads(body: list[Node]) -> list[Node]:
    """Return blocks whose tables have no names of rows: in OpenDocument those are no more than bold."""
    return [{**block, "c": _plain_rows(block["c"])} if block["t"] == "Table" else block for block in body]


def _plain_rows(table: list[object]) -> list[object]:
    bodies = [[attributes, 0, *rows] for attributes, _, *rows in table[4]]
    return [*table[:4], bodies, *table[5:]]


def _as_named(content: str, styles: bytes) -> str:
    """Return the content with styles of ours as the reference document names them."""
    for name in OURS:
        saved = name.replace(" ", "_20_")
        if f'style:name="{saved}"'.encode() in styles:
            content = content.replace(f'text:style-name="{name}"', f'text:style-name="{saved}"')
    return content


def _restyled(content: str) -> str:
    """Return the content with lines between the rows of tables. Raises ValueError when pandoc has other cells."""
    content = content.replace(TABLE, f"{TABLE} {ROOM}")
    for name, look in CELLS.items():
        content, count = re.subn(f'style:name="{name}" {CELL}', f'style:name="{name}" {look}', content)
        if count != 1:
            raise ValueError(f"Pandoc beschrijft {name} anders dan verwacht.")
    return content
