"""Hostile traffic against the program as it is used: it is refused, and somebody in the room notices nothing."""

import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pmg_workshop.limits import budget
from tests.bystander import unharmed
from tests.client import Desk, Phone, listening
from tests.privileges import not_possible_here
from tests.raw import CONTINUATION, PING, TEXT, Wire, chunk, frame
from tests.server import ProgramServer

MB = 1_000_000
FORM = "application/x-www-form-urlencoded"
LITTLE = 4096  # bytes that the system keeps for a client that does not read
AT_ONCE = 4
PARTS = b'--a\r\nContent-Disposition: form-data; name="text"\r\n\r\nTekst\r\n--a--\r\n'


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The program, with a question open in its first place; one for all attacks."""
    program = ProgramServer(tmp_path_factory.mktemp("hostile") / "data").start()
    place = program.info["sessions"][0]
    program.desk = Desk(program.info)
    steps = program.desk.view(place)["steps"]
    program.desk.go_to(place, next(step["number"] for step in steps if step["kind"] == "question"))
    program.desk.round(place, "open")
    phone = Phone(place)
    round_id = phone.view()["round"]["id"]
    for number in range(60):
        phone.answer(f"Antwoord {number} " + "woorden " * 50, round_id=round_id)
    with unharmed(program, place, seconds=2):
        attack(program, "10 MB form", "/beheer/login/")  # the first of everything takes memory that stays
    yield program
    assert "Internal Server Error" not in program.stderr
    assert "Exception inside application" not in program.stderr
    program.kill()


@pytest.fixture
def place(server):
    return server.info["sessions"][0]


class Dripping(threading.Thread):
    """Keeps connections busy with a few bytes each second; notes how long the server puts up with them."""

    def __init__(self, wires):
        super().__init__(daemon=True)
        self.wires, self.held = list(wires), []
        self.since = time.monotonic()

    def run(self):
        while self.wires:
            time.sleep(1)
            kept = [wire for wire in self.wires if wire.send(b"a:") and not wire.is_closed()]
            self.held += [time.monotonic() - self.since] * (len(self.wires) - len(kept))
            self.wires = kept


@pytest.fixture(scope="module", autouse=True)
def dripping(server):
    """Slow connections that are there during the other tests: 200 in their headers, 50 in their body."""
    heads, bodies = ([Wire(server.port) for _ in range(count)] for count in (200, 50))
    for wire in heads:
        wire.send(b"GET / HTTP/1.1\r\nHost: x\r\n")
    for wire in bodies:
        wire.send(wire.head("POST", "/beheer/login/", Content_Type=FORM, Content_Length=1000))
    threads = Dripping(heads), Dripping(bodies)
    for thread in threads:
        thread.start()
    return threads


def form(wire, path, megabytes):
    return wire.post(path, b"a=b&" * (MB // 4), times=megabytes)


def crumbs(wire, path):
    crumb = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    return wire.post(path, crumb * (MB // len(crumb)), times=10, kind="multipart/form-data; boundary=x")


def endless_chunks(wire, path):
    wire.send(wire.head("POST", path, Transfer_Encoding="chunked", Content_Type=FORM))
    while wire.send(chunk(b"a=b&" * 10_000)):
        pass
    return wire.status()


ATTACKS = {
    "10 MB form": lambda wire, path: form(wire, path, 10),
    "100 MB form": lambda wire, path: form(wire, path, 100),
    "10 MB of crumbs": crumbs,
    "chunks without end": endless_chunks,
}


def attack(server, name, path):
    with Wire(server.port) as wire:
        return ATTACKS[name](wire, path)


@pytest.mark.parametrize("name", ATTACKS)
def test_flood_of_bytes_is_refused(server, place, name):
    paths = ["/bestaat/niet/", f"/d/{place['code']}/antwoord/", "/beheer/login/"]
    with unharmed(server, place), ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = list(pool.map(lambda path: attack(server, name, path), [*paths, paths[0]]))

    assert set(statuses) == {413}


@pytest.mark.parametrize(
    ("talk", "code"),
    [
        (frame(TEXT, b"x" * 2 * MB), 1009),
        (frame(TEXT, b"hallo") * 300_000, 1008),
        (frame(PING) * 300_000, 1008),
        (frame(TEXT, last=False) + frame(CONTINUATION, last=False) * 300_000, 1008),
    ],
    ids=["message of 2 MB", "300,000 messages", "300,000 pings", "message of 300,000 empty parts"],
)
def test_flood_on_a_socket_ends_that_socket(server, place, talk, code):
    def flood(_):
        with Wire(server.port) as wire:
            assert wire.upgrade(f"/ws/d/{place['code']}/") == 101
            whole = wire.send(talk)
            return whole, wire.close_code()

    with unharmed(server, place), ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(flood, range(AT_ONCE)))

    # What was still under way when the server hung up may cost the client the words of farewell.
    assert {given for _, given in outcomes} <= {code, None}
    assert not any(whole and given is None for whole, given in outcomes)


def test_replies_to_a_flood_of_unread_requests_are_not_kept(server, place):
    with unharmed(server, place, seconds=2):
        wires = [Wire(server.port, receive_buffer=LITTLE) for _ in range(8)]
        for wire in wires:
            wire.send(wire.head(path=f"/d/{place['code']}/") * 200)
    for wire in wires:
        wire.socket.close()


def odd_requests(host, code):
    """Return requests that no browser sends, each with what may come back; None is a closed connection."""
    start = f"POST /d/{code}/antwoord/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM}\r\n".encode()
    get = f"GET /d/{code}/beeld/ HTTP/1.1\r\nHost: {host}\r\n".encode()
    return {
        "garbage": (random.Random(1).randbytes(5000) + b"\r\n\r\n", {400, None}),
        "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200 + b"\r\n", {400, None}),
        "very long address": (b"GET /" + b"a" * MB + b" HTTP/1.1\r\n\r\n", {400, None}),
        "long address": (b"GET /" + b"a" * 15_000 + b" HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n", {404}),
        "very many headers": (get + b"".join(b"X-%d: y\r\n" % number for number in range(9999)) + b"\r\n", {400}),
        "a very long header": (get + b"X: " + b"y" * MB + b"\r\n\r\n", {400, None}),
        "HTTP/1.0": (b"GET / HTTP/1.0\r\n\r\n", {200}),
        "HTTP/3.0": (b"GET / HTTP/3.0\r\n\r\n", {400}),
        "no method": (b" / HTTP/1.1\r\n\r\n", {400}),
        "method that does not exist": (b"VERWIJDER / HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n", {405}),
        "two lengths": (start + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", {400}),
        "negative length": (start + b"Content-Length: -1\r\n\r\n", {400}),
        "length in words": (start + b"Content-Length: drie\r\n\r\n", {400}),
        "huge length": (start + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n", {413, 400}),
        "length and chunks": (
            start + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            {400},
        ),
        "unknown transfer": (start + b"Transfer-Encoding: gzip\r\n\r\n", {400}),
        "chunk of negative size": (start + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", {400}),
        "chunk of huge size": (start + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 2000, {400}),
        "expectation": (start + b"Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n", {413}),
        "two hosts": (get + b"Host: example.org\r\n\r\n", {400}),
        "foreign host": (b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", {400}),
        "no host": (b"GET / HTTP/1.1\r\n\r\n", {200}),
        "header without a name": (get + b": x\r\n\r\n", {400}),
        "NUL in a header": (get + b"X: a\0b\r\n\r\n", {400}),
        "root path": (get + b"Daphne-Root-Path: \xff\r\n\r\n", {302}),
        "bytes in the address": (b"GET /\xa1 HTTP/1.1\r\n\r\n", {400}),
        "bytes in the question": (b"GET /?\xa1 HTTP/1.1\r\n\r\n", {400}),
        "handshake with odd headers": (get + b"Upgrade: websocket\r\nCookie: \xe2\x82\xac\r\n\r\n", {400}),
        "handshake without a key": (get + b"Upgrade: websocket\r\nConnection: upgrade\r\n\r\n", {400}),
        **{
            f"charset {charset}": (
                start.replace(FORM.encode(), b"multipart/form-data; boundary=a; " + charset)
                + b"Content-Length: %d\r\n\r\n" % len(PARTS)
                + PARTS,
                {400},
            )
            for charset in (b"charset=base64", b"CHARSET=undefined", b"charset*=utf-8''hex", b"charset=utf-7")
        },
    }


def test_no_odd_request_makes_the_program_fail(server, place):
    host = f"127.0.0.1:{server.port}"
    odd = odd_requests(host, place["code"])
    outcomes = {}
    with unharmed(server, place):
        for name, (request, _) in odd.items():
            with Wire(server.port) as wire:
                wire.send(request)
                outcomes[name] = wire.status()
                assert b"Server:" not in wire.got
                assert b"Traceback" not in wire.got

    assert {name: outcome for name, outcome in outcomes.items() if outcome not in odd[name][1]} == {}


def test_requests_in_one_go_are_answered_in_order(server, place):
    with Wire(server.port) as wire:
        wire.send(wire.head(path="/healthz") + wire.head(path="/bestaat/niet/") + wire.head(path="/healthz"))

        assert [wire.whole_reply()[0] for _ in range(3)] == [200, 404, 200]


def test_screens_that_read_nothing_cost_no_memory_and_keep_nothing_from_the_others(server, place):
    path = place["ws_screen"].partition(str(server.port))[2]
    server.desk.round(place, "reveal")
    with unharmed(server, place):
        slow = [Wire(server.port, receive_buffer=LITTLE) for _ in range(100)]
        assert {wire.upgrade(path) for wire in slow} == {101}
        with listening(place["ws_screen"]) as messages:
            next(messages)
            for action in ["conceal", "reveal"] * 5:
                server.desk.round(place, action)
                seq = server.desk.view(place)["seq"]
                assert next(message for message in messages if message["seq"] >= seq)
    for wire in slow:
        wire.socket.close()


def test_full_server_lets_those_who_are_in_go_on(tmp_path, monkeypatch):
    if sys.platform == "win32":
        not_possible_here("Windows kent geen grens aan open bestanden")
    limited = tmp_path / "python"
    limited.write_text(f'#!/bin/sh\nulimit -n 128\nexec "{sys.executable}" "$@"\n')
    limited.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(limited))
    server = ProgramServer(tmp_path / "data").start()
    try:
        place = server.info["sessions"][0]
        phone, desk = Phone(place), Desk(server.info)
        with listening(place["ws_phone"]) as messages:
            next(messages)
            crowd = [Wire(server.port) for _ in range(300)]
            time.sleep(0.5)
            assert sum(not wire.is_closed() for wire in crowd) <= budget(128).connections

            desk.go_to(place, "volgende")
            assert next(messages)["seq"] == phone.view()["seq"] == 1
            for wire in crowd:
                wire.socket.close()
            time.sleep(0.5)
            assert Phone(place).view()["seq"] == 1
        assert server.stop() == 0
    finally:
        server.kill()


def test_slow_connections_were_all_dropped(dripping):
    heads, bodies = dripping
    for thread in dripping:
        thread.join(timeout=40)

    sys.stdout.write(f"\nlongest head {max(heads.held):.0f} s, longest body {max(bodies.held):.0f} s\n")
    assert (len(heads.held), len(bodies.held)) == (200, 50)
    assert max(heads.held) < 20
    assert max(bodies.held) < 40
