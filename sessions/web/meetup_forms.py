"""What somebody fills in about a new meet-up."""

import datetime
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from sessions.models import Meetup, ThemeBlock
from sessions.preparation import Plan
from sessions.texts import clean_line
from sessions.web.forms import WordsField
from themes.models import Programme, Theme

MOST_PLACES = 12
PLACE_MAX_LENGTH = 100


class MeetupForm(forms.Form):
    """A new meet-up after a programme or an earlier meet-up: its words, its day, its places and its themes."""

    title = WordsField(max_length=200, one_line=True, empty="Geef de meet-up een titel.")
    subtitle = WordsField(max_length=200, one_line=True)
    goal = WordsField(max_length=300, one_line=True)
    date = forms.DateField(
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={
            "required": "Vul de datum in.",
            "invalid": "Vul een datum in die bestaat, zoals 16-02-2017.",
        },
    )
    places = WordsField(max_length=MOST_PLACES * PLACE_MAX_LENGTH, empty="Vul minstens één locatie in.")
    themes = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": "Kies minstens één thema.", "invalid_choice": "Kies uit deze thema's."},
    )

    def __init__(self, *args: object, source: Programme | Meetup) -> None:
        self.theme_choices: list[Theme | ThemeBlock] = list(source.themes.all())
        if isinstance(source, Programme):
            places: Iterable[str] = [place.name for place in source.places.all()]
        else:
            places = [place.place for place in source.live_sessions.all()]
        initial = {
            "title": source.title,
            "subtitle": source.subtitle,
            "goal": source.goal,
            "places": "\n".join(places),
            "themes": [theme.number for theme in self.theme_choices],
        }
        super().__init__(*args, initial=initial)
        self.fields["themes"].choices = [(theme.number, theme.title) for theme in self.theme_choices]
        self.fields["themes"].required = bool(self.theme_choices)

    @property
    def chosen(self) -> set[int]:
        """Return the numbers of the themes that are ticked."""
        return {int(number) for number in self["themes"].value() or [] if str(number).isdecimal()}

    @property
    def typed_date(self) -> str:
        """Return the date as its field shows it: as it was typed, or in ISO 8601."""
        value = self["date"].value()
        return value.isoformat() if isinstance(value, datetime.date) else value or ""

    def clean_places(self) -> list[str]:
        """Return the places, one a line; two of one name could not be told apart."""
        lines = [clean_line(line) for line in self.cleaned_data["places"].splitlines()]
        places = [line for line in lines if line]
        if len({place.casefold() for place in places}) < len(places):
            raise ValidationError("Elke locatie heeft een eigen naam nodig.")
        if len(places) > MOST_PLACES:
            raise ValidationError(f"Een meet-up heeft hoogstens {MOST_PLACES} locaties.")
        if any(len(place) > PLACE_MAX_LENGTH for place in places):
            raise ValidationError(f"De naam van een locatie heeft hoogstens {PLACE_MAX_LENGTH} tekens.")
        return places

    @property
    def plan(self) -> Plan:
        """Return the meet-up as it was filled in."""
        return Plan(**self.cleaned_data)
