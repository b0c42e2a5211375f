"""What an agenda is made of: groups of answers, kennisvragen, activities, and what became of each answer."""

import datetime
from dataclasses import dataclass, field

from sessions.models import (
    Activity,
    Answer,
    Cluster,
    KnowledgeQuestion,
    LiveSession,
    Meetup,
    Step,
    ThemeBlock,
)
from sessions.models.agenda import Priority
from sessions.triage_parts import WAITING, Item, Stage, State, numbered
from sessions.votes import Ballot, Poll
from themes.models import FormOfWork

# A question in the agenda reads best as one sentence of at most so many words.
QUESTION_MAX_WORDS = 25


def support_of(ballot: Ballot, answers: list[Answer]) -> tuple[int, int, int, int]:
    """Return what counts as support, weightiest first: dots, municipalities that join, endorsements, answers."""
    return ballot.total_dots, len(ballot.joining), endorsements_of(answers), len(answers)


def endorsements_of(answers: list[Answer]) -> int:
    """Return how often people said "dit vind ik ook" of these answers."""
    return sum(answer.support_count for answer in answers)


@dataclass
class Group:
    """Answers that say the same, with the votes on them. Hidden, withdrawn and late answers are left out.

    `lines` are the kennisvragen that came from it, without those that were dropped.
    """

    cluster: Cluster
    answers: list[Answer]
    ballot: Ballot
    lines: list["Line"] = field(default_factory=list, compare=False, repr=False)

    @property
    def support(self) -> tuple[int, int, int, int]:
        """Return what puts groups in order."""
        return support_of(self.ballot, self.answers)

    @property
    def endorsements(self) -> int:
        """Return how often people said "dit vind ik ook" of these answers."""
        return endorsements_of(self.answers)


@dataclass(frozen=True)
class Share:
    """The part of a group that was answered to one question under one label."""

    group: Group
    answers: list[Answer]


@dataclass(frozen=True)
class Pile:
    """What was answered under one label (an empty one: without label): in groups, largest first, and loose."""

    label: str
    shares: list[Share]
    loose: list[Answer]

    @property
    def count(self) -> int:
        """Return how many answers lie on the pile."""
        return len(self.loose) + sum(len(share.answers) for share in self.shares)


@dataclass(frozen=True)
class Discussion:
    """One question to the room with what came in, in a pile for each of its labels."""

    step: Step
    piles: list[Pile]

    @property
    def loose_count(self) -> int:
        """Return how many answers stand in no group."""
        return sum(len(pile.loose) for pile in self.piles)


@dataclass
class Line:
    """One kennisvraag of the agenda with its origin. `number` is empty when the question was dropped."""

    question: KnowledgeQuestion
    groups: list[Group]
    loose: list[Answer]
    ballot: Ballot
    activities: list[Activity] = field(default_factory=list)
    number: str = ""

    @property
    def answers(self) -> list[Answer]:
        """Return all answers the question came from, each once, oldest first."""
        found = {answer.pk: answer for group in self.groups for answer in group.answers}
        found |= {answer.pk: answer for answer in self.loose}
        return sorted(found.values(), key=lambda answer: answer.created_seq)

    @property
    def support(self) -> tuple[int, int, int, int]:
        """Return what puts questions in order."""
        return support_of(self.ballot, self.answers)

    @property
    def endorsements(self) -> int:
        """Return how often people said "dit vind ik ook" of its answers."""
        return endorsements_of(self.answers)

    @property
    def places(self) -> list[str]:
        """Return the places from which the question was brought in."""
        return list(dict.fromkeys(answer.round.live_session.place for answer in self.answers))

    @property
    def municipalities(self) -> list[str]:
        """Return the municipalities of those who brought the question in, as far as they named one."""
        found = {answer.participant.municipality for answer in self.answers}
        return [one.name for one in sorted(found - {None}, key=lambda one: one.search_key)]

    @property
    def obstacles(self) -> list[str]:
        """Return why the question is not taken up now; empty when it is: due now, with a form and a lead."""
        missing = []
        if self.question.priority != Priority.NOW:
            missing.append(f"prioriteit: {self.question.get_priority_display()}")
        if not (self.question.form_id or any(activity.form_id for activity in self.activities)):
            missing.append("nog geen vorm")
        if not (self.question.lead or any(activity.lead for activity in self.activities)):
            missing.append("nog geen trekker")
        return missing

    @property
    def remarks(self) -> list[str]:
        """Return what could still be better about the wording."""
        remarks = []
        if not self.question.text.endswith("?"):
            remarks.append("De kennisvraag eindigt niet op een vraagteken.")
        if (words := len(self.question.text.split())) > QUESTION_MAX_WORDS:
            remarks.append(f"De kennisvraag telt {words} woorden; {QUESTION_MAX_WORDS} is het streven.")
        return remarks


@dataclass(frozen=True)
class Work:
    """One row of the werkprogramma; `number` is empty when the activity was dropped."""

    number: str
    activity: Activity
    lines: list[Line]

    @property
    def joining_names(self) -> list[str]:
        """Return the municipalities that said they join one of its questions."""
        return Ballot.together(line.ballot for line in self.lines).joining_names


@dataclass(frozen=True)
class Part:
    """The agenda of one theme; `theme` is None for what goes beyond the themes."""

    theme: ThemeBlock | None
    polls: list[Poll] = field(default_factory=list)
    discussions: list[Discussion] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def loose_count(self) -> int:
        """Return how many answers stand in no group."""
        return sum(discussion.loose_count for discussion in self.discussions)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was answered and nothing made."""
        return not (self.groups or self.lines or self.loose_count)


@dataclass(frozen=True)
class Trace:
    """One answer and what became of it. `item` is that with which it was judged; what ended before has none."""

    answer: Answer
    group: Group | None
    lines: list[Line]
    item: Item | None = None

    @property
    def became(self) -> str:
        """Return its end state in a few Dutch words: in K1.2, what staff decided, or why it is on no list."""
        if self.answer.state in WAITING:
            return f"{self.answer.standing}: {State.WAITING.label}"
        if self.answer.state != Answer.State.VISIBLE or self.item is None:
            return self.answer.standing
        if self.lines:
            return "in " + ", ".join(map(numbered, self.lines))
        return self.item.ending_of(self.answer)


@dataclass
class Turnout:
    """Who took part in one place: people by municipality, and those that named none."""

    live_session: LiveSession
    by_municipality: dict[str, int] = field(default_factory=dict)
    unnamed: int = 0
    rehearsing: int = 0

    def count(self, municipality: str | None, people: int, rehearsing: int) -> None:
        """Add people of one municipality, or of none that is known."""
        self.rehearsing += rehearsing
        if municipality:
            self.by_municipality[municipality] = people
        else:
            self.unnamed += people

    @property
    def people(self) -> int:
        """Return how many people took part."""
        return self.unnamed + sum(self.by_municipality.values())


@dataclass(frozen=True)
class Agenda:
    """The whole agenda of a meet-up as it is now; `as_of` is the moment of the last change, if there was one."""

    seq: int
    meetup: Meetup
    as_of: datetime.datetime | None
    polls: list[Poll]
    parts: list[Part]
    work: list[Work]
    dropped_lines: list[Line]
    dropped_work: list[Work]
    items: list[Item]
    traces: list[Trace]
    turnouts: list[Turnout]
    forms: list[FormOfWork]

    @property
    def lines(self) -> list[Line]:
        """Return all knowledge questions in order of their numbers."""
        return [line for part in self.parts for line in part.lines]

    @property
    def not_taken_up(self) -> list[Line]:
        """Return the knowledge questions that are not taken up now."""
        return [line for line in self.lines if line.obstacles]

    @property
    def unseen(self) -> int:
        """Return how many groups and answers nobody looked at, or not since something came in."""
        return sum(item.stage == Stage.UNSEEN for item in self.items)

    @property
    def set_aside(self) -> list[Item]:
        """Return what staff decided not to make a knowledge question of, with the reason."""
        return [item for item in self.items if item.is_done and not item.lines]

    @property
    def is_rehearsal(self) -> bool:
        """Tell whether people of a rehearsal took part: what they gave must be cleared before the real day."""
        return any(turnout.rehearsing for turnout in self.turnouts)

    def line_of(self, question: KnowledgeQuestion) -> Line:
        """Return the line of a knowledge question of this meet-up, dropped or not."""
        return next(line for line in (*self.lines, *self.dropped_lines) if line.question == question)
