"""What staff fill in about a knowledge question."""

from collections.abc import Mapping

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from sessions.models import KnowledgeQuestion, Meetup, Option, Step
from sessions.models.agenda import Pillar, Priority
from sessions.web.forms import SeenForm, WordsField

# Why a question waits is for the room to read.
REASONS = {
    Priority.LATER: "Schrijf op waarom de vraag moet wachten.",
    Priority.NOT: "Schrijf op waarom de vraag niet wordt opgepakt.",
}
UP, DOWN = "up", "down"
SEVERAL = (forms.SelectMultiple, forms.MultipleHiddenInput)


class TypedForm(SeenForm):
    """A form that can also be shown with what was typed in it so far, before that is judged."""

    def __init__(self, *args: object, stored: Mapping[str, object], typed: QueryDict | None = None) -> None:
        super().__init__(*args, initial={**stored, **(self._as_typed(typed) if typed is not None else {})})

    def _as_typed(self, typed: QueryDict) -> dict[str, object]:
        several = {name for name, field in self.base_fields.items() if isinstance(field.widget, SEVERAL)}
        return {name: typed.getlist(name) if name in several else typed.get(name, "") for name in self.base_fields}


class PromoteForm(SeenForm):
    """The wording of a knowledge question that is made of a group."""

    text = WordsField(max_length=300, one_line=True, empty="Typ eerst de kennisvraag.")


class DropForm(SeenForm):
    """A knowledge question or activity that is dropped, or put back."""

    dropped = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")


class QuestionForm(TypedForm):
    """All that staff say of one knowledge question, the groups it comes from, and why they change it."""

    text = WordsField(max_length=300, one_line=True, empty="Typ eerst de kennisvraag.")
    explanation = WordsField(max_length=2000)
    kind = forms.ChoiceField(choices=KnowledgeQuestion.Kind.choices, required=False)
    theme = forms.ModelChoiceField(None, required=False)
    tasks = forms.ModelMultipleChoiceField(None, required=False)
    pillar = forms.ChoiceField(choices=Pillar.choices, required=False)
    existing = WordsField(max_length=2000)
    form = forms.ModelChoiceField(None, required=False)
    product = WordsField(max_length=200, one_line=True)
    partners = WordsField(max_length=300, one_line=True)
    lead = WordsField(max_length=120, one_line=True)
    priority = forms.ChoiceField(choices=Priority.choices, required=False)
    reason = WordsField(max_length=300, one_line=True)
    clusters = forms.ModelMultipleChoiceField(None, required=False)
    why = WordsField(max_length=300, one_line=True)

    def __init__(
        self, *args: object, meetup: Meetup, question: KnowledgeQuestion, typed: QueryDict | None = None
    ) -> None:
        super().__init__(*args, stored=_as_stored(question), typed=typed)
        self.fields["theme"].queryset = meetup.themes.all()
        self.fields["tasks"].queryset = tasks_of(meetup)
        self.fields["form"].queryset = meetup.programme.forms.all()
        self.fields["clusters"].queryset = meetup.clusters.filter(is_dissolved=False)

    def clean(self) -> None:
        """Ask why a question is not taken up now."""
        priority = self.cleaned_data.get("priority")
        if priority in REASONS and not self.cleaned_data.get("reason", "-"):
            self.add_error("reason", REASONS[priority])


class OrderForm(SeenForm):
    """The knowledge questions of a theme in an order: with one of them moved up or down, or in that of support."""

    theme = forms.ModelChoiceField(None, required=False)
    ids = forms.TypedMultipleChoiceField(coerce=int, required=False)
    up = forms.IntegerField(required=False)
    down = forms.IntegerField(required=False)
    by_support = forms.BooleanField(required=False)

    def __init__(self, *args: object, meetup: Meetup) -> None:
        super().__init__(*args)
        self.fields["theme"].queryset = meetup.themes.all()
        questions = meetup.knowledge_questions.values_list("pk", flat=True)
        self.fields["ids"].choices = [(pk, pk) for pk in questions]

    @property
    def seen(self) -> list[int]:
        """Return the ids in the order in which they came, each once."""
        return list(dict.fromkeys(self.cleaned_data["ids"]))

    @property
    def is_move(self) -> bool:
        """Tell whether one question was asked to go a place up or down."""
        return any(self.cleaned_data[name] is not None for name in (UP, DOWN))

    @property
    def order(self) -> list[int]:
        """Return the ids in the order that was asked for."""
        ids = self.seen
        for name, by in ((UP, -1), (DOWN, 1)):
            moved = self.cleaned_data[name]
            if moved in ids:
                place = ids.index(moved)
                ids.insert(max(place + by, 0), ids.pop(place))
        return ids


def tasks_of(meetup: Meetup) -> QuerySet[Option]:
    """Return the opgaven of all themes that a knowledge question can belong to, in the order of the deck."""
    tasks = Option.objects.filter(
        step__meetup=meetup, step__section=Step.Section.TASKS, step__second_round_of=None, cluster=None
    )
    return tasks.select_related("step__theme").order_by("step__number", "number")


def _as_stored(question: KnowledgeQuestion) -> dict[str, object]:
    return {
        "text": question.text,
        "explanation": question.explanation,
        "kind": question.kind,
        "theme": question.theme_id,
        "tasks": [task.pk for task in question.tasks.all()],
        "pillar": question.pillar,
        "existing": question.existing,
        "form": question.form_id,
        "product": question.product,
        "partners": question.partners,
        "lead": question.lead,
        "priority": question.priority,
        "reason": question.reason,
        "clusters": [cluster.pk for cluster in question.clusters.all()],
    }
