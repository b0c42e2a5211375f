"""How the projector sets texts and charts."""

import re
from dataclasses import dataclass, field

from django import template

from sessions import charts, gathering
from sessions.charts import Dots, Part
from sessions.gathering import Gathering
from sessions.qrcodes import qr_data, wifi_text
from sessions.results import Bar, Results
from sessions.stage import Stage

register = template.Library()

SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
COMPOUND = re.compile(r"\b(?:praktijk|netwerk|kennis|project|onderzoeks?|experimenteer)(?=\w{6})", re.IGNORECASE)
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
def breakable(text: str) -> str:
    """Return a text with soft hyphens in long compounds, for a browser without a Dutch word list."""
    return COMPOUND.sub("\\g<0>\N{SOFT HYPHEN}", text)


@register.simple_tag
def gathering_of(stage: Stage) -> Gathering:
    """Return who is in the room."""
    return gathering.gathering_of(stage.live_session)


@register.simple_tag
def wifi_qr(stage: Stage) -> str:
    """Return the QR code that brings a phone on the wifi of the room, as the address of an image."""
    return qr_data(wifi_text(stage.live_session.wifi_name, stage.live_session.wifi_password))


@register.simple_tag
def parts_of(bar: Bar, results: Results) -> list[Part]:
    """Return the parts of a bar of a scale, around the middle mark."""
    return charts.diverging(bar, results.bars)


@register.simple_tag
def dots_of(bar: Bar, results: Results) -> Dots | None:
    """Return the dots that an option got, None when there are too many to draw."""
    return charts.dots(int(bar.value), results.most)


@register.simple_tag
def shade_of(bar: Bar, results: Results) -> int:
    """Return how dark the cell of a form is, among all forms of all groups of answers."""
    return charts.shade(int(bar.value), max((one.value for one in results.bars if one.option.form_id), default=0))
