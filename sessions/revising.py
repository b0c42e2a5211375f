"""What staff write is kept as it was before each change, so that it can be read back and put back.

Values are plain, as JSON holds them: a row is its id, several rows are their ids in order of size.
"""

import datetime
from collections.abc import Iterable, Mapping

from django.db.models import Model, QuerySet

from sessions.changes import Change
from sessions.models import Event


def plain(value: object) -> object:
    """Return a value as JSON holds it."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, QuerySet | set | list | tuple):
        values = [plain(one) for one in value]
        return sorted(values) if all(isinstance(one, Model) for one in value) else values
    return value


def values_of(item: Model, names: Iterable[str]) -> dict[str, object]:
    """Return what these fields of a stored row hold, plain."""
    return {name: _value(item, name) for name in names}


def rewrite(
    current: Change,
    kind: Event.Kind,
    item: Model,
    wanted: Mapping[str, object],
    *,
    why: str = "",
    **detail: object,
) -> None:
    """Store these plain values in a row, new or not, and note what those that differ were before.

    The event has `detail` with it, which holds ids only.
    """
    is_new = item.pk is None
    before = {} if is_new else values_of(item, wanted)
    after = {name: value for name, value in wanted.items() if is_new or before[name] != value}
    _store(item, after)
    before = {name: before[name] for name in after if name in before}
    current.revise(kind, ref_of(item), before=before, after=after, why=why, **detail)


def ref_of(item: Model) -> str:
    """Return what an event calls a row by: each kind of row counts separately."""
    return f"{item._meta.model_name}-{item.pk}"


def _value(item: Model, name: str) -> object:
    field = item._meta.get_field(name)
    if field.many_to_many:
        return sorted(getattr(item, name).values_list("pk", flat=True))
    return plain(getattr(item, field.attname))


def _store(item: Model, values: Mapping[str, object]) -> None:
    several = {}
    for name, value in values.items():
        field = item._meta.get_field(name)
        if field.many_to_many:
            several[name] = value
        else:
            setattr(item, field.attname, field.to_python(value) if not field.is_relation else value)
    item.save()
    for name, ids in several.items():
        getattr(item, name).set(ids)
    item.refresh_from_db()
