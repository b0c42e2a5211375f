"""What facilitators do with answers that say the same: group, take out, rename, put on the ballot, undo.

The event of a grouping keeps where each answer was before (ids only), so that it can be undone for the
whole day. An emptied group is dissolved, not deleted: undo brings it back with its name.
"""

from collections.abc import Collection, Mapping

from sessions.changes import Change, change
from sessions.groups import last_grouping
from sessions.models import Answer, Cluster, Event, Meetup, Option


def group_answers(
    *, meetup: Meetup, answer_ids: Collection[int], name: str = "", cluster: Cluster | None = None
) -> Cluster:
    """Put answers together in a group and return it: the one given, else the one of their theme with this name.

    A name that no group has makes a new group. Answers of another meet-up are left out. Raises ValueError
    when no answer remains, or there is neither a group nor a name.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        answers = _answers(meetup, answer_ids)
        if not answers:
            raise ValueError("Kies eerst antwoorden.")
        if cluster is None:
            if not name:
                raise ValueError("Geef de groep een naam.")
            theme = answers[0].round.step.theme
            same_name = meetup.clusters.filter(theme=theme, name__iexact=name, is_dissolved=False)
            cluster = same_name.first() or Cluster.objects.create(meetup=meetup, theme=theme, name=name)
        _move(answers, dict.fromkeys((answer.pk for answer in answers), cluster.pk), current)
        return cluster


def ungroup_answers(*, meetup: Meetup, answer_ids: Collection[int]) -> None:
    """Take answers out of their groups."""
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        answers = [answer for answer in _answers(meetup, answer_ids) if answer.cluster_id]
        if answers:
            _move(answers, dict.fromkeys((answer.pk for answer in answers), None), current)


def undo_grouping(*, meetup: Meetup) -> bool:
    """Put the answers of the last grouping that stands back where they were; False when none is left."""
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        last = last_grouping(meetup)
        if last is None:
            return False
        before = {int(answer_id): cluster_id for answer_id, cluster_id in last.detail["before"].items()}
        _place_answers(_answers(meetup, before), before, current)
        current.record(Event.Kind.GROUPING_UNDONE, last.seq)
        return True


def rename_cluster(*, cluster: Cluster, name: str) -> None:
    """Give a group another name, on the list that the room votes on too. Raises ValueError for an empty one."""
    if not name:
        raise ValueError("Geef de groep een naam.")
    with change(cluster.meetup_id, Event.Actor.FACILITATOR) as current:
        cluster.name = name
        cluster.save(update_fields=["name"])
        current.record(Event.Kind.CLUSTER_RENAMED, cluster.pk)
        Option.objects.filter(cluster=cluster, form=None, joins=False).update(text=name)


def set_on_ballot(*, cluster: Cluster, on: bool) -> None:
    """Put a group on the list that the room votes on, or take it off; votes given stay."""
    with change(cluster.meetup_id, Event.Actor.FACILITATOR) as current:
        cluster.on_ballot = on
        cluster.save(update_fields=["on_ballot"])
        current.record(Event.Kind.BALLOT_CHANGED, cluster.pk)


def _answers(meetup: Meetup, answer_ids: Collection[int]) -> list[Answer]:
    return list(
        Answer.objects.select_related("round__step__theme").filter(
            pk__in=answer_ids, round__live_session__meetup=meetup
        )
    )


def _move(answers: list[Answer], targets: Mapping[int, int | None], current: Change) -> None:
    before = {answer.pk: answer.cluster_id for answer in answers}
    _place_answers(answers, targets, current)
    current.record(Event.Kind.GROUPING_CHANGED, "", before=before)


def _place_answers(answers: list[Answer], targets: Mapping[int, int | None], current: Change) -> None:
    """Put each answer in its target group, and dissolve or revive the groups this empties or fills."""
    touched = {answer.cluster_id for answer in answers} | set(targets.values())
    for answer in answers:
        answer.cluster_id = targets[answer.pk]
        answer.changed_seq = current.next_seq
    Answer.objects.bulk_update(answers, ["cluster", "changed_seq"])
    clusters = Cluster.objects.filter(pk__in=touched - {None})
    filled = clusters.filter(answers__isnull=False).distinct().values("pk")
    clusters.filter(pk__in=filled).update(is_dissolved=False)
    clusters.exclude(pk__in=filled).update(is_dissolved=True)
