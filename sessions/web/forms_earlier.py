"""What staff fill in about agendas of earlier years."""

import re

from django import forms
from django.core.exceptions import ValidationError

from sessions.agenda_lines import Line
from sessions.models import EarlierQuestion, KnowledgeQuestion, Meetup
from sessions.web.forms import SeenForm, WordsField

_NUMBERS = re.compile(r"[\s,;]+")


class OtherMeetupForm(forms.Form):
    """Another meet-up whose agenda is taken in."""

    other = forms.ModelChoiceField(
        None,
        empty_label="Kies een meet-up",
        error_messages={"required": "Kies een meet-up.", "invalid_choice": "Kies een meet-up uit de lijst."},
    )

    def __init__(self, *args: object, meetups: object) -> None:
        super().__init__(*args, auto_id="ander-%s")
        self.fields["other"].queryset = meetups


class AgendaFileForm(forms.Form):
    """An agenda in a file of our own export."""

    file = forms.FileField(
        error_messages={
            "required": "Kies eerst het bestand.",
            "empty": "Dit bestand is leeg.",
            "invalid": "Kies eerst het bestand.",
            "missing": "Kies eerst het bestand.",
        },
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args, auto_id="bestand-%s")


class TypedAgendaForm(forms.Form):
    """An agenda that stands on paper only."""

    title = WordsField(max_length=200, one_line=True, empty="Geef de agenda een naam.")
    year = forms.IntegerField(
        min_value=1950,
        max_value=2100,
        error_messages={
            "required": "Vul het jaar in.",
            "invalid": "Vul een jaar in, zoals 2017.",
            "min_value": "Vul een jaar in, zoals 2017.",
            "max_value": "Vul een jaar in, zoals 2017.",
        },
    )
    lines = WordsField(max_length=30_000, empty="Typ of plak de kennisvragen, elk op een regel.")

    def __init__(self, *args: object) -> None:
        super().__init__(*args, auto_id="papier-%s")


class LookBackForm(SeenForm):
    """What came of a line of an earlier agenda; `others` holds numbers besides those ticked."""

    outcome = forms.ChoiceField(choices=EarlierQuestion.Outcome.choices, required=False)
    remark = WordsField(max_length=300, one_line=True)
    returns_as = forms.ModelMultipleChoiceField(None, required=False)
    others = WordsField(max_length=200, one_line=True)

    def __init__(self, *args: object, meetup: Meetup, lines: list[Line]) -> None:
        super().__init__(*args)
        self.fields["returns_as"].queryset = meetup.knowledge_questions.filter(is_dropped=False)
        self._by_number = {line.number.casefold(): line.question for line in lines}

    def clean_others(self) -> list[KnowledgeQuestion]:
        """Return the knowledge questions with the numbers that were typed."""
        numbers = [number for number in _NUMBERS.split(self.cleaned_data["others"]) if number]
        for number in numbers:
            if number.casefold() not in self._by_number:
                raise ValidationError(f"{number} staat niet in deze agenda. Vul een nummer in, zoals K1.2.")
        return [self._by_number[number.casefold()] for number in numbers]
