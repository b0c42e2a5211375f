"""Which judgements of staff stand, and which of them can be undone."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from sessions.models import Event, Meetup


@dataclass(frozen=True)
class Judgement:
    """A judgement that can be undone: the seq of its event, and what was judged in a few words."""

    seq: int
    title: str


def standing(events: QuerySet[Event]) -> dict[str, list[int]]:
    """Return the seqs of the judgements among these events that were not undone, oldest first, by what they judge.

    That an answer was put in a judged group is no judgement: it is undone where answers are grouped. What was put
    back in the history is undone there.
    """
    found: dict[str, list[int]] = defaultdict(list)
    details = ("detail__undoes", "detail__moved", "detail__restores")
    for seq, ref, undoes, moved, restores in events.order_by("seq").values_list("seq", "ref", *details):
        if restores is not None:
            found[ref].clear()
        elif undoes in found[ref]:
            found[ref].remove(undoes)
        elif undoes is None and moved is None:
            found[ref].append(seq)
    return found


def together_with(event: Event) -> QuerySet[Event]:
    """Return the judgements that were given in one press with this one, itself included.

    Those of one commit have one moment and one user.
    """
    same = {"meetup": event.meetup_id, "kind": event.kind, "at": event.at, "user": event.user_id}
    return Event.objects.filter(**same).order_by("seq")


def last_judgement(meetup: Meetup, user_id: int | None) -> Judgement | None:
    """Return the last thing this user decided that nobody decided about since, None when there is none."""
    events = meetup.events.filter(kind=Event.Kind.VERDICT_CHANGED)
    verdicts = meetup.verdicts.select_related("cluster", "answer")
    there = {f"verdict-{verdict.pk}": verdict for verdict in verdicts}  # those of a rehearsal went with it
    newest = {seqs[-1]: there[ref] for ref, seqs in standing(events).items() if seqs and ref in there}
    last = events.filter(seq__in=newest, user=user_id).order_by("seq").last()
    if last is None:
        return None
    verdict = newest[last.seq]
    count = together_with(last).filter(seq__in=newest).count()
    if count > 1:
        return Judgement(last.seq, f"{count} antwoorden")
    return Judgement(last.seq, verdict.cluster.name if verdict.cluster else verdict.answer.text)
