"""What readers say of a concept, and what staff do with it."""

from uuid import UUID, uuid5

from sessions.changes import change
from sessions.editions import Reading, takes_comments
from sessions.models import Activity, Comment, Edition, Event, KnowledgeQuestion
from sessions.refusals import Refusal
from sessions.revising import ref_of, rewrite, values_of
from sessions.seen import check_unchanged

CHANGED = Event.Kind.COMMENT_CHANGED
# No network of municipalities writes so much about one concept; somebody who fills the disk does.
MOST_COMMENTS = 2_000


class ConsultationClosed(Refusal):
    """Readers can no longer comment on this edition; nothing was stored."""


class TooManyComments(Refusal):
    """This edition has as many comments as it can take; nothing was stored."""


def comment(*, edition: Edition, key: UUID, about: str, text: str, on_behalf_of: str = "") -> Comment:
    """Store what a reader says of the line with this number ("K1.2", "W3"), or of the whole (""); return it.

    The same words under the same key are one comment. Other words are another: somebody who goes back to his form
    and sends it once more has something to add. Raises ConsultationClosed and TooManyComments.
    """
    key = uuid5(key, "\n".join((about, on_behalf_of, text)))
    with change(edition.meetup_id, Event.Actor.READER) as current:
        edition.refresh_from_db()
        if there := edition.comments.filter(key=key).first():
            return there
        if not takes_comments(edition):
            raise ConsultationClosed
        if edition.comments.count() >= MOST_COMMENTS:
            raise TooManyComments
        line = Reading(edition).ids.get(about)
        kind, pk = line or ("", None)
        stored = Comment.objects.create(
            edition=edition,
            key=key,
            question=KnowledgeQuestion.objects.filter(pk=pk).first() if kind == "question" else None,
            activity=Activity.objects.filter(pk=pk).first() if kind == "activity" else None,
            number=about if line else "",
            text=text,
            on_behalf_of=on_behalf_of,
            at=current.at,
        )
        current.record(CHANGED, ref_of(stored), edition=edition.pk)
        return stored


def answer_comment(*, comment: Comment, outcome: str, reply: str = "", seen_seq: int | None = None) -> None:
    """Store what staff did with a comment, and what they say to its reader.

    Raises ChangedMeanwhile when a colleague did so after `seen_seq`.
    """
    with change(comment.edition.meetup_id, Event.Actor.STAFF) as current:
        comment.refresh_from_db()
        wanted = {"outcome": outcome, "reply": reply}
        if values_of(comment, wanted) == wanted:
            return
        check_unchanged(current.meetup, seen_seq, {CHANGED}, ref_of(comment))
        rewrite(current, CHANGED, comment, wanted)
