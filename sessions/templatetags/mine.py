"""What a template needs to show one person's own choices, in his own order."""

from collections.abc import Mapping

from django import template

from sessions import order
from sessions.mine import Mine
from sessions.order import Block
from sessions.stage import Stage

register = template.Library()


@register.filter
def value_of(choices: Mapping[int, int] | str, option_id: int) -> int:
    """Return what was given to an option, 0 if nothing. A region pushed to everybody has no choices at all."""
    return choices.get(option_id, 0) if choices else 0


@register.simple_tag
def blocks_of(stage: Stage, mine: Mine | str) -> list[Block]:
    """Return what can be chosen, as one person sees it; a region pushed to everybody has the order of the deck."""
    return order.blocks_of(stage.step, stage.options, mine.seed if mine else None)


@register.filter
def is_shuffled(stage: Stage) -> bool:
    """Tell whether each phone shows what can be chosen in an order of its own."""
    return order.is_shuffled(stage.step)
