"""The hub: the one place in a process that watches a meet-up and tells every open screen.

A hub reads the events after its own seq once, has the changed regions of each view rendered once, and
writes the same bytes to every socket of that view, at most fourteen times a second. What wakes it (a write in
this process, or the channel layer between processes) may get lost: it looks at the seq itself every second.
"""

import asyncio
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Protocol, TypeVar

from pmg_workshop import storage
from sessions.live import frames, neighbours
from sessions.live.frames import View
from sessions.live.neighbours import Neighbours
from sessions.live.presence import phones
from sessions.live.regions import Audience
from sessions.live.threads import in_thread

Result = TypeVar("Result")

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0
FRAME_SECONDS = 0.16
# When much comes in, a frame costs little for each answer in it, and there is more to wait for.
RUSH_FRAME_SECONDS = 0.07
RUSH = 8  # changes in one frame
REST_SECONDS = 0.025  # of each hub, however long a frame takes to make


class Socket(Protocol):
    """An open connection as the hub knows it."""

    async def push(self, message: str) -> None:
        """Send one message to the browser."""


class Hub:
    """One meet-up in one process, as long as a socket is open for it."""

    def __init__(
        self, meetup_id: int, each_second: Callable[[int], None], on_idle: Callable[["Hub"], None]
    ) -> None:
        self.meetup_id = meetup_id
        self._each_second = each_second
        self._on_idle = on_idle
        self._sockets: dict[View, set[Socket]] = defaultdict(set)
        self._joining = 0
        self._known: frames.Known | None = None
        self._snapshots: dict[View, frames.Frame] = {}
        self._told: dict[View, int] = {}
        self._woken = asyncio.Event()
        self._rendering = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hub")
        self._task = asyncio.create_task(self._watch())

    def wake(self) -> None:
        """Have the hub look now instead of at its next tick; call it in the event loop's thread."""
        self._woken.set()

    async def join(self, view: View, socket: Socket) -> None:
        """Send a socket its snapshot, then let it hear every change after it."""
        self._joining += 1
        try:
            # Under the lock no frame goes out between the reading of the snapshot and the joining.
            async with self._rendering:
                if self._known is None:
                    self._known = await self._in_thread(frames.known, self.meetup_id)
                if view not in self._snapshots:
                    self._snapshots[view] = await self._in_thread(frames.snapshot, view)
                    self._told[view] = self._snapshots[view].seq
                await socket.push(self._snapshots[view].message)
                self._sockets[view].add(socket)
        finally:
            self._joining -= 1

    def leave(self, view: View, socket: Socket) -> None:
        """Stop telling a socket; the last one to leave ends the hub."""
        self._sockets[view].discard(socket)
        if not self._sockets[view]:
            # Nobody looks, so nobody would notice that it grows old.
            del self._sockets[view]
            self._snapshots.pop(view, None)
        if not self._sockets and not self._joining:
            self._task.cancel()
            self._thread.shutdown(wait=False)
            phones.forget(self.meetup_id)
            self._on_idle(self)

    def heartbeat(self, view: View) -> str:
        """Return the message with the seq that a view's screens, which have joined, should be at by now."""
        return frames.heartbeat(view, self._told[view], self._known.epoch)

    def _note_phones(self) -> None:
        """Say how many phones are there; not where other processes serve some too, for it would be too low."""
        if not neighbours.are_there():
            views = self._sockets.items()
            here = {view.id: len(sockets) for view, sockets in views if view.audience == Audience.PHONE}
            phones.note(self.meetup_id, here)

    def _in_thread(self, function: Callable[..., Result], *arguments: object) -> Awaitable[Result]:
        return in_thread(function, *arguments, threads=self._thread)

    async def _watch(self) -> None:
        next_tick = 0.0
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), TICK_SECONDS)
            self._woken.clear()
            started, pause = time.monotonic(), FRAME_SECONDS
            try:
                if is_tick := started >= next_tick:
                    next_tick = started + TICK_SECONDS
                    await self._in_thread(self._each_second, self.meetup_id)
                if await self._tell(counts_people=is_tick) >= RUSH:
                    pause = RUSH_FRAME_SECONDS
            except Exception as error:  # a database that is away for a moment must not end the hub
                if not storage.report(error):
                    logger.exception("De schermen van meet-up %s konden niet worden bijgewerkt", self.meetup_id)
            await asyncio.sleep(max(REST_SECONDS, started + pause - time.monotonic()))

    async def _tell(self, counts_people: bool) -> int:
        """Tell every view what changed in it, and who joined if asked to; return how many changes that were."""
        async with self._rendering:
            if self._known is None or not self._sockets:
                return 0
            before = self._known.seq
            if counts_people:
                self._note_phones()
            self._known, changed = await self._in_thread(
                frames.changes, self.meetup_id, self._known, list(self._sockets), counts_people
            )
            for view, frame in changed.items():
                self._told[view] = frame.seq
                self._snapshots.pop(view, None)
                for socket in list(self._sockets.get(view, ())):
                    try:
                        await socket.push(frame.message)
                    except Exception as error:  # its heartbeat, or a new connection, will bring it up to date
                        logger.warning("Een scherm is niet bereikt: %s", error)
            return self._known.seq - before


class Switchboard:
    """The hubs of this process, one for each meet-up that somebody looks at."""

    def __init__(self) -> None:
        self._hubs: dict[int, Hub] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._neighbours: Neighbours | None = None
        self.changes: Counter[int] = Counter()

    def hub(self, meetup_id: int, each_second: Callable[[int], None]) -> Hub:
        """Return the hub of a meet-up, started when there is none yet; call it in the event loop."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:  # a new loop, as each test has, starts afresh
            self._hubs, self._loop, self._neighbours = {}, loop, None
        if self._neighbours is None and neighbours.are_there():
            self._neighbours = Neighbours(self._hear)
        if meetup_id not in self._hubs:
            self._hubs[meetup_id] = Hub(meetup_id, each_second, self._forget)
        return self._hubs[meetup_id]

    def _forget(self, hub: Hub) -> None:
        if self._hubs.get(hub.meetup_id) is hub:
            del self._hubs[hub.meetup_id]

    def wake(self, meetup_id: int) -> None:
        """Wake the hubs of a meet-up in all processes, from any thread. Losing this costs a second, no truth."""
        self.changes[meetup_id] += 1
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._wake_in_loop, meetup_id)

    def _wake_in_loop(self, meetup_id: int) -> None:
        if hub := self._hubs.get(meetup_id):
            hub.wake()
        if self._neighbours:
            self._neighbours.tell(meetup_id)

    def _hear(self, meetup_id: int) -> None:
        """Take it from another process that a meet-up changed."""
        self.changes[meetup_id] += 1
        if hub := self._hubs.get(meetup_id):
            hub.wake()


switchboard = Switchboard()


def changes_until_now(meetup_id: int) -> int:
    """Return a number that grows with every change that this process made to a meet-up, or was told of."""
    return switchboard.changes[meetup_id]


def wake(meetup_id: int) -> None:
    """Tell all screens of a meet-up that something changed; called after every commit."""
    switchboard.wake(meetup_id)
