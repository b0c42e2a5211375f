"""What staff do after the room has spoken: make knowledge questions of groups, and plan activities."""

from collections.abc import Collection

from sessions.changes import change
from sessions.models import Activity, Cluster, Event, KnowledgeQuestion, Meetup, ThemeBlock
from sessions.models.agenda import Priority
from themes.models import FormOfWork


def promote_cluster(*, cluster: Cluster, text: str) -> KnowledgeQuestion:
    """Make a knowledge question of a group, in the words of staff; the group stays its origin. Return it."""
    with change(cluster.meetup_id, Event.Actor.STAFF) as current:
        question = KnowledgeQuestion.objects.create(meetup=cluster.meetup, theme=cluster.theme, text=text)
        question.clusters.add(cluster)
        current.record(Event.Kind.AGENDA_CHANGED, question.pk, clusters=[cluster.pk])
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
) -> KnowledgeQuestion:
    """Store all that staff say of a knowledge question; its origin stays as it is. Return it."""
    with change(question.meetup_id, Event.Actor.STAFF) as current:
        question.text, question.explanation, question.kind = text, explanation, kind
        question.theme, question.form, question.lead = theme, form, lead
        question.priority, question.reason = priority, reason
        question.save()
        current.record(Event.Kind.AGENDA_CHANGED, question.pk)
        return question


def drop_question(*, question: KnowledgeQuestion, dropped: bool = True) -> None:
    """Take a knowledge question off the agenda, or (dropped=False) put it back; nothing is deleted."""
    with change(question.meetup_id, Event.Actor.STAFF) as current:
        question.is_dropped = dropped
        question.save(update_fields=["is_dropped"])
        current.record(Event.Kind.AGENDA_CHANGED, question.pk)


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
) -> Activity:
    """Store an activity of the work programme for these knowledge questions, new or changed; return it."""
    with change(meetup.pk, Event.Actor.STAFF) as current:
        activity = activity or Activity(meetup=meetup)
        activity.title, activity.form, activity.lead = title, form, lead
        activity.partners, activity.planning, activity.first_step = partners, planning, first_step
        activity.status = status
        activity.save()
        activity.knowledge_questions.set(questions)
        current.record(Event.Kind.AGENDA_CHANGED, activity.pk, questions=[question.pk for question in questions])
        return activity


def drop_activity(*, activity: Activity, dropped: bool = True) -> None:
    """Take an activity off the work programme, or (dropped=False) put it back."""
    with change(activity.meetup_id, Event.Actor.STAFF) as current:
        activity.is_dropped = dropped
        activity.save(update_fields=["is_dropped"])
        current.record(Event.Kind.AGENDA_CHANGED, activity.pk)
