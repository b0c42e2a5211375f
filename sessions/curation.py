"""What staff do after the room has spoken: make knowledge questions of groups, and plan activities.

Whoever edits names the seq of the agenda that he saw, so that two colleagues never undo each other's work.
"""

from collections.abc import Collection

from sessions.changes import Change, change
from sessions.models import Activity, Cluster, Event, KnowledgeQuestion, Meetup, ThemeBlock
from sessions.models.agenda import Priority
from themes.models import FormOfWork


class ChangedMeanwhile(Exception):
    """A colleague changed the same knowledge question or activity after it was shown."""


def promote_cluster(*, cluster: Cluster, text: str) -> KnowledgeQuestion:
    """Make a knowledge question of a group, in the words of staff; the group stays its origin. Return it.

    Pressing twice makes one: a question of this group in the same words is returned as it is.
    """
    with change(cluster.meetup_id, Event.Actor.STAFF) as current:
        there = cluster.knowledge_questions.filter(text=text, is_dropped=False).first()
        if there:
            return there
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
        _check_unchanged(question, seen_seq)
        question.text, question.explanation, question.kind = text, explanation, kind
        question.theme, question.form, question.lead = theme, form, lead
        question.priority, question.reason = priority, reason
        question.save()
        if clusters is not None:
            question.clusters.set(clusters)
        _record(current, question, clusters=list(question.clusters.values_list("pk", flat=True)))
        return question


def drop_question(*, question: KnowledgeQuestion, dropped: bool = True) -> None:
    """Take a knowledge question off the agenda, or (dropped=False) put it back; nothing is deleted."""
    with change(question.meetup_id, Event.Actor.STAFF) as current:
        question.is_dropped = dropped
        question.save(update_fields=["is_dropped"])
        _record(current, question)


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
    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    with change(meetup.pk, Event.Actor.STAFF) as current:
        activity = activity or _same_activity(meetup, title, questions) or Activity(meetup=meetup)
        _check_unchanged(activity, seen_seq)
        activity.title, activity.form, activity.lead = title, form, lead
        activity.partners, activity.planning, activity.first_step = partners, planning, first_step
        activity.status = status
        activity.save()
        activity.knowledge_questions.set(questions)
        _record(current, activity, questions=[question.pk for question in questions])
        return activity


def drop_activity(*, activity: Activity, dropped: bool = True) -> None:
    """Take an activity off the work programme, or (dropped=False) put it back."""
    with change(activity.meetup_id, Event.Actor.STAFF) as current:
        activity.is_dropped = dropped
        activity.save(update_fields=["is_dropped"])
        _record(current, activity)


def _same_activity(meetup: Meetup, title: str, questions: Collection[KnowledgeQuestion]) -> Activity | None:
    wanted = {question.pk for question in questions}
    same_title = meetup.activities.filter(title=title, is_dropped=False).prefetch_related("knowledge_questions")
    return next(
        (found for found in same_title if {question.pk for question in found.knowledge_questions.all()} == wanted),
        None,
    )


def _record(current: Change, item: KnowledgeQuestion | Activity, **detail: list[int]) -> None:
    current.record(Event.Kind.AGENDA_CHANGED, _ref(item), **detail)


def _check_unchanged(item: KnowledgeQuestion | Activity, seen_seq: int | None) -> None:
    changes = Event.objects.filter(meetup=item.meetup_id, kind=Event.Kind.AGENDA_CHANGED, ref=_ref(item))
    if seen_seq is not None and changes.filter(seq__gt=seen_seq).exists():
        raise ChangedMeanwhile


def _ref(item: KnowledgeQuestion | Activity) -> str:
    """Return what an event calls the item by: questions and activities count separately."""
    return f"{item._meta.model_name}-{item.pk}"
