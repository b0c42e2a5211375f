"""HTTP within limits: the size of a body, the time for a request to come in and for a reply to be read."""

import re
from io import BytesIO
from itertools import chain

from daphne.http_protocol import WebRequest
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import ITransport
from twisted.python.failure import Failure
from twisted.web import http

from pmg_workshop.limits import Backlog
from pmg_workshop.uploads import is_open_address

TOO_LARGE = "Dit bericht is te groot. Maak het korter."
WORDS = {
    400: "Dit verzoek klopt niet.",
    413: TOO_LARGE,
    500: "Er ging iets mis. Probeer het zo nog eens.",
    503: "Het duurt nu te lang. Probeer het zo nog eens.",
}
UTF8 = re.compile(rb"charset=(?:utf-?8|\"utf-?8\")(?=[\s;]|$)")
CLOSED = Failure(ConnectionDone())


class Request(WebRequest):
    """One request. Its body is counted as it comes, kept in memory, and parsed by nobody but the program."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args, parsePOSTFormSubmission=False)
        self.received = 0

    def gotLength(self, length: int | None) -> None:
        """Get ready for the body; `length` is None when it comes in chunks."""
        self.content = BytesIO()

    def handleContentChunk(self, data: bytes) -> None:
        """Take a part of the body, unless it gets too much."""
        self.received += len(data)
        if self.received > self.channel.most_bytes:
            self.channel.refuse()
        else:
            super().handleContentChunk(data)

    def process(self) -> Deferred | None:
        """Hand a complete request to the program."""
        self.requestHeaders.removeHeader(b"Daphne-Root-Path")  # only a proxy may move the program
        if not (self._has_plain_handshake() and self._is_in_utf8()):
            return self.basic_error(400, b"Bad Request", "")
        return super().process()

    def _has_plain_handshake(self) -> bool:
        """Tell whether a handshake has ASCII headers only: what handles it fails on anything else."""
        headers = self.requestHeaders
        values = chain.from_iterable(values for _, values in headers.getAllRawHeaders())
        return not headers.hasHeader(b"Upgrade") or all(value.isascii() for value in values)

    def _is_in_utf8(self) -> bool:
        """Tell whether the body names no other encoding than UTF-8: some that Python knows are not for texts."""
        kinds = b";".join(self.requestHeaders.getRawHeaders(b"Content-Type", [])).lower()
        return kinds.count(b"charset") == len(UTF8.findall(kinds))

    def handle_exception(self, exception: Exception) -> None:
        """Say that the program failed; a reply that began already is cut off, so that it does not look whole."""
        if self._response_started and self.channel:
            self.channel.transport.abortConnection()
        else:
            super().handle_exception(exception)

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        """Answer with a few words, and nothing about the server."""
        content = WORDS[status].encode()
        headers = [
            (b"Content-Type", b"text/plain; charset=utf-8"),
            (b"Content-Length", b"%d" % len(content)),
            (b"Cache-Control", b"no-store"),
            (b"X-Content-Type-Options", b"nosniff"),
        ]
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": content})


class Channel(http.HTTPChannel):
    """One connection that speaks HTTP, with one request after another."""

    server = None
    refused = False
    most_bytes = 0
    _discarded = 0
    _deadline: int | None = None

    def connectionMade(self) -> None:
        """Start to wait for a request."""
        super().connectionMade()
        self.server = self.factory.server
        self.server.open[self.transport] = self
        self._backlog = Backlog(self.server.limits)
        self._give(self.server.limits.head_seconds)

    def connectionLost(self, reason: Failure = CLOSED) -> None:
        """Forget the connection."""
        self.server.open.pop(self.transport, None)
        super().connectionLost(reason)

    def _give(self, seconds: int) -> None:
        self._deadline = self.server.awake + seconds

    def check(self) -> None:
        """Drop the connection if what should come in or be read takes too long; called every second."""
        late = self._deadline is not None and self.server.awake > self._deadline
        if late and self.refused:
            self.loseConnection()
        elif late or self._backlog.is_stuck(unsent(self.transport), self.server.awake):
            self.transport.abortConnection()

    def dataReceived(self, data: bytes) -> None:
        """Take what comes in, or throw it away after a refusal."""
        if self.refused:
            self._discarded += len(data)
            if self._discarded > self.server.limits.discard_bytes:
                self.transport.pauseProducing()
            return
        if self._deadline is None and not self._handlingRequest:
            self._give(self.server.limits.head_seconds)
        super().dataReceived(data)

    def rawDataReceived(self, data: bytes) -> None:
        """Take a part of a body, unless it was refused."""
        if not self.refused:
            super().rawDataReceived(data)

    def allHeadersReceived(self) -> None:
        """Refuse a body that says it is too large, before any of it is asked for."""
        limits = self.server.limits
        self.most_bytes = limits.file_bytes if is_open_address(self._path) else limits.body_bytes
        if self.length is not None and self.length > self.most_bytes:
            self.refuse()
            return
        self._give(self.server.limits.body_seconds)
        super().allHeadersReceived()

    def allContentReceived(self) -> None:
        """Have a complete request handled."""
        if not self.refused:
            self._deadline = None
            super().allContentReceived()

    def requestDone(self, request: http.Request) -> None:
        """Go on to the next request; not for a client that sent it while it leaves replies unread."""
        if self._waitingForTransport and any(self._dataBuffer):
            self.persistent = False
        super().requestDone(request)

    def refuse(self) -> None:
        """Answer 413 and end the connection without reading the rest of the body."""
        if self.refused:
            return
        self.refused = True
        accept = b",".join(self.requests[-1].requestHeaders.getRawHeaders(b"Accept", []))
        if b"application/json" in accept:
            kind, content = b"application/json", b'{"status": "too_large"}'
        else:
            kind, content = b"text/plain; charset=utf-8", TOO_LARGE.encode()
        self.transport.write(
            b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nCache-Control: no-store\r\n"
            b"X-Content-Type-Options: nosniff\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
            % (kind, len(content), content)
        )
        self._give(self.server.limits.discard_seconds)


def unsent(transport: ITransport) -> int:
    """Return how many bytes the operating system has not taken yet, because the other side does not read."""
    return len(transport.dataBuffer) - transport.offset + transport._tempDataLen
