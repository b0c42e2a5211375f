"""What staff do with the look of the files: put a document of their own in its place, and take it off again.

The look is that of the whole program, so no meet-up has an event of it.
"""

from django.db import transaction

from sessions.changes import writers_turn
from sessions.house_styles import version_of
from sessions.models import HouseStyle
from sessions.seen import ChangedMeanwhile


def replace_reference(*, suffix: str, name: str, content: bytes, seen: str) -> None:
    """Lay out files of a kind in the styles of this document, which was found fit for it.

    `seen` names the one that the page showed (see `version_of`). Doing it twice does it once. Raises
    ChangedMeanwhile when a colleague replaced that one, or took it off.
    """
    with writers_turn(), transaction.atomic():
        present = HouseStyle.objects.select_for_update().filter(suffix=suffix).first()
        if present and bytes(present.content) == content:
            return
        _check_unchanged(present, seen)
        HouseStyle.objects.update_or_create(suffix=suffix, defaults={"name": name, "content": content})


def take_off_reference(*, suffix: str, seen: str) -> None:
    """Lay out files of a kind in our own styles again; raises as `replace_reference` does."""
    with writers_turn(), transaction.atomic():
        present = HouseStyle.objects.select_for_update().filter(suffix=suffix).first()
        if present:
            _check_unchanged(present, seen)
            present.delete()


def _check_unchanged(present: HouseStyle | None, seen: str) -> None:
    if version_of(present) != seen:
        raise ChangedMeanwhile
