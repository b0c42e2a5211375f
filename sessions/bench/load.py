"""Answers that are sent at their intended moments, whatever the server does, and what is found out about them."""

import asyncio
import html
import json
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sessions.bench.crowd import Crowd
from sessions.bench.figures import P95, percentile
from sessions.bench.phone import Answer
from sessions.bench.place import Question
from sessions.bench.texts import MARK, Writer
from sessions.wire.websocket import Socket

# So long after the last answer whatever is still under way may arrive; what does not counts as lost.
PATIENCE_SECONDS = 10.0
HEAD_START_SECONDS = 0.05
# By so much the benchmark may be late itself; more, and its figures say little about the server.
LATE_SECONDS = 0.02


@dataclass
class Outcome:
    """What became of a load: seconds from the intended moment of an answer to its acknowledgement (`acks`), and
    to each screen on which it was seen (`board`).

    What never came counts with the time that was waited for it, so that a loss cannot make a figure better.
    `elsewhere` is the part of `board` at other processes than the one that took the answer. `lag` is the p95 of
    the seconds by which the benchmark itself was late.
    """

    answers: int = 0
    acks: list[float] = field(default_factory=list)
    board: list[float] = field(default_factory=list)
    elsewhere: list[float] = field(default_factory=list)
    pairs_lost: int = 0
    is_drained: bool = True
    lag: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def delivered(self) -> float:
        """The part of all (answer, viewer) pairs that arrived."""
        return 1 - self.pairs_lost / len(self.board) if self.board else 1.0


def planned(crowd: Crowd, writer: Writer, offsets: Sequence[float]) -> list[Answer]:
    """Return an answer of a random phone for each moment, in seconds from now."""
    phones = crowd.phones
    answers = [Answer(phones[writer.phone(len(phones))], writer.text()) for _ in offsets]
    start = time.perf_counter() + HEAD_START_SECONDS
    for answer, offset in zip(answers, offsets, strict=True):
        answer.intended = start + offset
    return answers


def at_once(crowd: Crowd, writer: Writer) -> list[Answer]:
    """Return an answer of every phone, all for this very moment."""
    answers = [Answer(phone, writer.text()) for phone in crowd.phones]
    now = time.perf_counter()
    for answer in answers:
        answer.intended = now
    return answers


async def put(crowd: Crowd, question: Question, answers: Sequence[Answer]) -> Outcome:
    """Send the answers at their moments, wait until everybody has seen them, and return what became of them."""
    crowd.forget()
    sending, lags = set(), []
    for answer in answers:
        await asyncio.sleep(max(0.0, answer.intended - time.perf_counter()))
        sending.add(asyncio.create_task(answer.send(question)))
        lags.append(time.perf_counter() - answer.intended)
    done, late = await asyncio.wait(sending, timeout=PATIENCE_SECONDS)
    for task in done:
        task.result()  # what a server can do wrong is in the answer; anything else is a fault of ours
    if late:
        for task in late:
            task.cancel()
        await asyncio.wait(late)
    is_drained = await crowd.caught_up(max(answer.seq for answer in answers), PATIENCE_SECONDS)
    until = time.perf_counter()
    outcome = outcome_of(answers, crowd.viewers, crowd.projector, until)
    for place in crowd.places:
        coming = [answer for answer in answers if answer.phone.place != place]
        outcome.elsewhere += seen(coming, crowd.viewers_at(place), until)[0]
    outcome.is_drained, outcome.lag = is_drained and not late, percentile(lags, P95)
    return outcome


def outcome_of(answers: Sequence[Answer], viewers: Sequence[Socket], projector: Socket, until: float) -> Outcome:
    """Return what became of these answers, when nobody waited longer than `until` (a moment)."""
    outcome = Outcome(len(answers))
    outcome.failures.update(answer.failure for answer in answers if answer.failure)
    outcome.acks = [(answer.acknowledged or until) - answer.intended for answer in answers]
    outcome.board, outcome.pairs_lost = seen(answers, viewers, until)
    if unseen := len(unread([answer for answer in answers if not answer.failure], projector)):
        outcome.failures["een antwoord stond niet op het scherm van de zaal"] = unseen
    return outcome


def seen(answers: Iterable[Answer], viewers: Iterable[Socket], until: float) -> tuple[list[float], int]:
    """Return the seconds after which each viewer saw each answer that was stored, and how many never came."""
    waits, lost = [], 0
    stored = sorted((answer for answer in answers if not answer.failure), key=lambda answer: answer.seq)
    seqs, intended = [answer.seq for answer in stored], [answer.intended for answer in stored]
    for viewer in viewers:
        done = 0
        for moment, seq in zip(viewer.moments, viewer.seqs, strict=True):
            upto = bisect_right(seqs, seq, done)
            waits += [moment - at for at in intended[done:upto]]
            done = upto
        waits += [until - at for at in intended[done:]]
        lost += len(intended) - done
    return waits, lost


def unread(answers: Sequence[Answer], projector: Socket) -> list[Answer]:
    """Return the answers whose whole text is in no message that the projector got."""
    shown = html.unescape("\n".join(json.loads(message)["content"] for message in projector.contents))
    ends: dict[str, list[int]] = defaultdict(list)
    for mark in MARK.finditer(shown):
        ends[mark[0]].append(mark.end())

    def is_shown(text: str) -> bool:
        return any(shown.endswith(text, 0, end) for end in ends[MARK.findall(text)[-1]])

    return [answer for answer in answers if not is_shown(answer.text)]
