"""What an agenda is made of: groups of answers, kennisvragen, activities, and what became of each answer."""

import datetime
from dataclasses import dataclass, field

from sessions.agenda_lines import Group, Line
from sessions.models import Answer, KnowledgeQuestion, LiveSession, Meetup, Step, ThemeBlock
from sessions.triage_parts import WAITING, Item, Stage, State, numbered
from sessions.votes import Poll
from sessions.work_programme import Slot, Work, timeline_of
from themes.models import FormOfWork


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
    def is_ordered(self) -> bool:
        """Tell whether staff put the knowledge questions in an order of their own."""
        return any(line.question.position is not None for line in self.lines)

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
    def timeline(self) -> list[Slot]:
        """Return the work programme by the quarter in which each activity starts."""
        return timeline_of(self.work)

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
