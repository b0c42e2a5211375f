"""What is different between two editions of an agenda, line by line and word by word."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sessions.differences import word_differences

Content = Mapping[str, Any]
QUESTION_FIELDS = {
    "question": "Kennisvraag",
    "theme": "Thema",
    "explanation": "Toelichting",
    "kind": "Soort",
    "task": "Opgave",
    "pillar": "Pijler",
    "existing": "Wat is er al",
    "form": "Vorm",
    "partners": "Met wie",
    "joining": "Doen mee",
    "lead": "Trekker",
    "product": "Gewenst product",
    "priority": "Prioriteit",
    "reason": "Reden",
}
ACTIVITY_FIELDS = {
    "title": "Activiteit",
    "form": "Vorm",
    "goal": "Doel",
    "audience": "Doelgroep",
    "lead": "Trekker",
    "contact": "Contact bij Platform31",
    "joining": "Doen mee",
    "seeking": "Zoeken kennis",
    "offering": "Brengen kennis in",
    "partners": "Partners",
    "quarter": "Kwartaal",
    "planning": "Planning",
    "product": "Product",
    "effort": "Inzet en kosten",
    "first_step": "Eerste stap",
    "status": "Status",
}
WHOLE_FIELDS = {
    "goal": "Doel",
    "introduction": "Aanleiding",
    "contact": "Reageren bij",
    "presented_on": "Presentatie op",
    "presented_in": "Plaats",
}


class Fate(StrEnum):
    """What happened to a line; the values stand on the page."""

    NEW = "nieuw"
    GONE = "vervallen"
    CHANGED = "gewijzigd"
    MOVED = "verplaatst"


@dataclass(frozen=True)
class FieldChange:
    """One field that is different, as pieces of text in order of reading."""

    name: str
    pieces: list[tuple[str, str]]


@dataclass(frozen=True)
class LineChange:
    """One line that is different; `earlier` is its number before, if it has another now."""

    fate: Fate
    number: str
    earlier: str
    text: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Comparison:
    """All that is different between two editions."""

    questions: list[LineChange]
    activities: list[LineChange]
    whole: list[FieldChange]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is different."""
        return not (self.questions or self.activities or self.whole)


def compare(before: Content, after: Content) -> Comparison:
    """Return what is different in the content of an edition, compared with that of an earlier one."""
    return Comparison(
        questions=_lines(_cards(before), _cards(after), QUESTION_FIELDS),
        activities=_lines(before["activities"], after["activities"], ACTIVITY_FIELDS),
        whole=_fields(_whole(before), _whole(after), WHOLE_FIELDS),
    )


def _cards(content: Content) -> list[Content]:
    return [card for chapter in content["chapters"] for card in chapter["cards"]]


def _whole(content: Content) -> Content:
    return {"goal": content["goal"], **content["colophon"]}


def _lines(before: list[Content], after: list[Content], names: Mapping[str, str]) -> list[LineChange]:
    """Return the lines that differ in the order of the later edition, and then those that are gone."""
    title = next(iter(names))
    old, new = ({line["id"]: line for line in lines} for lines in (before, after))
    changes = []
    for pk, line in new.items():
        if pk not in old:
            changes.append(LineChange(Fate.NEW, line["number"], "", line[title], []))
            continue
        fields = _fields(old[pk], line, names)
        earlier = old[pk]["number"] if old[pk]["number"] != line["number"] else ""
        if fields or earlier:
            fate = Fate.CHANGED if fields else Fate.MOVED
            changes.append(LineChange(fate, line["number"], earlier, line[title], fields))
    gone = [line for pk, line in old.items() if pk not in new]
    return [*changes, *(LineChange(Fate.GONE, line["number"], "", line[title], []) for line in gone)]


def _fields(before: Content, after: Content, names: Mapping[str, str]) -> list[FieldChange]:
    texts = [(name, _text(before.get(field)), _text(after.get(field))) for field, name in names.items()]
    return [
        FieldChange(name, word_differences(old, new)) for name, old, new in texts if old.split() != new.split()
    ]


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")
