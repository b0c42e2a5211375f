"""The agenda as data for other programs; docs/protocol.md describes the fields."""

import dataclasses
import datetime
import json

from sessions.export.document import AgendaDocument

# Raise the number when a field changes its meaning or goes away; a new field leaves it as it is.
SCHEMA = "pmg-kennisagenda/1"


def write(document: AgendaDocument) -> bytes:
    """Return the whole agenda as JSON, with the ids of knowledge questions, groups, activities and answers."""
    return json.dumps(plain(document), default=_as_json, ensure_ascii=False, indent=2).encode()


def plain(document: AgendaDocument) -> dict[str, object]:
    """Return the agenda as values that JSON can hold, but for dates and moments; not how it is laid out."""
    agenda = dataclasses.asdict(dataclasses.replace(document, references={}))
    del agenda["references"]
    return {"schema": SCHEMA, **agenda}


def _as_json(value: object) -> str:
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} heeft geen plaats in JSON.")
