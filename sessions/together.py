"""Writes of one moment share one commit: reaching the disk takes longer than all the rest of a write.

While one commit is under way, what comes in waits for the next. Nobody hears how his own write ended before the
commit that holds it is done; one that fails by itself undoes nothing of the others.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError

from sessions.changes import one_commit
from sessions.live.hub import in_thread

Result = TypeVar("Result")

MOST_AT_ONCE = 100  # so that a facilitator who presses a key waits for no more than these
# In a rush a commit for every second answer would take more time than the answers do.
PAUSE_SECONDS = 0.01


@dataclass(frozen=True)
class _Waiting:
    write: Callable[[], Any]
    ended: asyncio.Future


class Together:
    """The writes that wait for their commit, by meet-up."""

    def __init__(self) -> None:
        self._waiting: dict[int, list[_Waiting]] = defaultdict(list)
        self._working: dict[int, asyncio.Task[None]] = {}

    async def do(self, meetup_id: int, write: Callable[[], Result]) -> Result:
        """Call `write`, in a thread, in a commit that it shares with others; return what it returns.

        Raises what it raises, and the DatabaseError of that commit when nothing in it could be stored.
        """
        waiting = _Waiting(write, asyncio.get_running_loop().create_future())
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
                    for tell in await in_thread(_perform, meetup_id, batch):
                        tell()
                except Exception as error:
                    # Who came meanwhile would wait as long for the same: all hear it, and come back.
                    for one in batch + waiting:
                        _fail(one.ended, error)
                    waiting.clear()
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            del self._working[meetup_id], self._waiting[meetup_id]


def _perform(meetup_id: int, batch: list[_Waiting]) -> list[Callable[[], None]]:
    """Do all writes of a batch in one commit; return what tells each of them how it ended.

    Raises when nothing can be stored now, or when the meet-up is not there.
    """
    if len(batch) == 1:  # has a commit of its own, without a savepoint
        return [_done(*batch)]
    with one_commit(meetup_id):
        return [_done(one) for one in batch]


def _done(one: _Waiting) -> Callable[[], None]:
    """Do one write; raises when the commit as a whole is lost."""
    try:
        return partial(_succeed, one.ended, one.write())
    except Exception as error:
        # SQLite ends a transaction by itself when the disk is full; what came before in it is gone too.
        if isinstance(error, DatabaseError | InterfaceError) and not isinstance(error, IntegrityError | DataError):
            raise
        return partial(_fail, one.ended, error)


def _succeed(ended: asyncio.Future, result: object) -> None:
    if not ended.done():  # done is who gave up waiting
        ended.set_result(result)


def _fail(ended: asyncio.Future, error: Exception) -> None:
    if not ended.done():
        ended.set_exception(error)


together = Together()
