"""Which judgements of staff stand, and which of them can be undone."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from sessions.models import Event, Meetup, Verdict


@dataclass(frozen=True)
class Judgement:
    """A judgement that can be undone: the seq of its event, and what was judged in a few words."""

    seq: int
    title: str


def standing(events: QuerySet[Event]) -> dict[str, list[int]]:
    """Return the seqs of the judgements among these events that were not undone, oldest first, by what they judge.

    That an answer was put in a judged group is no judgement: it is undone where answers are grouped.
    """
    found: dict[str, list[int]] = defaultdict(list)
    facts = events.order_by("seq").values_list("seq", "ref", "detail__undoes", "detail__moved")
    for seq, ref, undoes, moved in facts:
        if undoes in found[ref]:
            found[ref].remove(undoes)
        elif undoes is None and moved is None:
            found[ref].append(seq)
    return found


def last_judgement(meetup: Meetup, user_id: int | None) -> Judgement | None:
    """Return the last thing this user decided that nobody decided about since, None when there is none."""
    events = meetup.events.filter(kind=Event.Kind.VERDICT_CHANGED)
    newest: Collection[int] = [seqs[-1] for seqs in standing(events).values() if seqs]
    last = events.filter(seq__in=newest, user=user_id).order_by("seq").last()
    if last is None:
        return None
    verdict = Verdict.objects.select_related("cluster", "answer").get(pk=last.ref.removeprefix("verdict-"))
    return Judgement(last.seq, verdict.cluster.name if verdict.cluster else verdict.answer.text)
