"""Loads the content that comes with the program: the programmes and the list of municipalities.

The rule: what is in the database belongs to the staff. A programme that is there is left alone as a whole,
so that edited texts stay edited and removed lines stay removed. A programme or a municipality that is
missing is added. Only `overwrite` puts the texts on file back, and even then rows that staff added stay.

Municipalities and their inhabitants: CBS, adapted (CC BY 4.0). The figures are those of 1 January 2023, or
of 1 January 2018 for municipalities that merged in between.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from themes.models import (
    DiscussionQuestion,
    FormOfWork,
    Municipality,
    Programme,
    ProgrammeItem,
    ProgrammePlace,
    QuestionLabel,
    RegionPosition,
    Statement,
    Task,
    Theme,
    ThemeLine,
    Trend,
)

CONTENT_FOLDER = Path(__file__).parent / "content"
MUNICIPALITIES_FILE = CONTENT_FOLDER / "municipalities.csv"
PROGRAMME_PARTS = {
    "places": ProgrammePlace,
    "items": ProgrammeItem,
    "positions": RegionPosition,
    "statements": Statement,
    "forms": FormOfWork,
}

Row = dict[str, Any]


@dataclass(frozen=True)
class LoadReport:
    """What loading the content wrote: keys of programmes, and a number of municipalities."""

    programmes: tuple[str, ...]
    municipalities: int


@transaction.atomic
def load_content(*, overwrite: bool = False) -> LoadReport:
    """Add the programmes and municipalities on file that the database does not hold, and say which.

    With `overwrite`, programmes and municipalities that it does hold get back the texts and the order on
    file; rows that staff added keep their texts and follow after those on file. It is all or nothing: a
    content file that cannot be read raises OSError or yaml.YAMLError, one with an unknown field or without
    a needed one raises FieldError, TypeError or KeyError. IntegrityError means that a row which staff added
    bars the way of one on file, such as a second place with its name.
    """
    known = set() if overwrite else set(Programme.objects.values_list("key", flat=True))
    missing = [path for path in sorted(CONTENT_FOLDER.glob("*.yaml")) if path.stem not in known]
    for path in missing:
        _put_programme(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
    return LoadReport(
        programmes=tuple(path.stem for path in missing),
        municipalities=_put_municipalities(overwrite=overwrite),
    )


def _put_programme(key: str, content: Row) -> None:
    programme, _ = Programme.objects.update_or_create(key=key, defaults=content["programme"])
    for part, model in PROGRAMME_PARTS.items():
        _put_rows(model, content[part], programme=programme)
    _put_questions(programme, content["questions"])
    _put_themes(programme, content["themes"])


def _put_questions(programme: Programme, rows: list[Row]) -> None:
    questions = _put_rows(DiscussionQuestion, _without(rows, "labels"), programme=programme)
    for question, row in zip(questions, rows, strict=True):
        _put_rows(QuestionLabel, row.get("labels", []), question=question)


def _put_themes(programme: Programme, rows: list[Row]) -> None:
    themes = _put_rows(Theme, _without(rows, "trends", "tasks"), programme=programme)
    for theme, row in zip(themes, rows, strict=True):
        _put_lines(Trend, row["trends"], theme=theme)
        _put_lines(Task, row["tasks"], theme=theme)


def _put_lines(model: type[ThemeLine], rows: list[Row], *, theme: Theme) -> None:
    lines = model.objects.filter(theme=theme)
    # Numbers that are unique in the whole theme let a line change parents without meeting its equal.
    lines.renumber(list(lines))
    lines.make_room(sum(1 + len(row.get("children", [])) for row in rows))

    heads = _upsert(
        [
            model(theme=theme, parent=None, number=number, **row)
            for number, row in enumerate(_without(rows, "children"), start=1)
        ],
        ["theme", "key"],
    )
    sub_lines = [
        model(theme=theme, parent=head, number=number, **child)
        for head, row in zip(heads, rows, strict=True)
        for number, child in enumerate(row.get("children", []), start=1)
    ]
    _upsert(sub_lines, ["theme", "key"])

    # A line on file that staff had moved to the top may have taken lines of theirs a level too deep.
    lines.filter(parent__parent__isnull=False).update(parent=None)
    heads = lines.nested()
    lines.filter(parent=None).renumber(heads)
    for head in heads:
        head.children.renumber(head.children_list)


def _put_rows(model: type[models.Model], rows: list[Row], **parent: models.Model) -> list[models.Model]:
    siblings = model.objects.filter(**parent)
    siblings.make_room(len(rows))
    saved = _upsert(
        [model(number=number, **parent, **row) for number, row in enumerate(rows, start=1)],
        [*parent, "key"],
    )
    siblings.renumber(list(siblings))
    return saved


def _upsert(rows: list[models.Model], identity: list[str]) -> list[models.Model]:
    """Save rows of one model in one query; one that agrees with a saved row in `identity` replaces it."""
    if not rows:
        return []
    model = type(rows[0])
    fields = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    return model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=identity,
        update_fields=sorted(fields - set(identity)),
    )


def _without(rows: list[Row], *names: str) -> list[Row]:
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def _put_municipalities(*, overwrite: bool) -> int:
    known = set() if overwrite else set(Municipality.objects.values_list("code", flat=True))
    missing = [municipality for municipality in _municipalities_on_file() if municipality.code not in known]
    _upsert(missing, ["code"])
    return len(missing)


def _municipalities_on_file() -> Iterator[Municipality]:
    with MUNICIPALITIES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            municipality = Municipality(**{**row, "current": row["current"] == "yes"})
            municipality.set_search_key()
            yield municipality
