"""What an edition keeps of the agenda: what everybody may read, and nothing besides."""

import dataclasses
import datetime

from sessions.export.document import AgendaDocument, Chapter
from sessions.export.document_parts import CommentRow, QuestionCard

# Of a card. The codes and groups it came from stay with staff, as do the votes per form.
NOT_OF_A_CARD = {"form_votes", "groups", "origin", "sub_questions", "sub_question_codes"}


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
        "activities": [dataclasses.asdict(activity) for activity in document.activities],
        "comments": [_comment(comment) for comment in document.comments] if document.is_adopted else [],
    }


def _chapter(chapter: Chapter) -> dict[str, object]:
    return {
        "theme_number": chapter.theme_number,
        "title": chapter.title,
        "cards": [_card(card) for card in chapter.cards],
    }


def _card(card: QuestionCard) -> dict[str, object]:
    plain = {name: value for name, value in dataclasses.asdict(card).items() if name not in NOT_OF_A_CARD}
    quotes = zip(card.sub_question_codes, card.sub_questions, strict=True)
    return {**plain, "sub_questions": [{"code": code, "text": text} for code, text in quotes]}


def _comment(comment: CommentRow) -> dict[str, object]:
    """Return what was done with a comment; what the reader wrote was for staff."""
    return {
        "edition": comment.edition,
        "number": comment.number,
        "on_behalf_of": comment.on_behalf_of,
        "outcome": comment.outcome,
        "reply": comment.reply,
    }


def _plain(fields: dict[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in fields.items()
    }
