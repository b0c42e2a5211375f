"""What a template needs to show one person's own choices."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def value_of(choices: Mapping[int, int] | str, option_id: int) -> int:
    """Return what was given to an option, 0 if nothing. A region pushed to everybody has no choices at all."""
    return choices.get(option_id, 0) if choices else 0
