"""What staff send from the history."""

from django import forms

from sessions.web.forms import SeenForm, WordsField

WHY_MAX_LENGTH = 300


class PutBackForm(SeenForm):
    """A change that is put back, or of a grouping one answer; `anyway` though it was changed again since."""

    anyway = forms.BooleanField(required=False)
    answer = forms.IntegerField(required=False, min_value=1)
    back = forms.CharField(required=False, max_length=500)


class ReasonForm(SeenForm):
    """Why something was done; `seen_why` is the reason that the page showed."""

    why = WordsField(max_length=WHY_MAX_LENGTH, one_line=True)
    seen_why = WordsField(max_length=WHY_MAX_LENGTH, one_line=True)
    back = forms.CharField(required=False, max_length=500)


class LookForm(forms.Form):
    """What the address narrows the history to; what it cannot be is left out."""

    soort = forms.CharField(required=False)
    wie = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    blz = forms.CharField(required=False)
