"""What a facilitator keeps an eye on: what he decided last, and which phones are muted."""

from dataclasses import dataclass

from django.db.models import Max, OuterRef, QuerySet, Subquery

from sessions.models import Answer, Event, LiveSession, Participant

# Decisions of a facilitator about one answer; `ref` is its id.
MODERATION = frozenset(
    {
        Event.Kind.ANSWER_HIDDEN,
        Event.Kind.ANSWER_RESTORED,
        Event.Kind.ANSWER_ADMITTED,
        Event.Kind.ANSWER_HIGHLIGHTED,
        Event.Kind.ANSWER_REVERTED,
    }
)
WORDS = {
    Event.Kind.ANSWER_HIDDEN: "verborgen",
    Event.Kind.ANSWER_RESTORED: "teruggezet",
    Event.Kind.ANSWER_ADMITTED: "toegelaten",
    Event.Kind.ANSWER_HIGHLIGHTED: "uitgelicht",
}


@dataclass(frozen=True)
class Action:
    """One action of a facilitator, on one answer or many. `seq` is its number, `words` say what it was.

    `until` is the number of the last change to one of its answers, whoever made it.
    """

    seq: int
    events: list[Event]
    words: str
    until: int


def last_action(live_session: LiveSession) -> Action | None:
    """Return the newest action in a place that was not undone, in at most five queries."""
    events = Event.objects.filter(live_session=live_session)
    undone = events.filter(kind=Event.Kind.MODERATION_UNDONE).values_list("ref", flat=True)
    acts = events.filter(kind__in=MODERATION, detail__has_key="action")
    last = acts.exclude(detail__action__in=[int(action) for action in undone]).last()
    if last is None:
        return None
    seq = last.detail["action"]
    together = list(acts.filter(detail__action=seq))
    answers = Answer.objects.filter(pk__in=[int(event.ref) for event in together])
    until = answers.aggregate(until=Max("changed_seq"))["until"] or seq
    if len(together) == 1:
        subject = answers.values_list("code", flat=True).first() or "antwoord"
    else:
        subject = f"{len(together)} antwoorden"
    return Action(seq, together, f"{subject} {_deed(together[0])}", until)


def _deed(event: Event) -> str:
    before = event.detail["before"]
    if before.get("is_highlighted"):
        return "niet meer uitgelicht"
    if before.get("state") == Answer.State.NEW and event.kind == Event.Kind.ANSWER_ADMITTED:
        return "goedgekeurd"
    if before.get("state") == Answer.State.HIDDEN and event.kind == Event.Kind.ANSWER_HIDDEN:
        return "verborgen, met een reden"
    return WORDS[event.kind]


def muted_phones(live_session: LiveSession) -> QuerySet[Participant]:
    """Return who is muted in a place, each with the id and code of his newest answer (`answer`, `answer_code`)."""
    newest = Answer.objects.filter(participant=OuterRef("pk")).order_by("-created_seq")
    return live_session.participants.filter(is_muted=True).annotate(
        answer=Subquery(newest.values("pk")[:1]), answer_code=Subquery(newest.values("code")[:1])
    )
