"""What people send from the page on which answers are grouped, and how its address says what they look at."""

from django import forms

from sessions.web.forms import SeenForm, WordsField


class IdsField(forms.MultipleChoiceField):
    """What was ticked, as ids. One tick may stand for several answers that say the same: `12-15-31`.

    Which of them exist is decided under the lock of the meet-up, not from a list made before it.
    """

    def __init__(self) -> None:
        super().__init__(required=False)

    def valid_value(self, value: str) -> bool:
        """Take ids of a length that a database can hold."""
        return all(part.isdecimal() and len(part) < 19 for part in value.split("-"))

    def clean(self, value: object) -> list[int]:
        """Return the ids in the order in which they came."""
        return [int(part) for ticked in super().clean(value) for part in ticked.split("-")]


class GroupForm(SeenForm):
    """Answers and whole groups that belong together: in a group that is there, in one by a name, or in none."""

    answers = IdsField()
    groups = IdsField()
    name = WordsField(max_length=200, one_line=True)
    cluster = forms.IntegerField(required=False)
    loose = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        """Require something ticked, and to know where it goes."""
        given = self.cleaned_data
        if not given.get("answers") and not given.get("groups"):
            self.add_error("answers", "Vink eerst antwoorden aan.")
        named = given.get("name") or "name" in self.errors
        if not named and not (given.get("cluster") or given.get("groups") or given.get("loose")):
            self.add_error("name", "Geef de groep een naam.")
        return given


class UngroupForm(SeenForm):
    """Answers that leave their group."""

    answers = IdsField()


class NameForm(SeenForm):
    """A new name for a group."""

    name = WordsField(max_length=200, one_line=True, empty="Geef de groep een naam.")


class GroupingReasonForm(SeenForm):
    """Why a grouping was made; `seen_why` is the reason that the page showed."""

    seq = forms.IntegerField(min_value=1)
    why = WordsField(max_length=300, one_line=True)
    seen_why = WordsField(max_length=300, one_line=True)


class LookForm(SeenForm):
    """Whether one looks for answers that look like the first of the `answers`, as things were at `seen_seq`."""

    lijkt = forms.BooleanField(required=False)
    answers = IdsField()
