"""The parts of the agenda as a document: plain values only, so that a writer never queries.

An empty text, list or None is a field that nobody filled in yet; a writer prints it as TO_FILL_IN.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sessions.agenda_lines import Group, Line, most_supported
from sessions.agenda_parts import Discussion, Pile, Trace, Turnout
from sessions.grouping import by_text
from sessions.models import Answer, Colophon, Comment, Step
from sessions.quarters import name_of
from sessions.work_programme import Work

TO_FILL_IN = "[nog in te vullen]"
MAX_QUOTES = 3
MAX_SUB_QUESTIONS = 5
# Moderation takes a text off every screen and paper, what waits for approval is on none yet, and what was
# withdrawn is its author's alone.
STATES_WITH_TEXT = {Answer.State.VISIBLE, Answer.State.LATE}
REHEARSED = "repetitie"


@dataclass(frozen=True)
class Quote:
    """An answer as it was typed, with the code that leads back to it."""

    code: str
    text: str


@dataclass(frozen=True)
class GroupEntry:
    """A group of answers, with how many it holds, a few of them, and the dots it got."""

    id: int
    name: str
    count: int
    quotes: list[Quote]
    dots: int

    @classmethod
    def of(cls, group: Group, answers: list[Answer]) -> "GroupEntry":
        """Return the entry of a group, or of the part of it that stands in one list."""
        return cls(
            id=group.cluster.pk,
            name=group.cluster.name,
            count=len(answers),
            quotes=[Quote(answer.code, answer.text) for answer in most_supported(answers)[:MAX_QUOTES]],
            dots=group.ballot.total_dots,
        )


@dataclass(frozen=True)
class AnswerList:
    """All answers under one label: groups with the largest first, then the loose ones."""

    label: str
    count: int
    groups: list[GroupEntry]
    loose: list[Quote]

    @classmethod
    def of(cls, pile: Pile, plurals: Mapping[str, str]) -> "AnswerList":
        """Return the list of a pile; `plurals` gives the heading for a label ("kans" becomes "kansen")."""
        return cls(
            label=plurals.get(pile.label, pile.label),
            count=pile.count,
            groups=[GroupEntry.of(share.group, share.answers) for share in pile.shares],
            loose=[Quote(answer.code, answer.text) for answer in most_supported(pile.loose)],
        )


@dataclass(frozen=True)
class QuestionYield:
    """What one question to the room brought, in a list for each label."""

    question: str
    lists: list[AnswerList]

    @classmethod
    def of(cls, discussion: Discussion, plurals: Mapping[str, str]) -> "QuestionYield":
        """Return the yield of a discussion; the list of answers without label is left out while empty."""
        piles = [pile for pile in discussion.piles if pile.label or pile.count]
        return cls(discussion.step.marked_title, [AnswerList.of(pile, plurals) for pile in piles])

    @property
    def count(self) -> int:
        """Return how many answers there are."""
        return sum(answers.count for answers in self.lists)


@dataclass(frozen=True)
class Support:
    """What the room put behind a knowledge question; `municipalities` is how many gave dots."""

    dots: int
    dots_by_place: dict[str, int]
    municipalities: int
    endorsements: int
    answers: int

    @classmethod
    def of(cls, line: Line) -> "Support":
        """Return the support of a knowledge question."""
        ballot = line.ballot
        return cls(ballot.total_dots, ballot.dots, len(ballot.voters), line.endorsements, len(line.answers))


@dataclass(frozen=True)
class QuestionCard:
    """The card of one kennisvraag; `groups` are the names by id of those it came from, `origin` the codes.

    `sub_question_codes` lead back to the answers that `sub_questions` are, in the same order. `brought_in_by`
    names municipalities only when that was announced: then the colophon says so. `earlier` says as which lines of
    earlier agendas it stood there before ("2017 K2.1").
    """

    id: int
    number: str
    question: str
    theme: str
    explanation: str
    sub_questions: list[str]
    kind: str
    support: Support
    places: list[str]
    form: str
    form_votes: dict[str, int]
    cooperation: list[str]
    joining: list[str]
    joining_unnamed: int
    lead: str
    priority: str
    reason: str
    obstacles: list[str]
    activities: list[str]
    groups: dict[int, str]
    origin: list[str]
    task: str
    pillar: str
    existing: str
    product: str
    partners: str
    sub_question_codes: list[str]
    brought_in_by: list[str]
    earlier: list[str]

    @classmethod
    def of(
        cls, line: Line, activity_numbers: Mapping[int, str], *, names_municipalities: bool = False
    ) -> "QuestionCard":
        """Return the card of a knowledge question; `activity_numbers` are W-numbers by id."""
        question, answers = line.question, line.answers
        asked = [answer for answer in answers if answer.round.step.section == Step.Section.KNOWLEDGE]
        alike = by_text(most_supported(asked or answers))
        sub_questions = [first for first, *_ in alike[:MAX_SUB_QUESTIONS]]
        return cls(
            id=question.pk,
            number=line.number,
            question=question.text,
            theme=question.theme.short_title if question.theme else "",
            explanation=question.explanation,
            sub_questions=[answer.text for answer in sub_questions],
            kind=question.get_kind_display() if question.kind else "",
            support=Support.of(line),
            places=line.places,
            form=question.form.singular if question.form else "",
            form_votes=line.ballot.forms_by_votes,
            cooperation=line.wishes,
            joining=line.ballot.joining_names,
            joining_unnamed=line.ballot.joining_unnamed,
            lead=question.lead,
            priority=question.get_priority_display(),
            reason=question.reason,
            obstacles=line.obstacles,
            activities=[activity_numbers[activity.pk] for activity in line.activities],
            groups={group.cluster.pk: group.cluster.name for group in line.groups},
            origin=[answer.code for answer in answers],
            task="; ".join(task.text.rstrip(":") for task in question.tasks.all()),
            pillar=question.get_pillar_display() if question.pillar else "",
            existing=question.existing,
            product=question.product,
            partners=question.partners,
            sub_question_codes=[answer.code for answer in sub_questions],
            brought_in_by=line.municipalities if names_municipalities else [],
            earlier=[one.called for one in line.earlier],
        )


@dataclass(frozen=True)
class ActivityRow:
    """One row of the werkprogramma; `quarter` is when it starts, `planning` how it goes on from there."""

    id: int
    number: str
    title: str
    form: str
    questions: list[str]
    lead: str
    joining: list[str]
    partners: str
    planning: str
    first_step: str
    status: str
    goal: str
    audience: str
    contact: str
    quarter: str
    seeking: list[str]
    offering: list[str]
    product: str
    effort: str

    @classmethod
    def of(cls, work: Work) -> "ActivityRow":
        """Return the row of an activity."""
        activity = work.activity
        return cls(
            id=activity.pk,
            number=work.number,
            title=activity.title,
            form=activity.form.singular if activity.form else "",
            questions=[line.number for line in work.lines if line.number],
            lead=activity.lead,
            joining=work.joining_names,
            partners=activity.partners,
            planning=activity.planning,
            first_step=activity.first_step,
            status=activity.get_status_display(),
            goal=activity.goal,
            audience=", ".join(activity.audience_names),
            contact=activity.contact,
            quarter=name_of(activity.quarter),
            seeking=list(activity.seeking),
            offering=list(activity.offering),
            product=activity.product,
            effort=activity.effort,
        )


@dataclass(frozen=True)
class AnswerRow:
    """One answer as it was typed, and what became of it. `theme_number` is 0 beyond the themes.

    `source` says how it came in and from how many people: "" for a phone, REHEARSED for nobody real.
    `hidden_reason` is why a facilitator hid it, if he said so; `highlighted` ones he marked on the board.
    """

    id: int
    code: str
    theme_number: int
    theme: str
    question: str
    label: str
    text: str
    place: str
    state: str
    became: str
    group_id: int | None
    group: str
    questions: list[str]
    support: int
    source: str
    hidden_reason: str
    highlighted: bool

    @classmethod
    def of(cls, trace: Trace) -> "AnswerRow":
        """Return the row of an answer; only a visible or late one keeps its text."""
        answer, step = trace.answer, trace.answer.round.step
        cluster = trace.group.cluster if trace.group and answer.state == Answer.State.VISIBLE else None
        return cls(
            id=answer.pk,
            code=answer.code,
            theme_number=step.theme.number if step.theme else 0,
            theme=step.theme.title if step.theme else "",
            question=step.marked_title,
            label=answer.option.text if answer.option else "",
            text=answer.text if answer.state in STATES_WITH_TEXT else "",
            place=answer.round.live_session.place,
            state=answer.get_state_display(),
            became=trace.became,
            group_id=cluster.pk if cluster else None,
            group=cluster.name if cluster else "",
            questions=[line.number for line in trace.lines],
            support=answer.support_count,
            source=REHEARSED if answer.participant.is_rehearsal else answer.origin,
            hidden_reason=answer.get_hidden_reason_display(),
            highlighted=answer.is_highlighted,
        )


@dataclass(frozen=True)
class PlaceRow:
    """Who took part in one place; `unnamed` people did not name their municipality."""

    place: str
    people: int
    municipalities: dict[str, int]
    unnamed: int

    @classmethod
    def of(cls, turnout: Turnout) -> "PlaceRow":
        """Return the row of a place."""
        return cls(turnout.live_session.place, turnout.people, turnout.by_municipality, turnout.unnamed)


@dataclass(frozen=True)
class ColophonText:
    """What staff say of the agenda as a whole."""

    introduction: str
    contact: str
    presented_on: datetime.date | None
    presented_in: str

    @classmethod
    def of(cls, colophon: Colophon) -> "ColophonText":
        """Return the texts of a colophon."""
        return cls(colophon.introduction, colophon.contact, colophon.presented_on, colophon.presented_in)


@dataclass(frozen=True)
class CommentRow:
    """What a reader said of one line of an edition, by the number that the line had there, and what came of it."""

    edition: int
    number: str
    line: str
    text: str
    on_behalf_of: str
    at: datetime.datetime
    outcome: str
    reply: str

    @classmethod
    def of(cls, comment: Comment) -> "CommentRow":
        """Return the row of a comment; `line` is the question or activity as it is called now."""
        return cls(
            edition=comment.edition.number,
            number=comment.number,
            line=str(comment.question or comment.activity or ""),
            text=comment.text,
            on_behalf_of=comment.on_behalf_of,
            at=comment.at,
            outcome=comment.get_outcome_display(),
            reply=comment.reply,
        )
