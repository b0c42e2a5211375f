"""A client without manners: raw bytes on a socket, so that a test can send what no browser would."""

import base64
import os
import re
import socket
import struct
import time

PATIENCE = 60
TEXT, CONTINUATION, CLOSE, PING = 1, 0, 8, 9


class Wire:
    """One connection to a port of this machine; `receive_buffer` makes the system keep little that is not read."""

    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        self.host = f"127.0.0.1:{port}"
        self.got = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """Send bytes; return whether the server took all of them."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def head(self, method="GET", path="/", version="1.1", **headers):
        """Return a request without its body; `Content_Length=3` becomes the header Content-Length."""
        lines = [f"{method} {path} HTTP/{version}", f"Host: {self.host}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def post(self, path, piece, times=1, kind="application/x-www-form-urlencoded"):
        """Send a form, so many times the same piece; return the status of the reply, or None without one."""
        self.send(self.head("POST", path, Content_Type=kind, Content_Length=len(piece) * times))
        for _ in range(times):
            if not self.send(piece):
                break
        return self.status()

    def status(self):
        """Return the status of the next reply, or None when the server closed the connection without one."""
        while b"\r\n" not in self.got and self._more():
            pass
        found = re.match(rb"HTTP/1\.[01] (\d{3})", self.got)
        return int(found[1]) if found else None

    def reply(self):
        """Return all that is sent until the server closes the connection."""
        while self._more():
            pass
        return self.got

    def whole_reply(self):
        """Return the next reply by its Content-Length, as (status, body); the connection stays open."""
        while b"\r\n\r\n" not in self.got and self._more():
            pass
        head, _, self.got = self.got.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
        while len(self.got) < length and self._more():
            pass
        body, self.got = self.got[:length], self.got[length:]
        return int(head.split()[1]), body

    def _more(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionError:
            return False
        self.got += data
        return bool(data)

    def is_closed(self, within=0.0):
        """Tell whether the server closed this connection, or does so within so many seconds."""
        self.socket.settimeout(within or 0.001)
        deadline = time.monotonic() + within
        try:
            while self._more():
                if time.monotonic() > deadline:
                    return False
        except TimeoutError:
            return False
        finally:
            self.socket.settimeout(PATIENCE)
        return True

    def upgrade(self, path):
        """Become a websocket; return the status of the reply to the handshake."""
        self.send(
            self.head(
                "GET",
                path,
                Upgrade="websocket",
                Connection="Upgrade",
                Sec_WebSocket_Version=13,
                Sec_WebSocket_Key=base64.b64encode(os.urandom(16)).decode(),
            )
        )
        while b"\r\n\r\n" not in self.got and self._more():
            pass
        status = self.status()
        self.got = self.got.partition(b"\r\n\r\n")[2]
        return status

    def next_frame(self):
        """Return the next frame of a websocket as (opcode, payload), or None when the connection is closed."""
        header = self._take(2)
        if header is None:
            return None
        opcode, length = header[0] & 15, header[1] & 127
        if length == 126:
            length = struct.unpack("!H", self._take(2))[0]
        elif length == 127:
            length = struct.unpack("!Q", self._take(8))[0]
        payload = self._take(length)
        return None if payload is None else (opcode, payload)

    def close_code(self):
        """Return the code with which the server ends a websocket, or None when it just ends the connection."""
        while frame := self.next_frame():
            if frame[0] == CLOSE:
                return struct.unpack("!H", frame[1][:2])[0]
        return None

    def _take(self, count):
        while len(self.got) < count:
            if not self._more():
                return None
        data, self.got = self.got[:count], self.got[count:]
        return data


def frame(opcode, payload=b"", last=True):
    """Return a websocket frame as a browser sends it, except that its mask changes nothing."""
    length = len(payload)
    if length < 126:
        size = struct.pack("!B", 0x80 | length)
    elif length < 65536:
        size = struct.pack("!BH", 0x80 | 126, length)
    else:
        size = struct.pack("!BQ", 0x80 | 127, length)
    return struct.pack("!B", (0x80 if last else 0) | opcode) + size + b"\0\0\0\0" + payload


def chunk(data):
    """Return one chunk of a body that comes in chunks."""
    return b"%x\r\n%s\r\n" % (len(data), data)
