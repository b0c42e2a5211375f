"""How the agenda came about, as data: what was asked in which way, how answers were grouped, what was left out.

What a reader of a consensus must be able to know of it: doi.org/10.1371/journal.pmed.1004326 (ACCORD). People
are named by their role only.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from sessions.agenda_parts import Agenda
from sessions.models import Answer, Choice, Event, Meetup, Revision, Round, Step
from sessions.order import is_shuffled
from sessions.triage_parts import State

GROUPINGS = {Event.Kind.GROUPING_CHANGED, Event.Kind.GROUPING_UNDONE, Event.Kind.CLUSTER_RENAMED}
WITHOUT_REASON = "zonder reden"
SHUFFLED = "op elke telefoon in een andere volgorde"


@dataclass(frozen=True)
class Run:
    """How a step went in one place. A moment is None while the step was not opened there, or not closed."""

    place: str
    opened_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    revealed: bool
    people: int
    answers: int


@dataclass(frozen=True)
class MethodStep:
    """One thing that was asked; `way` is how people gave their answer, and `settings` under which rules."""

    number: int
    title: str
    theme: str
    way: str
    settings: list[str]
    runs: list[Run]


@dataclass(frozen=True)
class Grouping:
    """What was done with groups. `moved` counts answers that went from one group to another, or out of it.

    `merged` is how many groups are no more, because all of their answers went elsewhere; `by` names roles.
    """

    times: int
    moved: int
    merged: int
    renamed: int
    undone: int
    off_ballot: int
    by: list[str]


@dataclass(frozen=True)
class Method:
    """How the agenda came about. `answers` counts them by state, `hidden` by reason, both in words.

    `judged` counts groups and loose answers by the state in which staff left them, in words. `skipped` are the
    titles of steps that were switched off, `reworded` is how often staff changed the words of a question.
    """

    questions: list[str]
    answers: dict[str, int]
    groups: int
    grouped: int
    dots: int
    dropped_questions: list[str]
    dropped_activities: list[str]
    hidden: dict[str, int]
    judged: dict[str, int]
    steps: list[MethodStep]
    skipped: list[str]
    grouping: Grouping
    reworded: int

    @classmethod
    def of(cls, agenda: Agenda) -> "Method":
        """Return how an agenda came about, in five queries."""
        groups = [group for part in agenda.parts for group in part.groups]
        asked = [discussion.step.title for part in agenda.parts for discussion in part.discussions]
        given = [trace.answer for trace in agenda.traces]
        steps, skipped = _steps_of(agenda.meetup, given)
        return cls(
            questions=list(dict.fromkeys(asked)),
            answers=_counted((answer.get_state_display() for answer in given), Answer.State.labels),
            groups=len(groups),
            grouped=sum(len(group.answers) for group in groups),
            dots=sum(group.ballot.total_dots for group in groups),
            dropped_questions=[line.question.text for line in agenda.dropped_lines],
            dropped_activities=[work.activity.title for work in agenda.dropped_work],
            hidden=_counted(
                (
                    answer.get_hidden_reason_display() or WITHOUT_REASON
                    for answer in given
                    if answer.state == Answer.State.HIDDEN
                ),
                [*Answer.HiddenReason.labels, WITHOUT_REASON],
            ),
            judged=_counted((item.state.label for item in agenda.items), State.labels),
            steps=steps,
            skipped=skipped,
            grouping=_grouping_of(agenda.meetup, sum(not group.cluster.on_ballot for group in groups)),
            reworded=Revision.objects.filter(
                event__meetup=agenda.meetup,
                event__ref__startswith="knowledgequestion-",
                before__has_key="text",
            ).count(),
        )


def _counted(words: Iterable[str], order: Iterable[str]) -> dict[str, int]:
    """Return how often each word is there, in this order and without those that are not."""
    counts = Counter(words)
    return {word: counts[word] for word in order if counts[word]}


def _steps_of(meetup: Meetup, answers: Iterable[Answer]) -> tuple[list[MethodStep], list[str]]:
    """Return what was asked, and the titles of what was switched off."""
    answerers: dict[int, list[object]] = defaultdict(list)
    for answer in answers:
        answerers[answer.round_id].append(answer.participant_id)
    choices = Choice.objects.filter(round__live_session__meetup=meetup)
    choosers = dict(choices.values_list("round").annotate(people=Count("participant", distinct=True)).order_by())
    rounds = Round.objects.filter(live_session__meetup=meetup).exclude(step__kind=Step.Kind.SLIDE)
    runs: dict[Step, list[Run]] = {}
    for round_ in rounds.select_related("live_session", "step__theme", "step__second_round_of").order_by(
        "step__number", "live_session"
    ):
        given = answerers[round_.pk]
        run = Run(
            place=round_.live_session.place,
            opened_at=round_.opened_at,
            closed_at=round_.closed_at,
            revealed=round_.revealed,
            people=len(set(given)) or choosers.get(round_.pk, 0),
            answers=len(given),
        )
        runs.setdefault(round_.step, []).append(run)
    asked = [_step(step, its_runs) for step, its_runs in runs.items() if not step.is_off]
    return asked, [step.marked_title for step in runs if step.is_off]


def _step(step: Step, runs: list[Run]) -> MethodStep:
    is_question = step.kind == Step.Kind.QUESTION
    settings = [
        f"{step.budget} stippen per persoon" if step.choice_mode == Step.ChoiceMode.DOTS else "",
        f"maatstaf: {step.criterion}" if step.criterion else "",
        "direct zichtbaar" if step.shows_directly else "zichtbaar na onthullen",
        "eerst goedkeuren" if is_question and step.approves_first else "",
        SHUFFLED if is_shuffled(step) else "",
        f"tweede ronde van onderdeel {step.second_round_of.number}" if step.second_round_of else "",
    ]
    return MethodStep(
        number=step.number,
        title=step.title,
        theme=step.theme.short_title if step.theme else "",
        way=step.get_choice_mode_display() if step.choice_mode else step.get_kind_display(),
        settings=[setting for setting in settings if setting],
        runs=runs,
    )


def _grouping_of(meetup: Meetup, off_ballot: int) -> Grouping:
    events = list(Event.objects.filter(meetup=meetup, kind__in=GROUPINGS))
    kinds = Counter(event.kind for event in events)
    before = [
        cluster_id
        for event in events
        if event.kind == Event.Kind.GROUPING_CHANGED
        for cluster_id in event.detail["before"].values()
    ]
    return Grouping(
        times=kinds[Event.Kind.GROUPING_CHANGED],
        moved=sum(cluster_id is not None for cluster_id in before),
        merged=meetup.clusters.filter(is_dissolved=True).count(),
        renamed=kinds[Event.Kind.CLUSTER_RENAMED],
        undone=kinds[Event.Kind.GROUPING_UNDONE],
        off_ballot=off_ballot,
        by=list(dict.fromkeys(event.get_actor_display() for event in events)),
    )
