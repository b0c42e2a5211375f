"""The schema of the JSON file is that of the classes it is made of, and an agenda keeps to it."""

import datetime
import json

import pytest

from sessions import curation
from sessions.export import export
from sessions.export.schema import SCHEMA_FILE, make_schema
from tests.cast import Section, ask, give_answer, give_choice, go_to, make_day, open_step, promote

TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}
FORMATS = {"date": datetime.date, "date-time": datetime.datetime}


@pytest.fixture
def schema():
    return json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


@pytest.fixture
def agenda(db):
    day = make_day()
    go_to(day.etten_leur, Section.POSITION)
    open_step(day.etten_leur)
    give_choice(day.anna, day.etten_leur.current_step.options.first())
    ask(day)
    question = promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    give_answer(day.carla, "Los")
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring", seeking=["Oss"])
    return json.loads(export(day.meetup, "json"))


def breaches(value, rule, schema, where="agenda"):
    """Where a value breaks a rule of the schema, as far as the schema has such rules."""
    if "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in rule:
        return [] if any(not breaches(value, one, schema) for one in rule["anyOf"]) else [where]
    if "const" in rule:
        return [] if value == rule["const"] else [where]
    if not isinstance(value, TYPES[rule["type"]]) or (isinstance(value, bool) and rule["type"] != "boolean"):
        return [f"{where}: {value!r} is no {rule['type']}"]
    if "format" in rule:
        FORMATS[rule["format"]].fromisoformat(value)
    found = [f"{where}.{name}" for name in rule.get("required", ()) if name not in value]
    for name, part in rule.get("properties", {}).items():
        if name in value:
            found += breaches(value[name], part, schema, f"{where}.{name}")
    if "additionalProperties" in rule:
        for name, part in value.items():
            found += breaches(part, rule["additionalProperties"], schema, f"{where}.{name}")
    for number, part in enumerate(value if "items" in rule else ()):
        found += breaches(part, rule["items"], schema, f"{where}[{number}]")
    return found


def test_schema_in_the_documentation_is_that_of_the_program():
    assert SCHEMA_FILE.read_bytes() == make_schema(), "run: python3 manage.py references"


def test_agenda_keeps_to_the_schema(agenda, schema):
    assert breaches(agenda, schema, schema) == []


def test_agenda_holds_no_field_that_the_schema_does_not_tell_of(agenda, schema):
    assert list(agenda) == list(schema["properties"])
    [card] = agenda["chapters"][0]["cards"]
    assert list(card) == list(schema["$defs"]["QuestionCard"]["properties"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", "7"),
        ("seq", None),
        ("is_rehearsal", 1),
        ("schema", "iets/2"),
        ("activities", [{}]),
        ("chapters", {}),
    ],
)
def test_what_is_wrong_breaks_the_schema(field, value, agenda, schema):
    assert breaches(agenda | {field: value}, schema, schema) != []


def test_every_class_says_what_its_fields_are(schema):
    assert all(part["description"] for part in [schema, *schema["$defs"].values()])
