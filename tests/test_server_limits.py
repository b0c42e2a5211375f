"""The server's limits, one by one: the real server in a process of its own, with a tiny program behind it."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from django.test.client import encode_multipart

from pmg_workshop.limits import Limits, budget
from tests.admin_page import Page
from tests.privileges import not_possible_here
from tests.raw import CONTINUATION, PING, TEXT, Wire, chunk, frame
from tests.small_server import BIG, small_server
from themes.content import load_content
from themes.models import Programme, Theme

SMALL = 1000  # bytes: the largest body in most of these tests
LITTLE = 4096  # bytes that the system keeps for a client that does not read


@pytest.fixture(scope="module")
def port():
    """A server that allows little, so that the tests are quick."""
    with small_server(body_bytes=SMALL, head_seconds=1, body_seconds=1, read_seconds=2) as port:
        yield port


def seen(port):
    """Return what the program behind the server has seen."""
    return requests.get(f"http://127.0.0.1:{port}/", timeout=10).json()


# Bodies


def test_body_that_fits_reaches_the_program_whole(port):
    with Wire(port) as wire:
        wire.send(wire.head("POST", "/length", Content_Length=SMALL) + b"x" * SMALL)
        assert wire.whole_reply() == (200, b"1000")

    with Wire(port) as wire:
        wire.send(wire.head("POST", "/length", Transfer_Encoding="chunked") + chunk(b"x" * 500) * 2 + chunk(b""))
        assert wire.whole_reply() == (200, b"1000")


def test_declared_length_too_large_is_refused_before_the_body_comes(port):
    before = seen(port)["requests"]
    with Wire(port) as wire:
        wire.send(wire.head("POST", Content_Length=SMALL + 1))

        assert wire.status() == 413
        assert wire.is_closed(within=6)
        assert "Dit bericht is te groot." in wire.got.decode()
        assert b"\r\nServer:" not in wire.got
    assert seen(port)["requests"] == before + 1


def test_program_that_asks_for_json_gets_the_refusal_as_json(port):
    reply = requests.post(
        f"http://127.0.0.1:{port}/", data=b"x" * 2 * SMALL, headers={"Accept": "application/json"}, timeout=10
    )

    assert (reply.status_code, reply.json()) == (413, {"status": "too_large"})


def test_chunks_are_counted_as_they_come(port):
    with Wire(port) as wire:
        wire.send(wire.head("POST", Transfer_Encoding="chunked"))
        while wire.send(chunk(b"x" * 400)):
            time.sleep(0.01)

        assert wire.status() == 413


def test_last_chunk_that_is_one_too_many_does_not_reach_the_program(port):
    before = seen(port)["requests"]
    with Wire(port) as wire:
        wire.send(wire.head("POST", Transfer_Encoding="chunked") + chunk(b"x" * 1001) + chunk(b""))
        assert wire.status() == 413
    assert seen(port)["requests"] == before + 1


def test_form_is_parsed_by_nobody_but_the_program(port):
    broken = {"Content-Type": "multipart/form-data; boundary=a"}
    reply = requests.post(f"http://127.0.0.1:{port}/length", data=b"--b", headers=broken, timeout=10)

    assert (reply.status_code, reply.content) == (200, b"3")


def test_client_that_asks_first_is_told_to_go_on_or_not(port):
    with Wire(port) as wire:
        wire.send(wire.head("POST", "/length", Content_Length=3, Expect="100-continue"))
        assert wire.status() == 100
        wire.send(b"abc")
        wire.got = b""
        assert wire.whole_reply() == (200, b"3")

    with Wire(port) as wire:
        wire.send(wire.head("POST", "/length", Content_Length=SMALL + 1, Expect="100-continue"))
        assert wire.status() == 413


@pytest.mark.django_db
def test_largest_form_of_the_admin_takes_less_than_half_of_a_body(admin_client):
    load_content()
    pages = [Page(admin_client).open(item) for item in [*Programme.objects.all(), *Theme.objects.all()]]

    largest = max(len(encode_multipart("-" * 40, page.fields)) for page in pages)
    assert 20_000 < largest < Limits.body_bytes / 2


# Time


def test_request_that_drips_in_is_dropped(port):
    with Wire(port) as head, Wire(port) as second, Wire(port) as body, Wire(port) as silent, Wire(port) as half:
        second.send(second.head())
        assert second.whole_reply()[0] == 200
        for wire in (head, second):
            wire.send(b"GET / HTTP/1.1\r\n")
        for wire in (body, half):
            wire.send(wire.head("POST", Content_Length=100))
        dripping = [head, second, body]
        deadline = time.monotonic() + 8
        while dripping and time.monotonic() < deadline:
            dripping = [wire for wire in dripping if wire.send(b"a:") and not wire.is_closed(within=0.2)]

        assert not dripping
        assert silent.is_closed(within=4)
        assert half.is_closed(within=4)


def test_connection_that_rests_between_requests_stays(port):
    with Wire(port) as wire:
        wire.send(wire.head())
        assert wire.whole_reply()[0] == 200
        time.sleep(2.5)
        wire.send(wire.head())
        assert wire.whole_reply()[0] == 200


# Replies that nobody reads


def test_who_reads_nothing_is_dropped(port):
    with Wire(port, receive_buffer=LITTLE) as page, Wire(port, receive_buffer=LITTLE) as screen:
        page.send(page.head(path="/big"))
        screen.upgrade("/tell")
        time.sleep(5)

        assert len(page.reply()) < BIG
        assert screen.close_code() is None


def test_client_that_reads_slowly_gets_all_of_its_reply(port):
    with Wire(port, receive_buffer=65536) as wire:
        wire.send(wire.head(path="/big"))
        for _ in range(6):
            time.sleep(0.5)
            wire.got += wire.socket.recv(200_000)

        assert wire.whole_reply() == (200, b"x" * BIG)


def test_replies_are_not_piled_up_for_a_client_that_only_asks(port):
    before = seen(port)["requests"]
    with Wire(port, receive_buffer=LITTLE) as wire:
        wire.send(wire.head(path="/big") * 100)
        time.sleep(1)

        assert seen(port)["requests"] <= before + 4


# Websockets


@pytest.mark.parametrize("kind", ["text", "ping", "part", "empty part"])
def test_socket_that_talks_too_much_is_closed(port, kind):
    talk = {
        "text": frame(TEXT, b"hallo") * 31,
        "ping": frame(PING, b"hallo") * 31,
        "part": frame(TEXT, b"h", last=False) + frame(CONTINUATION, b"h", last=False) * 30,
        "empty part": frame(TEXT, b"", last=False) + frame(CONTINUATION, b"", last=False) * 30,
    }[kind]
    with Wire(port) as wire:
        assert wire.upgrade("/") == 101
        wire.send(talk)

        assert wire.close_code() == 1008
        assert wire.is_closed(within=3)


def test_what_a_socket_says_reaches_nobody_and_does_no_harm(port):
    with Wire(port) as wire:
        wire.upgrade("/")
        wire.send(frame(TEXT, b"hallo") * 29 + frame(PING, b"nog daar?"))

        heard = [wire.next_frame(), wire.next_frame()]
    assert heard == [(TEXT, b"Welkom " * 1000), (10, b"nog daar?")]
    assert seen(port)["messages"] == 0


@pytest.mark.parametrize(
    "message",
    [frame(TEXT, b"x" * 4097), frame(TEXT, b"x" * 2000, last=False) + frame(CONTINUATION, b"x" * 2097)],
    ids=["in one frame", "in two frames"],
)
def test_message_that_is_too_long_closes_the_socket(port, message):
    with Wire(port) as wire:
        wire.upgrade("/")
        wire.send(message)

        assert wire.close_code() == 1009


def test_reader_that_fell_behind_is_told_to_start_afresh(port):
    with Wire(port, receive_buffer=LITTLE) as wire:
        wire.upgrade("/tell")
        time.sleep(1)

        assert wire.close_code() == 1013


def test_who_is_behind_for_a_moment_gets_all_the_same(port):
    with Wire(port, receive_buffer=4096) as wire:
        assert wire.upgrade("/burst") == 101
        time.sleep(0.5)

        messages = [wire.next_frame()[1] for _ in range(4)]

    assert [message[:1] for message in messages[1:]] == [b"0", b"1", b"2"]
    assert {len(message) for message in messages[1:]} == {BIG}


def test_handshake_is_refused_without_details(port):
    with Wire(port) as wire:
        wire.send(wire.head(Upgrade="websocket"))
        assert wire.reply() == b"HTTP/1.1 400 Bad Request\r\n\r\n"

    with Wire(port) as wire:
        wire.send(wire.head(Upgrade="websocket", Cookie="caf\xe9", Connection="close"))
        assert wire.reply().endswith(b"Dit verzoek klopt niet.")


def test_program_that_fails_halfway_its_reply_ends_that_connection_alone(port):
    with Wire(port) as wire:
        wire.send(wire.head(path="/fail-halfway"))
        assert wire.is_closed(within=5)

    with Wire(port) as wire:
        wire.send(wire.head(path="/fail"))
        assert wire.whole_reply() == (500, b"Er ging iets mis. Probeer het zo nog eens.")


def test_server_stops_in_order_while_requests_come_in_and_are_worked_on():
    if sys.platform == "win32":
        not_possible_here("Windows kent geen verzoek om te stoppen")
    with small_server() as port, Wire(port) as half, Wire(port) as waiting, Wire(port) as screen:
        half.send(b"GET / HTTP/1.1\r\n")
        waiting.send(waiting.head(path="/slow"))
        assert screen.upgrade("/") == 101
        time.sleep(0.1)

        assert port.stop() == 0


# Together


def test_room_that_connects_at_once_is_let_in(port):
    started = time.monotonic()
    room = [Wire(port) for _ in range(300)]
    seconds = time.monotonic() - started
    try:
        room[-1].send(room[-1].head())
        assert room[-1].whole_reply()[0] == 200
        assert seconds < 3  # turned away and tried again, it takes 5
    finally:
        for wire in room:
            wire.socket.close()


def test_many_requests_at_once_wait_for_their_turn():
    if sys.platform == "win32":
        not_possible_here("Windows kent geen grens aan open bestanden")
    with small_server(open_files=128) as port, ThreadPoolExecutor(20) as pool:
        slow = [pool.submit(requests.get, f"http://127.0.0.1:{port}/slow", timeout=20) for _ in range(20)]

        assert {reply.result().status_code for reply in slow} == {200}
        assert seen(port)["most_at_once"] == budget(128).requests


def test_connections_beyond_the_limit_are_closed_and_the_others_work_on():
    if sys.platform == "win32":
        not_possible_here("Windows kent geen grens aan open bestanden")
    allowed = budget(128).connections
    with small_server(open_files=128) as port, Wire(port) as page, Wire(port) as screen:
        screen.upgrade("/")
        crowd = [Wire(port) for _ in range(200)]

        time.sleep(0.5)
        assert sum(not wire.is_closed() for wire in crowd) == allowed - 2
        page.send(page.head())
        assert page.whole_reply()[0] == 200
        screen.send(frame(PING, b"nog daar?"))
        assert [screen.next_frame()[0] for _ in range(2)] == [TEXT, 10]

        for wire in crowd:
            wire.socket.close()
        time.sleep(0.5)
        assert seen(port)["requests"] == 2
