"""What the agenda under construction holds: what the room gave per theme, and what staff made of it.

Everything is read at once, so the agenda takes as many queries for 1,000 answers as for one. `Meetup.seq` is
read first: what the agenda shows is then never older than it says. The queries run without a transaction,
which would make writers wait, so what another query does not know yet (or any more) is passed over.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Count, Prefetch, Q

from sessions.agenda_parts import Agenda, Discussion, Group, Line, Part, Pile, Share, Trace, Turnout, Work
from sessions.board import cards
from sessions.models import Answer, EarlierQuestion, KnowledgeQuestion, Meetup, Option, Participant, Step
from sessions.quarters import starts
from sessions.triage_parts import Item, items_of
from sessions.votes import Ballot, Poll, ballots_of, polls_of


def agenda_of(meetup: Meetup) -> Agenda:
    """Return the agenda of a meet-up in a fixed number of queries."""
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    as_of = meetup.events.order_by("-seq").values_list("at", flat=True).first()
    steps = list(meetup.steps.select_related("theme"))
    polls = polls_of(meetup, steps)
    answers = list(
        cards(Answer.objects.filter(round__live_session__meetup=meetup)).select_related(
            "participant__municipality"
        )
    )
    visible = [answer for answer in answers if answer.state == Answer.State.VISIBLE]
    groups = _groups_of(meetup, visible)
    lines, dropped_lines = _lines_of(meetup, groups, visible)
    items = items_of(meetup, groups.values(), answers, lines, dropped_lines)
    for item in items:
        if item.is_group:
            groups[item.subject.pk].verdict = item.verdict_in_words
    discussions = _discussions_of(meetup, steps, visible, groups)
    work, dropped_work = _work_of(meetup, [*lines, *dropped_lines])
    return Agenda(
        seq=seq,
        meetup=meetup,
        as_of=as_of,
        polls=[poll for poll in polls if poll.step.theme is None],
        parts=_parts_of(meetup, polls, discussions, groups.values(), lines),
        work=work,
        dropped_lines=dropped_lines,
        dropped_work=dropped_work,
        items=items,
        traces=_traces_of(answers, groups, lines, items),
        turnouts=_turnouts_of(meetup),
        forms=list(meetup.programme.forms.all()),
    )


def _groups_of(meetup: Meetup, answers: Iterable[Answer]) -> dict[int, Group]:
    members = defaultdict(list)
    for answer in answers:
        members[answer.cluster_id].append(answer)
    ballots = ballots_of(meetup)
    return {
        cluster.pk: Group(cluster, members[cluster.pk], ballots.get(cluster.pk, Ballot()))
        for cluster in meetup.clusters.filter(is_dissolved=False).select_related("theme")
    }


def _discussions_of(
    meetup: Meetup, steps: Iterable[Step], answers: Iterable[Answer], groups: Mapping[int, Group]
) -> list[Discussion]:
    """Return every question that was put to the room, with the answers under its labels."""
    labels = defaultdict(list)
    for option in Option.objects.filter(step__meetup=meetup, step__kind=Step.Kind.QUESTION):
        labels[option.step_id].append(option)
    given = defaultdict(list)
    for answer in answers:
        given[answer.round.step_id, answer.option_id].append(answer)
    return [
        Discussion(
            step,
            [
                *(_pile(label.text, given[step.pk, label.pk], groups) for label in labels[step.pk]),
                _pile("", given[step.pk, None], groups),
            ],
        )
        for step in steps
        if step.kind == Step.Kind.QUESTION
    ]


def _pile(label: str, answers: Iterable[Answer], groups: Mapping[int, Group]) -> Pile:
    by_group = defaultdict(list)
    for answer in answers:
        by_group[answer.cluster_id if answer.cluster_id in groups else None].append(answer)
    loose = by_group.pop(None, [])
    shares = [Share(groups[cluster_id], members) for cluster_id, members in by_group.items()]
    shares.sort(key=lambda share: (-len(share.answers), share.group.cluster.pk))
    return Pile(label, shares, loose)


def _lines_of(
    meetup: Meetup, groups: Mapping[int, Group], answers: Iterable[Answer]
) -> tuple[list[Line], list[Line]]:
    """Return the knowledge questions with their numbers, and the dropped ones.

    Within a theme those that staff put in an order of their own go first, and the others follow by support.
    """
    by_id = {answer.pk: answer for answer in answers}
    questions = meetup.knowledge_questions.select_related("theme", "form")
    earlier = Prefetch("earlier_questions", EarlierQuestion.objects.select_related("agenda"))
    questions = questions.prefetch_related("clusters", "answers", "tasks", earlier)
    lines, dropped = [], []
    for question in questions:
        own = [groups[cluster.pk] for cluster in question.clusters.all() if cluster.pk in groups]
        loose = [by_id[answer.pk] for answer in question.answers.all() if answer.pk in by_id]
        line = Line(question, own, loose, Ballot.together(group.ballot for group in own))
        if question.is_dropped:
            dropped.append(line)
            continue
        lines.append(line)
        for group in own:
            group.lines.append(line)
    lines.sort(key=_place_of)
    counts = defaultdict(int)
    for line in lines:
        number = _theme_number(line.question)
        counts[number] += 1
        line.number = f"K{number}.{counts[number]}"
    return lines, dropped


def _place_of(line: Line) -> tuple[int, ...]:
    position = line.question.position
    place = (1, 0) if position is None else (0, position)
    return (_theme_number(line.question), *place, *(-part for part in line.support))


def _theme_number(question: KnowledgeQuestion) -> int:
    return question.theme.number if question.theme else 0


def _work_of(meetup: Meetup, lines: Iterable[Line]) -> tuple[list[Work], list[Work]]:
    """Return the activities, numbered in order of their start, and the dropped ones; tell lines of theirs."""
    by_question = {line.question.pk: line for line in lines}
    work, dropped = [], []
    activities = list(meetup.activities.select_related("form").prefetch_related("knowledge_questions"))
    for activity in sorted(activities, key=lambda activity: starts(activity.quarter, activity.planning)):
        questions = activity.knowledge_questions.all()
        own = [by_question[question.pk] for question in questions if question.pk in by_question]
        own.sort(key=lambda line: line.number)
        if activity.is_dropped:
            dropped.append(Work("", activity, own))
            continue
        work.append(Work(f"W{len(work) + 1}", activity, own))
        for line in own:
            line.activities.append(activity)
    return work, dropped


def _parts_of(
    meetup: Meetup,
    polls: Iterable[Poll],
    discussions: Iterable[Discussion],
    groups: Iterable[Group],
    lines: Iterable[Line],
) -> list[Part]:
    """Return a part for each theme, and one for what goes beyond the themes when there is any."""
    parts = [Part(theme) for theme in (*meetup.themes.all(), None)]
    by_theme = {part.theme.pk if part.theme else None: part for part in parts}
    for poll in polls:
        by_theme[poll.step.theme_id].polls.append(poll)
    for discussion in discussions:
        by_theme[discussion.step.theme_id].discussions.append(discussion)
    for group in sorted(groups, key=lambda group: group.support, reverse=True):
        by_theme[group.cluster.theme_id].groups.append(group)
    for line in lines:
        by_theme[line.question.theme_id].lines.append(line)
    return [part for part in parts if part.theme or not part.is_empty]


def _traces_of(
    answers: Iterable[Answer], groups: Mapping[int, Group], lines: Iterable[Line], items: Iterable[Item]
) -> list[Trace]:
    """Return what became of each answer, of every state."""
    found = defaultdict(list)
    for line in lines:
        for answer in line.answers:
            found[answer.pk].append(line)
    judged_in = {answer.pk: item for item in items for answer in item.answers}
    return [
        Trace(answer, groups.get(answer.cluster_id), found[answer.pk], judged_in.get(answer.pk))
        for answer in answers
    ]


def _turnouts_of(meetup: Meetup) -> list[Turnout]:
    """Return who took part in each place, in two queries."""
    rows = (
        Participant.objects.people()
        .filter(live_session__meetup=meetup)
        .values("live_session", "municipality__name")
        .annotate(people=Count("pk"), rehearsing=Count("pk", filter=Q(is_rehearsal=True)))
        .order_by("municipality__search_key")
    )
    turnouts = {place.pk: Turnout(place) for place in meetup.live_sessions.all()}
    for row in rows:
        turnouts[row["live_session"]].count(row["municipality__name"], row["people"], row["rehearsing"])
    return list(turnouts.values())
