"""What staff do after the room has spoken: make knowledge questions of groups, and plan activities.

Whoever edits names the seq of the agenda that he saw (`seen_seq`), so that two colleagues never undo each other's
work. What holds already is not done again, so pressing twice does no harm.
"""

from collections.abc import Collection, Mapping

from sessions.changes import Change, change
from sessions.models import Activity, Cluster, Event, KnowledgeQuestion, Meetup, ThemeBlock
from sessions.models.agenda import Priority
from sessions.seen import ChangedMeanwhile, changes_since, check_unchanged
from themes.models import FormOfWork

KINDS = {Event.Kind.AGENDA_CHANGED}


def promote_cluster(*, cluster: Cluster, text: str, seen_seq: int | None = None) -> KnowledgeQuestion:
    """Make a knowledge question of a group, in the words of staff; the group stays its origin. Return it.

    Pressing twice makes one: a question of this group in the same words is returned as it is. Raises
    ChangedMeanwhile when something was done to a question of this group after `seen_seq`.
    """
    with change(cluster.meetup_id, Event.Actor.STAFF) as current:
        there = cluster.knowledge_questions.filter(text=text, is_dropped=False).first()
        if there:
            return there
        since = changes_since(current.meetup, seen_seq, KINDS)
        if any(cluster.pk in event.detail.get("clusters", ()) for event in since):
            raise ChangedMeanwhile
        question = KnowledgeQuestion.objects.create(meetup=cluster.meetup, theme=cluster.theme, text=text)
        question.clusters.add(cluster)
        _record(current, question, clusters=[cluster.pk])
        return question


def reword_question(
    *,
    question: KnowledgeQuestion,
    text: str,
    explanation: str = "",
    kind: str = "",
    theme: ThemeBlock | None = None,
    form: FormOfWork | None = None,
    lead: str = "",
    priority: str = Priority.NOW,
    reason: str = "",
    clusters: Collection[Cluster] | None = None,
    seen_seq: int | None = None,
) -> KnowledgeQuestion:
    """Store all that staff say of a knowledge question, and the groups it comes from if given; return it.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    with change(question.meetup_id, Event.Actor.STAFF) as current:
        question.refresh_from_db()
        wanted = {
            "text": text,
            "explanation": explanation,
            "kind": kind,
            "theme": theme,
            "form": form,
            "lead": lead,
            "priority": priority,
            "reason": reason,
        }
        stays = clusters is None or set(question.clusters.all()) == set(clusters)
        if stays and _holds(question, wanted):
            return question
        check_unchanged(current.meetup, seen_seq, KINDS, _ref(question))
        _store(question, wanted)
        if clusters is not None:
            question.clusters.set(clusters)
        _record(current, question, clusters=list(question.clusters.values_list("pk", flat=True)))
        return question


def drop_question(*, question: KnowledgeQuestion, dropped: bool = True, seen_seq: int | None = None) -> None:
    """Take a knowledge question off the agenda, or (dropped=False) put it back; nothing is deleted.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    _drop(question, dropped, seen_seq)


def plan_activity(
    *,
    meetup: Meetup,
    questions: Collection[KnowledgeQuestion],
    title: str,
    activity: Activity | None = None,
    form: FormOfWork | None = None,
    lead: str = "",
    partners: str = "",
    planning: str = "",
    first_step: str = "",
    status: str = Activity.Status.IDEA,
    seen_seq: int | None = None,
) -> Activity:
    """Store an activity of the work programme for these knowledge questions, new or changed; return it.

    Pressing twice makes one: a new activity with the title and questions of one that is there changes that one.
    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`, or planned one for the same questions.
    """
    with change(meetup.pk, Event.Actor.STAFF) as current:
        activity = activity or _same_activity(meetup, title, questions) or Activity(meetup=meetup)
        if activity.pk:
            activity.refresh_from_db()
        wanted = {
            "title": title,
            "form": form,
            "lead": lead,
            "partners": partners,
            "planning": planning,
            "first_step": first_step,
            "status": status,
        }
        stays = bool(activity.pk) and set(activity.knowledge_questions.all()) == set(questions)
        if stays and _holds(activity, wanted):
            return activity
        if activity.pk:
            check_unchanged(current.meetup, seen_seq, KINDS, _ref(activity))
        else:
            _check_not_planned(current, questions, seen_seq)
        _store(activity, wanted)
        activity.knowledge_questions.set(questions)
        _record(current, activity, questions=[question.pk for question in questions])
        return activity


def drop_activity(*, activity: Activity, dropped: bool = True, seen_seq: int | None = None) -> None:
    """Take an activity off the work programme, or (dropped=False) put it back.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    _drop(activity, dropped, seen_seq)


def _same_activity(meetup: Meetup, title: str, questions: Collection[KnowledgeQuestion]) -> Activity | None:
    wanted = {question.pk for question in questions}
    same_title = meetup.activities.filter(title=title, is_dropped=False).prefetch_related("knowledge_questions")
    return next(
        (found for found in same_title if {question.pk for question in found.knowledge_questions.all()} == wanted),
        None,
    )


def _holds(item: KnowledgeQuestion | Activity, wanted: Mapping[str, object]) -> bool:
    return all(getattr(item, name) == value for name, value in wanted.items())


def _store(item: KnowledgeQuestion | Activity, wanted: Mapping[str, object]) -> None:
    for name, value in wanted.items():
        setattr(item, name, value)
    item.save()


def _drop(item: KnowledgeQuestion | Activity, dropped: bool, seen_seq: int | None) -> None:
    with change(item.meetup_id, Event.Actor.STAFF) as current:
        item.refresh_from_db()
        if item.is_dropped == dropped:
            return
        check_unchanged(current.meetup, seen_seq, KINDS, _ref(item))
        item.is_dropped = dropped
        item.save(update_fields=["is_dropped"])
        _record(current, item)


def _check_not_planned(current: Change, questions: Collection[KnowledgeQuestion], seen_seq: int | None) -> None:
    """Raise ChangedMeanwhile when an activity for just these questions was planned or changed after `seen_seq`."""
    wanted = {question.pk for question in questions}
    since = changes_since(current.meetup, seen_seq, KINDS).filter(ref__startswith="activity-")
    if any(set(event.detail.get("questions", ())) == wanted for event in since):
        raise ChangedMeanwhile


def _record(current: Change, item: KnowledgeQuestion | Activity, **detail: list[int]) -> None:
    current.record(Event.Kind.AGENDA_CHANGED, _ref(item), **detail)


def _ref(item: KnowledgeQuestion | Activity) -> str:
    """Return what an event calls the item by: questions and activities count separately."""
    return f"{item._meta.model_name}-{item.pk}"
