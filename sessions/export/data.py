"""The agenda as data for other programs; docs/protocol.md describes the fields."""

import dataclasses
import datetime
import json

from sessions.export.document import AgendaDocument

# Raise the number when a field changes its meaning or goes away; a new field leaves it as it is.
SCHEMA = "pmg-kennisagenda/1"


def write(document: AgendaDocument) -> bytes:
    """Return the whole agenda as JSON, with the ids of knowledge questions, groups, activities and answers."""
    agenda = {"schema": SCHEMA, **dataclasses.asdict(document)}
    return json.dumps(agenda, default=_as_json, ensure_ascii=False, indent=2).encode()


def _as_json(value: object) -> str:
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} heeft geen plaats in JSON.")
