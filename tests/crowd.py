"""A crowd of phones that writes all it can, while a test breaks things around it.

places = open_places(Desk(program.info), program.info["sessions"])
crowd = Crowd(places, phones=25, seed=1)
crowd.start()
...                      # break something
crowd.stop()
crowd.settle(timeout=60)
invariants.check(program, crowd)
"""

import http.client
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.client import Desk
from tests.ledger import OK, UNKNOWN, Ledger
from tests.member import Member

JOIN_SECONDS = 60
# So long without any answer, and nobody will come to repair the server: the test itself is stuck.
PATIENCE_SECONDS = 120
# Steps of the programme of 2017.
POSITION, BRIDGE, TRENDS, OPPORTUNITIES, THEMES = 3, 5, 6, 8, 26
POLL_MODES = {POSITION: "one", TRENDS: "several", THEMES: "dots"}


@dataclass
class OpenRound:
    """A round that takes what the crowd sends. `mode` is that of a poll, `options` are ids: labels or choices."""

    id: int
    step: int
    mode: str
    options: list[int]


@dataclass
class OpenPlace:
    """A place with its rounds open, and the desk that leads it.

    `given` are the answers known in the room, each with who gave it.
    """

    info: dict
    desk: Desk
    questions: list[OpenRound]
    polls: list[OpenRound]
    given: list[tuple[int, str]] = field(default_factory=list)

    @property
    def name(self):
        return self.info["place"]

    @property
    def join_url(self):
        return self.info["join_url"]

    @property
    def rounds(self):
        return [*self.polls, *self.questions]


def open_places(desk, places):
    """Open two questions (shown to the room) and three polls in each place; the places end at different steps."""
    return [
        _open_place(desk, place, last)
        for place, last in zip(places, itertools.cycle([BRIDGE, TRENDS]), strict=False)
    ]


def _open_place(desk, place, last):
    rounds = {}
    for number in (*POLL_MODES, BRIDGE, OPPORTUNITIES):
        desk.go_to(place, number)
        desk.round(place, "open")
        if number not in POLL_MODES:
            desk.round(place, "reveal")
    desk.go_to(place, last)
    for step in desk.view(place)["steps"]:
        mode, options = POLL_MODES.get(step["number"], ""), [option["id"] for option in step["options"]]
        rounds[step["number"]] = OpenRound(step["round"]["id"], step["number"], mode, options)
    return OpenPlace(
        place, desk, [rounds[BRIDGE], rounds[OPPORTUNITIES]], [rounds[number] for number in POLL_MODES]
    )


def close_question(place):
    """Close the second question of an open place: answers to it are late from now on, and changes are refused."""
    here = place.desk.view(place.info)["current"]
    place.desk.go_to(place.info, OPPORTUNITIES)
    place.desk.round(place.info, "close")
    place.desk.go_to(place.info, here)


class Crowd:
    """Phones in these places, each in a thread of its own.

    `addresses` are the (host, port) of all processes that serve the places: a phone goes to the next one when
    its own does not answer. `pause` is the mean number of seconds between two things one phone does.
    """

    def __init__(self, places, phones=25, seed=1, addresses=None, pause=0.0):
        self.places = places
        self.ledger = Ledger()
        self.pause = pause
        own = urlsplit(places[0].join_url)
        self.addresses = addresses or [(own.hostname, own.port)]
        self.members = [
            Member(f"phone-{number}", places[number % len(places)], self.ledger, self.addresses, seed)
            for number in range(phones)
        ]
        self._stopping = threading.Event()
        self._threads = []
        self._errors = []
        for member in self.members:
            self._join(member)

    def work(self, seconds=None, operations=None):
        """Write for so long, or do so many things to their end; return when that is done."""
        with self.writing(operations):
            if seconds is None:
                self.wait()
            else:
                time.sleep(seconds)

    def start(self, operations=None):
        """Begin to write, until `stop` or until so many things are done."""
        self._stopping.clear()
        tickets = iter(range(operations)) if operations else itertools.count()
        lock = threading.Lock()

        def live(member):
            try:
                while not self._stopping.is_set():
                    with lock:
                        if next(tickets, None) is None:
                            return
                    if not member.unfinished or member.finish(self._stopping):
                        member.act(self._stopping)
                    if self.pause:
                        self._stopping.wait(member.random.uniform(0, 2 * self.pause))
            except Exception as error:  # shown in the thread of the test
                self._errors.append(error)
                raise

        self._threads = [threading.Thread(target=live, args=(member,), daemon=True) for member in self.members]
        for thread in self._threads:
            thread.start()

    def is_busy(self):
        return any(thread.is_alive() for thread in self._threads)

    def wait(self, acknowledged=None, operations=None):
        """Wait until the crowd is done, or so many more things were acknowledged, or so many more were begun."""
        told = self.ledger.count(OK) + (acknowledged or 0)
        begun = self.ledger.operations + (operations or 0)
        heard, deadline = -1, 0.0
        while self.is_busy():
            if acknowledged is not None and self.ledger.count(OK) >= told:
                return
            if operations is not None and self.ledger.operations >= begun:
                return
            if self.ledger.count(OK) > heard:
                heard, deadline = self.ledger.count(OK), time.monotonic() + PATIENCE_SECONDS
            assert time.monotonic() < deadline, f"the crowd heard nothing for {PATIENCE_SECONDS} seconds"
            time.sleep(0.005)

    @contextmanager
    def writing(self, operations=None):
        """Write during the block, also when it ends badly."""
        self.start(operations)
        try:
            yield
        finally:
            self.stop()

    def stop(self):
        """Stop now; what was not answered yet stays unfinished."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        if self._errors:
            raise self._errors[0]

    def settle(self, timeout=60):
        """Send everything unfinished with the same keys until its end is known; return how much still is not."""
        late = threading.Event()
        clock = threading.Timer(timeout, late.set)
        clock.daemon = True
        clock.start()
        with ThreadPoolExecutor(len(self.members)) as pool:
            list(pool.map(lambda member: member.finish(late, slips=False), self.members))
        clock.cancel()
        return self.ledger.count(UNKNOWN)

    def _join(self, member):
        deadline = time.monotonic() + JOIN_SECONDS
        while True:
            try:
                return member.join()
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
