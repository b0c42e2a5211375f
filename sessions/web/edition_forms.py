"""What staff fill in to publish an agenda, and what readers of it send."""

import datetime
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from sessions.editions import today
from sessions.models import Colophon, Comment
from sessions.web.forms import SeenForm, SwitchForm, WordsField

COMMENT_MAX_LENGTH = 2_000
USUAL, LONGEST = datetime.timedelta(weeks=3), datetime.timedelta(days=366)


class DayField(forms.DateField):
    """A day, as the browser sends it or as Dutch people write it."""

    def __init__(self, *, empty: str = "") -> None:
        super().__init__(
            required=bool(empty),
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
            error_messages={"required": empty, "invalid": "Vul een datum in die bestaat, zoals 03-03-2017."},
        )

    def prepare_value(self, value: object) -> object:
        """Return the day as its field shows it: as it was typed, or in ISO 8601."""
        return value.isoformat() if isinstance(value, datetime.date) else value


class ColophonForm(SeenForm):
    """What staff say of the agenda as a whole."""

    introduction = WordsField(max_length=4_000)
    contact = WordsField(max_length=200, one_line=True)
    presented_on = DayField()
    presented_in = WordsField(max_length=120, one_line=True)
    names_municipalities = forms.BooleanField(required=False)

    def __init__(self, *args: object, colophon: Colophon) -> None:
        super().__init__(
            *args,
            initial={
                "introduction": colophon.introduction,
                "contact": colophon.contact,
                "presented_on": colophon.presented_on,
                "presented_in": colophon.presented_in,
                "names_municipalities": colophon.names_municipalities,
            },
        )


class EditionForm(SeenForm):
    """An edition that is published: the number that the page announced, and what is different in it."""

    number = forms.IntegerField(min_value=1, max_value=32_767)
    note = WordsField(max_length=500, one_line=True)


class PublishForm(EditionForm):
    """A concept, on which readers may comment from today until a day to come."""

    closes_on = DayField(empty="Kies tot en met welke dag lezers kunnen reageren.")

    def __init__(self, *args: object) -> None:
        super().__init__(*args, initial={"closes_on": today() + USUAL})

    def clean_closes_on(self) -> datetime.date:
        """Return the last day for comments: after today, and within a year."""
        return _within_a_year(self.cleaned_data["closes_on"], today() + datetime.timedelta(days=1))


class AdoptForm(EditionForm):
    """The agenda that PMG adopted."""

    is_adopted = forms.BooleanField(
        error_messages={"required": "Zet hier een vinkje. Alleen PMG kan de agenda vaststellen."}
    )
    adopted_on = DayField(empty="Vul in op welke dag PMG de agenda vaststelde.")

    def clean_adopted_on(self) -> datetime.date:
        """Return the day on which it was adopted, which is not yet to come."""
        day = self.cleaned_data["adopted_on"]
        if day > today():
            raise ValidationError("Deze dag moet nog komen. Kies vandaag of een dag daarvoor.")
        return day


class ClosingForm(SeenForm):
    """Until which day readers may comment; `now` closes it at once."""

    closes_on = DayField()
    now = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        """Return the last day for comments as `closes_on`: yesterday when it closes now."""
        fields = super().clean()
        if fields.pop("now", False):
            return {**fields, "closes_on": today() - datetime.timedelta(days=1)}
        if "closes_on" in fields:
            if fields["closes_on"] is None:
                raise ValidationError({"closes_on": "Kies tot en met welke dag lezers kunnen reageren."})
            try:
                _within_a_year(fields["closes_on"], today())
            except ValidationError as error:
                raise ValidationError({"closes_on": error}) from error
        return fields


class WithdrawForm(SwitchForm):
    """An edition that is withdrawn, or put back."""


class OutcomeForm(SeenForm):
    """What staff did with a comment, and what they say to its reader."""

    outcome = forms.ChoiceField(choices=Comment.Outcome.choices, required=False)
    reply = WordsField(max_length=1_000)


class CommentForm(forms.Form):
    """What a reader says of one line of a concept, or of the whole of it."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    about = forms.CharField(required=False, widget=forms.HiddenInput)
    text = WordsField(max_length=COMMENT_MAX_LENGTH, empty="Typ eerst uw reactie.")
    on_behalf_of = WordsField(max_length=120, one_line=True)

    def clean_key(self) -> UUID:
        """Return the key that the page made; a program that sends none has one made for it."""
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid4()


def _within_a_year(day: datetime.date, first: datetime.date) -> datetime.date:
    if day < first:
        is_today = first == today()
        raise ValidationError("Kies vandaag of een dag daarna." if is_today else "Kies een dag na vandaag.")
    if day > today() + LONGEST:
        raise ValidationError("Deze dag is meer dan een jaar weg. Kijk het jaartal na.")
    return day
