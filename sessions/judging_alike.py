"""Judging many loose answers to one question at once: what is read in a minute need not take an hour to press."""

from sessions import judging
from sessions.changes import change
from sessions.models import Answer, Event
from sessions.triage import triage_of
from sessions.triage_parts import key_of


def judge_alike(
    *,
    answer: Answer,
    outcome: str,
    reason: str = "",
    reference: str = "",
    why: str = "",
    seen_seq: int | None = None,
) -> int:
    """Judge a loose answer, and just so the others to its question that nobody looked at; return how many in all.

    What came in after `seen_seq` was not read, so it is left. Raises what `judging.judge` raises; then none is
    judged. It is undone as one judgement.
    """
    meetup = answer.round.live_session.meetup
    with change(meetup.pk, Event.Actor.STAFF) as current:
        seen = current.meetup.seq if seen_seq is None else seen_seq
        triage = triage_of(meetup)
        item = next((item for item in triage.items if item.key == key_of(answer)), None)
        others = [other.subject for other in triage.alike(item) if other.subject.changed_seq <= seen]
        for one in (*others, answer):
            judging.judge(
                subject=one, outcome=outcome, reason=reason, reference=reference, why=why, seen_seq=seen_seq
            )
        return len(others) + 1
