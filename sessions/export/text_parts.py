"""Small pieces that all pages of the agenda are made of."""

from collections.abc import Iterable

from sessions.export.document_parts import TO_FILL_IN
from sessions.export.pandoc import Node, link, plain, styled, words


def filled(text: str) -> list[Node]:
    """Return a text as typed, or the mark that it is still to be filled in."""
    return words(text) if text else [styled("Nog in te vullen", words(TO_FILL_IN))]


def text_cell(text: str) -> list[Node]:
    """Return a cell of a table with a text, or the mark that it is still to be filled in."""
    return [plain(*filled(text))]


def small(text: str) -> Node:
    """Return a text that steps back: a code, a count."""
    return styled("Klein", words(text))


def anchor(number: str) -> str:
    """Return the id to which links of a number or code lead; Word takes letters, digits and underscores."""
    return number.replace(".", "_").replace("-", "_")


def linked_number(number: str) -> Node:
    """Return the number of a kennisvraag (K1.2) or activity (W1), as a link to its card."""
    return link(anchor(number), words(number))


def linked_code(code: str) -> Node:
    """Return the code of an answer (E1-034), as a link to its place in Bijlage A."""
    return link(anchor(code), [small(code)])


def linked_list(links: Iterable[Node]) -> list[Node]:
    """Return links with commas between them."""
    inlines: list[Node] = []
    for one in links:
        inlines += [*words(", "), one]
    return inlines[1:]


def lines_of(blocks: Iterable[Node]) -> list[str]:
    """Return headings, paragraphs and lists as bare lines of text, for a file that has no layout."""
    lines = []
    for block in blocks:
        if block["t"] == "BulletList":
            lines += [f"• {line}" for item in block["c"] for line in lines_of(item)]
        else:
            inlines = block["c"][-1] if block["t"] == "Header" else block["c"]
            lines.append("".join(node.get("c", "\n") for node in inlines))
    return lines
