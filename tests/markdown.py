"""A Markdown file, read by tests as programs read it: pandoc's own reader of the kind of GitHub."""

import json

import pypandoc

BREAKS = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}


class Markdown:
    """A Markdown file: its headings, and the rows of its tables."""

    def __init__(self, content):
        self.source = content.decode()
        self.blocks = json.loads(pypandoc.convert_text(self.source, "json", format="gfm"))["blocks"]

    def headings(self, level):
        found = [block["c"] for block in self.blocks if block["t"] == "Header"]
        return [text_of(heading[2]) for heading in found if heading[0] == level]

    def items(self):
        """The items of all lists that are no part of another, without the lists in them."""
        lists = [block["c"] for block in self.blocks if block["t"] == "BulletList"]
        return [text_of(item[0]["c"]) for items in lists for item in items]

    def rows(self):
        tables = [block["c"] for block in self.blocks if block["t"] == "Table"]
        rows = [row for table in tables for row in (*table[3][1], *(row for body in table[4] for row in body[3]))]
        return [
            [text_of([node for block in cell[4] for node in block["c"]]) for cell in cells] for _, cells in rows
        ]


def text_of(nodes):
    return "".join(_text(node) for node in nodes)


def _text(node):
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return content
    if kind == "Strong":
        return text_of(content)
    if kind == "RawInline":
        assert content == ["html", "<br>"], f"HTML in Markdown: {content}"
        return "\n"
    if kind in BREAKS:
        return BREAKS[kind]
    # A web address becomes a link by itself; what it says is what was typed.
    return text_of(content[1] if kind == "Link" else content)
