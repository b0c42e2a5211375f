"""What staff do with agendas of earlier years: take them in, say what came of each line, and let one go."""

import hashlib
import json
from collections.abc import Collection

from sessions.changes import change
from sessions.earlier import Given
from sessions.models import EarlierAgenda, EarlierQuestion, Event, KnowledgeQuestion, Meetup
from sessions.revising import plain, ref_of, rewrite, values_of
from sessions.seen import ChangedMeanwhile, changes_since, check_unchanged

CHANGED = Event.Kind.EARLIER_CHANGED
KINDS = {CHANGED}


def take_in(*, meetup: Meetup, given: Given) -> tuple[EarlierAgenda, bool]:
    """Put an earlier agenda beside that of a meet-up; return it, and whether it is new.

    The same questions of the same year make one, wherever they were read from.
    """
    digest = digest_of(given)
    with change(meetup.pk, Event.Actor.STAFF) as current:
        there = meetup.earlier_agendas.filter(digest=digest).first()
        if there:
            return there, False
        agenda = EarlierAgenda(meetup=current.meetup, digest=digest)
        rewrite(current, CHANGED, agenda, {"title": given.title, "year": given.year})
        EarlierQuestion.objects.bulk_create(
            EarlierQuestion(
                agenda=agenda,
                text=line.text,
                number=line.number,
                theme=line.theme,
                form=line.form,
                lead=line.lead,
                proposed=line.proposed,
                ground=line.ground,
            )
            for line in given.lines
        )
        return agenda, True


def look_back(
    *,
    question: EarlierQuestion,
    outcome: str,
    remark: str,
    returns_as: Collection[KnowledgeQuestion],
    seen_seq: int | None = None,
) -> None:
    """Store what came of a line of an earlier agenda, and as which knowledge questions it comes back.

    Raises ChangedMeanwhile when a colleague did so after `seen_seq`.
    """
    with change(question.agenda.meetup_id, Event.Actor.STAFF) as current:
        question.refresh_from_db()
        wanted = {"outcome": outcome, "remark": remark, "returns_as": plain(list(returns_as))}
        if values_of(question, wanted) == wanted:
            return
        check_unchanged(current.meetup, seen_seq, KINDS, ref_of(question))
        rewrite(current, CHANGED, question, wanted, agenda=question.agenda_id)


def let_go(*, agenda: EarlierAgenda, seen_seq: int | None = None) -> None:
    """Remove an earlier agenda, with what was said of its lines.

    Raises ChangedMeanwhile when a colleague said something of a line after `seen_seq`.
    """
    with change(agenda.meetup_id, Event.Actor.STAFF) as current:
        there = EarlierAgenda.objects.filter(pk=agenda.pk).first()
        if there is None:
            return
        since = changes_since(current.meetup, seen_seq, KINDS)
        if any(event.detail.get("agenda") == there.pk for event in since):
            raise ChangedMeanwhile
        ref, before = ref_of(there), {"title": there.title, "year": there.year}
        there.delete()
        current.revise(CHANGED, ref, before=before, after={})


def digest_of(given: Given) -> str:
    """Return what is the same for the same questions of the same year."""
    questions = [[line.number, line.text] for line in given.lines]
    return hashlib.sha256(json.dumps([given.year, questions]).encode()).hexdigest()
