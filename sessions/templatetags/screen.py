"""How the projector sets texts and marks."""

import re
from dataclasses import dataclass, field

from django import template

from sessions.choosing import SCALE_MAX

register = template.Library()

SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
SUB_ITEM = "  - "
ITEM = "- "


@dataclass
class Item:
    """One item of a list, with the items below it."""

    text: str
    children: list[str] = field(default_factory=list)


@dataclass
class Block:
    """A paragraph (`text`) or a list (`items`) of a slide."""

    text: str = ""
    items: list[Item] = field(default_factory=list)


@register.filter
def body_blocks(body: str) -> list[Block]:
    """Return the text of a slide in blocks: a line is a paragraph, "- " starts an item, "  - " one below it."""
    blocks: list[Block] = []
    for line in filter(str.strip, body.splitlines()):
        is_sub_item = line.startswith(SUB_ITEM)
        if not (is_sub_item or line.startswith(ITEM)):
            blocks.append(Block(text=line.strip()))
            continue
        if not blocks or not blocks[-1].items:
            blocks.append(Block())
        items = blocks[-1].items
        text = line.strip().removeprefix(ITEM)
        if is_sub_item and items:
            items[-1].children.append(text)
        else:
            items.append(Item(text))
    return blocks


@register.filter
def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its full stop or question mark."""
    return SENTENCE_END.split(text)


@register.filter
def on_scale(mean: float) -> int:
    """Return where a mean mark stands between 1 and the highest mark, as a percentage."""
    return round(100 * (mean - 1) / (SCALE_MAX - 1))
