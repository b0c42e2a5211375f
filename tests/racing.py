"""A place where many people press at the same moment, at one process or at two on one database."""

import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.client import Desk, Phone, Visitor
from tests.stored import read_stored
from tests.views import moved

OPPORTUNITIES = 8  # "Wat zijn uw kansen?"
UNAVAILABLE = 503
PATIENCE_SECONDS = 60


class Patient(Visitor):
    """Somebody who sends the same again while nothing can be stored: on a busy machine the queue may be long."""

    def post(self, url, **fields):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (reply := super().post(url, **fields)).status_code == UNAVAILABLE:
            assert time.monotonic() < deadline, f"nothing was stored in {PATIENCE_SECONDS} seconds"
        return reply


class PatientPhone(Patient, Phone):
    """A participant."""


class PatientDesk(Patient, Desk):
    """A facilitator."""


@contextmanager
def running(programs):
    """Start these programs; end them after the block."""
    programs = list(programs)
    try:
        yield [program.start() for program in programs]
    finally:
        for program in programs:
            program.kill()


class Room:
    """A place with two facilitators, each at a process of his own if there are two."""

    def __init__(self, programs, desk):
        self.programs = programs
        self.place, self.other_place = programs[0].info["sessions"]
        self.agenda_url = programs[0].info["agenda_url"]
        self.groups_url = self.agenda_url.replace("/agenda/", "/groepen/")
        self.desk, self.colleague = desk, Patient()
        self.colleague.http.cookies.update(desk.http.cookies)

    def at(self, url, number):
        """Return an address of the program at the process whose turn it is."""
        return moved(url, self.programs[number % len(self.programs)])

    def ask(self, number, show=False, place=None):
        """Go to a step and open it; return its round and options."""
        place = place or self.place
        self.desk.go_to(place, number)
        self.desk.round(place, "open")
        if show:
            self.desk.round(place, "reveal")
        step = self.desk.view(place)["steps"][number - 1]
        return step["round"]["id"], [option["id"] for option in step["options"]]

    def phones(self, count):
        places = [{"join_url": self.at(self.place["join_url"], number)} for number in range(count)]
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(PatientPhone, places))

    def answers(self, *texts):
        """Let somebody give these answers; return their ids."""
        round_id, _ = self.ask(OPPORTUNITIES)
        [phone] = self.phones(1)
        return [phone.answer(text, round_id=round_id).json()["id"] for text in texts]

    def press_at_once(self, path, **fields):
        """Let two facilitators do the same at once, both seeing what there is now; return the replies."""
        rev = self.desk.view(self.place)["rev"]
        url = self.place["desk_url"] + path
        return at_once(
            lambda: self.desk.post(self.at(url, 0), expect_rev=rev, **fields),
            lambda: self.colleague.post(self.at(url, 1), expect_rev=rev, **fields),
        )

    def staff_at_once(self, url, seen_seq="", **fields):
        """Let two colleagues post to a page of staff at once; of each field, each has his own value."""

        def post(number, visitor):
            own = {name: values[number] for name, values in fields.items()} | {"seen_seq": seen_seq}
            return visitor.http.post(self.at(url, number), data=own, timeout=10, allow_redirects=False)

        return at_once(lambda: post(0, self.desk), lambda: post(1, self.colleague))

    @property
    def seq(self):
        return self.desk.view(self.place)["seq"]

    def export(self):
        return self.desk.get(f"{self.agenda_url}export/json/").json()

    def stored(self):
        return read_stored(self.programs[0])

    def group_names(self):
        """The name of the group in which each answer is, by the answer's id."""
        return {answer["id"]: answer["group"] for answer in self.export()["answers"]}


def at_once(*calls):
    """Make all calls in the same moment, each in a thread of its own; return their results in order."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def send(visitor, url, **fields):
    """Post something new, under a key of its own."""
    return visitor.post(url, key=secrets.token_hex(16), **fields)


def statuses(replies):
    return sorted(reply.status_code for reply in replies)
