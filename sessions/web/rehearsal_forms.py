"""What a facilitator fills in to rehearse, and to clear a rehearsal."""

from django import forms

from sessions.rehearsal.run import MOST_PHONES
from sessions.rehearsed import LONGEST_MINUTES


class NumberField(forms.IntegerField):
    """A whole number from 1; whatever else is typed gets the same sentence."""

    def __init__(self, *, initial: int, most: int) -> None:
        sentence = f"Vul een getal in van 1 tot en met {most}."
        kinds = ("required", "invalid", "min_value", "max_value")
        super().__init__(
            initial=initial, min_value=1, max_value=most, error_messages=dict.fromkeys(kinds, sentence)
        )


class BeginForm(forms.Form):
    """How many people, for how long, and whether they may come beside real ones."""

    phones = NumberField(initial=24, most=MOST_PHONES)
    minutes = NumberField(initial=15, most=LONGEST_MINUTES)
    beside_real = forms.BooleanField(required=False)


class ClearForm(forms.Form):
    """Whether the programme goes back to its beginning too."""

    to_start = forms.BooleanField(required=False)
