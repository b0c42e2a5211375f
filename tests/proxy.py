"""A line between browser and server that a test spoils while it runs: dead, cut, slow, or losing replies.

It passes bytes; of HTTP it knows only what a test asks it to lose, hold or refuse. Its address is `lan_url`: the
browser sends that as Host and Origin, and the server compares the two.
"""

import asyncio
import math
import re
import socket
import struct
import threading
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from tests.server import LAN_NAME

CHUNK = 16_384
KEY = re.compile(rb"key=([0-9a-zA-Z_-]{8,64})")
HANDSHAKE = re.compile(rb"\r\nupgrade: websocket\r\n", re.IGNORECASE)
NOTHING_MORE = b""


@dataclass(eq=False)
class Line:
    """One connection. `request` is what the browser sent since the server last said something."""

    browser: asyncio.StreamWriter
    server: asyncio.StreamWriter
    request: bytes = b""
    is_socket: bool = False
    is_forgotten: bool = False
    tasks: list = field(default_factory=list)


class Proxy:
    """A running proxy to a port of this machine. Every method may be called while pages are open through it."""

    def __init__(self, target_port):
        self.target_port = target_port
        self.handshakes = 0
        self.posts = []  # the requests of all posts that went through
        self.lost = []  # the keys of those of which the reply was lost
        self._lines = set()
        self._latency = 0
        self._bytes_per_second = math.inf
        self._loses_first_replies = False
        self._refusal = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._do(self._open)
        return self

    def __exit__(self, *_):
        self._do(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def lan_url(self):
        return f"http://{LAN_NAME}:{self.port}"

    @property
    def sockets(self):
        """How many websockets are open through here, as far as anybody can tell."""
        return sum(line.is_socket and not line.is_forgotten for line in list(self._lines))

    def black_hole(self):
        """From now on nothing passes. Connections stay open, and new ones are accepted."""
        self._do(self._gate.clear)

    def end_black_hole(self, forgetting=False):
        """Let everything pass again. With `forgetting`, what was connected never says another word."""

        def end():
            for line in self._lines:
                line.is_forgotten = line.is_forgotten or forgetting
            self._gate.set()

        self._do(end)

    def cut(self):
        """Break all connections with a reset."""
        self._do(lambda: [self._reset(line) for line in list(self._lines)])

    def close_sockets(self, code):
        """Close all websockets in the server's name, with a code; the server sees them gone."""

        def close():
            for line in list(self._lines):
                if line.is_socket:
                    line.browser.write(b"\x88\x02" + struct.pack(">H", code))
                    self._loop.call_later(0.2, self._end, line)

        self._do(close)

    def refuse_handshakes(self, status=None):
        """Answer every websocket handshake with a status (403, 500); without one, let them pass again."""
        self._refusal = status

    def refuse_connections(self):
        """Have nobody listen on this port."""
        self._do(self._stop_listening)

    def accept_connections(self):
        """Listen again."""
        self._do(self._listen)

    def slow_down(self, latency, bits_per_second):
        """Hold all bytes for so many seconds each way, and pass no more of them than this."""
        self._latency = latency
        self._bytes_per_second = bits_per_second / 8

    def speed_up(self):
        """Pass bytes as they come again."""
        self._latency = 0
        self._bytes_per_second = math.inf

    def lose_first_replies(self, loses=True):
        """Forward every post, but break the connection instead of answering the first time a key goes by."""
        self._loses_first_replies = loses

    def heal(self):
        """Be a good line again, whatever was asked before; connections stay as they are."""
        self.speed_up()
        self.refuse_handshakes(None)
        self.lose_first_replies(False)
        self.end_black_hole()
        if not self._listener.is_serving():
            self.accept_connections()

    # In the loop's thread

    def _do(self, action):
        async def run():
            result = action()
            return await result if asyncio.iscoroutine(result) else result

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    async def _open(self):
        self._gate = asyncio.Event()
        self._gate.set()
        self._turn = {"up": asyncio.Lock(), "down": asyncio.Lock()}
        self.port = 0
        await self._listen()
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _listen(self):
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    def _stop_listening(self):
        self._listener.close()

    async def _close(self):
        self._listener.close()
        for line in list(self._lines):
            self._end(line)
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=5)

    async def _accept(self, reader, browser):
        try:
            server_reader, server = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:  # the server is down: a browser is told so in the same way
            browser.transport.abort()
            return
        line = Line(browser, server)
        self._lines.add(line)
        pumps = [
            self._pump(line, reader, server, self._turn["up"], partial(self._sees_request, line)),
            self._pump(line, server_reader, browser, self._turn["down"], partial(self._sees_reply, line)),
        ]
        line.tasks = [asyncio.ensure_future(pump) for pump in pumps]
        await asyncio.wait(line.tasks, return_when=asyncio.FIRST_COMPLETED)
        self._end(line)

    async def _pump(self, line, reader, writer, turn, may_pass):
        """Read and write apart, so that what is held on its way does not delay what comes after it twice."""
        queue = asyncio.Queue()

        async def write():
            while True:
                due, chunk = await queue.get()
                await asyncio.sleep(due - self._loop.time())
                await self._gate.wait()
                if line.is_forgotten:
                    await asyncio.Future()
                if chunk == NOTHING_MORE or not may_pass(chunk):
                    return
                for start, end in pairwise([*range(0, len(chunk), 512), len(chunk)]):
                    async with turn:  # what is sent at the same time shares the line
                        await asyncio.sleep((end - start) / self._bytes_per_second)
                    writer.write(chunk[start:end])
                await writer.drain()

        writing = asyncio.ensure_future(write())
        try:
            while chunk := await self._read(reader):
                queue.put_nowait((self._loop.time() + self._latency, chunk))
            queue.put_nowait((self._loop.time(), NOTHING_MORE))
            await writing
        except ConnectionError:
            return
        finally:
            writing.cancel()

    async def _read(self, reader):
        try:
            return await reader.read(CHUNK)
        except ConnectionError:
            return NOTHING_MORE

    def _sees_request(self, line, chunk):
        line.request += chunk
        if HANDSHAKE.search(line.request):
            self.handshakes += 1
            if self._refusal:
                line.browser.write(b"HTTP/1.1 %d Refused\r\nContent-Length: 0\r\n\r\n" % self._refusal)
                self._loop.call_later(0.1, self._end, line)
                return False
            line.is_socket = True
            line.request = b""
        return True

    def _sees_reply(self, line, chunk):
        request, line.request = line.request, b""
        if line.is_socket or not request.startswith(b"POST "):
            return True
        self.posts.append(request)
        key = KEY.search(request)
        if self._loses_first_replies and key and key[1] not in self.lost:
            self.lost.append(key[1])
            self._reset(line)
            return False
        return True

    def _reset(self, line):
        raw = line.browser.get_extra_info("socket")
        if raw is not None and raw.fileno() >= 0:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.browser.transport.abort()
        self._end(line)

    def _end(self, line):
        self._lines.discard(line)
        line.browser.close()
        line.server.close()
        for task in line.tasks:
            task.cancel()
