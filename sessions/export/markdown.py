"""The agenda as Markdown that people can read as it is: the tree of text.py without links, styles and charts."""

from sessions.export.document import AgendaDocument
from sessions.export.pandoc import Node, bullets, convert, header, paragraph, strong, words
from sessions.export.text import Front, appendices, chapters

# The kind that most programs read: that of GitHub and GitLab, with tables.
KIND = "gfm"
OPTIONS = ("--wrap=none",)
BREAK_IN_CELL = {"t": "RawInline", "c": ["html", "<br>"]}


def write(document: AgendaDocument) -> bytes:
    """Return the agenda as an .md file. Raises ConversionFailed."""
    front = Front.of(document)
    opening = [paragraph(*words(line)) for line in (front.subtitle, front.occasion, front.warning) if line]
    body = [_block(block) for block in (*chapters(document), *appendices(document)) if block["t"] != "Figure"]
    return convert([header(1, words(front.title)), *opening, *body], KIND, options=OPTIONS)


def _block(block: Node) -> Node:
    """Return a block without ids and styles; headings go below that of the title, and a card becomes a list."""
    if block["t"] == "Header":
        level, _, content = block["c"]
        return header(level + 1, _inlines(content))
    if block["t"] == "BulletList":
        return bullets([[_block(part) for part in item] for item in block["c"]])
    if block["t"] == "Table":
        return _card(block) if _is_card(block) else _table(block)
    return {"t": block["t"], "c": _inlines(block["c"])}


def _inlines(nodes: list[Node]) -> list[Node]:
    bare: list[Node] = []
    for node in nodes:
        bare += _inlines(node["c"][1]) if node["t"] in {"Span", "Link"} else [node]
    return bare


def _is_card(table: Node) -> bool:
    return ["custom-style", "Kaart"] in table["c"][0][2]


def _card(table: Node) -> Node:
    """Return a card as a list: each name in bold, with what it says after it or in a list below it."""
    items = []
    for _, cells in table["c"][4][0][3]:
        (name,), value = ([_block(part) for part in cell[4]] for cell in cells)
        label = strong(f"{''.join(node['c'] for node in name['c'])}:")
        if value[0]["t"] == "BulletList":
            items.append([{"t": "Plain", "c": [label]}, *value])
        else:
            items.append([{"t": "Plain", "c": [label, *words(" "), *value[0]["c"]]}])
    return bullets(items)


def _table(table: Node) -> Node:
    """Return a table whose cells have no lines below each other, which Markdown cannot have in a table."""
    attributes, caption, columns, (_, head), bodies, foot = table["c"]
    rows = [[[*body[:3], [_row(row) for row in body[3]]] for body in bodies], [_row(row) for row in head]]
    return {"t": "Table", "c": [attributes, caption, columns, [attributes, rows[1]], rows[0], foot]}


def _row(row: list[object]) -> list[object]:
    attributes, cells = row
    return [attributes, [[*cell[:4], [_one_line(block) for block in cell[4]]] for cell in cells]]


def _one_line(block: Node) -> Node:
    bare = _inlines(block["c"])
    return {"t": block["t"], "c": [BREAK_IN_CELL if node["t"] == "LineBreak" else node for node in bare]}
