"""Writes of one moment share one commit: reaching the disk takes longer than all the rest of a write.

While one commit is under way, what comes in waits for the next. Nobody hears how his own write ended before the
commit that holds it is done.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError

from sessions.changes import Commit, one_commit
from sessions.live.threads import WRITERS, in_thread
from sessions.refusals import Refusal

Result = TypeVar("Result")
Write = Callable[[Commit], Any]
Sender = tuple[UUID, str]

MOST_AT_ONCE = 100  # so that a facilitator who presses a key waits for no more than these
# In a rush a commit for every second answer would take more time than the answers do: the more came at once, the
# longer the next commit waits for more.
PAUSE_SECONDS = 0.002
LONGEST_PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Waiting:
    """A write that waits for its commit, who sent it under which key, and who hears how it ended."""

    write: Write
    sender: Sender | None
    ended: asyncio.Future


class Together:
    """The writes that wait for their commit, by meet-up."""

    def __init__(self) -> None:
        self._waiting: dict[int, list[Waiting]] = defaultdict(list)
        self._working: dict[int, asyncio.Task[None]] = {}

    async def do(self, meetup_id: int, write: Callable[[Commit], Result], sender: Sender | None = None) -> Result:
        """Call `write`, in a thread, in a commit that it shares with others; return what it returns.

        What is known of `sender`, a participant's id and the key he sent under, is looked up for all of them at
        once. Raises what `write` raises, and the DatabaseError of the commit when nothing in it could be stored.
        """
        waiting = Waiting(write, sender, asyncio.get_running_loop().create_future())
        self._waiting[meetup_id].append(waiting)
        if meetup_id not in self._working:
            self._working[meetup_id] = asyncio.create_task(self._work(meetup_id))
        return await waiting.ended

    async def _work(self, meetup_id: int) -> None:
        """Write until nothing waits any more."""
        waiting = self._waiting[meetup_id]
        try:
            while batch := waiting[:MOST_AT_ONCE]:
                del waiting[: len(batch)]
                try:
                    for tell in await in_thread(perform, meetup_id, batch, threads=WRITERS):
                        tell()
                except Exception as error:
                    # Who came meanwhile would wait as long for the same: all hear it, and come back.
                    for one in batch + waiting:
                        _fail(one.ended, error)
                    waiting.clear()
                await asyncio.sleep(min(PAUSE_SECONDS * len(batch), LONGEST_PAUSE_SECONDS))
        finally:
            del self._working[meetup_id], self._waiting[meetup_id]


def perform(meetup_id: int, batch: list[Waiting]) -> list[Callable[[], None]]:
    """Do all writes of a batch in one commit; return what tells each of them how it ended.

    When one of them fails by a mistake, each has a commit of its own. Raises when nothing can be stored now.
    """
    try:
        with one_commit(meetup_id) as commit:
            commit.expect([one.sender for one in batch if one.sender])
            return [_done(one, commit) for one in batch]
    except Exception as error:
        if _is_trouble_of_all(error):
            raise
        if len(batch) == 1:
            return [partial(_fail, batch[0].ended, error)]
    return [tell for one in batch for tell in perform(meetup_id, [one])]


def _done(one: Waiting, commit: Commit) -> Callable[[], None]:
    try:
        return partial(_succeed, one.ended, one.write(commit))
    except Refusal as refusal:
        return partial(_fail, one.ended, refusal)


def _is_trouble_of_all(error: Exception) -> bool:
    """Tell whether an error says that the database cannot store anything now, and not that one write is wrong."""
    return isinstance(error, DatabaseError | InterfaceError) and not isinstance(error, IntegrityError | DataError)


def _succeed(ended: asyncio.Future, result: object) -> None:
    if not ended.done():  # done is who gave up waiting
        ended.set_result(result)


def _fail(ended: asyncio.Future, error: Exception) -> None:
    if not ended.done():
        ended.set_exception(error)


together = Together()
