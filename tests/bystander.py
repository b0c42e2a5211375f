"""Somebody who takes part as usual while others attack the server, and how that went for him."""

import statistics
import sys
import threading
import time
from contextlib import contextmanager

from tests.client import Phone
from tests.privileges import not_possible_here

SLOWEST = 1.0  # seconds, at the 99th percentile; generous, for a busy machine
GROWTH = 20  # MB of memory
PAUSE = 0.02


class Bystander(threading.Thread):
    """Joins, looks and answers, over and over; keeps how long each took and what failed."""

    def __init__(self, server, place):
        super().__init__(daemon=True)
        self.server, self.place = server, place
        self.seconds, self.failures, self.peak = [], [], 0
        self._done = threading.Event()

    def run(self):
        while not self._done.is_set():
            try:
                phone = self._timed(Phone, self.place)
                round_id = self._timed(phone.view)["round"]["id"]
                for number in range(3):
                    reply = self._timed(phone.answer, f"Antwoord {number}", round_id=round_id)
                    if reply.status_code != 200:
                        self.failures.append(reply.status_code)
                phone.http.close()
            except Exception as error:
                self.failures.append(repr(error))
            self.peak = max(self.peak, memory(self.server))

    def _timed(self, action, *arguments, **options):
        started = time.perf_counter()
        result = action(*arguments, **options)
        self.seconds.append(time.perf_counter() - started)
        time.sleep(PAUSE)
        return result

    def stop(self):
        self._done.set()
        self.join()

    @property
    def p50(self):
        return statistics.median(self.seconds)

    @property
    def p99(self):
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]


def memory(server):
    """Return the memory of a server in MB, 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    with open(f"/proc/{server.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


@contextmanager
def unharmed(server, place, seconds=1.0):
    """Have somebody take part during the block, and at least so long; it may hardly cost him or the server."""
    before = memory(server)
    bystander = Bystander(server, place)
    started = time.monotonic()
    bystander.start()
    try:
        yield bystander
        time.sleep(max(0.0, seconds - (time.monotonic() - started)))
    finally:
        bystander.stop()
    growth = bystander.peak - before
    sys.stdout.write(
        f"\n{len(bystander.seconds)} requests: p50 {bystander.p50 * 1000:.0f} ms, "
        f"p99 {bystander.p99 * 1000:.0f} ms; memory {before:.0f} MB {growth:+.1f} MB\n"
    )
    assert not bystander.failures
    assert len(bystander.seconds) >= 5
    assert bystander.p99 < SLOWEST
    assert growth <= GROWTH
    if not before:
        not_possible_here("Het geheugen van de server is alleen op Linux af te lezen")
