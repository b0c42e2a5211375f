"""A small websocket client that mostly counts: of a message it needs no more than the `seq` at its front."""

import asyncio
import base64
import os
import re
import struct
import time

from sessions.wire.http import END_OF_HEAD, ConnectionBroken

# So much of a message holds its `seq`, and `content` if it has any; a control frame is never longer.
FRONT = 128
SEQ = re.compile(rb'"seq": *(\d+)')
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
OPENING_SECONDS = 20
# All sockets read into the same memory: what is in it is dealt with before the next one reads.
_memory = bytearray(256 * 1024)
_view = memoryview(_memory)


class Socket(asyncio.BufferedProtocol):
    """One open screen. `moments` and `seqs` say when which message with content came; heartbeats do not count.

    With `keeps`, `contents` holds the messages themselves.
    """

    def __init__(self, path: str, host: str, cookies: str = "", keeps: bool = False) -> None:
        self.moments: list[float] = []
        self.seqs: list[int] = []
        self.contents: list[bytes] = []
        self.seq = -1
        self.is_open = False
        self.arrived = asyncio.Event()
        self._keeps = keeps
        self._is_upgraded = False
        self._skip = 0
        self._rest = b""
        key = base64.b64encode(os.urandom(16)).decode()
        cookie = f"Cookie: {cookies}\r\n" if cookies else ""
        self._handshake = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nOrigin: http://{host}\r\n{cookie}\r\n"
        ).encode()

    def forget(self) -> None:
        """Start a new count."""
        self.moments, self.seqs, self.contents = [], [], []

    async def reach(self, seq: int) -> None:
        """Return when a message with at least this seq has come. Raises ConnectionBroken."""
        while self.seq < seq:
            if not self.is_open:
                raise ConnectionBroken("de socket werd gesloten")
            self.arrived.clear()
            await self.arrived.wait()

    def close(self) -> None:
        """End the connection."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Ask to become a websocket."""
        self._transport, self.is_open = transport, True
        transport.write(self._handshake)

    def connection_lost(self, error: Exception | None) -> None:
        """Note that nothing more will come."""
        self.is_open = False
        self.arrived.set()

    def get_buffer(self, sizehint: int) -> memoryview:
        """Say where to put what comes in."""
        return _view

    def buffer_updated(self, size: int) -> None:
        """Take what came in: parts of frames, or several at once."""
        moment = time.perf_counter()
        if size <= self._skip:  # somewhere inside a long message
            self._skip -= size
            return
        start, self._skip = self._skip, 0
        data, place, end = _memory, start, size
        if self._rest:
            data, place, end = self._rest + _view[start:size], 0, len(self._rest) + size - start
        if not self._is_upgraded:
            place = self._take_handshake(data, place, end)
        while (after := self._take_frame(data, place, end, moment)) > place:
            place = after
        self._skip = max(0, place - end)
        self._rest = bytes(data[place:end])

    def _take_handshake(self, data: bytes | bytearray, place: int, end: int) -> int:
        """Return where the frames begin, or `place` when the reply is not complete."""
        found = data.find(END_OF_HEAD, place, end)
        if found < 0:
            return place
        if b" 101 " not in data[place : place + 16]:
            self.close()
            return end
        self._is_upgraded = True
        return found + len(END_OF_HEAD)

    def _take_frame(self, data: bytes | bytearray, place: int, end: int, moment: float) -> int:
        """Handle the frame at this place; return where the next one begins, or `place` when too little is here."""
        if not self._is_upgraded or end - place < 2:
            return place
        length, front = data[place + 1] & 127, place + 2
        if length == 126:
            length, front = int.from_bytes(data[place + 2 : place + 4], "big"), place + 4
        elif length == 127:
            length, front = int.from_bytes(data[place + 2 : place + 10], "big"), place + 10
        needed = length if self._keeps else min(length, FRONT)
        if front + needed > end:
            return place
        self._take(data[place] & 15, bytes(data[front : front + needed]), moment)
        return front + length

    def _take(self, kind: int, payload: bytes, moment: float) -> None:
        if kind == TEXT:
            if b'"content"' in payload[:FRONT] and (found := SEQ.search(payload)):
                self.seq = max(self.seq, int(found[1]))
                self.moments.append(moment)
                self.seqs.append(self.seq)
                if self._keeps:
                    self.contents.append(payload)
                self.arrived.set()
        elif kind == PING:
            self._transport.write(_masked(PONG, payload))
        elif kind == CLOSE:
            self.close()


async def open_socket(host: str, port: int, path: str, cookies: str = "", keeps: bool = False) -> Socket:
    """Open a socket and return it with its snapshot. Raises OSError when that does not come in time."""
    socket = Socket(path, f"{host}:{port}", cookies, keeps)
    async with asyncio.timeout(OPENING_SECONDS):
        await asyncio.get_running_loop().create_connection(lambda: socket, host, port)
        await socket.reach(0)
    return socket


def _masked(kind: int, payload: bytes) -> bytes:
    """Return a short frame as a client must send it; the mask is zero, so that the payload stays as it is."""
    return struct.pack("!BBI", 0x80 | kind, 0x80 | len(payload), 0) + payload
