"""What staff do with the history: put something back as it was before one change, and say why a change was made.

Putting back is a change like any other, which names the one that it restores (`restores`), so it stands in the
history and can be put back itself. What was changed again since is left alone: ChangedMeanwhile. Who saw that may
put it back `anyway`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Field, Model

from sessions import clustering, judging, moderation
from sessions.changes import Change, change
from sessions.judgements import standing
from sessions.models import (
    Activity,
    Answer,
    Cluster,
    Colophon,
    Comment,
    Event,
    KnowledgeQuestion,
    Meetup,
    Revision,
    Verdict,
)
from sessions.revising import rewrite, values_of
from sessions.seen import ChangedMeanwhile, check_unchanged

Kind = Event.Kind
# What an event says of the things beside its own: their ids, by what they are.
ABOUT = ("clusters", "answers", "questions")


@dataclass(frozen=True)
class PutBack:
    """How many things are as they were again, and how many stay, because they were changed again since."""

    restored: int
    left: int = 0


def put_back(
    *, event: Event, answer: Answer | None = None, anyway: bool = False, seen_seq: int | None = None
) -> PutBack:
    """Put what an event changed back as it was before; of a grouping only this `answer`, if one is given.

    What is so already is not done again. Raises ChangedMeanwhile when it was changed after `seen_seq`, or (unless
    `anyway`) since the event, and ValueError for an event that cannot be put back.
    """
    if not can_put_back(event):
        raise ValueError("Dit kan niet worden teruggezet.")
    if event.kind in GROUPINGS:
        ids = None if answer is None else [answer.pk]
        restored, left = clustering.put_grouping_back(
            meetup=event.meetup, seq=event.seq, answer_ids=ids, anyway=anyway, seen_seq=seen_seq
        )
        return PutBack(restored, left)
    return PutBack(int(_PUTS_BACK[event.kind](event, anyway, seen_seq)))


def can_put_back(event: Event) -> bool:
    """Tell whether what an event changed can be put back; what it made is then dropped."""
    if event.kind in GROUPINGS:
        return bool(event.detail.get("after" if event.kind == Kind.GROUPING_UNDONE else "before"))
    if event.kind in _OF_ANSWERS:
        return event.detail.get("before", {}).get("state") in (None, *_STATES)
    if event.kind == Kind.BALLOT_CHANGED:
        return "on" in event.detail
    revision = getattr(event, "revision", None)
    return event.kind in _PUTS_BACK and revision is not None and bool({*_before(event)} - {"judged_seq"})


def give_reason(*, event: Event, why: str, seen_why: str = "") -> None:
    """Store why something was done, in the words of staff, or other words than before.

    Raises ChangedMeanwhile when a colleague gave another reason than the one that the sender saw.
    """
    with change(event.meetup_id, Event.Actor.STAFF):
        revision, _ = Revision.objects.get_or_create(event=event)
        if revision.why == why:
            return
        if revision.why != seen_why:
            raise ChangedMeanwhile
        revision.why = why
        revision.save(update_fields=["why"])


def _rewritten(event: Event, anyway: bool, seen_seq: int | None) -> bool:
    """Put the fields of a row back; tell whether there was anything to do."""
    with change(event.meetup_id, Event.Actor.STAFF) as current:
        item = _item_of(event)
        wanted = {name: _still_there(item, name, value) for name, value in _before(event).items()}
        now = values_of(item, wanted)
        if now == wanted:
            return False
        is_as_left = now == {name: event.revision.after.get(name, _default(item, name)) for name in wanted}
        _check(event, current, anyway or is_as_left, seen_seq)
        detail = {name: event.detail[name] for name in ABOUT if name in event.detail}
        if event.kind == Kind.VERDICT_CHANGED:
            detail["agenda"] = []  # it changes the verdict alone, and no kennisvraag
        rewrite(current, event.kind, item, wanted, restores=event.seq, **detail)
        return True


def _judged(event: Event, anyway: bool, seen_seq: int | None) -> bool:
    """Undo the judgement that stands, with what it did to kennisvragen; an earlier one as any row is put back."""
    with change(event.meetup_id, Event.Actor.STAFF) as current:
        judgements = event.meetup.events.filter(kind=Kind.VERDICT_CHANGED)
        if standing(judgements)[event.ref][-1:] != [event.seq]:
            return _rewritten(event, anyway, seen_seq)
        check_unchanged(current.meetup, seen_seq, {event.kind}, event.ref)
        judging.undo(meetup=event.meetup, judgement=event.seq)
        return True


def _before(event: Event) -> dict[str, object]:
    """Return what the fields held before an event; before what it made, that is what takes it away again."""
    if event.revision.before or not event.revision.after:
        return event.revision.before
    return _UNMADE.get(event.ref.partition("-")[0], {})


def _default(item: Model, name: str) -> object:
    return item._meta.get_field(name).get_default()


def _item_of(event: Event) -> Model:
    """Return the row that an event is about, in its own meet-up. Raises ValueError when it is gone."""
    name, _, pk = event.ref.partition("-")
    find = _ROWS.get(name)
    item = find(event.meetup).filter(pk=pk).first() if find else None
    if item is None:
        raise ValueError("Dit is er niet meer.")
    return item


def _still_there(item: Model, name: str, value: object) -> object:
    """Return what a field held, without what does not exist any more."""
    field: Field = item._meta.get_field(name)
    if not field.is_relation or value is None:
        return value
    ids = value if isinstance(value, list) else [value]
    there = set(field.related_model.objects.filter(pk__in=ids).values_list("pk", flat=True))
    if isinstance(value, list):
        return [pk for pk in ids if pk in there]
    return value if value in there else None


def _renamed(event: Event, anyway: bool, seen_seq: int | None) -> bool:
    cluster = Cluster.objects.get(meetup=event.meetup, pk=event.ref)
    name = event.revision.before["name"]
    with change(event.meetup_id, Event.Actor.FACILITATOR) as current:
        cluster.refresh_from_db()
        if cluster.name == name:
            return False
        _check(event, current, anyway or cluster.name == event.revision.after["name"], seen_seq)
        clustering.rename_cluster(cluster=cluster, name=name, restores=event.seq)
        return True


def _on_ballot(event: Event, anyway: bool, seen_seq: int | None) -> bool:
    cluster = Cluster.objects.get(meetup=event.meetup, pk=event.ref)
    was_on = not event.detail["on"]
    is_there = cluster.on_ballot == was_on
    clustering.set_on_ballot(cluster=cluster, on=was_on, seen_seq=seen_seq)
    return not is_there


def _moderated(event: Event, anyway: bool, seen_seq: int | None) -> bool:
    answer = Answer.objects.select_related("round__live_session").get(pk=event.ref)
    before = event.detail["before"]
    changed_seq = answer.changed_seq
    # What came after this event is what was changed since.
    until = seen_seq if anyway else event.seq
    if "is_highlighted" in before:
        moderation.highlight_answer(answer=answer, on=before["is_highlighted"], seen_seq=until)
    elif before["state"] == Answer.State.VISIBLE:
        moderation.restore_answer(answer=answer, seen_seq=until)
    else:
        moderation.hide_answer(answer=answer, reason=before.get("hidden_reason", ""), seen_seq=until)
    return answer.changed_seq != changed_seq


def _check(event: Event, current: Change, may_go_back: bool, seen_seq: int | None) -> None:
    """Raise ChangedMeanwhile when a thing may not go back to before an event, or was changed after it was seen."""
    check_unchanged(current.meetup, seen_seq, {event.kind}, event.ref)
    if not may_go_back:
        raise ChangedMeanwhile


GROUPINGS = frozenset({Kind.GROUPING_CHANGED, Kind.GROUPING_UNDONE})
_OF_ANSWERS = frozenset({Kind.ANSWER_HIDDEN, Kind.ANSWER_RESTORED, Kind.ANSWER_HIGHLIGHTED})
_STATES = frozenset({Answer.State.VISIBLE, Answer.State.HIDDEN})
_PUTS_BACK: Mapping[str, Callable[[Event, bool, int | None], bool]] = {
    Kind.CLUSTER_RENAMED: _renamed,
    Kind.BALLOT_CHANGED: _on_ballot,
    Kind.ANSWER_HIDDEN: _moderated,
    Kind.ANSWER_RESTORED: _moderated,
    Kind.ANSWER_HIGHLIGHTED: _moderated,
    Kind.AGENDA_CHANGED: _rewritten,
    Kind.VERDICT_CHANGED: _judged,
    Kind.COMMENT_CHANGED: _rewritten,
    Kind.COLOPHON_CHANGED: _rewritten,
}
# What is so of a thing that was made, and is taken away again without a trace of it being lost.
_UNMADE: Mapping[str, dict[str, object]] = {
    "knowledgequestion": {"is_dropped": True},
    "activity": {"is_dropped": True},
    "verdict": {"outcome": ""},
}
# Where the rows stand that events of these kinds are about, by what `revising.ref_of` calls them.
_ROWS: Mapping[str, Callable[[Meetup], object]] = {
    "knowledgequestion": lambda meetup: KnowledgeQuestion.objects.filter(meetup=meetup),
    "activity": lambda meetup: Activity.objects.filter(meetup=meetup),
    "verdict": lambda meetup: Verdict.objects.filter(meetup=meetup),
    "comment": lambda meetup: Comment.objects.filter(edition__meetup=meetup),
    "colophon": lambda meetup: Colophon.objects.filter(meetup=meetup),
}
