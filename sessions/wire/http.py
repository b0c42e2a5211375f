"""A small HTTP client that costs little: one computer plays a whole room with it, beside the server."""

import asyncio
import gzip
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

HTML, JSON = "text/html", "application/json"
# As many connections as a browser opens to one server.
CONNECTIONS = 6
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *(\S+)", re.IGNORECASE)
GZIPPED = re.compile(rb"\r\ncontent-encoding: *gzip", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\s]+)=([^;\r]*)", re.IGNORECASE)


class ConnectionBroken(ConnectionError):
    """The server ended a connection, or sent what is no reply; the message says so in Dutch."""


def reason(error: OSError) -> str:
    """Return why something did not come through, in a few Dutch words."""
    if isinstance(error, ConnectionBroken):
        return str(error)
    return (
        "het duurde te lang" if isinstance(error, TimeoutError) else f"geen verbinding: {error.strerror or error}"
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, and the moment (of time.perf_counter) at which the last of it arrived."""

    status: int
    head: bytes
    body: bytes
    moment: float

    @property
    def location(self) -> str:
        """The path a redirect leads to, or ""."""
        found = LOCATION.search(self.head)
        return found[1].decode("latin-1") if found else ""

    @property
    def text(self) -> str:
        """The body as a text, unpacked if it came compressed."""
        packed = GZIPPED.search(self.head) is not None
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Connection(asyncio.Protocol):
    """One connection, with one request after another."""

    def __init__(self) -> None:
        self.is_open = False
        self._transport: asyncio.Transport | None = None
        self._reply: asyncio.Future[Reply] | None = None
        self._received = b""

    async def exchange(self, request: bytes) -> Reply:
        """Send a request and return its reply. Raises ConnectionBroken."""
        self._received = b""
        self._reply = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._reply

    def close(self) -> None:
        """End the connection; a request that waits for its reply is given up."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Remember where to write."""
        self._transport, self.is_open = transport, True

    def data_received(self, data: bytes) -> None:
        """Take a part of a reply, and hand the reply over when it is complete."""
        moment = time.perf_counter()
        self._received += data
        end = self._received.find(END_OF_HEAD)
        if end < 0 or self._reply is None or self._reply.done():
            return
        head, start = self._received[:end], end + len(END_OF_HEAD)
        length = LENGTH.search(head)
        if length is None:
            self._fail("een antwoord zonder Content-Length")
        elif len(self._received) >= start + int(length[1]):
            body = self._received[start : start + int(length[1])]
            self._reply.set_result(Reply(int(head[9:12]), head, body, moment))

    def connection_lost(self, error: Exception | None) -> None:
        """Tell whoever waits that no reply will come."""
        self.is_open = False
        self._fail("de verbinding werd gesloten")

    def _fail(self, reason: str) -> None:
        if self._reply and not self._reply.done():
            self._reply.set_exception(ConnectionBroken(reason))


class Browser:
    """Somebody's browser: it keeps cookies, and a few connections open to one server."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._cookies: dict[str, str] = {}
        self._idle: list[Connection] = []
        self._slots = asyncio.Semaphore(CONNECTIONS)

    @property
    def cookies(self) -> str:
        """All cookies as one header value."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    async def get(self, path: str, accept: str = HTML) -> Reply:
        """Fetch a path. Raises OSError when no reply came."""
        return await self._exchange(f"GET {path} HTTP/1.1\r\n{self._headers(accept)}\r\n".encode())

    async def post(self, path: str, fields: dict[str, object], accept: str = HTML) -> Reply:
        """Send a form to a path. Raises OSError when no reply came."""
        body = urlencode(fields)
        return await self._exchange(
            f"POST {path} HTTP/1.1\r\n{self._headers(accept)}Origin: http://{self._host}:{self._port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )

    def close(self) -> None:
        """End the connections that are not in use."""
        for connection in self._idle:
            connection.close()
        self._idle = []

    def _headers(self, accept: str) -> str:
        cookie = f"Cookie: {self.cookies}\r\n" if self._cookies else ""
        compressed = "Accept-Encoding: gzip, deflate\r\n"  # what browsers say on plain http
        return f"Host: {self._host}:{self._port}\r\nAccept: {accept}\r\n{compressed}{cookie}"

    async def _exchange(self, request: bytes) -> Reply:
        async with self._slots:
            reply = await self._over_a_connection(request)
        for name, value in COOKIE.findall(reply.head):
            self._cookies[name.decode("latin-1")] = value.decode("latin-1")
        return reply

    async def _over_a_connection(self, request: bytes) -> Reply:
        """Use a connection that is open, or a new one when the server has just closed that, as browsers do."""
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open:
                try:
                    return await self._over(connection, request)
                except ConnectionBroken:
                    continue
        _, connection = await asyncio.get_running_loop().create_connection(Connection, self._host, self._port)
        return await self._over(connection, request)

    async def _over(self, connection: Connection, request: bytes) -> Reply:
        try:
            reply = await connection.exchange(request)
        except BaseException:  # also when it is cancelled: its reply may not be taken for that of the next
            connection.close()
            raise
        self._idle.append(connection)
        return reply
