"""What staff decide of each group and each loose answer: where it ends, and why.

Whoever judges names the seq of the page that he read (`seen_seq`): what came in after that was not judged, and
what a colleague decided after it is left alone (ChangedMeanwhile). What holds already is not done again. The event
of a judgement names the changes of kennisvragen that came with it, so that all of it can be undone.
"""

from collections.abc import Collection

from django.db.models import QuerySet

from sessions import clustering, curation
from sessions.agenda import agenda_of
from sessions.changes import Change, change
from sessions.facilitation import Impossible
from sessions.judgements import standing, together_with
from sessions.models import Answer, Cluster, Event, KnowledgeQuestion, Meetup, Revision, Verdict
from sessions.models.agenda import Priority
from sessions.revising import ref_of, rewrite, values_of
from sessions.seen import ChangedMeanwhile, changes_since, check_unchanged
from sessions.triage_parts import Stage, key_of

Subject = Cluster | Answer
Outcome = Verdict.Outcome
JUDGED = Event.Kind.VERDICT_CHANGED
NOTHING = {"outcome": Outcome.UNSEEN, "reason": "", "reference": "", "question": None}
HAS_QUESTION = "Hiervan is al een kennisvraag gemaakt. Kies wanneer die aan de beurt is, of laat haar vervallen."


def judge(
    *,
    subject: Subject,
    outcome: str,
    reason: str = "",
    reference: str = "",
    question: KnowledgeQuestion | None = None,
    why: str = "",
    seen_seq: int | None = None,
) -> Verdict:
    """Store where a group or a loose answer ends, with an Outcome; return the verdict.

    What has a kennisvraag can only be not taken up now: that becomes the priority of the kennisvraag. Raises
    ValueError when what the outcome needs is not given (see `missing_in`), Impossible for another outcome of what
    has a kennisvraag, and ChangedMeanwhile when it is no longer there to be judged, or a colleague was first.
    """
    if missing := missing_in(outcome, reason, reference, question):
        raise ValueError(missing[1])
    if outcome == Outcome.NOT_NOW and _live(subject):
        return prioritise(subject=subject, priority=Priority.NOT, reason=reason, why=why, seen_seq=seen_seq)
    wanted = {"outcome": outcome, "reason": reason, "reference": reference}
    wanted["question"] = question.pk if question else None
    with change(_meetup_of(subject).pk, Event.Actor.STAFF) as current:
        verdict = _verdict_of(subject, current)
        if _holds(verdict, wanted, subject, seen_seq):
            return verdict
        _check_there(subject)
        _check_first(subject, verdict, seen_seq, current)
        if _live(subject):
            raise Impossible(HAS_QUESTION)
        _store(verdict, wanted, subject, seen_seq, current, why)
        return verdict


def missing_in(
    outcome: str, reason: str, reference: str, question: KnowledgeQuestion | None
) -> tuple[str, str] | None:
    """Return the field that an outcome needs and that is empty, with what to tell who left it so; None when all is
    there."""
    if outcome in (Outcome.OUT_OF_SCOPE, Outcome.NOT_NOW) and not reason:
        return "reason", "Geef een reden."
    if outcome == Outcome.ANSWERED and not reference:
        return "reference", "Noem de publicatie, of geef het adres van de pagina."
    if outcome == Outcome.DUPLICATE and not (question or reason):
        return "question", "Kies een kennisvraag, of schrijf waarmee dit dubbel is."
    return None


def make_question(
    *, subject: Subject, text: str, priority: str = Priority.UNDECIDED, why: str = "", seen_seq: int | None = None
) -> KnowledgeQuestion:
    """Rewrite a group or a loose answer as a kennisvraag, due when `priority` says; return it.

    Raises ChangedMeanwhile as `judge` does.
    """
    with change(_meetup_of(subject).pk, Event.Actor.STAFF) as current:
        verdict = _verdict_of(subject, current)
        there = subject.knowledge_questions.filter(text=text, priority=priority, is_dropped=False).first()
        if there and verdict.outcome == Outcome.QUESTION:
            return there
        _check_there(subject)
        _check_first(subject, verdict, seen_seq, current)
        before = current.meetup.seq
        given = {"text": text, "seen_seq": seen_seq, "priority": priority}
        if isinstance(subject, Cluster):
            question = curation.promote_cluster(cluster=subject, **given)
        else:
            question = curation.promote_answer(answer=subject, **given)
        if question.priority != priority:
            curation.reword_question(question=question, priority=priority)
        made = range(before + 1, current.meetup.seq + 1)
        _store(verdict, NOTHING | {"outcome": Outcome.QUESTION}, subject, seen_seq, current, why, made)
        return question


def prioritise(
    *, subject: Subject, priority: str, reason: str = "", why: str = "", seen_seq: int | None = None
) -> Verdict:
    """Decide when the kennisvragen of a group or a loose answer are due: one Priority for all of them.

    Raises ChangedMeanwhile as `judge` does, and when there is no kennisvraag (any more).
    """
    with change(_meetup_of(subject).pk, Event.Actor.STAFF) as current:
        verdict = _verdict_of(subject, current)
        questions = _live(subject)
        wanted = {question: _due(question, priority, reason) for question in questions}
        changing = [
            question for question in questions if values_of(question, wanted[question]) != wanted[question]
        ]
        outcome = NOTHING | {"outcome": Outcome.QUESTION}
        if questions and not changing and _holds(verdict, outcome, subject, seen_seq):
            return verdict
        _check_there(subject)
        _check_first(subject, verdict, seen_seq, current)
        if not questions:
            raise ChangedMeanwhile
        before = current.meetup.seq
        for question in changing:
            curation.reword_question(question=question, why=why, seen_seq=seen_seq, **wanted[question])
        made = range(before + 1, current.meetup.seq + 1)
        _store(verdict, outcome, subject, seen_seq, current, why, made)
        return verdict


def confirm(*, subject: Subject, why: str = "", seen_seq: int | None = None) -> Verdict:
    """Say that what was decided still holds, with what came in since; raises ChangedMeanwhile as `judge` does."""
    with change(_meetup_of(subject).pk, Event.Actor.STAFF) as current:
        verdict = _verdict_of(subject, current)
        wanted = values_of(verdict, NOTHING) if verdict.pk else dict(NOTHING)
        if _live(subject):
            wanted = NOTHING | {"outcome": Outcome.QUESTION}
        if wanted["outcome"] == Outcome.UNSEEN:
            raise ChangedMeanwhile
        if not _holds(verdict, wanted, subject, seen_seq):
            _check_there(subject)
            _check_first(subject, verdict, seen_seq, current)
            _store(verdict, wanted, subject, seen_seq, current, why)
        return verdict


def take_back(*, subject: Subject, why: str = "", seen_seq: int | None = None) -> None:
    """Take a verdict back: nobody judged the group or answer then. Raises as `judge` does."""
    judge(subject=subject, outcome=Outcome.UNSEEN, why=why, seen_seq=seen_seq)


def put_in_group(*, answer: Answer, cluster: Cluster, seen_seq: int | None = None) -> None:
    """Put a loose answer in a group that is there; it then shares what was decided of that.

    Raises ChangedMeanwhile when the answer was moved after `seen_seq`, or the group is gone.
    """
    meetup = _meetup_of(answer)
    with change(meetup.pk, Event.Actor.STAFF) as current:
        answer.refresh_from_db()
        if answer.cluster_id == cluster.pk:
            return
        _check_there(cluster)
        item = next(item for item in agenda_of(meetup).items if item.key == key_of(cluster))
        clustering.group_answers(meetup=meetup, answer_ids=[answer.pk], cluster=cluster, seen_seq=seen_seq)
        if item.stage != Stage.UNSEEN:
            verdict = _verdict_of(cluster, current)
            wanted = {"outcome": Outcome.QUESTION} if item.lines else {}
            wanted |= {"judged_seq": current.meetup.seq}
            rewrite(current, JUDGED, verdict, wanted, **_detail(cluster, ()), moved=answer.pk)


def undo(*, meetup: Meetup, judgement: int) -> str:
    """Undo a judgement, named by the seq of its event: all is again as it was before, its kennisvraag included.

    Return the key of what was judged, see `key_of`. Undone already, nothing happens. What was judged together is
    undone together, but for what was judged again since. Raises ChangedMeanwhile when something was decided since
    of the same thing, or of its kennisvraag.
    """
    with change(meetup.pk, Event.Actor.STAFF) as current:
        judged = Event.objects.filter(meetup=meetup, kind=JUDGED)
        event = judged.filter(seq=judgement).select_related("revision").first()
        verdict = meetup.verdicts.filter(pk=event.ref.removeprefix("verdict-")).first() if event else None
        if verdict is None:
            raise ChangedMeanwhile
        subject = verdict.cluster or verdict.answer
        if judged.filter(detail__undoes=judgement).exists():
            return key_of(subject)
        stands = standing(judged)
        if stands[event.ref][-1:] != [judgement]:
            raise ChangedMeanwhile
        for one in together_with(event).select_related("revision"):
            if stands[one.ref][-1:] == [one.seq]:
                _undo(one, judged, current)
        return key_of(subject)


def _undo(event: Event, judged: QuerySet[Event], current: Change) -> None:
    verdict = Verdict.objects.get(pk=event.ref.removeprefix("verdict-"))
    before = current.meetup.seq
    for seq in event.detail["agenda"]:
        _undo_question(seq, judged.filter(ref=event.ref), current)
    made = [*range(before + 1, current.meetup.seq + 1)]
    wanted = event.revision.before or NOTHING
    rewrite(current, JUDGED, verdict, wanted, **_detail(verdict.cluster or verdict.answer, made), undoes=event.seq)


def _undo_question(seq: int, judged: Collection[Event], current: Change) -> None:
    """Undo what a judgement did to a kennisvraag, unless somebody changed that in another way since."""
    revision = Revision.objects.select_related("event").get(event__meetup=current.meetup, event__seq=seq)
    ref = revision.event.ref
    question = KnowledgeQuestion.objects.filter(pk=ref.removeprefix("knowledgequestion-")).first()
    own = {made for event in judged for made in event.detail["agenda"]}
    newest = Event.objects.filter(meetup=current.meetup, kind=curation.CHANGED, ref=ref).last()
    if question is None or newest.seq not in own:
        raise ChangedMeanwhile
    if revision.before:
        curation.reword_question(question=question, **revision.before)
    else:
        curation.drop_question(question=question)


def _due(question: KnowledgeQuestion, priority: str, reason: str) -> dict[str, str]:
    """Return what is stored of when a kennisvraag is due; why it was not goes once it is."""
    if priority == Priority.NOT:
        return {"priority": priority, "reason": reason}
    return {"priority": priority, "reason": "" if question.priority == Priority.NOT else question.reason}


def _meetup_of(subject: Subject) -> Meetup:
    return subject.meetup if isinstance(subject, Cluster) else subject.round.live_session.meetup


def _live(subject: Subject) -> list[KnowledgeQuestion]:
    return list(subject.knowledge_questions.filter(is_dropped=False))


def _verdict_of(subject: Subject, current: Change) -> Verdict:
    """Return the verdict of a group or an answer, a new one when it was never judged."""
    own = {"cluster": subject} if isinstance(subject, Cluster) else {"answer": subject}
    return Verdict.objects.filter(**own).first() or Verdict(meetup=current.meetup, **own)


def _answers_of(subject: Subject) -> list[Answer]:
    """Return the visible answers that are judged with it."""
    if isinstance(subject, Cluster):
        return list(subject.answers.filter(state=Answer.State.VISIBLE))
    return list(Answer.objects.filter(pk=subject.pk, state=Answer.State.VISIBLE, cluster=None))


def _holds(verdict: Verdict, wanted: dict[str, object], subject: Subject, seen_seq: int | None) -> bool:
    """Tell whether this was decided already, by somebody who had seen as much."""
    if verdict.pk is None:
        return wanted["outcome"] == Outcome.UNSEEN
    seen = (
        max((answer.changed_seq for answer in _answers_of(subject)), default=0) if seen_seq is None else seen_seq
    )
    return values_of(verdict, wanted) == wanted and verdict.judged_seq >= seen


def _check_there(subject: Subject) -> None:
    """Raise ChangedMeanwhile when the group was emptied, or the answer grouped or taken off the screens."""
    if not _answers_of(subject):
        raise ChangedMeanwhile


def _check_first(subject: Subject, verdict: Verdict, seen_seq: int | None, current: Change) -> None:
    """Raise ChangedMeanwhile when a colleague decided about it, or about a kennisvraag of it, after `seen_seq`."""
    if verdict.pk:
        check_unchanged(current.meetup, seen_seq, {JUDGED}, ref_of(verdict))
    own = {ref_of(question) for question in subject.knowledge_questions.all()}
    if changes_since(current.meetup, seen_seq, curation.KINDS).filter(ref__in=own).exists():
        raise ChangedMeanwhile


def _store(
    verdict: Verdict,
    wanted: dict[str, object],
    subject: Subject,
    seen_seq: int | None,
    current: Change,
    why: str,
    agenda: Collection[int] = (),
) -> None:
    """Store a verdict; `agenda` are the seqs of what it did to kennisvragen."""
    seen = current.meetup.seq if seen_seq is None else seen_seq
    rewrite(current, JUDGED, verdict, wanted | {"judged_seq": seen}, why=why, **_detail(subject, agenda))


def _detail(subject: Subject, agenda: Collection[int]) -> dict[str, list[int]]:
    whose = "clusters" if isinstance(subject, Cluster) else "answers"
    return {whose: [subject.pk], "agenda": [*agenda]}
