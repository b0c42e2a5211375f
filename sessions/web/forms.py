"""One small form for each thing people send; each gives the rest of the code exactly what it wants."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from sessions import passes
from sessions.facilitation import ROUND_ACTIONS
from sessions.models import Answer, LiveSession, Participant
from sessions.models.answers import ANSWER_MAX_LENGTH
from sessions.models.meetup import clean_code
from sessions.pacing import SWITCHES
from sessions.texts import clean_line, clean_text
from themes.models import Municipality, RegionPosition

PROGRAMME = "programme"  # what a projector shows when nothing is over it


def new_key() -> str:
    """Return a key for a form without JavaScript: 128 bits, as the outbox makes them."""
    return secrets.token_hex(16)


class KeyField(forms.CharField):
    """The key that makes a write count once."""

    def __init__(self) -> None:
        super().__init__(
            widget=forms.HiddenInput,
            validators=[RegexValidator(r"\A[A-Za-z0-9_-]{8,64}\Z", "De sleutel klopt niet.")],
        )


class WordsField(forms.CharField):
    """What a person typed, cleaned; too long says how much too long."""

    def __init__(self, *, max_length: int = ANSWER_MAX_LENGTH, one_line: bool = False, empty: str = "") -> None:
        super().__init__(
            required=bool(empty),
            error_messages={"required": empty} if empty else {},
            strip=False,
            widget=forms.TextInput if one_line else forms.Textarea,
        )
        self.limit = max_length
        self.one_line = one_line
        self.empty_message = empty
        # NUL is cleaned away like other control characters, not refused in English.
        self.validators = []

    def clean(self, value: object) -> str:
        """Return the cleaned text; the length is checked first, since composing long texts is slow."""
        typed = super().clean(value)
        self._check_length(len(typed.replace("\r\n", "\n")))
        text = clean_line(typed) if self.one_line else clean_text(typed)
        self._check_length(len(text))
        if not text and self.required:
            raise ValidationError(self.empty_message)
        return text

    def _check_length(self, length: int) -> None:
        if length > self.limit:
            too_many = length - self.limit
            unit = "teken" if too_many == 1 else "tekens"
            raise ValidationError(f"Uw tekst is te lang. Maak hem {too_many} {unit} korter.")


class JoinForm(forms.Form):
    """Who a participant is, as far as he wants to say. Who is simulated shows the pass of a rehearsal there."""

    municipality = WordsField(max_length=100, one_line=True)
    position = forms.ModelChoiceField(RegionPosition.objects.all(), required=False)
    role = forms.ChoiceField(choices=Participant.Role.choices, required=False)
    rehearsal = forms.CharField(required=False)

    def __init__(self, *args: object, place: LiveSession | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._place = place

    def clean_municipality(self) -> Municipality | None:
        """Return the municipality that was typed, under its own or another name."""
        name = self.cleaned_data["municipality"]
        if not name:
            return None
        municipality = Municipality.objects.find(name)
        if municipality is None:
            raise ValidationError("Deze gemeente kennen wij niet. Kies er een uit de lijst, of laat het vak leeg.")
        return municipality

    def clean_rehearsal(self) -> bool:
        """Tell whether this person is simulated. Who has a pass that is not valid is no real person either."""
        given = self.cleaned_data["rehearsal"]
        if not given:
            return False
        if self._place is None or not passes.is_valid(given, self._place.meetup_id):
            raise ValidationError("Deze repetitie is afgelopen.")
        return True


class ComebackForm(forms.Form):
    """The personal code of somebody who took part before."""

    code = WordsField(max_length=40, empty="Vul uw persoonlijke code in.", one_line=True)


class AnswerForm(forms.Form):
    """A new answer."""

    key = KeyField()
    round = forms.IntegerField(widget=forms.HiddenInput)
    text = WordsField(empty="Typ eerst uw antwoord.")
    label = forms.IntegerField(required=False)


class RevisionForm(forms.Form):
    """One's own answer, in other words."""

    key = KeyField()
    answer = forms.IntegerField(widget=forms.HiddenInput)
    base_rev = forms.IntegerField(widget=forms.HiddenInput)
    text = WordsField(empty="Typ eerst uw antwoord.")
    label = forms.IntegerField(required=False)


class WithdrawalForm(forms.Form):
    """One's own answer, taken back."""

    key = KeyField()
    answer = forms.IntegerField(widget=forms.HiddenInput)
    base_rev = forms.IntegerField(widget=forms.HiddenInput)


class SupportForm(forms.Form):
    """Support for somebody else's answer."""

    key = KeyField()
    answer = forms.IntegerField()
    on = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")


class DoneForm(forms.Form):
    """That one is ready with a round, or not after all."""

    key = KeyField()
    round = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")


class WritingForm(forms.Form):
    """That somebody is typing in a round, or no longer is."""

    round = forms.IntegerField(min_value=0)
    on = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")


class ChoiceForm(forms.Form):
    """A value for one option of a poll or ballot."""

    key = KeyField()
    round = forms.IntegerField(widget=forms.HiddenInput)
    option = forms.IntegerField()
    value = forms.IntegerField(min_value=0, max_value=100)


class ScribeForm(AnswerForm):
    """An answer that somebody types at the desk, from paper or the microphone, for people in the room."""

    source = forms.ChoiceField(
        choices=[(source.value, source.label) for source in (Answer.Source.PAPER, Answer.Source.MICROPHONE)]
    )
    heads = forms.IntegerField(
        min_value=1,
        max_value=500,
        error_messages={
            "required": "Van hoeveel mensen is dit antwoord?",
            "invalid": "Vul een getal in.",
            "min_value": "Vul 1 of meer in.",
            "max_value": "Vul hooguit 500 in.",
        },
    )


class StepForm(forms.Form):
    """Where the programme goes, from where the facilitator saw it."""

    to = forms.RegexField(r"\A(volgende|vorige|\d{1,4})\Z")
    expect_rev = forms.IntegerField(min_value=0)


class ReadyForm(forms.Form):
    """Whether a place is ready for the next step."""

    on = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")
    expect_rev = forms.IntegerField(min_value=0)


class ClickForm(forms.Form):
    """A press on a presenter's clicker, from where the room saw the programme."""

    key = forms.ChoiceField(choices=[(key, key) for key in ("verder", "terug")])
    expect_rev = forms.IntegerField(min_value=0)


class RoundForm(forms.Form):
    """What happens to the current round."""

    action = forms.ChoiceField(choices=[(action, action) for action in ROUND_ACTIONS])
    seconds = forms.IntegerField(required=False, min_value=5, max_value=7200)
    expect_rev = forms.IntegerField(min_value=0)


class SeenForm(forms.Form):
    """A post that tells which seq its page showed; a program may leave that out, and then nothing is checked."""

    seen_seq = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class ShowForm(SeenForm):
    """What a projector shows: one of the overlays, or nothing over the programme."""

    show = forms.TypedChoiceField(
        choices=[(value or PROGRAMME, label) for value, label in LiveSession.Overlay.choices],
        coerce=lambda shown: "" if shown == PROGRAMME else shown,
    )


class SwitchForm(SeenForm):
    """Something that is on or off."""

    on = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")


class PaceForm(SwitchForm):
    """One of the switches that say how the places of a meet-up go together."""

    switch = forms.ChoiceField(choices=[(name, name) for name in SWITCHES])


class ScopeForm(SeenForm):
    """Of which places a place shows answers and results."""

    scope = forms.ChoiceField(choices=LiveSession.Scope.choices)


class HandoverForm(forms.Form):
    """The place that somebody takes over, and the PIN that its desk shows."""

    code = WordsField(max_length=20, one_line=True, empty="Vul de code in die op het scherm in de zaal staat.")
    pin = WordsField(max_length=20, one_line=True, empty="Vul de pincode in die op de regie staat.")

    def clean_code(self) -> str:
        """Return the code as it is stored."""
        return clean_code(self.cleaned_data["code"])

    def clean_pin(self) -> str:
        """Return the digits alone: people type the space that they read."""
        return "".join(sign for sign in self.cleaned_data["pin"] if sign.isdecimal())
