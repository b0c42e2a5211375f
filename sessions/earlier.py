"""Earlier agendas beside the agenda of a meet-up: what came of each line, and as what it comes back."""

from dataclasses import dataclass, field

from sessions.agenda_lines import Line
from sessions.agenda_parts import Agenda
from sessions.grouping import similar
from sessions.models import EarlierAgenda, EarlierQuestion

Outcome = EarlierQuestion.Outcome
# In the order in which people read them: what was done first.
OUTCOMES = (Outcome.DONE, Outcome.RUNNING, Outcome.NOT_DONE, Outcome.UNKNOWN)
MOST_ALIKE = 3
# How the numbers of a summary are read: one and more.
IN_WORDS = {
    Outcome.DONE: ("1 uitgevoerd", "{} uitgevoerd"),
    Outcome.RUNNING: ("1 loopt nog", "{} lopen nog"),
    Outcome.NOT_DONE: ("1 niet uitgevoerd", "{} niet uitgevoerd"),
    Outcome.UNKNOWN: ("1 nog te bepalen", "{} nog te bepalen"),
}


@dataclass(frozen=True)
class GivenLine:
    """One line of an earlier agenda as it was read somewhere, what may have come of it, and on what ground."""

    text: str
    number: str = ""
    theme: str = ""
    form: str = ""
    lead: str = ""
    proposed: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Given:
    """An earlier agenda as it was read somewhere: from a meet-up, a file, or paper."""

    title: str
    year: int
    lines: list[GivenLine]


@dataclass(frozen=True)
class PastLine:
    """One line of an earlier agenda; `returns` are the lines of this agenda as which it comes back.

    `alike` are lines of this agenda that look like it, and `lines` all that it may come back as.
    """

    question: EarlierQuestion
    returns: list[Line]
    alike: list[Line]

    @property
    def is_decided(self) -> bool:
        """Tell whether a person said what came of it."""
        return self.question.outcome != Outcome.UNKNOWN

    @property
    def candidates(self) -> list[Line]:
        """Return what it comes back as, and then what looks like it."""
        return [*self.returns, *(line for line in self.alike if line not in self.returns)]


@dataclass(frozen=True)
class Tally:
    """The lines of an earlier agenda of which the same came: how many in words, and each of them."""

    outcome: EarlierQuestion.Outcome
    lines: list[PastLine]

    @property
    def says(self) -> str:
        """Return in Dutch how many they are: "3 lopen nog"."""
        one, more = IN_WORDS[self.outcome]
        return one if len(self.lines) == 1 else more.format(len(self.lines))


@dataclass(frozen=True)
class Past:
    """An earlier agenda with its lines."""

    agenda: EarlierAgenda
    lines: list[PastLine] = field(default_factory=list)

    @property
    def tallies(self) -> list[Tally]:
        """Return the lines by what came of them, without what came of none."""
        found = [
            Tally(outcome, [line for line in self.lines if line.question.outcome == outcome])
            for outcome in OUTCOMES
        ]
        return [tally for tally in found if tally.lines]

    @property
    def decided(self) -> int:
        """Return of how many lines a person said what came of it."""
        return sum(line.is_decided for line in self.lines)

    @property
    def summary(self) -> str:
        """Return in a Dutch sentence how many lines there were, what came of them, and how many come back."""
        returning = sum(bool(line.returns) for line in self.lines)
        total = f"{len(self.lines)} {'kennisvraag' if len(self.lines) == 1 else 'kennisvragen'}"
        outcomes = ", ".join(tally.says for tally in self.tallies)
        back = {0: "geen komt terug", 1: "1 komt terug"}.get(returning, f"{returning} komen terug")
        return f"{total} in {self.agenda.year}: {outcomes}; {back} in deze agenda."


def pasts_of(agenda: Agenda, *, propose: bool = False) -> list[Past]:
    """Return the earlier agendas of a meet-up, the newest first, in three queries.

    With `propose`, each line has those of this agenda that look like it.
    """
    lines = {line.question.pk: line for line in agenda.lines}
    texts = [line.question.text for line in lines.values()]
    pasts = []
    for earlier in agenda.meetup.earlier_agendas.prefetch_related("questions__returns_as"):
        past = Past(earlier)
        for question in earlier.questions.all():
            returns = [lines[one.pk] for one in question.returns_as.all() if one.pk in lines]
            returns.sort(key=lambda line: line.number)
            alike = [agenda.lines[at] for at in similar(question.text, texts)[:MOST_ALIKE]] if propose else []
            past.lines.append(PastLine(question, returns, alike))
        pasts.append(past)
    return pasts
