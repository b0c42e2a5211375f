"""What the agenda as a document lists row by row: activities, answers, places and comments. Plain values only."""

import datetime
from dataclasses import dataclass

from sessions.agenda_parts import Trace, Turnout
from sessions.models import Answer, Colophon, Comment
from sessions.quarters import name_of
from sessions.work_programme import Work

# Moderation takes a text off every screen and paper, what waits for approval is on none yet, and what was
# withdrawn is its author's alone.
STATES_WITH_TEXT = {Answer.State.VISIBLE, Answer.State.LATE}
REHEARSED = "repetitie"


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
