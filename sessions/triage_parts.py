"""What staff judge one by one, groups and loose answers, and the state in which each of them is.

The states are those of the James Lind Alliance: every contribution ends in one of them, where all can look it up.
A state that follows from a kennisvraag is read from that, and is stored nowhere else.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices

from sessions.agenda_lines import Group, Line
from sessions.models import Answer, Cluster, Event, Meetup, ThemeBlock, Verdict
from sessions.models.agenda import Priority

Outcome = Verdict.Outcome
WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
WAITING = frozenset({Answer.State.NEW, Answer.State.LATE})


class Stage(TextChoices):
    """How far staff are with something."""

    DONE = "klaar", "klaar"
    UNDER_WAY = "bezig", "bezig"
    UNSEEN = "nog-niet-bekeken", "nog niet bekeken"


class State(TextChoices):
    """Where something ends, or stands until then; the value is what an address calls it."""

    UNSEEN = "nog-niet-bekeken", "nog niet bekeken"
    WAITING = "wacht-op-toelating", "wacht op toelating"
    STALE = "opnieuw-bekijken", "opnieuw bekijken"
    IN_SCOPE = "binnen-scope", "binnen scope"
    QUESTION = "kennisvraag", "herschreven als kennisvraag"
    AGENDA = "naar-agenda", "naar agenda"
    OUT_OF_SCOPE = "buiten-scope", "buiten scope"
    DUPLICATE = "dubbel", "dubbel"
    ANSWERED = "al-beantwoord", "al beantwoord"
    NOT_NOW = "niet-nu", "niet nu"


STAGES = {
    **dict.fromkeys(State, Stage.DONE),
    **dict.fromkeys((State.UNSEEN, State.WAITING, State.STALE), Stage.UNSEEN),
    **dict.fromkeys((State.IN_SCOPE, State.QUESTION), Stage.UNDER_WAY),
}
BY_OUTCOME = {
    Outcome.IN_SCOPE: State.IN_SCOPE,
    Outcome.OUT_OF_SCOPE: State.OUT_OF_SCOPE,
    Outcome.DUPLICATE: State.DUPLICATE,
    Outcome.ANSWERED: State.ANSWERED,
    Outcome.NOT_NOW: State.NOT_NOW,
}
# What stands behind the number of a kennisvraag that is not due now.
MARKS = {Priority.UNDECIDED: " (nog te bepalen)", Priority.LATER: " (later)", Priority.NOT: " (niet nu)"}


@dataclass(frozen=True)
class Item:
    """A group with its visible answers, or one answer that stands in none or was not let in yet.

    `lines` are the kennisvragen that came from it. `verdict` is what staff decided of it and still holds, and
    `same_as` the kennisvraag that it doubles. They saw what changed up to `seen_seq`; 0 is never.
    """

    subject: Cluster | Answer
    answers: list[Answer]
    lines: list[Line]
    verdict: Verdict | None
    same_as: Line | None
    seen_seq: int

    @property
    def is_group(self) -> bool:
        """Tell whether it is a group, rather than one answer."""
        return isinstance(self.subject, Cluster)

    @property
    def key(self) -> str:
        """Return what an address calls it, as in "groep-12"."""
        return key_of(self.subject)

    @property
    def title(self) -> str:
        """Return the name of the group, or what the answer says."""
        return self.subject.name if self.is_group else self.subject.text

    @property
    def theme(self) -> ThemeBlock | None:
        """Return the theme it belongs to, None beyond the themes."""
        return self.subject.theme if self.is_group else self.subject.round.step.theme

    @property
    def step(self) -> int | None:
        """Return the id of the step at which it was answered, None for a group."""
        return None if self.is_group else self.subject.round.step_id

    @cached_property
    def fresh(self) -> list[Answer]:
        """Return the answers that came in, or were changed, after staff saw it."""
        return [answer for answer in self.answers if answer.changed_seq > self.seen_seq]

    @property
    def judged(self) -> State:
        """Return the state as staff left it, whatever came in since."""
        if self.lines:
            priorities = {line.question.priority for line in self.lines}
            if priorities & {Priority.NOW, Priority.LATER}:
                return State.AGENDA
            return State.QUESTION if Priority.UNDECIDED in priorities else State.NOT_NOW
        return BY_OUTCOME[self.verdict.outcome] if self.verdict else State.UNSEEN

    @cached_property
    def state(self) -> State:
        """Return the state it is in now; every item is in just one."""
        if not self.is_group and self.subject.state in WAITING:
            return State.WAITING
        judged = self.judged
        return State.STALE if judged != State.UNSEEN and self.fresh else judged

    @property
    def stage(self) -> Stage:
        """Return how far staff are with it."""
        return STAGES[self.state]

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to decide about it."""
        return self.stage == Stage.DONE

    @property
    def ending(self) -> str:
        """Return the state as staff left it in a few Dutch words, with the reason they gave."""
        if self.lines:
            return "in " + ", ".join(map(numbered, self.lines))
        words = self.judged.label
        if self.verdict is None:
            return words
        if self.same_as:
            words += f" met {self.same_as.number}"
        remark = self.verdict.reference or self.verdict.reason
        return f"{words}: {remark}" if remark else words

    @property
    def verdict_in_words(self) -> str:
        """Return what to say of it beside its kennisvragen: "" when those are all."""
        if self.state == State.STALE:
            return self.state.label
        return "" if self.lines else self.ending

    @property
    def due(self) -> str:
        """Return in words when its kennisvragen are due, "" when it has none or they differ."""
        words = {line.question.get_priority_display() for line in self.lines}
        return words.pop() if len(words) == 1 else ""

    @property
    def link(self) -> str:
        """Return the address at which the answer stands, "" when what staff named is no address of a page."""
        reference = self.verdict.reference if self.verdict else ""
        return reference if WEB_ADDRESS.fullmatch(reference) else ""

    def ending_of(self, answer: Answer) -> str:
        """Return what became of one of its answers; what nobody saw yet did not become anything."""
        where = "in groep" if self.is_group else "los"
        if self.judged == State.UNSEEN or answer.changed_seq > self.seen_seq:
            return f"{where}, {State.UNSEEN.label}"
        return self.ending


def key_of(subject: Cluster | Answer) -> str:
    """Return what an address calls a group or an answer."""
    return f"groep-{subject.pk}" if isinstance(subject, Cluster) else f"antwoord-{subject.pk}"


def numbered(line: Line) -> str:
    """Return the number of a kennisvraag, with its priority unless it is due now."""
    return line.number + MARKS.get(line.question.priority, "")


def items_of(
    meetup: Meetup,
    groups: Iterable[Group],
    answers: Iterable[Answer],
    lines: Iterable[Line],
    dropped_lines: Iterable[Line],
) -> list[Item]:
    """Return all that is to be judged, in two queries: by theme, groups with most support first, then answers.

    `answers` are those of every state. What is hidden, withdrawn or erased has ended already.
    """
    record = _Record(meetup, lines, dropped_lines)
    listed = [group for group in groups if group.answers]
    listed.sort(key=lambda group: group.support, reverse=True)
    grouped = {group.cluster.pk for group in listed}
    items = [record.item(group.cluster, group.answers) for group in listed]
    for answer in answers:
        is_loose = answer.state == Answer.State.VISIBLE and answer.cluster_id not in grouped
        if is_loose or answer.state in WAITING:
            items.append(record.item(answer, [answer]))
    return sorted(items, key=lambda item: (item.theme is None, item.theme.number if item.theme else 0))


class _Record:
    """What staff did with groups and answers until now: kennisvragen, verdicts, and when."""

    def __init__(self, meetup: Meetup, lines: Iterable[Line], dropped_lines: Iterable[Line]) -> None:
        self._verdicts = {key_of_verdict(verdict): verdict for verdict in meetup.verdicts.all()}
        self._line_of = {line.question.pk: line for line in lines}
        self._lines, self._dropped = _by_origin(self._line_of.values()), _by_origin(dropped_lines)
        self._last: dict[str, int] = {}
        self._taken_in: dict[tuple[str, int], int] = {}
        kinds = (Event.Kind.AGENDA_CHANGED, Event.Kind.VERDICT_CHANGED)
        events = meetup.events.filter(kind__in=kinds).order_by("seq")
        for seq, ref, clusters in events.values_list("seq", "ref", "detail__clusters"):
            self._last[ref] = seq
            for cluster in clusters or ():
                self._taken_in.setdefault((ref, cluster), seq)

    def item(self, subject: Cluster | Answer, answers: list[Answer]) -> Item:
        """Return a group or an answer with what staff did with it."""
        key = key_of(subject)
        lines, verdict = self._lines[key], self._verdicts.get(key)
        if verdict is not None and not self._holds(verdict, lines, self._dropped[key]):
            verdict = None
        seen = [verdict.judged_seq] if verdict else []
        for line in lines:
            ref = f"knowledgequestion-{line.question.pk}"
            last = self._last.get(ref, 0)
            seen.append(self._taken_in.get((ref, subject.pk), last) if isinstance(subject, Cluster) else last)
        same_as = self._line_of.get(verdict.question_id) if verdict else None
        return Item(subject, answers, lines, verdict, same_as, max(seen, default=0))

    def _holds(self, verdict: Verdict, lines: list[Line], dropped: list[Line]) -> bool:
        """Tell whether a verdict still holds; with a kennisvraag that was dropped, so was what it led to."""
        if verdict.outcome in (Outcome.UNSEEN, Outcome.QUESTION):
            return verdict.outcome == Outcome.QUESTION and bool(lines)
        if verdict.question_id and verdict.question_id not in self._line_of:
            return False
        judged = self._last.get(f"verdict-{verdict.pk}", 0)
        return all(self._last.get(f"knowledgequestion-{line.question.pk}", 0) < judged for line in dropped)


def key_of_verdict(verdict: Verdict) -> str:
    """Return what an address calls that of which this is the verdict."""
    return f"groep-{verdict.cluster_id}" if verdict.cluster_id else f"antwoord-{verdict.answer_id}"


def _by_origin(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Return kennisvragen by what they came from: groups, and loose answers."""
    found = defaultdict(list)
    for line in lines:
        for group in line.groups:
            found[key_of(group.cluster)].append(line)
        for answer in line.loose:
            found[key_of(answer)].append(line)
    return found
