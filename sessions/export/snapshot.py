"""What an edition keeps of the agenda: what everybody may read, and nothing besides."""

import dataclasses
import datetime
from collections.abc import Iterable

from sessions.export.document import AgendaDocument, Chapter
from sessions.export.document_parts import QuestionCard
from sessions.export.document_rows import ActivityRow, CommentRow

# What readers get of a card. The codes and groups it came from stay with staff, as do the votes per form.
OF_A_CARD = (
    *("id", "number", "question", "theme", "explanation", "kind", "task", "pillar", "support", "places"),
    *("brought_in_by", "earlier", "existing", "form", "partners", "cooperation", "joining", "lead", "product"),
    *("priority", "reason", "obstacles", "activities"),
)
# And of an activity.
OF_AN_ACTIVITY = (
    *(
        "id",
        "number",
        "title",
        "form",
        "questions",
        "lead",
        "contact",
        "joining",
        "seeking",
        "offering",
        "partners",
    ),
    *("goal", "audience", "quarter", "planning", "first_step", "product", "effort", "status"),
)


def snapshot_of(document: AgendaDocument) -> dict[str, object]:
    """Return the agenda as it is published, as JSON can hold it.

    The answers, the results of polls, who came from which municipality, and what staff dropped are left out. What
    somebody in the room typed is an answer's code with its text, so that it can be found when he wants it erased.
    """
    return {
        "title": document.title,
        "version": document.version,
        "state": document.state,
        "dated": document.dated.isoformat(),
        "meetup": document.meetup,
        "date": document.date.isoformat(),
        "goal": document.goal,
        "seq": document.seq,
        "colophon": _plain(dataclasses.asdict(document.colophon)),
        "method": {
            "questions": document.method.questions,
            "answers": sum(document.method.answers.values()),
            "groups": document.method.groups,
            "dots": document.method.dots,
            "places": {place.place: place.people for place in document.places},
        },
        "chapters": [_chapter(chapter) for chapter in document.chapters],
        "activities": [_some(activity, OF_AN_ACTIVITY) for activity in document.activities],
        "comments": [_comment(comment) for comment in document.comments] if document.is_adopted else [],
    }


def _chapter(chapter: Chapter) -> dict[str, object]:
    return {
        "theme_number": chapter.theme_number,
        "title": chapter.title,
        "cards": [_card(card) for card in chapter.cards],
    }


def _card(card: QuestionCard) -> dict[str, object]:
    quotes = zip(card.sub_question_codes, card.sub_questions, strict=True)
    return {**_some(card, OF_A_CARD), "sub_questions": [{"code": code, "text": text} for code, text in quotes]}


def _comment(comment: CommentRow) -> dict[str, object]:
    """Return what was done with a comment; what the reader wrote was for staff."""
    return {
        "edition": comment.edition,
        "number": comment.number,
        "on_behalf_of": comment.on_behalf_of,
        "outcome": comment.outcome,
        "reply": comment.reply,
    }


def _some(part: QuestionCard | ActivityRow, names: Iterable[str]) -> dict[str, object]:
    fields = dataclasses.asdict(part)
    return {name: fields[name] for name in names}


def _plain(fields: dict[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in fields.items()
    }
