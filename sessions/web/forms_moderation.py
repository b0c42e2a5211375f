"""The forms with which a facilitator decides about answers, and about what comes in."""

from django import forms

from sessions.models import Answer
from sessions.web.forms import SeenForm


class OnForm(SeenForm):
    """Something that goes on, unless it is said to go off."""

    on = forms.TypedChoiceField(
        choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1", empty_value=True, required=False
    )


class AnswerActionForm(OnForm):
    """A decision about one answer; some can be taken back with `on`, and hiding can have a reason."""

    reason = forms.ChoiceField(choices=Answer.HiddenReason.choices, required=False)


class AdmitAllForm(forms.Form):
    """The round whose new answers are approved, up to the last change that was read."""

    round = forms.IntegerField()
    until = forms.IntegerField(min_value=0)


class UndoForm(forms.Form):
    """The action that is undone, and the last change to its answers that was read."""

    action = forms.IntegerField(min_value=1)
    until = forms.IntegerField(min_value=0)


class OversightForm(SeenForm):
    """A switch of what comes in; "eerst goedkeuren" is that of a step."""

    switch = forms.ChoiceField(choices=[(name, name) for name in ("approve", "hold", "pause")])
    step = forms.IntegerField(required=False)
    on = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")
