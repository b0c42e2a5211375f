"""What staff fill in about an activity of the work programme."""

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from sessions.models import Activity, KnowledgeQuestion, Meetup
from sessions.quarters import name_of, quarters_from
from sessions.texts import clean_line
from sessions.web.agenda_forms import TypedForm
from sessions.web.forms import SeenForm, WordsField
from themes.models import FormOfWork

TITLE_MAX_LENGTH = 300
NAME_MAX_LENGTH = 120
MOST_NAMES = 40
QUARTERS_AHEAD = 12
BETWEEN_NAMES = re.compile(r"[,;\n]")
# What the chosen form gives, by the field that takes it up.
ASKED = {"planning": "planning", "product": "product"}


class NamesField(forms.Field):
    """Names of municipalities and others: one in each field, or several with commas between them."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Iterable[str] | None) -> list[str]:
        """Return the names, each once, as they were first typed."""
        typed = (name for one in value or () for name in BETWEEN_NAMES.split(one))
        names: dict[str, str] = {}
        for name in map(clean_line, typed):
            if len(name) > NAME_MAX_LENGTH:
                raise ValidationError(f"Een naam kan hooguit {NAME_MAX_LENGTH} tekens hebben.")
            if name:
                names.setdefault(name.casefold(), name)
        if len(names) > MOST_NAMES:
            raise ValidationError(f"Noem hooguit {MOST_NAMES} namen.")
        return list(names.values())


class ActivityForm(TypedForm):
    """One row of the work programme: one that is there, or a new one for a knowledge question."""

    title = WordsField(max_length=TITLE_MAX_LENGTH, one_line=True, empty="Geef de activiteit een naam.")
    questions = forms.ModelMultipleChoiceField(None, error_messages={"required": "Kies minstens één kennisvraag."})
    form = forms.ModelChoiceField(None, required=False)
    goal = WordsField(max_length=1000)
    audience = forms.MultipleChoiceField(choices=Activity.Audience.choices, required=False)
    lead = WordsField(max_length=120, one_line=True)
    contact = WordsField(max_length=120, one_line=True)
    seeking = NamesField(required=False)
    offering = NamesField(required=False)
    partners = WordsField(max_length=300, one_line=True)
    quarter = forms.ChoiceField(required=False)
    planning = WordsField(max_length=120, one_line=True)
    product = WordsField(max_length=200, one_line=True)
    effort = WordsField(max_length=300, one_line=True)
    first_step = WordsField(max_length=300, one_line=True)
    status = forms.ChoiceField(choices=Activity.Status.choices)
    why = WordsField(max_length=300, one_line=True)

    def __init__(
        self,
        *args: object,
        meetup: Meetup,
        activity: Activity | None,
        asked: KnowledgeQuestion | None = None,
        typed: QueryDict | None = None,
    ) -> None:
        stored = _as_planned(activity) if activity else _as_asked(asked)
        super().__init__(*args, stored=stored, typed=typed)
        self.fields["questions"].queryset = meetup.knowledge_questions.all()
        self.fields["form"].queryset = meetup.programme.forms.all()
        kept = {activity.quarter} if activity and activity.quarter else set()
        quarters = sorted(kept | {*quarters_from(meetup.date, QUARTERS_AHEAD)})
        self.fields["quarter"].choices = [("", "nog te bepalen"), *((one, name_of(one)) for one in quarters)]


class StatusForm(SeenForm):
    """How far an activity is."""

    status = forms.ChoiceField(choices=Activity.Status.choices)


def with_asked(typed: QueryDict, form: FormOfWork | None) -> QueryDict:
    """Return what was typed with what a form of work asks in the fields that are still empty."""
    typed = typed.copy()
    for field, name in ASKED.items():
        if form and not typed.get(field, "").strip():
            typed[field] = getattr(form, name)
    return typed


def _as_planned(activity: Activity) -> dict[str, object]:
    return {
        "title": activity.title,
        "questions": [question.pk for question in activity.knowledge_questions.all()],
        "form": activity.form_id,
        "goal": activity.goal,
        "audience": activity.audience,
        "lead": activity.lead,
        "contact": activity.contact,
        "seeking": activity.seeking,
        "offering": activity.offering,
        "partners": activity.partners,
        "quarter": activity.quarter,
        "planning": activity.planning,
        "product": activity.product,
        "effort": activity.effort,
        "first_step": activity.first_step,
        "status": activity.status,
    }


def _as_asked(question: KnowledgeQuestion | None) -> dict[str, object]:
    """Return what a new activity takes over from the knowledge question it is planned for, and from its form."""
    if question is None:
        return {"status": Activity.Status.IDEA}
    form = question.form
    named = f"{form.singular.capitalize()}: " if form else ""
    return {
        "title": f"{named}{question.text}"[:TITLE_MAX_LENGTH],
        "questions": [question.pk],
        "form": form.pk if form else None,
        "lead": question.lead,
        "partners": question.partners,
        "product": question.product or (form.product if form else ""),
        "planning": form.planning if form else "",
        "status": Activity.Status.IDEA,
    }
