"""The agenda as a document: the one model that every writer lays out in its own way."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sessions import house_styles
from sessions.agenda import agenda_of
from sessions.agenda_parts import Agenda, Part
from sessions.editions import colophon_of, comments_of, standing_of
from sessions.export.document_method import Method
from sessions.export.document_parts import GroupEntry, QuestionCard, QuestionYield
from sessions.export.document_rows import ActivityRow, AnswerRow, ColophonText, CommentRow, PlaceRow
from sessions.export.earlier_rows import EarlierRow, earlier_rows
from sessions.export.orders import Orders
from sessions.export.set_aside import SetAside
from sessions.models import Edition, Meetup, Step
from sessions.segment_parts import Outcome
from sessions.segments import segments_of
from sessions.votes import Poll
from themes.models import QuestionLabel

TITLE_YEARS = "PMG-kennisagenda en werkprogramma {year} e.v."
BEYOND_THE_THEMES = "Over de thema's heen"
# What the number behind a line of a poll says, by the way people chose.
MEASURES = {Step.ChoiceMode.SCALE: "gemiddeld cijfer", Step.ChoiceMode.DOTS: "stippen"}


@dataclass(frozen=True)
class PollRow:
    """One line of a poll, under its heading in the deck; `value` is a count, or a mean mark."""

    heading: str
    text: str
    value: float
    people: int


@dataclass(frozen=True)
class PollResult:
    """What the room chose; `measure` names the values, `people` is how many took part."""

    title: str
    measure: str
    people: int
    rows: list[PollRow]

    @classmethod
    def of(cls, poll: Poll) -> "PollResult":
        """Return the result of a poll."""
        is_scale = poll.step.choice_mode == Step.ChoiceMode.SCALE
        rows = [
            PollRow(
                heading=line.option.group,
                text=line.option.text,
                value=round(line.total.mean, 1) if is_scale else line.total.value,
                people=line.total.people,
            )
            for line in poll.lines
        ]
        return cls(poll.step.marked_title, MEASURES.get(poll.step.choice_mode, "gekozen door"), poll.people, rows)


@dataclass(frozen=True)
class Chapter:
    """The agenda of one theme. `theme_number` is None for what goes beyond the themes.

    `remaining_groups` holds the groups that staff made no knowledge question of.
    """

    number: str
    theme_number: int | None
    title: str
    polls: list[PollResult]
    opportunities: list[QuestionYield]
    knowledge: list[QuestionYield]
    cooperation: list[QuestionYield]
    cards: list[QuestionCard]
    remaining_groups: list[GroupEntry]


@dataclass(frozen=True)
class AgendaDocument:
    """The whole agenda; `as_of` is the moment of the last change, None for a meet-up where nothing happened.

    `version` and `state` ("concept", "vastgesteld") are those of the edition that it is, or of the next concept
    that it may become; `dated` is its day, or that of the meet-up. `closes_on` is the last day for comments.
    """

    title: str
    version: str
    state: str
    dated: datetime.date
    meetup_id: int
    meetup: str
    date: datetime.date
    goal: str
    as_of: datetime.datetime | None
    seq: int
    is_rehearsal: bool
    method: Method
    polls: list[PollResult]
    chapters: list[Chapter]
    activities: list[ActivityRow]
    answers: list[AnswerRow]
    set_aside: list[SetAside]
    places: list[PlaceRow]
    orders: Orders
    colophon: ColophonText
    closes_on: datetime.date | None
    comments: list[CommentRow]
    earlier: list[EarlierRow]
    segments: list[Outcome]
    # The documents of the organisation, by suffix, in whose look a writer lays it out. The data are without them.
    references: Mapping[str, bytes]

    @property
    def cards(self) -> list[QuestionCard]:
        """Return the cards of all knowledge questions in order of their numbers."""
        return [card for chapter in self.chapters for card in chapter.cards]

    @property
    def not_taken_up(self) -> list[QuestionCard]:
        """Return the cards of knowledge questions that are not taken up now."""
        return [card for card in self.cards if card.obstacles]

    @property
    def is_adopted(self) -> bool:
        """Tell whether this is an edition that PMG adopted."""
        return self.state == Edition.State.ADOPTED.label

    @property
    def people(self) -> int:
        """Return how many people took part in all places."""
        return sum(place.people for place in self.places)


def build(meetup: Meetup) -> AgendaDocument:
    """Return the agenda of a meet-up as it is now, in a fixed number of queries."""
    agenda = agenda_of(meetup)
    colophon, standing = colophon_of(meetup), standing_of(meetup)
    labels = QuestionLabel.objects.filter(question__programme=meetup.programme_id).exclude(singular="")
    plurals = dict(labels.values_list("singular", "text"))
    return AgendaDocument(
        title=TITLE_YEARS.format(year=meetup.date.year),
        version=str(standing.number),
        state=standing.state.label,
        dated=standing.dated or meetup.date,
        meetup_id=meetup.pk,
        meetup=meetup.title,
        date=meetup.date,
        goal=meetup.goal,
        as_of=agenda.as_of,
        seq=agenda.seq,
        is_rehearsal=agenda.is_rehearsal,
        method=Method.of(agenda),
        polls=[PollResult.of(poll) for poll in agenda.polls],
        chapters=[
            _chapter(agenda, part, number, plurals, names_municipalities=colophon.names_municipalities)
            for number, part in enumerate(agenda.parts, start=1)
        ],
        activities=[ActivityRow.of(work) for work in agenda.work],
        answers=[AnswerRow.of(trace) for trace in agenda.traces],
        set_aside=[SetAside.of(item) for item in agenda.set_aside],
        places=[PlaceRow.of(turnout) for turnout in agenda.turnouts],
        orders=Orders.of(meetup),
        colophon=ColophonText.of(colophon),
        closes_on=standing.closes_on,
        comments=[CommentRow.of(comment) for comment in comments_of(meetup)],
        earlier=earlier_rows(agenda),
        segments=segments_of(agenda),
        references=house_styles.references(),
    )


def _chapter(
    agenda: Agenda, part: Part, number: int, plurals: dict[str, str], *, names_municipalities: bool
) -> Chapter:
    activity_numbers = {work.activity.pk: work.number for work in agenda.work}

    def yields(*sections: str) -> list[QuestionYield]:
        found = [discussion for discussion in part.discussions if discussion.step.section in sections]
        return [QuestionYield.of(discussion, plurals) for discussion in found]

    return Chapter(
        number=f"3.{number}",
        theme_number=part.theme.number if part.theme else None,
        title=part.theme.title if part.theme else BEYOND_THE_THEMES,
        polls=[PollResult.of(poll) for poll in part.polls] if part.theme else [],
        opportunities=yields(Step.Section.OPPORTUNITIES, Step.Section.BRIDGE, Step.Section.NONE),
        knowledge=yields(Step.Section.KNOWLEDGE),
        cooperation=yields(Step.Section.COOPERATION),
        cards=[
            QuestionCard.of(line, activity_numbers, names_municipalities=names_municipalities)
            for line in part.lines
        ],
        remaining_groups=[GroupEntry.of(group, group.answers) for group in part.groups if not group.lines],
    )
