"""Sockets of screens and desks that live through every kill by connecting again, as the pages do."""

import json
import threading
import time
from contextlib import contextmanager

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.sync.client import connect

from tests.client import TIMEOUT
from tests.views import moved

RETRY_SECONDS = 0.2
CONVERGE_SECONDS = 4  # twice what people are promised: a machine that tests is busy


class Listener:
    """One open screen or desk; it keeps the highest seq it heard, and when."""

    def __init__(self, name, place, url, cookie=""):
        self.name = name
        self.place = place
        self._url = url
        self._headers = {"Cookie": cookie} if cookie else {}
        self._heard = [(0.0, 0)]
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def moment_of(self, seq):
        """Return when this listener was first told of this seq or a later one, or None."""
        return next((at for at, heard in list(self._heard) if heard >= seq), None)

    def close(self):
        self._closing.set()
        self._thread.join()

    def _listen(self):
        while not self._closing.is_set():
            try:
                with connect(self._url, additional_headers=self._headers, open_timeout=TIMEOUT) as socket:
                    while not self._closing.is_set():
                        self._hear(socket)
            except (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage):
                self._closing.wait(RETRY_SECONDS)

    def _hear(self, socket):
        try:
            seq = json.loads(socket.recv(timeout=0.5))["seq"]
        except TimeoutError:
            return  # quiet; look whether the test is over
        if seq > self._heard[-1][1]:
            self._heard.append((time.monotonic(), seq))


@contextmanager
def listeners(places, programs):
    """A screen and a desk of each place at each process, until the end of the block."""
    opened = []
    for place in places:
        cookie = "; ".join(f"{name}={value}" for name, value in place.desk.http.cookies.items())
        for program in programs:
            for kind in ("screen", "desk"):
                url = moved(place.info[f"ws_{kind}"], program)
                name = f"the {kind} of {place.name} at {program.url}"
                opened.append(Listener(name, place.name, url, cookie if kind == "desk" else ""))
    try:
        yield opened
    finally:
        for listener in opened:
            listener.close()


def converged(opened, ledger):
    """Wait until every listener heard of the last acknowledged write in its place; return the seconds it took."""
    deadline = time.monotonic() + CONVERGE_SECONDS
    waits = []
    for listener in opened:
        seq, at = ledger.last_acknowledged(listener.place)
        while (heard := listener.moment_of(seq)) is None:
            assert time.monotonic() < deadline, f"{listener.name} was not told of {seq} in {CONVERGE_SECONDS} s"
            time.sleep(0.01)
        waits.append(max(0.0, heard - at))
    return waits
