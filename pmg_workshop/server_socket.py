"""Websockets within limits: they tell, and hardly listen. What a slow reader does not take is not kept for it."""

from time import monotonic

from autobahn.websocket.types import ConnectionDeny
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IPushProducer
from twisted.python.failure import Failure
from twisted.web.http import RESPONSES
from zope.interface import implementer

from pmg_workshop.limits import Backlog, Pace
from pmg_workshop.server_http import unsent

TOO_MANY_FRAMES = 1008
TOO_BIG = 1009
HELD_BACK = 4  # messages: what comes in the moment in which everybody answers at once
MISSED_SOMETHING = 1013  # "try again later": the page connects again and gets a snapshot
CLOSED = Failure(ConnectionDone())


@implementer(IPushProducer)
class Socket(WebSocketProtocol):
    """One websocket. The transport tells it when its write buffer is full, and when it is empty again."""

    def connectionMade(self) -> None:
        """Take the connection over from HTTP."""
        super().connectionMade()
        self.server = self.factory.server_class
        self.server.open[self.transport] = self
        self._pace = Pace(self.server.limits.frames, self.server.limits.frames_seconds)
        self._backlog = Backlog(self.server.limits)
        self._paused_at: int | None = None
        self._held: list[str] = []
        self._missed = False
        self.transport.unregisterProducer()  # HTTP was
        self.transport.registerProducer(self, True)

    def connectionLost(self, reason: Failure = CLOSED) -> None:
        """Forget the connection."""
        self.server.open.pop(self.transport, None)
        super().connectionLost(reason)

    def check(self) -> None:
        """Drop the connection if nobody reads it; called every second."""
        now = self.server.awake
        paused = self._paused_at is not None and now - self._paused_at >= self.server.limits.read_seconds
        if paused or self._backlog.is_stuck(unsent(self.transport), now):
            self.transport.abortConnection()

    def pauseProducing(self) -> None:
        """Send nothing more: the write buffer is full."""
        if self._paused_at is None:
            self._paused_at = self.server.awake

    def resumeProducing(self) -> None:
        """Send what was held back; a screen that missed something in the meantime has to start afresh."""
        self._paused_at = None
        if self._missed:
            self._end(MISSED_SOMETHING)
            return
        held, self._held = self._held, []
        for content in held:
            self.serverSend(content)

    def stopProducing(self) -> None:
        """Send nothing more: the connection is gone."""
        self.pauseProducing()

    def serverSend(self, content: str, binary: bool = False) -> None:
        """Send one text message, or remember that it was missed; nothing here sends bytes."""
        if self._paused_at is not None:
            self._hold_back(content)
        elif self.state == self.STATE_OPEN:
            self._write(self.factory.frame(content).payloadHybi)

    def _hold_back(self, content: str) -> None:
        """Keep a message for a screen that is behind for a moment; it is the same one for all of them."""
        if len(self._held) < HELD_BACK and not self._missed:
            self._held.append(content)
        else:
            self._missed, self._held = True, []

    def _write(self, data: bytes) -> None:
        """Hand bytes to the system at once when nothing waits before them.

        To ask the system to say when it can take them, as the transport does, costs more than sending itself.
        """
        if not unsent(self.transport):
            taken = self.transport.writeSomeData(data)
            if taken == len(data):
                return
            if isinstance(taken, int):  # else the connection is lost, as the transport will find
                data = data[taken:]
        self.transport.write(data)

    def onFrameBegin(self) -> None:
        """Count a frame of any kind, also a ping or a part of a message."""
        if self._pace.is_too_high(monotonic()):
            self._end(TOO_MANY_FRAMES)
        else:
            super().onFrameBegin()

    def onMessageFrameBegin(self, length: int) -> None:
        """Refuse a message that gets too long; `length` is that of its next part, in bytes."""
        super().onMessageFrameBegin(length)
        if self.message_data_total_length > self.server.limits.frame_bytes:
            self._end(TOO_BIG)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """Leave a message of a client for what it is: sockets carry server to client only."""

    def _end(self, code: int) -> None:
        """Say why, and end the connection without reading anything that came after."""
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code=code)
        self.dropConnection()
        self.data = b""

    def sendHttpErrorResponse(
        self,
        code: int,
        reason: str,
        responseHeaders: list[tuple[str, str]] | None = None,
    ) -> None:
        """Refuse a handshake without saying what it lacks."""
        if code not in RESPONSES:
            code = ConnectionDeny.BAD_REQUEST
        super().sendHttpErrorResponse(code, RESPONSES[code].decode(), responseHeaders)
