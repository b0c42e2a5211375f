"""What facilitators do with answers that say the same: group, merge, take out, rename, ballot, undo and redo.

The event of a grouping keeps where each answer was before and where it went (ids only), and that of an undo where
each was until then, so that all of it can be undone and done again, also much later. An emptied group is
dissolved, not deleted: undo brings it back with its name.

Who changes something names the seq that he saw (`seen_seq`). What holds already is not done again, and what a
colleague changed after it was seen is left alone: ChangedMeanwhile.
"""

from collections.abc import Collection, Mapping

from django.db.models import Count, Q

from sessions.changes import Change, change
from sessions.groups import GROUPINGS, history_of, moved_by
from sessions.models import Answer, Cluster, Event, Meetup, Option
from sessions.seen import ChangedMeanwhile, changes_since, check_unchanged


def group_answers(
    *,
    meetup: Meetup,
    answer_ids: Collection[int] = (),
    cluster_ids: Collection[int] = (),
    name: str = "",
    cluster: Cluster | None = None,
    seen_seq: int | None = None,
) -> Cluster:
    """Put answers, and all those of whole groups, together in a group and return it.

    That is the group given, else the one of their theme with this name; without a name it is the largest of the
    whole groups. A name that no group has makes a new group. Answers of another meet-up are left out, and pressing
    twice groups once. Raises ValueError when no answer remains, or there is neither a group nor a name, and
    ChangedMeanwhile when somebody moved one of them after `seen_seq`.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        answers = _answers(meetup, answer_ids, cluster_ids)
        if not answers:
            raise ValueError("Kies eerst antwoorden.")
        if cluster is None and not name:
            cluster = _largest(meetup, cluster_ids)
        if cluster is None:
            if not name:
                raise ValueError("Geef de groep een naam.")
            theme = answers[0].round.step.theme
            same_name = meetup.clusters.filter(theme=theme, name__iexact=name, is_dissolved=False)
            cluster = same_name.first() or Cluster(meetup=meetup, theme=theme, name=name)
        moving = [answer for answer in answers if cluster.pk is None or answer.cluster_id != cluster.pk]
        if moving:
            _check_unmoved(moving, seen_seq, current)
            is_new = cluster.pk is None
            if is_new:
                cluster.save()
            detail = {"made": cluster.pk} if is_new else {}
            _move(moving, dict.fromkeys((answer.pk for answer in moving), cluster.pk), current, **detail)
        return cluster


def ungroup_answers(
    *,
    meetup: Meetup,
    answer_ids: Collection[int] = (),
    cluster_ids: Collection[int] = (),
    seen_seq: int | None = None,
) -> None:
    """Take answers, and all those of whole groups, out of their groups.

    Raises ChangedMeanwhile when one was moved after `seen_seq`.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        answers = [answer for answer in _answers(meetup, answer_ids, cluster_ids) if answer.cluster_id]
        if answers:
            _check_unmoved(answers, seen_seq, current)
            _move(answers, dict.fromkeys((answer.pk for answer in answers), None), current)


def undo_grouping(*, meetup: Meetup, seen_seq: int | None = None) -> bool:
    """Put the answers of the last grouping that stands back where they were; False when none is left.

    With `seen_seq` it is the last one at that moment, and it is undone once. Raises ChangedMeanwhile when somebody
    grouped after it.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        last = history_of(meetup).to_undo
        if changes_since(current.meetup, seen_seq, GROUPINGS).exists():
            shown = history_of(meetup, until=seen_seq).to_undo
            if shown and (last is None or last < shown):
                return True  # it was undone already
            raise ChangedMeanwhile
        if last is None:
            return False
        after, _ = _put_back("before", last, current)
        current.record(Event.Kind.GROUPING_UNDONE, last, after=after)
        return True


def redo_grouping(*, meetup: Meetup, seen_seq: int | None = None) -> bool:
    """Group again what was undone last; False when nothing is left, or something was grouped since.

    With `seen_seq` it is what was undone last at that moment, and it is done again once. Raises ChangedMeanwhile
    when somebody grouped or undid after it.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        if newest := changes_since(current.meetup, seen_seq, GROUPINGS).last():
            shown = history_of(meetup, until=seen_seq).to_redo
            if newest.kind == Event.Kind.GROUPING_CHANGED and newest.ref == str(shown):
                return True  # it was done again already
            raise ChangedMeanwhile
        last = history_of(meetup).to_redo
        if last is None:
            return False
        before, after = _put_back("after", last, current)
        current.record(Event.Kind.GROUPING_CHANGED, last, before=before, after=after)
        return True


def put_grouping_back(
    *,
    meetup: Meetup,
    seq: int,
    answer_ids: Collection[int] | None = None,
    anyway: bool = False,
    seen_seq: int | None = None,
) -> tuple[int, int]:
    """Put the answers of one grouping (or undo of one) back where they were before it, however long ago it was.

    With `answer_ids` only these of them. An answer that somebody moved again after it is later work, and stays,
    unless it is to be put back `anyway`. Return how many were put back and how many stay; none at all when they
    are there already. Raises ChangedMeanwhile when all of them were moved since, or one after `seen_seq`.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        was, became = moved_by(Event.objects.get(meetup=meetup, seq=seq, kind__in=GROUPINGS))
        chosen = was if answer_ids is None else [answer_id for answer_id in was if answer_id in answer_ids]
        there = set(meetup.clusters.values_list("pk", flat=True))
        targets = {answer_id: was[answer_id] if was[answer_id] in there else None for answer_id in chosen}
        moving = [answer for answer in _answers(meetup, targets) if answer.cluster_id != targets[answer.pk]]
        unmoved = [answer for answer in moving if (answer.pk, answer.cluster_id) in became.items()]
        going = moving if anyway else unmoved
        if moving:
            _check_unmoved(moving, seen_seq, current)
            if not going:
                raise ChangedMeanwhile
            _move(going, targets, current, restores=seq)
        return len(going), len(moving) - len(going)


def rename_cluster(
    *, cluster: Cluster, name: str, seen_seq: int | None = None, restores: int | None = None
) -> None:
    """Give a group another name, on the list that the room votes on too.

    `restores` is the seq of an earlier change that this puts back. Raises ValueError for an empty one, and
    ChangedMeanwhile when somebody else named it after `seen_seq`.
    """
    if not name:
        raise ValueError("Geef de groep een naam.")
    with change(cluster.meetup_id, Event.Actor.FACILITATOR) as current:
        cluster.refresh_from_db()
        if cluster.name == name:
            return
        check_unchanged(current.meetup, seen_seq, {Event.Kind.CLUSTER_RENAMED}, cluster.pk)
        before, cluster.name = cluster.name, name
        cluster.save(update_fields=["name"])
        values = {"before": {"name": before}, "after": {"name": name}}
        detail = {} if restores is None else {"restores": restores}
        current.revise(Event.Kind.CLUSTER_RENAMED, cluster.pk, **values, **detail)
        Option.objects.filter(cluster=cluster, form=None, joins=False).update(text=name)


def set_on_ballot(*, cluster: Cluster, on: bool, seen_seq: int | None = None) -> None:
    """Put a group on the list that the room votes on, or take it off; votes given stay.

    Raises ChangedMeanwhile when somebody else did so after `seen_seq`.
    """
    with change(cluster.meetup_id, Event.Actor.FACILITATOR) as current:
        cluster.refresh_from_db()
        if cluster.on_ballot == on:
            return
        check_unchanged(current.meetup, seen_seq, {Event.Kind.BALLOT_CHANGED}, cluster.pk)
        cluster.on_ballot = on
        cluster.save(update_fields=["on_ballot"])
        current.record(Event.Kind.BALLOT_CHANGED, cluster.pk, on=on)


def _answers(meetup: Meetup, answer_ids: Collection[int], cluster_ids: Collection[int] = ()) -> list[Answer]:
    """Return these answers and those of these groups, hidden ones too: a group moves whole."""
    chosen = Q(pk__in=answer_ids) | Q(cluster__in=cluster_ids)
    answers = Answer.objects.select_related("round__step__theme").filter(round__live_session__meetup=meetup)
    return list(answers.filter(chosen))


def _largest(meetup: Meetup, cluster_ids: Collection[int]) -> Cluster | None:
    """Return the one of these groups with the most answers, the oldest of several."""
    clusters = meetup.clusters.filter(pk__in=cluster_ids, is_dissolved=False)
    return clusters.annotate(size=Count("answers")).order_by("-size", "pk").first()


def _check_unmoved(answers: list[Answer], seen_seq: int | None, current: Change) -> None:
    """Raise ChangedMeanwhile when one of the answers was grouped, or its grouping undone, after `seen_seq`."""
    since = list(changes_since(current.meetup, seen_seq, GROUPINGS))
    undone = [int(event.ref) for event in since if event.kind == Event.Kind.GROUPING_UNDONE]
    if undone:
        since += Event.objects.filter(meetup=current.meetup, seq__in=undone)
    moved = {int(answer_id) for event in since for answer_id in event.detail.get("before", ())}
    if any(answer.pk in moved for answer in answers):
        raise ChangedMeanwhile


def _move(answers: list[Answer], targets: Mapping[int, int | None], current: Change, **detail: int) -> None:
    before = {answer.pk: answer.cluster_id for answer in answers}
    after = {answer.pk: targets[answer.pk] for answer in answers}
    emptied = _place_answers(answers, targets, current)
    current.record(Event.Kind.GROUPING_CHANGED, "", before=before, after=after, emptied=emptied, **detail)


def _put_back(kept: str, seq: int, current: Change) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """Put answers where the event with this seq says that they were; return where they are until now, and then."""
    event = Event.objects.get(meetup=current.meetup, seq=seq)
    targets = {int(answer_id): cluster_id for answer_id, cluster_id in event.detail[kept].items()}
    answers = _answers(current.meetup, targets)
    until_now = {answer.pk: answer.cluster_id for answer in answers}
    _place_answers(answers, targets, current)
    return until_now, {answer.pk: targets[answer.pk] for answer in answers}


def _place_answers(answers: list[Answer], targets: Mapping[int, int | None], current: Change) -> list[int]:
    """Put each answer in its target group, and dissolve or revive the groups this empties or fills.

    Return the ids of those it empties.
    """
    touched = {answer.cluster_id for answer in answers} | set(targets.values())
    for answer in answers:
        answer.cluster_id = targets[answer.pk]
        answer.changed_seq = current.next_seq
    Answer.objects.bulk_update(answers, ["cluster", "changed_seq"])
    clusters = Cluster.objects.filter(pk__in=touched - {None})
    filled = clusters.filter(answers__isnull=False).distinct().values("pk")
    clusters.filter(pk__in=filled).update(is_dissolved=False)
    emptied = list(clusters.exclude(pk__in=filled).values_list("pk", flat=True))
    clusters.filter(pk__in=emptied).update(is_dissolved=True)
    return sorted(emptied)
