"""Phones and a projector at the other end of a bad network: nothing is lost, and the screen knows soon again.

The long form makes each disturbance last longer. Figures are shown with -s:

    python3 manage.py test tests/test_lossy_network.py --long -s
"""

import itertools
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest
import requests

from tests.client import Desk
from tests.crowd import Crowd, open_places
from tests.ledger import OK
from tests.netspace import ADDRESSES, PHONES, SERVER, Line, network
from tests.onlooker import Onlooker
from tests.server import ProgramServer
from tests.stored import read_stored
from tests.trouble import end_well, tell, wait_for_success

KNOWS_AGAIN_SECONDS = 10  # twice what people are promised: a machine that tests is busy


@dataclass
class Room:
    """Phones that write and a projector, at the other end of the line from the program."""

    line: Line
    program: ProgramServer
    crowd: Crowd
    screen: Onlooker

    @property
    def place(self):
        return self.crowd.places[0]

    def happens_at_the_desk(self):
        """Let the facilitator, on the machine of the program, do something that every screen shows."""
        desk = self.place.desk
        with self.line.inside(SERVER):
            desk.http.close()  # its open connections begin at the other end of the line
            desk.round(self.place.info, "conceal")
            desk.round(self.place.info, "reveal")
            desk.http.close()

    def screen_knows(self):
        """Wait until the projector heard of all that is stored now; return the seconds that took."""
        return self.screen.wait_for(read_stored(self.program).seq, KNOWS_AGAIN_SECONDS)


@pytest.fixture
def line():
    """The line between the two machines; ask for it before `server`, which must end before it goes."""
    with network() as line:
        yield line


@pytest.fixture
def stretch(request):
    """How many times as long each disturbance lasts in the long form."""
    return 4 if request.config.getoption("--long") else 1


@contextmanager
def room(line, server, phones):
    """Start the program on one machine and let a room write on the other; afterwards all must have ended well."""
    with line.inside(SERVER):
        program = server(arguments=["--host", ADDRESSES[SERVER]])
    with line.inside(PHONES):
        crowd = Crowd(open_places(Desk(program.info), program.info["sessions"]), phones=phones)
        with Onlooker(crowd.places[0].info["ws_screen"]) as screen:
            with crowd.writing():
                crowd.wait(acknowledged=20)
                yield Room(line, program, crowd, screen)
                wait_for_success(crowd)
            end_well("in the end", program, crowd, {"sockets of the screen": screen.sockets})


def test_line_loses_delays_and_holds_up_what_a_test_asks(line, server):
    """Were this not so, the tests below would show nothing."""
    with line.inside(SERVER):
        program = server(arguments=["--host", ADDRESSES[SERVER]])
    page = program.info["url"]
    with pytest.raises(requests.ConnectionError):  # not from here
        requests.get(page, timeout=2)
    with line.inside(PHONES):
        size = 8 * len(requests.get(page, timeout=10).content)

        line.is_cut = True
        with pytest.raises(requests.exceptions.ConnectTimeout):
            requests.get(page, timeout=2)
        line.is_cut = False

        line.bits = size  # so the page takes a second
        started = time.monotonic()
        assert requests.get(page, timeout=30).ok
        assert time.monotonic() - started > 1
        line.bits = None

        line.loss, dropped, passed = 0.2, line.dropped, line.passed
        with ThreadPoolExecutor(8) as pool:
            while line.passed < passed + 200:
                list(pool.map(lambda _: look_at(page, line), range(8)))
        dropped = line.dropped - dropped
        assert 0.05 < dropped / (dropped + line.passed - passed) < 0.4


def look_at(page, line):
    """Ask for a page from the phones' end; on a line like this the program may give up waiting for a request."""
    with line.inside(PHONES), suppress(requests.ConnectionError):
        requests.get(page, timeout=30)


def test_network_that_is_gone_for_a_while_costs_time_and_no_answers(line, server, stretch):
    """Nobody is told: the sockets stay open, and what is sent into them does not arrive."""
    with room(line, server, phones=10) as here:
        line.is_cut = True
        time.sleep(5 * stretch)
        here.happens_at_the_desk()
        time.sleep(5 * stretch)
        line.is_cut = False

        knew = here.screen_knows()
        stored = wait_for_success(here.crowd)
    tell("network gone", {"screen knew after": knew, "first stored after": stored})


def test_lossy_network_costs_time_and_no_answers(line, server, stretch):
    with room(line, server, phones=10) as here:
        since = time.monotonic()
        line.loss, line.delay = 0.2, 0.05
        time.sleep(15 * stretch)
        acks = acknowledgements(here.crowd, since)
        line.loss, line.delay = 0.0, 0.0

        here.happens_at_the_desk()
        knew = here.screen_knows()
    tell("lossy network", acks | {"screen knew after": knew, "packets lost": line.dropped})


def test_thin_network_costs_time_and_no_answers(line, server, stretch):
    with room(line, server, phones=6) as here:
        since = time.monotonic()
        line.bits = 64_000
        time.sleep(10 * stretch)
        acks = acknowledgements(here.crowd, since)
        line.bits = None

        here.happens_at_the_desk()
        knew = here.screen_knows()
    tell("thin network", acks | {"screen knew after": knew})


def acknowledgements(crowd, since):
    """Return how long phones waited until they knew that something was stored, in seconds, from this moment on.

    These phones do one thing at once after another, and of one in seven they throw the first reply away.
    """
    moments = {member.name: [since] for member in crowd.members}
    for intention in crowd.ledger.intentions(OK):
        if intention.acknowledgement.at > since:
            moments[intention.phone].append(intention.acknowledgement.at)
    waits = [later - earlier for own in moments.values() for earlier, later in itertools.pairwise(own)]
    shares = statistics.quantiles(waits, n=20)
    return {"acknowledged": len(waits), "p50": shares[9], "p95": shares[18], "longest": max(waits)}
