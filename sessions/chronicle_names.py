"""What the history calls things by: the ids that events and revisions hold, as names and words."""

import datetime
from collections.abc import Callable, Iterable

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.utils import formats

from sessions.models import (
    Activity,
    Answer,
    Cluster,
    Comment,
    EarlierAgenda,
    EarlierQuestion,
    Edition,
    KnowledgeQuestion,
    Meetup,
    Option,
    ThemeBlock,
    Verdict,
)
from sessions.quarters import name_of
from themes.models import FormOfWork

# For each kind of thing the rows of a meet-up, as id and name.
LOOKUPS: dict[type[Model], Callable[[Meetup], QuerySet]] = {
    Answer: lambda meetup: _pairs(Answer.objects.filter(round__live_session__meetup=meetup), "code"),
    Cluster: lambda meetup: _pairs(meetup.clusters, "name"),
    KnowledgeQuestion: lambda meetup: _pairs(meetup.knowledge_questions, "text"),
    Activity: lambda meetup: _pairs(meetup.activities, "title"),
    ThemeBlock: lambda meetup: _pairs(meetup.themes, "short_title"),
    Option: lambda meetup: _pairs(Option.objects.filter(step__meetup=meetup), "text"),
    FormOfWork: lambda meetup: _pairs(meetup.programme.forms, "singular"),
    Edition: lambda meetup: _pairs(meetup.editions, "number"),
    Comment: lambda meetup: _pairs(Comment.objects.filter(edition__meetup=meetup), "number"),
    EarlierQuestion: lambda meetup: _pairs(EarlierQuestion.objects.filter(agenda__meetup=meetup), "text"),
    EarlierAgenda: lambda meetup: _pairs(EarlierAgenda.objects.filter(meetup=meetup), "title"),
}
# What has no name of its own, and is called so.
UNNAMED = {Comment: "het geheel"}
# What lists of plain values hold, by field.
CHOICES = {(Activity, "audience"): dict(Activity.Audience.choices)}
# What says nothing to a reader: what the program keeps for itself, and what the sentence says already.
UNTOLD = frozenset(
    {"is_dropped", "is_withdrawn", "judged_seq", "content", "token", "key", "digest", "cluster", "answer"}
)


def _pairs(rows: QuerySet, name: str) -> QuerySet:
    return rows.order_by().values_list("pk", name)


class Names:
    """The names of all things of a meet-up; each kind of thing is read once, when it is first asked for."""

    def __init__(self, meetup: Meetup) -> None:
        self._meetup = meetup
        self._known: dict[type[Model], dict[int, str]] = {}

    def of(self, model: type[Model], pk: int) -> str:
        """Return the name of a thing; what is gone, or has no name, is called by its kind and number."""
        if model not in self._known:
            lookup = LOOKUPS.get(model)
            self._known[model] = dict(lookup(self._meetup)) if lookup else {}
        name = self._known[model].get(pk)
        if name == "" and model in UNNAMED:
            return UNNAMED[model]
        return str(name) if name not in (None, "") else f"{model._meta.verbose_name} {pk}"

    def all_of(self, model: type[Model], ids: Iterable[int]) -> str:
        """Return the names of several things between quotation marks, in one phrase."""
        return listed([f"“{self.of(model, pk)}”" for pk in ids])

    def verdict(self, pk: int) -> str:
        """Return what a verdict is about: “a group” or the code of an answer."""
        if Verdict not in self._known:
            rows = Verdict.objects.filter(meetup=self._meetup).values_list("pk", "cluster", "answer")
            self._known[Verdict] = {
                row: f"groep “{self.of(Cluster, cluster)}”" if cluster else self.of(Answer, answer)
                for row, cluster, answer in rows
            }
        return self._known[Verdict].get(pk, "")

    def shown(self, model: type[Model] | None, name: str, value: object) -> str:
        """Return the value of a field in words, as staff chose or typed it; "" for nothing."""
        if value is None or value == "" or value == []:
            return ""
        field = field_of(model, name)
        if field is not None and field.is_relation:
            values = value if isinstance(value, list) else [value]
            return listed([self.of(field.related_model, pk) for pk in values])
        if isinstance(value, list):
            words = CHOICES.get((model, name), {})
            return listed([str(words.get(one, one)) for one in value])
        if isinstance(value, bool):
            return "ja" if value else "nee"
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if name == "quarter":
            return name_of(str(value))
        return _as_date(str(value)) if _is_date(field) else str(value)


def thing_of(ref: str) -> tuple[type[Model] | None, int | None]:
    """Return the kind and the number of the row that an event is about, as `revising.ref_of` names it."""
    name, _, number = ref.partition("-")
    try:
        model = apps.get_model("meetups", name)
    except LookupError:
        return None, None
    return model, int(number) if number.isdecimal() else None


def field_of(model: type[Model] | None, name: str) -> Field | None:
    """Return a field of a kind of thing, None when it has no such field (any more)."""
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def label_of(model: type[Model] | None, name: str) -> str:
    """Return what staff call a field."""
    field = field_of(model, name)
    return str(field.verbose_name) if field is not None else name.replace("_", " ")


def listed(names: list[str]) -> str:
    """Return names in one phrase: "a, b en c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} en {names[-1]}"


def _is_date(field: Field | None) -> bool:
    return field is not None and field.get_internal_type() == "DateField"


def _as_date(value: str) -> str:
    return formats.date_format(datetime.date.fromisoformat(value), "j F Y")
