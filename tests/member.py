"""One phone of a crowd. It knows docs/protocol.md, and sends everything again until it has a final answer.

Fingers slip and networks fail: one in ten intentions is tapped twice at once, of one in seven the reply never
arrives, and now and then something old is sent once more.
"""

import http.client
import json
import random
import secrets
import socket
import struct
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.ledger import OK, UNKNOWN, Intention, Reply

DOUBLE_TAPS = 0.10
LOST_REPLIES = 0.15
LATE_REPLAYS = 0.05
TIMEOUT = 10
FIRST_WAIT = 0.05
LONGEST_WAIT = 0.3  # a real phone waits up to 15 s; the tests have less time
PATHS = {
    "answer": "antwoord/",
    "revise": "wijzigen/",
    "withdraw": "intrekken/",
    "support": "steun/",
    "choose": "keuze/",
}
WISHES = {"answer": 35, "revise": 22, "withdraw": 5, "support": 14, "choose": 24}


class Line:
    """A keep-alive connection to one of the processes that serve the place; a lost one is made again."""

    def __init__(self, addresses, first=0):
        self._addresses = addresses
        self._at = first
        self._connection = None

    def send(self, path, fields, cookie):
        """Send a form and do not wait; raises OSError or HTTPException."""
        if self._connection is None:
            host, port = self._addresses[self._at % len(self._addresses)]
            self._connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
        }
        self._connection.request("POST", path, urlencode(fields), headers)

    def receive(self):
        """Return the reply to what was sent, with its headers and body; raises OSError or HTTPException."""
        response = self._connection.getresponse()
        content = response.read()
        is_json = response.headers.get_content_type() == "application/json"
        return response.status, response.headers, json.loads(content) if is_json else {}

    def hang_up(self, abruptly=False):
        """Close without reading; abruptly as when the network is gone, so that the server cannot reply."""
        if self._connection and self._connection.sock and abruptly:
            self._connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if self._connection:
            self._connection.close()
        self._connection = None

    def move(self):
        """Try the next process from now on."""
        self.hang_up()
        self._at += 1


@dataclass
class OwnAnswer:
    """What a phone knows of an answer it gave."""

    key: str
    id: int
    rev: int
    label: str


class Member:
    """Somebody in a place with a phone, who does one thing after another."""

    def __init__(self, name, place, ledger, addresses, seed):
        self.name = name
        self.place = place
        self.ledger = ledger
        self.random = random.Random(f"{seed} {name}")
        self.participant = None
        self.cookie = ""
        self.unfinished = None
        self._path = urlsplit(place.join_url).path
        first = self.random.randrange(len(addresses))
        self._line, self._second_line = Line(addresses, first), Line(addresses, first + 1)
        self._own: list[OwnAnswer] = []
        self._done: list[Intention] = []

    def join(self):
        """Take part; raises OSError or HTTPException when the server is not there."""
        self._line.send(self._path + "deelnemen/", {}, "")
        code, headers, body = self._line.receive()
        if code != 200:
            raise ConnectionError(f"joining gave {code}")
        self.participant = body["participant"]
        self.cookie = headers["Set-Cookie"].partition(";")[0]

    def act(self, stopping):
        """Do one thing, and keep at it until its end is known or `stopping` is set."""
        if self._done and self.random.random() < LATE_REPLAYS:
            self.repeat(self.random.choice(self._done))
        self.unfinished = self.ledger.ask(self._wish())
        self.finish(stopping)

    def finish(self, stopping, slips=True):
        """Send what is unfinished until its end is known; return False if `stopping` came first."""
        wait = FIRST_WAIT
        while self.unfinished and not stopping.is_set():
            intention = self.unfinished
            reply = self._try(intention, slips)
            if intention.outcome != UNKNOWN:
                self._take_in(intention)
                self.unfinished = None
            elif reply is not LOST:
                longer = max(wait, min(reply.retry_after, LONGEST_WAIT)) if reply else wait
                stopping.wait(longer * self.random.uniform(0.5, 1.5))
                wait = min(wait * 2, LONGEST_WAIT)
        return self.unfinished is None

    def repeat(self, intention):
        """Send something old once more, as a phone whose network kept it; return the reply, or None."""
        return self._send(intention)

    def _wish(self):
        kind = self.random.choices(list(WISHES), list(WISHES.values()))[0]
        if kind in {"revise", "withdraw"} and not self._own:
            kind = "answer"
        key = secrets.token_hex(16)
        others = [answer for answer, author in list(self.place.given) if author != self.name]
        if kind == "support" and not others:
            kind = "choose"
        fields = {
            "answer": self._answer, "revise": self._revise, "withdraw": self._withdraw,
            "support": lambda key: {"answer": self.random.choice(others), "on": self.random.choice("1110")},
            "choose": self._choose,
        }[kind](key)  # fmt: skip
        return Intention(key, self.name, self.place.name, kind, fields)

    def _answer(self, key):
        question = self.random.choice(self.place.questions)
        return {"round": question.id, "text": f"{key} antwoord", "label": self._label(question)}

    def _revise(self, key):
        own = self.random.choice(self._own)
        return {
            "answer": own.id,
            "base_rev": own.rev,
            "text": f"{own.key} versie {own.rev + 1} {key}",
            "label": own.label,
        }

    def _withdraw(self, key):
        own = self.random.choice(self._own)
        return {"answer": own.id, "base_rev": own.rev}

    def _choose(self, key):
        poll = self.random.choice(self.place.polls)
        values = [0, 0, 1, 1, 1, 2] if poll.mode == "dots" else [0, 1, 1, 1]
        return {
            "round": poll.id,
            "option": self.random.choice(poll.options),
            "value": self.random.choice(values),
        }

    def _label(self, question):
        return str(self.random.choice(question.options)) if question.options else ""

    def _take_in(self, intention):
        """Know from now on what the server said."""
        self._done.append(intention)
        reply = intention.acknowledgement
        if intention.kind == "answer" and reply:
            self._own.append(OwnAnswer(intention.key, reply.id, reply.rev, intention.fields["label"]))
            self.place.given.append((reply.id, self.name))
        elif intention.kind in {"revise", "withdraw"}:
            own = next(one for one in self._own if one.id == intention.fields["answer"])
            if intention.kind == "revise" and intention.outcome == OK:
                own.rev = reply.rev
            else:  # it is taken off, or it can no longer be changed
                self._own.remove(own)

    def _try(self, intention, slips):
        chance = self.random.random() if slips else 1
        if chance < DOUBLE_TAPS:
            return self._tap_twice(intention)
        if chance < DOUBLE_TAPS + LOST_REPLIES:
            return self._lose_the_reply(intention)
        return self._send(intention)

    def _send(self, intention):
        return self._talk(intention, [self._line])

    def _tap_twice(self, intention):
        return self._talk(intention, [self._line, self._second_line])

    def _talk(self, intention, lines):
        """Send over each line before reading from any; return the last reply, or None."""
        sent, reply = [], None
        for line in lines:
            try:
                line.send(*self._form(intention))
                sent.append(line)
            except (OSError, http.client.HTTPException):
                line.move()
        for line in sent:
            try:
                code, headers, body = line.receive()
            except (OSError, http.client.HTTPException):
                line.move()
                continue
            retry_after = float(headers.get("Retry-After", 0))
            stored = {name: body.get(name) for name in ("id", "rev", "seq")}
            reply = Reply(code, body.get("status", ""), retry_after=retry_after, **stored)
            self.ledger.replied(intention, reply)
            if code == 401:
                self._join_again()
        return reply

    def _lose_the_reply(self, intention):
        try:
            self._line.send(*self._form(intention))
        except (OSError, http.client.HTTPException):
            self._line.move()
            return None
        time.sleep(self.random.uniform(0, 0.03))  # long enough, sometimes, for the server to be done
        self._line.hang_up(abruptly=self.random.random() < 0.5)
        return LOST

    def _form(self, intention):
        self.ledger.sent(intention)
        path = self._path + PATHS[intention.kind]
        return path, {"key": intention.key, **intention.fields}, self.cookie

    def _join_again(self):
        """Do as the outbox does: take part again and then send the same. That it came to this is in the books."""
        self.ledger.forgot(self.name)
        try:
            self.join()
        except (OSError, http.client.HTTPException):
            self._line.move()


LOST = object()  # the reply was thrown away on purpose: no reason to wait before sending again
