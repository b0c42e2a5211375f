"""What staff fill in about a knowledge question and an activity."""

from django import forms

from sessions.models import Activity, KnowledgeQuestion, Meetup
from sessions.models.agenda import Priority
from sessions.web.forms import SeenForm, WordsField

TITLE_MAX_LENGTH = 300


class PromoteForm(SeenForm):
    """The wording of a knowledge question that is made of a group."""

    text = WordsField(max_length=300, one_line=True, empty="Typ eerst de kennisvraag.")


class DropForm(SeenForm):
    """A knowledge question or activity that is dropped, or put back."""

    dropped = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")


class QuestionForm(SeenForm):
    """All that staff say of one knowledge question, and the groups it comes from."""

    text = WordsField(max_length=300, one_line=True, empty="Typ eerst de kennisvraag.")
    explanation = WordsField(max_length=2000)
    kind = forms.ChoiceField(choices=KnowledgeQuestion.Kind.choices, required=False)
    theme = forms.ModelChoiceField(None, required=False)
    form = forms.ModelChoiceField(None, required=False)
    lead = WordsField(max_length=120, one_line=True)
    priority = forms.ChoiceField(choices=Priority.choices)
    reason = WordsField(max_length=300, one_line=True)
    clusters = forms.ModelMultipleChoiceField(None, required=False)

    def __init__(self, *args: object, meetup: Meetup, question: KnowledgeQuestion) -> None:
        super().__init__(
            *args,
            initial={
                "text": question.text,
                "explanation": question.explanation,
                "kind": question.kind,
                "theme": question.theme_id,
                "form": question.form_id,
                "lead": question.lead,
                "priority": question.priority,
                "reason": question.reason,
                "clusters": [cluster.pk for cluster in question.clusters.all()],
            },
        )
        self.fields["theme"].queryset = meetup.themes.all()
        self.fields["form"].queryset = meetup.programme.forms.all()
        self.fields["clusters"].queryset = meetup.clusters.filter(is_dissolved=False)


class ActivityForm(SeenForm):
    """One row of the work programme: one that is there, or a new one for a knowledge question."""

    title = WordsField(max_length=TITLE_MAX_LENGTH, one_line=True, empty="Geef de activiteit een naam.")
    questions = forms.ModelMultipleChoiceField(None, error_messages={"required": "Kies minstens één kennisvraag."})
    form = forms.ModelChoiceField(None, required=False)
    lead = WordsField(max_length=120, one_line=True)
    partners = WordsField(max_length=300, one_line=True)
    planning = WordsField(max_length=120, one_line=True)
    first_step = WordsField(max_length=300, one_line=True)
    status = forms.ChoiceField(choices=Activity.Status.choices)

    def __init__(
        self, *args: object, meetup: Meetup, activity: Activity | None, asked: KnowledgeQuestion | None
    ) -> None:
        super().__init__(*args, initial=_as_planned(activity) if activity else _as_asked(asked))
        self.fields["questions"].queryset = meetup.knowledge_questions.all()
        self.fields["form"].queryset = meetup.programme.forms.all()


def _as_planned(activity: Activity) -> dict[str, object]:
    return {
        "title": activity.title,
        "questions": [question.pk for question in activity.knowledge_questions.all()],
        "form": activity.form_id,
        "lead": activity.lead,
        "partners": activity.partners,
        "planning": activity.planning,
        "first_step": activity.first_step,
        "status": activity.status,
    }


def _as_asked(question: KnowledgeQuestion | None) -> dict[str, object]:
    """Return what a new activity takes over from the knowledge question it is planned for."""
    if question is None:
        return {"status": Activity.Status.IDEA}
    form = f"{question.form.singular.capitalize()}: " if question.form else ""
    return {
        "title": f"{form}{question.text}"[:TITLE_MAX_LENGTH],
        "questions": [question.pk],
        "form": question.form_id,
        "lead": question.lead,
        "status": Activity.Status.IDEA,
    }
