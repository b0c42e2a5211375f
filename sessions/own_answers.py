"""What became of the answers of one participant, as he may know it.

What staff still work on is theirs until they publish an edition of the agenda. From then on it is told as that
edition says it; a verdict counts as published when it was given before that and not changed since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q

from sessions.models import Answer, Edition, Event, Participant, Step, Verdict

State = Answer.State
Outcome = Verdict.Outcome
# A verdict that says why something stands in no line of the agenda.
TOLD = frozenset({Outcome.OUT_OF_SCOPE, Outcome.DUPLICATE, Outcome.ANSWERED, Outcome.NOT_NOW})


@dataclass(frozen=True)
class PublishedActivity:
    """An activity as an edition names it; `facts` are its form, when it starts, its lead and its status."""

    number: str
    title: str
    facts: list[str]


@dataclass(frozen=True)
class PublishedQuestion:
    """A knowledge question as an edition names it. `later` says why it is not taken up now, "" when it is."""

    number: str
    text: str
    later: str
    activities: list[PublishedActivity]


@dataclass(frozen=True)
class OwnAnswer:
    """One answer with where it stands in the room, and what became of it as far as that was published.

    `state` is what its author may know of its state. `verdict` stands only when it was published, and `same_as` is
    the knowledge question that says the same.
    """

    answer: Answer
    state: State
    group: str = ""
    questions: list[PublishedQuestion] = field(default_factory=list)
    verdict: Verdict | None = None
    same_as: PublishedQuestion | None = None

    @property
    def is_pending(self) -> bool:
        """Tell whether it stands in the room, and nothing is known of it yet."""
        return self.state == State.VISIBLE and not self.questions and self.verdict is None


@dataclass(frozen=True)
class OwnAnswers:
    """All answers of a participant by question, and the edition that tells what became of them, if any."""

    by_step: list[tuple[Step, list[OwnAnswer]]]
    edition: Edition | None


def own_answers_of(participant: Participant) -> OwnAnswers:
    """Return what became of all answers of a participant, in a fixed number of queries."""
    editions = Edition.objects.filter(meetup=participant.live_session.meetup_id, is_withdrawn=False)
    edition = editions.order_by("number").last()
    questions = _published(edition.content) if edition else {}
    own = Answer.objects.filter(participant=participant).exclude(state=State.ERASED)
    own = own.select_related("round__step__theme", "option", "cluster").order_by(
        "round__step__number", "created_seq"
    )
    answers = list(own.prefetch_related("cluster__knowledge_questions", "knowledge_questions"))
    verdicts = _verdicts_of(participant, answers, edition.content["seq"]) if edition else {}
    told = [_own(answer, participant, questions, verdicts) for answer in answers]
    by_step = groupby(told, key=lambda one: one.answer.round.step)
    return OwnAnswers([(step, list(these)) for step, these in by_step], edition)


def _own(
    answer: Answer,
    participant: Participant,
    published: Mapping[int, PublishedQuestion],
    verdicts: Mapping[str, Verdict],
) -> OwnAnswer:
    if participant.is_muted and answer.state == State.NEW:
        return OwnAnswer(answer, State.VISIBLE)  # a muted phone is not told that it is
    if answer.state != State.VISIBLE:
        return OwnAnswer(answer, State(answer.state))
    made = {question.pk for question in answer.knowledge_questions.all()}
    if answer.cluster:
        made |= {question.pk for question in answer.cluster.knowledge_questions.all()}
    questions = [question for pk, question in published.items() if pk in made]
    verdict = None if questions else _verdict_on(answer, verdicts)
    same_as = published.get(verdict.question_id) if verdict else None
    if verdict and verdict.question_id and same_as is None:
        verdict = None  # the question that it doubles was not published
    group = answer.cluster.name if answer.cluster else ""
    return OwnAnswer(answer, State.VISIBLE, group, questions, verdict, same_as)


def _verdicts_of(participant: Participant, answers: Iterable[Answer], until: int) -> dict[str, Verdict]:
    """Return the verdicts on these answers and their groups as they were at the seq `until`, and are still."""
    about = Q(answer__in=[answer.pk for answer in answers])
    about |= Q(cluster__in={answer.cluster_id for answer in answers if answer.cluster_id})
    found = {f"verdict-{verdict.pk}": verdict for verdict in Verdict.objects.filter(about, outcome__in=TOLD)}
    meetup = participant.live_session.meetup_id
    changed = Event.objects.filter(meetup=meetup, kind=Event.Kind.VERDICT_CHANGED, ref__in=found, seq__gt=until)
    for ref in changed.values_list("ref", flat=True):
        found.pop(ref, None)
    return {_key(verdict.answer_id, verdict.cluster_id): verdict for verdict in found.values()}


def _verdict_on(answer: Answer, verdicts: Mapping[str, Verdict]) -> Verdict | None:
    """Return the verdict on an answer, or on its group if the answer was there when that was judged."""
    verdict = verdicts.get(_key(None, answer.cluster_id) if answer.cluster_id else _key(answer.pk, None))
    return verdict if verdict and answer.changed_seq <= verdict.judged_seq else None


def _key(answer_id: int | None, cluster_id: int | None) -> str:
    return f"antwoord-{answer_id}" if answer_id else f"groep-{cluster_id}"


def _published(content: Mapping[str, object]) -> dict[int, PublishedQuestion]:
    """Return the knowledge questions of an edition by id, in the order of their numbers."""
    activities = {row["number"]: _activity(row) for row in content["activities"]}
    return {
        card["id"]: PublishedQuestion(
            number=card["number"],
            text=card["question"],
            later=_later(card),
            activities=[activities[number] for number in card["activities"] if number in activities],
        )
        for chapter in content["chapters"]
        for card in chapter["cards"]
    }


def _activity(row: Mapping[str, str]) -> PublishedActivity:
    lead = f"trekker {row['lead']}" if row["lead"] else ""
    facts = [row["form"], row["quarter"] or row["planning"], lead, row["status"]]
    return PublishedActivity(row["number"], row["title"], [fact for fact in facts if fact])


def _later(card: Mapping[str, str]) -> str:
    if card["priority"] == "nu":
        return ""
    return f"{card['priority']}: {card['reason']}" if card["reason"] else card["priority"]
