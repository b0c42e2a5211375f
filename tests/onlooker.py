"""A projector at the other end of a bad network: it makes a new socket when it hears nothing, as the page does."""

import json
import threading
import time

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.sync.client import connect

# As in static/js/line.js, for all pages but the phone's.
SILENCE_SECONDS = 7
OPENING_SECONDS = 6
RETRY_SECONDS = 0.5


class Onlooker:
    """One open screen, until the end of the block; it keeps the highest seq it heard and counts its sockets."""

    def __init__(self, url):
        self.seq = 0
        self.sockets = 0
        self._url = url
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._closing.set()
        self._thread.join()

    def wait_for(self, seq, patience):
        """Wait until this screen heard of a seq or a later one; return the seconds that took."""
        started = time.monotonic()
        while self.seq < seq:
            assert time.monotonic() < started + patience, f"heard of {self.seq}, not of {seq} in {patience} s"
            time.sleep(0.01)
        return time.monotonic() - started

    def _look(self):
        while not self._closing.is_set():
            try:
                with connect(self._url, open_timeout=OPENING_SECONDS, close_timeout=RETRY_SECONDS) as socket:
                    self.sockets += 1
                    self._listen(socket)
            except (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage):
                self._closing.wait(RETRY_SECONDS)

    def _listen(self, socket):
        """Take in what comes until nothing came for too long, or nobody looks any more."""
        heard_at = time.monotonic()
        while time.monotonic() < heard_at + SILENCE_SECONDS and not self._closing.is_set():
            try:
                message = json.loads(socket.recv(timeout=0.5))
            except TimeoutError:
                continue
            heard_at = time.monotonic()
            self.seq = max(self.seq, message["seq"])
