"""The history ("Verloop"): what was done with what the room gave, by whom, when, and why.

It is read from the events and the revisions beside them, newest first, in a fixed number of queries for a page.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from sessions.chronicle_deeds import TOLD_APART, Telling, of_topic, revision_of, tell_of
from sessions.chronicle_names import UNTOLD, Names, field_of, label_of, thing_of
from sessions.differences import Kind, word_differences
from sessions.groups import GROUPINGS, moved_by
from sessions.models import Answer, Cluster, Event, KnowledgeQuestion, Meetup

PAGE_LENGTH = 50
# Below this share of words that stayed, both wordings read better than what differs between them.
LEAST_ALIKE = 0.3
ABOUT_AN_ANSWER = (
    Event.Kind.ANSWER_SUBMITTED,
    Event.Kind.ANSWER_REVISED,
    Event.Kind.ANSWER_WITHDRAWN,
    Event.Kind.ANSWER_HIDDEN,
    Event.Kind.ANSWER_RESTORED,
    Event.Kind.ANSWER_ADMITTED,
    Event.Kind.ANSWER_HIGHLIGHTED,
    Event.Kind.ANSWER_REVERTED,
)
ABOUT_A_GROUP = (Event.Kind.CLUSTER_RENAMED, Event.Kind.BALLOT_CHANGED)


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words; `pieces` show what differs where that reads well."""

    label: str
    before: str
    after: str
    pieces: list[tuple[Kind, str]]


@dataclass
class Entry:
    """One line of the history. `is_new` tells that the thing was made, so that there is no before."""

    event: Event
    who: str
    told: Telling
    answers: list[tuple[int, str]]
    changes: list[FieldChange] = field(default_factory=list)
    why: str = ""
    is_new: bool = False
    can_put_back: bool = False

    @property
    def at(self) -> datetime.datetime:
        """Return when it was done."""
        return self.event.at

    @property
    def takes_reason(self) -> bool:
        """Tell whether it was done at a desk, so that somebody can say why."""
        return self.event.actor in (Event.Actor.FACILITATOR, Event.Actor.STAFF)

    @property
    def day(self) -> datetime.date:
        """Return on which day that was in the Netherlands."""
        return timezone.localdate(self.event.at)


@dataclass(frozen=True)
class Chronicle:
    """A page of the history, never older than `seq`. `page.object_list` holds the entries, newest first."""

    seq: int
    page: Page

    @property
    def entries(self) -> list[Entry]:
        """Return the entries of this page."""
        return self.page.object_list


def chronicle_of(meetup: Meetup, *, topic: str = "", person: int | None = None, page: object = 1) -> Chronicle:
    """Return a page of the history of a meet-up, of one Topic or of one user if these are given."""
    events = meetup.events.exclude(kind__in=TOLD_APART)
    if topic:
        events = events.filter(of_topic(topic))
    if person is not None:
        events = events.filter(user=person)
    return _page_of(meetup, events, page)


def chronicle_of_question(question: KnowledgeQuestion, page: object = 1) -> Chronicle:
    """Return a page of the history of a knowledge question, with that of its groups, activities and comments."""
    clusters = set(question.clusters.values_list("pk", flat=True))
    answers = set(question.answers.values_list("pk", flat=True))
    which = _about_clusters(clusters) | _about("knowledgequestion", [question.pk])
    which |= _about("activity", question.activities.values_list("pk", flat=True))
    which |= _about("comment", question.comments.values_list("pk", flat=True))
    which |= _about("verdict", _verdicts(question.meetup, clusters, answers))
    which |= Q(seq__in=_groupings(question.meetup, clusters=clusters)[0])
    return _page_of(question.meetup, question.meetup.events.filter(which).exclude(kind__in=TOLD_APART), page)


def chronicle_of_answer(meetup: Meetup, answer: Answer, questions: Iterable[int], page: object = 1) -> Chronicle:
    """Return a page of the history of an answer, with that of its groups and of its knowledge questions, by id."""
    seqs, clusters = _groupings(meetup, answer=answer.pk)
    if answer.cluster_id:
        clusters.add(answer.cluster_id)
    which = Q(kind__in=ABOUT_AN_ANSWER, ref=str(answer.pk)) | Q(seq__in=seqs)
    which |= _about_clusters(clusters) | _about("knowledgequestion", questions)
    which |= _about("verdict", _verdicts(meetup, clusters, {answer.pk}))
    return _page_of(meetup, meetup.events.filter(which), page)


def people_of(meetup: Meetup) -> QuerySet[AbstractBaseUser]:
    """Return the users who did something in a meet-up, in order of their names."""
    did = meetup.events.exclude(kind__in=TOLD_APART).exclude(user=None).order_by().values("user")
    return get_user_model().objects.filter(pk__in=did).order_by("first_name", "last_name", "username")


def name_of(user: AbstractBaseUser) -> str:
    """Return what a user is called."""
    return user.get_full_name() or user.get_username()


def entry_of(meetup: Meetup, seq: int) -> Entry | None:
    """Return the entry of one event, None when there is no such event."""
    entries = _entries(meetup, meetup.events.filter(seq=seq))
    return entries[0] if entries else None


def _page_of(meetup: Meetup, events: QuerySet[Event], number: object) -> Chronicle:
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    page = Paginator(events.order_by("-seq"), PAGE_LENGTH).get_page(number)
    page.object_list = _entries(meetup, page.object_list)
    return Chronicle(seq, page)


def _entries(meetup: Meetup, events: QuerySet[Event]) -> list[Entry]:
    """Return what a reader sees of these events, in a fixed number of queries."""
    found = list(events.select_related("user", "revision"))
    named = [int(event.ref) for event in found if event.kind == Event.Kind.GROUPING_UNDONE]
    originals = {event.seq: event for event in meetup.events.filter(seq__in=named).select_related("revision")}
    names = Names(meetup)
    return [_entry(event, names, originals) for event in found]


def _entry(event: Event, names: Names, originals: dict[int, Event]) -> Entry:
    told = tell_of(event, names, originals)
    revision = revision_of(event)
    return Entry(
        event=event,
        who=name_of(event.user) if event.user else event.get_actor_display(),
        told=told,
        answers=sorted(((pk, names.of(Answer, pk)) for pk in told.answers), key=lambda one: one[1]),
        changes=_changes(event, names) if revision else [],
        why=revision.why if revision else "",
        is_new=revision is not None and not revision.before,
    )


def _changes(event: Event, names: Names) -> list[FieldChange]:
    model = Cluster if event.kind == Event.Kind.CLUSTER_RENAMED else thing_of(event.ref)[0]
    before, after = event.revision.before, event.revision.after
    changes = []
    for name in dict.fromkeys((*before, *after)):
        if name in UNTOLD:
            continue
        was, became = (names.shown(model, name, values.get(name)) for values in (before, after))
        if was != became:
            pieces = _pieces(was, became) if _is_text(model, name) else []
            changes.append(FieldChange(label_of(model, name), was, became, pieces))
    return changes


def _is_text(model: type[Model] | None, name: str) -> bool:
    known = field_of(model, name)
    return known is not None and known.get_internal_type() in ("CharField", "TextField") and not known.choices


def _pieces(before: str, after: str) -> list[tuple[Kind, str]]:
    if not (before and after):
        return []
    pieces = word_differences(before, after)
    same = sum(len(words.split()) for kind, words in pieces if kind == "same")
    return pieces if same >= LEAST_ALIKE * max(len(before.split()), len(after.split())) else []


def _about(thing: str, ids: Iterable[int]) -> Q:
    return Q(ref__in=[f"{thing}-{pk}" for pk in ids])


def _about_clusters(ids: Iterable[int]) -> Q:
    return Q(kind__in=ABOUT_A_GROUP, ref__in=[str(pk) for pk in ids])


def _verdicts(meetup: Meetup, clusters: Collection[int], answers: Collection[int]) -> QuerySet:
    return meetup.verdicts.filter(Q(cluster__in=clusters) | Q(answer__in=answers)).values_list("pk", flat=True)


def _groupings(
    meetup: Meetup, *, clusters: Collection[int] = (), answer: int | None = None
) -> tuple[list[int], set[int]]:
    """Return which groupings moved an answer, or something into or out of these groups, and the groups they touch.

    What an event holds is looked through here: a database can hardly seek in it.
    """
    found = {event.seq: event for event in meetup.events.filter(kind__in=GROUPINGS)}
    seqs, touched = [], set()
    for event in found.values():
        original = found.get(int(event.ref)) if event.kind == Event.Kind.GROUPING_UNDONE else None
        was, became = moved_by(event, original)
        if answer is not None:
            places = {was.get(answer), became.get(answer)} - {None}
            hit = answer in was or answer in became
        else:
            places = {*was.values(), *became.values()} & {*clusters}
            hit = bool(places)
        if hit:
            seqs.append(event.seq)
            touched |= places
    return seqs, touched
