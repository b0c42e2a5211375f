"""What staff do after the room has spoken: make knowledge questions of groups, and plan activities.

Whoever edits names the seq of the agenda that he saw (`seen_seq`), so that two colleagues never undo each other's
work. What holds already is not done again, so pressing twice does no harm. What a field held before is kept, with
the reason for the change (`why`) if one was given.
"""

from collections.abc import Collection, Sequence
from typing import TypedDict, Unpack

from sessions.changes import Change, change
from sessions.models import Activity, Answer, Cluster, Event, KnowledgeQuestion, Meetup, Option, ThemeBlock
from sessions.revising import plain, ref_of, rewrite, values_of
from sessions.seen import ChangedMeanwhile, changes_since
from themes.models import FormOfWork

CHANGED = Event.Kind.AGENDA_CHANGED
KINDS = {CHANGED}
# What an event of an order has in its detail: the theme, 0 beyond the themes.
ORDER = "order"


class QuestionFields(TypedDict, total=False):
    """All that staff say of a knowledge question, and what it comes from; what is not named stays as it is."""

    text: str
    explanation: str
    kind: str
    theme: ThemeBlock | None
    form: FormOfWork | None
    lead: str
    priority: str
    reason: str
    pillar: str
    existing: str
    product: str
    partners: str
    tasks: Collection[Option]
    clusters: Collection[Cluster]
    answers: Collection[Answer]


class ActivityFields(TypedDict, total=False):
    """What staff say of an activity besides its title; what is not named stays as it is."""

    form: FormOfWork | None
    lead: str
    partners: str
    planning: str
    first_step: str
    status: str
    goal: str
    audience: list[str]
    contact: str
    quarter: str
    seeking: list[str]
    offering: list[str]
    product: str
    effort: str


def promote_cluster(
    *, cluster: Cluster, text: str, seen_seq: int | None = None, **fields: Unpack[QuestionFields]
) -> KnowledgeQuestion:
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
        question = KnowledgeQuestion(meetup=current.meetup)
        wanted = {"text": text, "theme": cluster.theme, "clusters": [cluster], **fields}
        rewrite(current, CHANGED, question, _plain(wanted), clusters=[cluster.pk])
        return question


def promote_answer(
    *, answer: Answer, text: str, seen_seq: int | None = None, **fields: Unpack[QuestionFields]
) -> KnowledgeQuestion:
    """Make a knowledge question of a loose answer, as `promote_cluster` does of a group; return it."""
    with change(answer.round.live_session.meetup_id, Event.Actor.STAFF) as current:
        there = answer.knowledge_questions.filter(text=text, is_dropped=False).first()
        if there:
            return there
        since = changes_since(current.meetup, seen_seq, KINDS)
        if any(answer.pk in event.detail.get("answers", ()) for event in since):
            raise ChangedMeanwhile
        question = KnowledgeQuestion(meetup=current.meetup)
        wanted = {"text": text, "theme": answer.round.step.theme, "answers": [answer], **fields}
        rewrite(current, CHANGED, question, _plain(wanted), answers=[answer.pk])
        return question


def reword_question(
    *,
    question: KnowledgeQuestion,
    why: str = "",
    seen_seq: int | None = None,
    **fields: Unpack[QuestionFields],
) -> KnowledgeQuestion:
    """Store what staff say of a knowledge question, and what it comes from; return it.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    with change(question.meetup_id, Event.Actor.STAFF) as current:
        question.refresh_from_db()
        wanted = _plain(fields)
        if values_of(question, wanted) == wanted:
            return question
        _check_unchanged(current, seen_seq, question)
        if wanted.get("theme", question.theme_id) != question.theme_id:
            wanted["position"] = None  # its place was one among the questions of the other theme
        clusters = wanted.get("clusters", values_of(question, ["clusters"])["clusters"])
        rewrite(current, CHANGED, question, wanted, why=why, clusters=clusters)
        return question


def drop_question(
    *, question: KnowledgeQuestion, dropped: bool = True, why: str = "", seen_seq: int | None = None
) -> None:
    """Take a knowledge question off the agenda, or (dropped=False) put it back; nothing is deleted.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    _drop(question, dropped, why, seen_seq)


def order_questions(
    *, meetup: Meetup, theme: ThemeBlock | None, ids: Sequence[int] | None, seen_seq: int | None = None
) -> None:
    """Put the knowledge questions of a theme in this order by id, or (without ids) back in that of support.

    The order is one change: all of it is stored or nothing. Raises ChangedMeanwhile when a colleague put them in
    another order after `seen_seq`, or when these are not all questions of the theme any more.
    """
    with change(meetup.pk, Event.Actor.STAFF) as current:
        questions = {one.pk: one for one in meetup.knowledge_questions.filter(theme=theme, is_dropped=False)}
        places = dict.fromkeys(questions) if ids is None else {pk: place for place, pk in enumerate(ids, start=1)}
        if places == {pk: one.position for pk, one in questions.items()}:
            return
        of_theme = theme.pk if theme else 0
        since = changes_since(current.meetup, seen_seq, KINDS)
        if places.keys() != questions.keys() or any(event.detail.get(ORDER) == of_theme for event in since):
            raise ChangedMeanwhile
        for pk, place in places.items():
            if questions[pk].position != place:
                rewrite(current, CHANGED, questions[pk], {"position": place}, **{ORDER: of_theme})


def plan_activity(
    *,
    meetup: Meetup,
    questions: Collection[KnowledgeQuestion],
    title: str,
    activity: Activity | None = None,
    why: str = "",
    seen_seq: int | None = None,
    **fields: Unpack[ActivityFields],
) -> Activity:
    """Store an activity of the work programme for these knowledge questions, new or changed; return it.

    Pressing twice makes one: a new activity with the title and questions of one that is there changes that one.
    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`, or planned one for the same questions.
    """
    with change(meetup.pk, Event.Actor.STAFF) as current:
        activity = activity or _same_activity(meetup, title, questions) or Activity(meetup=meetup)
        wanted = _plain({"title": title, "knowledge_questions": questions, **fields})
        if activity.pk:
            activity.refresh_from_db()
            if values_of(activity, wanted) == wanted:
                return activity
            _check_unchanged(current, seen_seq, activity)
        else:
            _check_not_planned(current, questions, seen_seq)
        rewrite(current, CHANGED, activity, wanted, why=why, questions=wanted["knowledge_questions"])
        return activity


def mark_activity(*, activity: Activity, status: str, why: str = "", seen_seq: int | None = None) -> None:
    """Say how far an activity is.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    with change(activity.meetup_id, Event.Actor.STAFF) as current:
        activity.refresh_from_db()
        if activity.status == status:
            return
        _check_unchanged(current, seen_seq, activity)
        rewrite(current, CHANGED, activity, {"status": status}, why=why)


def drop_activity(*, activity: Activity, dropped: bool = True, why: str = "", seen_seq: int | None = None) -> None:
    """Take an activity off the work programme, or (dropped=False) put it back.

    Raises ChangedMeanwhile when a colleague changed it after `seen_seq`.
    """
    _drop(activity, dropped, why, seen_seq)


def _same_activity(meetup: Meetup, title: str, questions: Collection[KnowledgeQuestion]) -> Activity | None:
    wanted = {question.pk for question in questions}
    same_title = meetup.activities.filter(title=title, is_dropped=False).prefetch_related("knowledge_questions")
    return next(
        (found for found in same_title if {question.pk for question in found.knowledge_questions.all()} == wanted),
        None,
    )


def _drop(item: KnowledgeQuestion | Activity, dropped: bool, why: str, seen_seq: int | None) -> None:
    with change(item.meetup_id, Event.Actor.STAFF) as current:
        item.refresh_from_db()
        if item.is_dropped == dropped:
            return
        _check_unchanged(current, seen_seq, item)
        rewrite(current, CHANGED, item, {"is_dropped": dropped}, why=why)


def _check_unchanged(current: Change, seen_seq: int | None, item: KnowledgeQuestion | Activity) -> None:
    """Raise ChangedMeanwhile when an item was changed after `seen_seq`; that its place changed is no matter."""
    since = changes_since(current.meetup, seen_seq, KINDS).filter(ref=ref_of(item))
    if any(ORDER not in event.detail for event in since):
        raise ChangedMeanwhile


def _check_not_planned(current: Change, questions: Collection[KnowledgeQuestion], seen_seq: int | None) -> None:
    """Raise ChangedMeanwhile when an activity for just these questions was planned or changed after `seen_seq`."""
    wanted = {question.pk for question in questions}
    since = changes_since(current.meetup, seen_seq, KINDS).filter(ref__startswith="activity-")
    if any(set(event.detail.get("questions", ())) == wanted for event in since):
        raise ChangedMeanwhile


def _plain(fields: dict[str, object]) -> dict[str, object]:
    return {name: plain(value) for name, value in fields.items()}
