"""The server: daphne, with limits to what hostile or broken traffic can do to a room.

Daphne by itself reads a body of any size before it hands it on, waits for ever for the rest of a request, and
keeps whatever a slow reader does not take. All that is limited here, before anything reaches the program.
"""

import asyncio
import gc
import sys
from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import Any, Protocol

from autobahn.websocket.protocol import PreparedMessage
from daphne import http_protocol, ws_protocol
from daphne import server as daphne_server
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.ws_protocol import WebSocketFactory
from twisted.internet import reactor
from twisted.internet.defer import Deferred, DeferredSemaphore
from twisted.internet.interfaces import IAddress, ITransport

from pmg_workshop.limits import Limits, budget, raise_open_files
from pmg_workshop.server_http import Channel, Request
from pmg_workshop.server_socket import Socket

BACKLOG = 1024
# How long a thread that writes or renders may hold up the one that serves everybody. Python's own 5 ms is felt.
SWITCH_SECONDS = 0.001
GARBAGE_THRESHOLDS = 20_000, 50, 100


def _calm_python() -> None:
    """Let Python itself hold up nobody: neither its threads nor its search for garbage in circles.

    That search looks at all that was made since the start, again and again, and took a fifth of the time at twenty
    answers a second. What was loaded by now stays, and what comes is looked through less often.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


class Connection(Protocol):
    """Whatever handles an open connection: HTTP, or a websocket after its handshake."""

    def check(self) -> None:
        """Drop the connection if it takes too long; called every second."""


class Channels(HTTPFactory):
    """Makes what handles a new connection, as long as there is room for one more."""

    protocol = Channel

    def buildProtocol(self, address: IAddress) -> Channel | None:
        """Return the handler of a new connection, or None to close it at once."""
        if len(self.server.open) >= self.server.budget.connections:
            return None
        channel = super().buildProtocol(address)
        channel.requestFactory = Request
        return channel

    def log(self, request: Request) -> None:
        """Write no line for a request: Twisted would make one for a log that nobody keeps."""


class Sockets(WebSocketFactory):
    """Makes what handles a connection once it asked to become a websocket, and the frames that many are sent."""

    protocol = Socket

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.frame = lru_cache(maxsize=8)(self._frame)

    def _frame(self, text: str) -> PreparedMessage:
        """Return a message as it goes over the wire; all sockets that wait for it hold the same bytes."""
        return self.prepareMessage(text.encode(), doNotCompress=True)


class Steady:
    """The clock of Daphne's limits, which nobody sets: a connection must not be too old because a clock jumped."""

    time = staticmethod(monotonic)


class Server(daphne_server.Server):
    """Daphne's server within limits.

    `open` holds the handler of every open connection; `awake` counts the seconds in which the server ran, so a
    laptop that slept blames nobody.
    """

    def __init__(
        self,
        application: Callable,
        endpoints: list[str],
        limits: Limits | None = None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        self.limits = limits or Limits()
        super().__init__(
            application,
            # With the usual 50, a room that connects at once makes the system turn some away for seconds.
            endpoints=[f"{endpoint}:backlog={BACKLOG}" for endpoint in endpoints],
            websocket_max_message_size=0,  # this would hold for what the server sends too
            websocket_max_frame_size=0,
            server_name="",
            **options,
        )
        self.open: dict[ITransport, Connection] = {}
        self.awake = 0

    def run(self) -> None:
        """Serve until the process is told to stop."""
        _calm_python()
        self.budget = budget(raise_open_files())
        self._room = DeferredSemaphore(self.budget.requests)
        # Daphne has no setting for these two: it looks them up by name when it starts to listen.
        daphne_server.HTTPFactory, daphne_server.WebSocketFactory = Channels, Sockets
        for module in (daphne_server, http_protocol, ws_protocol):
            module.time = Steady
        reactor.callLater(1, self._tick)
        super().run()

    def _tick(self) -> None:
        self.awake += 1
        for connection in list(self.open.values()):
            connection.check()
        reactor.callLater(1, self._tick)

    def create_application(self, protocol: object, scope: dict[str, Any]) -> asyncio.Queue | Deferred | None:
        """Start the program for a request or a websocket; a request may have to wait for its turn."""
        if scope["type"] != "http":
            return super().create_application(protocol, scope)
        return self._room.acquire().addCallback(lambda _: self._start(protocol, scope))

    def _start(self, protocol: WebRequest, scope: dict[str, Any]) -> asyncio.Queue | None:
        details = self.connections.get(protocol, {"disconnected": True})
        if "disconnected" in details:  # gave up while it waited
            self._room.release()
            return None
        queue = super().create_application(protocol, scope)
        details["application_instance"].add_done_callback(lambda _: self._room.release())
        return queue

    def kill_all_applications(self) -> Deferred:
        """End what still runs when the server stops; a request that is still coming in has nothing to end."""
        self.connections = {
            protocol: details
            for protocol, details in self.connections.items()
            if "application_instance" in details
        }
        return super().kill_all_applications()
