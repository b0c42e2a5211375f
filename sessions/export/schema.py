"""The JSON Schema of the agenda as data, made of the classes of the document: see the command `references`."""

import dataclasses
import datetime
import inspect
import json
import types
import typing
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from sessions.export.data import SCHEMA
from sessions.export.document import AgendaDocument

SCHEMA_FILE = Path(settings.BASE_DIR) / "docs" / "kennisagenda.schema.json"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
NOT_IN_DATA = {"references"}
PLAIN: dict[object, dict[str, object]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime.date: {"type": "string", "format": "date"},
    datetime.datetime: {"type": "string", "format": "date-time"},
}


def make_schema() -> bytes:
    """Return the schema as it stands in SCHEMA_FILE: every field there is, and what each class says of them.

    Programs that read an agenda must let fields be that they do not know: a new one leaves SCHEMA as it is.
    """
    definitions: dict[str, object] = {}
    root = _object(AgendaDocument, definitions)
    root["properties"] = {"schema": {"const": SCHEMA}, **root["properties"]}
    root["required"] = ["schema", *root["required"]]
    schema = {"$schema": DRAFT, "title": SCHEMA, **root, "$defs": dict(sorted(definitions.items()))}
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def _object(kind: type, definitions: dict[str, object]) -> dict[str, typing.Any]:
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind) if field.name not in NOT_IN_DATA]
    return {
        "description": " ".join(inspect.getdoc(kind).split()),
        "type": "object",
        "properties": {name: _value(hints[name], definitions) for name in names},
        "required": names,
    }


def _value(hint: object, definitions: dict[str, object]) -> dict[str, object]:
    """Return what a value of a type looks like. Raises TypeError for a type that has no place in the data."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, of = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_value(one, definitions) for one in of]}
    if origin is list:
        return {"type": "array", "items": _value(of[0], definitions)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _value(of[1], definitions)}
    if not dataclasses.is_dataclass(hint):
        raise TypeError(f"{hint} heeft geen plaats in het schema.")
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}  # known before its own fields are
        definitions[hint.__name__] = _object(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}
