"""A program that knows only docs/protocol.md: it speaks HTTP and websockets to a running server."""

import json
import secrets
from contextlib import contextmanager

import requests
from websockets.sync.client import connect

TIMEOUT = 10


class Visitor:
    """Somebody with a browser's cookies who asks for JSON."""

    def __init__(self):
        self.http = requests.Session()
        self.http.headers["Accept"] = "application/json"

    def get(self, url, **options):
        return self.http.get(url, timeout=TIMEOUT, **options)

    def post(self, url, **fields):
        return self.http.post(url, data=fields, timeout=TIMEOUT)


class Phone(Visitor):
    """A participant in one place."""

    def __init__(self, place, municipality=""):
        super().__init__()
        self.place = place
        self.base = place["join_url"]
        reply = self.post(self.base + "deelnemen/", municipality=municipality)
        assert reply.status_code == 200, reply.text
        self.participant = reply.json()["participant"]

    def view(self):
        return self.get(self.base + "beeld/").json()

    def answer(self, text, label="", key=None, round_id=None):
        return self.post(
            self.base + "antwoord/",
            key=key or secrets.token_hex(16),
            round=round_id or self.view()["round"]["id"],
            text=text,
            label=label,
        )

    def choose(self, option, value=1):
        reply = self.post(
            self.base + "keuze/",
            key=secrets.token_hex(16),
            round=self.view()["round"]["id"],
            option=option,
            value=value,
        )
        assert reply.status_code == 200, reply.text


class Desk(Visitor):
    """A facilitator, logged in by the link that `start` gave."""

    def __init__(self, info):
        super().__init__()
        assert self.get(info["login_url"]).ok

    def view(self, place):
        return self.get(place["desk_url"] + "beeld/").json()

    def go_to(self, place, to):
        return self._act(place, "stap/", to=to)

    def round(self, place, action, **fields):
        return self._act(place, "ronde/", action=action, **fields)

    def _act(self, place, path, **fields):
        reply = self.post(place["desk_url"] + path, expect_rev=self.view(place)["rev"], **fields)
        assert reply.status_code == 200, reply.text
        return reply.json()


@contextmanager
def listening(url):
    """An open socket; `next()` on it returns the next message that is no heartbeat."""
    with connect(url, open_timeout=TIMEOUT) as socket:

        def messages():
            while True:
                message = json.loads(socket.recv(timeout=TIMEOUT))
                if "content" in message:
                    yield message

        yield messages()


def wait_for(messages, text):
    """Return the first message that holds a text."""
    return next(message for message in messages if text in message["content"])
