"""What facilitators fill in about a step of the programme."""

from collections.abc import Iterable, Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from sessions.models import Meetup, Option, Step
from sessions.texts import clean_line
from sessions.web.forms import SeenForm, WordsField

OPTION_MAX_LENGTH = 500
MOST_OPTIONS = 40
IN_USE = "Hierop is al geantwoord of gekozen. U kunt de tekst wijzigen, niet weghalen."
WORDS = ("title", "body", "instruction", "criterion", "notes", "minutes", "shows_directly")
# What phones and screens show of each kind of step, besides its title.
NOT_OF_KIND = {
    Step.Kind.SLIDE: ("instruction", "criterion", "shows_directly"),
    Step.Kind.QUESTION: ("body", "criterion"),
    Step.Kind.POLL: ("body",),
    Step.Kind.BALLOT: ("body",),
}


class Kind:
    """What a new step can be, by the name it has in the form: its kind and its way of choosing."""

    CHOICES = [
        ("slide", "lezen"),
        ("question", "vraag: mensen typen antwoorden"),
        ("one", "keuze: één antwoord"),
        ("several", "keuze: meer antwoorden"),
        ("scale", "keuze: schaal van 1 tot 5"),
        ("dots", "keuze: drie stippen verdelen"),
    ]

    @staticmethod
    def of(name: str) -> dict[str, str]:
        """Return the fields of Step that this name stands for."""
        if name in {Step.Kind.SLIDE, Step.Kind.QUESTION}:
            return {"kind": name}
        return {"kind": Step.Kind.POLL, "choice_mode": name}


class StepForm(SeenForm):
    """The words of one step, and of its options."""

    title = WordsField(max_length=300, one_line=True, empty="Geef het onderdeel een titel.")
    body = WordsField(max_length=4000)
    instruction = WordsField(max_length=300, one_line=True)
    criterion = WordsField(max_length=200, one_line=True)
    notes = WordsField(max_length=2000)
    minutes = forms.IntegerField(
        min_value=0,
        max_value=240,
        error_messages={
            "required": "Vul in hoeveel minuten dit duurt. 0 mag ook.",
            "invalid": "Vul een heel aantal minuten in.",
            "min_value": "Vul een aantal van 0 of meer in.",
            "max_value": "Vul hoogstens 240 minuten in.",
        },
    )
    shows_directly = forms.BooleanField(required=False)
    new_options = WordsField(max_length=MOST_OPTIONS * OPTION_MAX_LENGTH)
    heading = WordsField(max_length=OPTION_MAX_LENGTH, one_line=True)

    def __init__(self, *args: object, step: Step | None = None, options: Iterable[Option] = ()) -> None:
        initial = {name: getattr(step, name) for name in WORDS} if step else {"minutes": 5}
        super().__init__(*args, initial=initial)
        for name in NOT_OF_KIND[step.kind] if step else ():
            del self.fields[name]
        self.options = list(options)
        for option in self.options:
            self.fields[_name(option.pk)] = WordsField(max_length=OPTION_MAX_LENGTH, one_line=True)
            self.initial[_name(option.pk)] = option.text

    @property
    def option_fields(self) -> Iterator[tuple[Option, BoundField]]:
        """Return the options, each with its field."""
        return ((option, self[_name(option.pk)]) for option in self.options)

    @property
    def headings(self) -> list[str]:
        """Return the headings under which options stand."""
        return list(dict.fromkeys(option.group for option in self.options if option.group))

    @property
    def words(self) -> dict[str, object]:
        """Return the fields of the step as they were filled in."""
        return {name: self.cleaned_data[name] for name in WORDS if name in self.fields}

    @property
    def texts(self) -> dict[int, str]:
        """Return the texts of the options by id; an empty one is to go."""
        return {option.pk: self.cleaned_data[_name(option.pk)] for option in self.options}

    def clean_new_options(self) -> list[str]:
        """Return the new options, one a line."""
        lines = [clean_line(line) for line in self.cleaned_data["new_options"].splitlines()]
        texts = [line for line in lines if line]
        if any(len(text) > OPTION_MAX_LENGTH for text in texts):
            raise ValidationError(f"Een keuze heeft hoogstens {OPTION_MAX_LENGTH} tekens.")
        if len(texts) + len(self.options) > MOST_OPTIONS:
            raise ValidationError(f"Een onderdeel heeft hoogstens {MOST_OPTIONS} keuzes.")
        return texts

    def keep_options(self, option_ids: Iterable[int]) -> None:
        """Say of these options that they cannot go."""
        for option_id in option_ids:
            self.add_error(_name(option_id), IN_USE)


class NewStepForm(StepForm):
    """A step that is to come behind another one."""

    kind = forms.ChoiceField(choices=Kind.CHOICES, error_messages={"required": "Kies wat voor onderdeel het is."})
    after = forms.ModelChoiceField(
        None,
        error_messages={
            "required": "Kies na welk onderdeel het komt.",
            "invalid_choice": "Dit onderdeel is er niet meer. Kies een ander.",
        },
    )
    theme = forms.ModelChoiceField(None, required=False)

    def __init__(self, *args: object, meetup: Meetup, after: Step | None = None) -> None:
        super().__init__(*args)
        self.initial |= {
            "kind": "slide",
            "after": after.pk if after else None,
            "theme": after.theme_id if after else None,
        }
        self.fields["after"].queryset = meetup.steps.all()
        self.fields["theme"].queryset = meetup.themes.all()

    def clean(self) -> dict[str, object]:
        """Require something to choose from, for a choice."""
        given = super().clean() or self.cleaned_data
        is_choice = given.get("kind") not in {None, Step.Kind.SLIDE, Step.Kind.QUESTION}
        if is_choice and "new_options" not in self.errors and len(given.get("new_options", [])) < 2:
            self.add_error("new_options", "Geef minstens twee keuzes, elk op een eigen regel.")
        if given.get("kind") == Step.Kind.SLIDE:
            given["new_options"] = []
        return given

    @property
    def step(self) -> Step:
        """Return the step as it was filled in, not stored yet."""
        given = self.cleaned_data
        return Step(theme=given["theme"], **Kind.of(given["kind"]), **self.words)


class MoveForm(SeenForm):
    """A step that goes one place up or down."""

    by = forms.TypedChoiceField(choices=[("-1", "omhoog"), ("1", "omlaag")], coerce=int)


def _name(option_id: int) -> str:
    return f"option-{option_id}"
