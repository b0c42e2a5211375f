"""How far staff are with judging all that the room said: nothing may be left behind unseen."""

from collections import Counter
from dataclasses import dataclass

from sessions.agenda import agenda_of
from sessions.agenda_parts import Agenda, Line
from sessions.models import Answer, Cluster, Meetup
from sessions.triage_parts import WAITING, Item, Stage, State


@dataclass(frozen=True)
class Segment:
    """One stage in a bar of all items: where it starts, and how many items it is long."""

    stage: Stage
    start: int
    count: int


@dataclass(frozen=True)
class Triage:
    """All that is to be judged of a meet-up, never older than `seq`; each item is in one state.

    `ended` counts, in words, the answers that need no judgement: hidden, withdrawn and erased ones. `clusters` are
    the groups in which a loose answer can be put, `lines` the kennisvragen that something can double.
    """

    seq: int
    meetup: Meetup
    items: list[Item]
    ended: dict[str, int]
    clusters: list[Cluster]
    lines: list[Line]

    @property
    def states(self) -> dict[State, int]:
        """Return how many items are in each state; those of all states are all items."""
        counts = Counter(item.state for item in self.items)
        return {state: counts[state] for state in State}

    @property
    def stages(self) -> dict[Stage, int]:
        """Return how many items are done, under way, and not seen."""
        counts = Counter(item.stage for item in self.items)
        return {stage: counts[stage] for stage in Stage}

    @property
    def segments(self) -> list[Segment]:
        """Return the stages as they lie behind each other in a bar."""
        segments, start = [], 0
        for stage, count in self.stages.items():
            segments.append(Segment(stage, start, count))
            start += count
        return segments

    @property
    def reasons(self) -> list[str]:
        """Return the reasons that were given until now, each once: the next one is often the same."""
        return sorted({item.verdict.reason for item in self.items if item.verdict and item.verdict.reason})

    def alike(self, item: Item | None) -> list[Item]:
        """Return the other loose answers to the same question that nobody looked at; none for a group."""
        if item is None or item.is_group:
            return []
        return [
            other
            for other in self.items
            if other.state == State.UNSEEN and not other.is_group and other.step == item.step and other != item
        ]

    @classmethod
    def of(cls, agenda: Agenda) -> "Triage":
        """Return what is to be judged of an agenda."""
        states = Counter(trace.answer.state for trace in agenda.traces)
        needless = [state for state in Answer.State if state != Answer.State.VISIBLE and state not in WAITING]
        return cls(
            seq=agenda.seq,
            meetup=agenda.meetup,
            items=agenda.items,
            ended={state.label: states[state] for state in needless if states[state]},
            clusters=[group.cluster for part in agenda.parts for group in part.groups],
            lines=agenda.lines,
        )


def triage_of(meetup: Meetup) -> Triage:
    """Return what is to be judged of a meet-up, and how far that is, in as many queries as its agenda takes."""
    return Triage.of(agenda_of(meetup))


def unseen_count(meetup: Meetup) -> int:
    """Return how many groups and answers nobody looked at, or not since something came in."""
    return agenda_of(meetup).unseen
