"""Through which lens somebody looks at answers: only some of them, or told apart by where they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from sessions.models import Answer, Meetup, Option, Participant, Step, ThemeBlock

UNKNOWN = "-"
MARKS = 6  # as many colours as there are; a seventh value has the colour of the first, and its own word


class Trait(StrEnum):
    """By what answers differ, as it stands in an address."""

    PLACE = "plaats"
    LABEL = "label"
    POSITION = "positie"
    ROLE = "rol"


NAMES = {
    Trait.PLACE: "Locatie",
    Trait.LABEL: "Label",
    Trait.POSITION: "Positie in de regio",
    Trait.ROLE: "Rol",
}
WITHOUT = {
    Trait.LABEL: "zonder label",
    Trait.POSITION: "positie onbekend",
    Trait.ROLE: "rol onbekend",
}


@dataclass(frozen=True)
class Value:
    """One value of a trait: its name in an address, the word for it, and the number of its colour (0 is none)."""

    key: str
    text: str
    mark: int


@dataclass(frozen=True)
class Choice:
    """All values of one trait at a meet-up, and the `chosen` one ("" when all answers may be seen)."""

    trait: Trait
    values: list[Value]
    chosen: str

    @property
    def name(self) -> str:
        """Return what a person calls the trait."""
        return NAMES[self.trait]


@dataclass(frozen=True)
class Lens:
    """What one wants to see: one `Choice` a trait, and the trait that gives answers their colour."""

    choices: list[Choice] = field(default_factory=list)
    colour: Trait | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """Return the traits by which answers are left out, each with the only value that is shown."""
        return {choice.trait.value: choice.chosen for choice in self.choices if choice.chosen}

    @property
    def words(self) -> list[str]:
        """Return the words of the chosen values."""
        chosen = self.chosen
        values = ((choice.trait, value) for choice in self.choices for value in choice.values)
        return [value.text for trait, value in values if chosen.get(trait) == value.key]

    @property
    def fields(self) -> dict[str, str]:
        """Return the lens as fields of an address."""
        return self.chosen | ({"kleur": self.colour.value} if self.colour else {})

    def apply(self, answers: Iterable[Answer]) -> list[Answer]:
        """Return the answers that may be seen, each with the `mark` (a Value, or None) that gives its colour."""
        chosen = self.chosen
        marks = {
            value.key: value for choice in self.choices if choice.trait == self.colour for value in choice.values
        }
        shown = [
            answer for answer in answers if all(key_of(answer, trait) == key for trait, key in chosen.items())
        ]
        for answer in shown:
            answer.mark = marks.get(key_of(answer, self.colour)) if self.colour else None
        return shown


def lens_of(meetup: Meetup, theme: ThemeBlock | None, asked: Mapping[str, str]) -> Lens:
    """Return the lens that an address asks for; what no answer could have is not asked for."""
    choices = []
    for trait, values in _values_of(meetup, theme).items():
        keys = {value.key for value in values}
        chosen = asked.get(trait.value, "")
        choices.append(Choice(trait, values, chosen if chosen in keys else ""))
    colour = asked.get("kleur", "")
    return Lens(choices, Trait(colour) if colour in set(Trait) else None)


def key_of(answer: Answer, trait: str) -> str:
    """Return which value of a trait an answer has, as it stands in an address.

    The answer comes with its round, label and participant.
    """
    if trait == Trait.PLACE:
        return str(answer.round.live_session_id)
    if trait == Trait.LABEL:
        return answer.option.text if answer.option else UNKNOWN
    if trait == Trait.POSITION:
        return str(answer.participant.position_id or UNKNOWN)
    return answer.participant.role or UNKNOWN


def _values_of(meetup: Meetup, theme: ThemeBlock | None) -> dict[Trait, list[Value]]:
    labels = Option.objects.filter(step__meetup=meetup, step__kind=Step.Kind.QUESTION).order_by("step", "number")
    if theme:
        labels = labels.filter(step__theme=theme)
    places = meetup.live_sessions.values_list("pk", "place")
    positions = meetup.programme.positions.values_list("pk", "statement")
    roles = [(key, text) for key, text in Participant.Role.choices if key]
    texts = dict.fromkeys(labels.values_list("text", flat=True))
    return {
        Trait.PLACE: _numbered(Trait.PLACE, places),
        Trait.LABEL: _numbered(Trait.LABEL, ((text, text) for text in texts)),
        Trait.POSITION: _numbered(Trait.POSITION, positions),
        Trait.ROLE: _numbered(Trait.ROLE, roles),
    }


def _numbered(trait: Trait, pairs: Iterable[tuple[object, str]]) -> list[Value]:
    values = [Value(str(key), text, number % MARKS + 1) for number, (key, text) in enumerate(pairs)]
    return [*values, Value(UNKNOWN, WITHOUT[trait], 0)] if trait in WITHOUT else values


def address_with(fields: Mapping[str, object]) -> str:
    """Return these fields as the query of an address, with its question mark; "" without any."""
    return f"?{urlencode(fields)}" if fields else ""
