"""What staff send when they judge a group or an answer."""

from django import forms

from sessions.judging import Subject, missing_in
from sessions.models import Answer, Cluster, Meetup, Verdict
from sessions.models.agenda import Priority
from sessions.web.forms import SeenForm, WordsField

Outcome = Verdict.Outcome
# What a button sends, as the page calls it.
OUTCOMES = {
    "binnen": Outcome.IN_SCOPE,
    "buiten": Outcome.OUT_OF_SCOPE,
    "dubbel": Outcome.DUPLICATE,
    "beantwoord": Outcome.ANSWERED,
    "niet-nu": Outcome.NOT_NOW,
}
PRIORITIES = {"kennisvraag": Priority.UNDECIDED, "nu": Priority.NOW, "later": Priority.LATER}
CONFIRM, TAKE_BACK, GROUP, ADMIT, HIDE = "klopt", "intrekken", "groep", "toelaten", "verbergen"
ACTS = (*OUTCOMES, *PRIORITIES, CONFIRM, TAKE_BACK, GROUP, ADMIT, HIDE)


class JudgeForm(SeenForm):
    """One judgement of one group or answer; `subject` is that, once the form is valid."""

    item = forms.RegexField(r"\A(groep|antwoord)-\d{1,18}\Z", widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    text = WordsField(max_length=300, one_line=True)
    reason = WordsField(max_length=300, one_line=True)
    reference = WordsField(max_length=500, one_line=True)
    question = forms.ModelChoiceField(None, required=False)
    cluster = forms.ModelChoiceField(None, required=False)
    alike = forms.BooleanField(required=False)

    subject: Subject | None = None

    def __init__(self, *args: object, meetup: Meetup) -> None:
        super().__init__(*args)
        self._meetup = meetup
        self.fields["question"].queryset = meetup.knowledge_questions.filter(is_dropped=False)
        self.fields["cluster"].queryset = meetup.clusters.filter(is_dissolved=False)

    @property
    def has_question(self) -> bool:
        """Tell whether a kennisvraag was made of it that is still there."""
        return self.subject.knowledge_questions.filter(is_dropped=False).exists()

    def clean(self) -> dict[str, object]:
        """Return what was given, once all is there that the judgement needs."""
        given = super().clean()
        if self.errors:
            return given
        self.subject = self._subject(given["item"])
        if self.subject is None:
            self.add_error("item", "Dit is er niet meer.")
        elif isinstance(self.subject, Cluster) and (given["act"] in (GROUP, ADMIT, HIDE) or given["alike"]):
            self.add_error("item", "Dit kan alleen met een los antwoord.")
        elif given["act"] in OUTCOMES:
            outcome = OUTCOMES[given["act"]]
            if missing := missing_in(outcome, given["reason"], given["reference"], given["question"]):
                self.add_error(*missing)
        elif given["act"] in PRIORITIES and not given["text"] and not self.has_question:
            self.add_error("text", "Typ eerst de kennisvraag.")
        elif given["act"] == GROUP and not given["cluster"]:
            self.add_error("cluster", "Kies eerst een groep.")
        return given

    def _subject(self, key: str) -> Subject | None:
        kind, number = key.split("-")
        if kind == "groep":
            return self._meetup.clusters.filter(pk=number).select_related("meetup", "theme").first()
        answers = Answer.objects.select_related("round__live_session__meetup", "round__step__theme")
        return answers.filter(pk=number, round__live_session__meetup=self._meetup).first()


class UndoForm(forms.Form):
    """The judgement that is undone, by the seq of its event."""

    judgement = forms.IntegerField(min_value=1)
