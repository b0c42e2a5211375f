"""What the history says of each kind of event. A new kind needs one line in DEEDS.

A kind without a line is told by what its revision holds, so that the history of work that this module does not
know reads all the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q

from sessions.chronicle_groupings import words_of_grouping
from sessions.chronicle_names import Names, thing_of
from sessions.groups import moved_by
from sessions.models import (
    Activity,
    Answer,
    Cluster,
    Comment,
    EarlierAgenda,
    EarlierQuestion,
    Edition,
    Event,
    KnowledgeQuestion,
)

Kind = Event.Kind


class Topic(StrEnum):
    """What the history can be narrowed to, by the word in the address."""

    GROUPS = "groepen"
    ANSWERS = "antwoorden"
    QUESTIONS = "kennisvragen"
    ACTIVITIES = "activiteiten"
    VERDICTS = "oordelen"
    EDITIONS = "versies"
    COMMENTS = "reacties"
    OTHER = "overig"


TOPICS = {
    Topic.GROUPS: "Groepen",
    Topic.ANSWERS: "Antwoorden op het bord",
    Topic.QUESTIONS: "Kennisvragen",
    Topic.ACTIVITIES: "Activiteiten",
    Topic.VERDICTS: "Oordelen",
    Topic.EDITIONS: "Versies",
    Topic.COMMENTS: "Reacties",
    Topic.OTHER: "Overig",
}


@dataclass(frozen=True)
class Telling:
    """What an entry says, with the answers it is about, and the kennisvraag or activity that it is about."""

    words: str
    answers: list[int] = field(default_factory=list)
    question: int | None = None
    activity: int | None = None


Originals = Mapping[int, Event]
Tell = Callable[[Event, Names, Originals], Telling]


@dataclass(frozen=True)
class Deed:
    """How events of one kind are told; with `of` only those about a thing of that name."""

    kind: str
    topic: Topic
    tell: Tell
    of: str = ""

    @property
    def which(self) -> Q:
        """Return which events this is about."""
        return Q(kind=self.kind, ref__startswith=f"{self.of}-") if self.of else Q(kind=self.kind)


def _answer(words: str) -> Tell:
    def tell(event: Event, names: Names, originals: Originals) -> Telling:
        pk = int(event.ref)
        return Telling(f"Antwoord {names.of(Answer, pk)} {words}", [pk])

    return tell


def _highlighted(event: Event, names: Names, originals: Originals) -> Telling:
    is_off = event.detail.get("before", {}).get("is_highlighted")
    return _answer("niet meer uitgelicht" if is_off else "uitgelicht")(event, names, originals)


def _grouping(event: Event, names: Names, originals: Originals) -> Telling:
    was, became = moved_by(event)
    words = words_of_grouping(was, became, event.detail, names)
    if event.ref:
        words = f"Opnieuw gedaan: {words}"
    return Telling(words, sorted(was))


def _undone(event: Event, names: Names, originals: Originals) -> Telling:
    original = originals.get(int(event.ref))
    if original is None:
        return Telling("Een groepering ongedaan gemaakt")
    told = tell_of(original, names, originals)
    return Telling(f"Ongedaan gemaakt: {told.words}", told.answers)


def _renamed(event: Event, names: Names, originals: Originals) -> Telling:
    return Telling(f"Groep “{names.of(Cluster, int(event.ref))}” kreeg een andere naam")


def _ballot(event: Event, names: Names, originals: Originals) -> Telling:
    if not event.ref.isdecimal():
        return Telling("Stemlijst van de groepen gemaakt")
    group = f"Groep “{names.of(Cluster, int(event.ref))}”"
    if "on" not in event.detail:
        return Telling(f"{group} op de stemlijst gezet of eraf gehaald")
    return Telling(f"{group} op de stemlijst gezet" if event.detail["on"] else f"{group} van de stemlijst gehaald")


def _question(event: Event, names: Names, originals: Originals) -> Telling:
    pk = thing_of(event.ref)[1]
    words = f"Kennisvraag “{names.of(KnowledgeQuestion, pk)}” {_done_to(event)}"
    return Telling(words, question=pk)


def _activity(event: Event, names: Names, originals: Originals) -> Telling:
    pk = thing_of(event.ref)[1]
    return Telling(f"Activiteit “{names.of(Activity, pk)}” {_done_to(event)}", activity=pk)


def _verdict(event: Event, names: Names, originals: Originals) -> Telling:
    revision = revision_of(event)
    before, after = (revision.before, revision.after) if revision else ({}, {})
    detail = event.detail
    cluster = after.get("cluster") or before.get("cluster") or _first(detail, "cluster", "clusters")
    answer = after.get("answer") or before.get("answer") or _first(detail, "answer", "answers")
    about = names.verdict(thing_of(event.ref)[1] or 0)
    if cluster:
        about = f"groep “{names.of(Cluster, cluster)}”"
    elif answer:
        about = names.of(Answer, answer)
    deed = _done_to(event)
    if after.get("outcome") == "":
        deed = "ingetrokken"
    elif revision and {*after} <= {"judged_seq"}:
        deed = "bevestigd"
    words = f"Oordeel over {about or 'een groep of antwoord'} {deed}"
    return Telling(words, [answer] if answer else [])


def _first(detail: Mapping[str, object], one: str, several: str) -> int | None:
    found = detail.get(one) or detail.get(several)
    return found[0] if isinstance(found, list) else found


def _edition(event: Event, names: Names, originals: Originals) -> Telling:
    return Telling(f"Versie {names.of(Edition, thing_of(event.ref)[1] or 0)} {_done_to(event, 'gepubliceerd')}")


def _comment(event: Event, names: Names, originals: Originals) -> Telling:
    about = names.of(Comment, thing_of(event.ref)[1] or 0)
    return Telling(f"Reactie op {about} " + ("ontvangen" if _is_new(event) else "verwerkt"))


def _earlier(event: Event, names: Names, originals: Originals) -> Telling:
    model, pk = thing_of(event.ref)
    if model is EarlierQuestion:
        return Telling(f"Ingevuld wat er kwam van “{names.of(model, pk)}” uit een eerdere agenda")
    revision = revision_of(event)
    title = revision.before.get("title") if revision else None
    return Telling(f"Eerdere agenda “{title or names.of(EarlierAgenda, pk or 0)}” {_done_to(event, 'ingelezen')}")


def _fixed(words: str) -> Tell:
    return lambda event, names, originals: Telling(words)


def _other(event: Event, names: Names, originals: Originals) -> Telling:
    model, pk = thing_of(event.ref)
    noun = str(model._meta.verbose_name).capitalize() if model else "Iets in de meet-up"
    name = f" “{names.of(model, pk)}”" if model and pk else ""
    return Telling(f"{noun}{name} {_done_to(event)}")


def _is_new(event: Event) -> bool:
    revision = revision_of(event)
    return revision is None or not revision.before


def _done_to(event: Event, made: str = "gemaakt") -> str:
    """Return in a word what was done to a thing that staff write."""
    revision = revision_of(event)
    if revision is None:
        return "gewijzigd"
    if not revision.before and revision.after:
        return made
    if revision.before and not revision.after:
        return "weggehaald"
    if {*revision.after} == {"position"}:
        return "op een andere plaats gezet"
    if {*revision.after} == {"is_dropped"}:
        return "vervallen" if revision.after["is_dropped"] else "teruggezet"
    if {*revision.after} == {"is_withdrawn"}:
        return "ingetrokken" if revision.after["is_withdrawn"] else "opnieuw gepubliceerd"
    return "gewijzigd"


DEEDS = (
    Deed(Kind.GROUPING_CHANGED, Topic.GROUPS, _grouping),
    Deed(Kind.GROUPING_UNDONE, Topic.GROUPS, _undone),
    Deed(Kind.CLUSTER_RENAMED, Topic.GROUPS, _renamed),
    Deed(Kind.BALLOT_CHANGED, Topic.GROUPS, _ballot),
    Deed(Kind.ANSWER_HIDDEN, Topic.ANSWERS, _answer("verborgen")),
    Deed(Kind.ANSWER_RESTORED, Topic.ANSWERS, _answer("teruggezet op het bord")),
    Deed(Kind.ANSWER_ADMITTED, Topic.ANSWERS, _answer("toegelaten op het bord")),
    Deed(Kind.ANSWER_REVERTED, Topic.ANSWERS, _answer("teruggezet zoals het was")),
    Deed(Kind.ANSWER_HIGHLIGHTED, Topic.ANSWERS, _highlighted),
    Deed(Kind.ANSWER_WITHDRAWN, Topic.ANSWERS, _answer("ingetrokken")),
    Deed(Kind.AGENDA_CHANGED, Topic.QUESTIONS, _question, of="knowledgequestion"),
    Deed(Kind.AGENDA_CHANGED, Topic.ACTIVITIES, _activity, of="activity"),
    Deed(Kind.VERDICT_CHANGED, Topic.VERDICTS, _verdict),
    Deed(Kind.EDITION_CHANGED, Topic.EDITIONS, _edition),
    Deed(Kind.COMMENT_CHANGED, Topic.COMMENTS, _comment),
    Deed(Kind.COLOPHON_CHANGED, Topic.EDITIONS, _fixed("Colofon gewijzigd")),
    Deed(Kind.CLEARANCE_CHANGED, Topic.EDITIONS, _fixed("Namen en nummers nagekeken")),
    Deed(Kind.EARLIER_CHANGED, Topic.OTHER, _earlier),
    Deed(Kind.MERGED, Topic.OTHER, _fixed("Antwoorden van een andere laptop toegevoegd")),
)
# What only the history of one answer tells; on a day there are hundreds of them.
OF_ONE_ANSWER = (
    Deed(Kind.ANSWER_SUBMITTED, Topic.ANSWERS, _answer("gegeven")),
    Deed(Kind.ANSWER_REVISED, Topic.ANSWERS, _answer("aangepast")),
)
# What happens in the room, and is no part of what becomes of the answers.
IN_THE_ROOM = frozenset(
    {
        Kind.SUPPORT_CHANGED,
        Kind.CHOICE_CHANGED,
        Kind.DONE_CHANGED,
        Kind.STEP_CHANGED,
        Kind.ROUND_CHANGED,
        Kind.PROGRAMME_CHANGED,
        Kind.OVERLAY_CHANGED,
        Kind.SPOTLIGHT_CHANGED,
        Kind.OVERSIGHT_CHANGED,
        Kind.INTAKE_CHANGED,
        Kind.MODERATION_UNDONE,  # tells of each answer that it was put back
        Kind.PACE_CHANGED,
        Kind.SCOPE_CHANGED,
        Kind.REHEARSAL_CHANGED,
    }
)
TOLD_APART = IN_THE_ROOM | {deed.kind for deed in OF_ONE_ANSWER}


def revision_of(event: Event) -> object | None:
    """Return the revision of an event that was read with it, None when it has none."""
    return getattr(event, "revision", None)


def tell_of(event: Event, names: Names, originals: Originals) -> Telling:
    """Return what the history says of an event; `originals` are those that others name, by seq."""
    deeds = (*DEEDS, *OF_ONE_ANSWER)
    deed = next(
        (one for one in deeds if one.kind == event.kind and event.ref.startswith(f"{one.of}-" if one.of else "")),
        None,
    )
    told = (deed.tell if deed else _other)(event, names, originals)
    if not {"restores", "undoes"} & {*event.detail}:
        return told
    return Telling(f"Teruggezet: {told.words}", told.answers, told.question, told.activity)


def of_topic(topic: str) -> Q:
    """Return which events belong to a topic; those without a line in DEEDS belong to the last one."""
    which = Q(pk__in=())
    for deed in DEEDS:
        if deed.topic == topic:
            which |= deed.which
    if topic == Topic.OTHER:
        which |= ~Q(kind__in=[deed.kind for deed in DEEDS])
    return which
