"""The clients of the benchmark: what they read from the wire, and what they make of it."""

import asyncio
import json
import random
import struct

import pytest

from sessions.bench.load import outcome_of
from sessions.bench.phone import Answer
from sessions.bench.texts import LONGEST, MARK, SHORTEST, Writer
from sessions.wire.http import Browser, ConnectionBroken
from sessions.wire.websocket import PING, TEXT, Socket

EPOCH = "0f8fad5b-d9cb-469f-a165-70867728950e"


class Wire(asyncio.Transport):
    """A connection that goes nowhere, and keeps what is written to it."""

    def __init__(self):
        super().__init__()
        self.written = b""

    def write(self, data):
        self.written += data


def frame(payload, kind=TEXT):
    data = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    if len(data) < 126:
        return struct.pack("!BB", 0x80 | kind, len(data)) + data
    if len(data) < 65536:
        return struct.pack("!BBH", 0x80 | kind, 126, len(data)) + data
    return struct.pack("!BBQ", 0x80 | kind, 127, len(data)) + data


def message(seq, content):
    return {"seq": seq, "epoch": EPOCH, "content": content}


def opened(keeps=False):
    socket = Socket("/ws/d/VWP49R/", "127.0.0.1:8000", keeps=keeps)
    socket.connection_made(Wire())
    return socket


def receive(socket, data, sizes):
    """Let a socket read data in pieces of these sizes."""
    while data:
        size = min(next(sizes), len(data))
        socket.get_buffer(-1)[:size] = data[:size]
        socket.buffer_updated(size)
        data = data[size:]


def random_sizes(most, seed):
    chance = random.Random(seed)
    while True:
        yield chance.randint(1, most)


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("most", [1, 7, 400, 100_000])
def test_a_socket_reads_messages_in_whatever_pieces_they_come(most, keeps):
    contents = ["é" * length for length in (0, 10, 200, 70_000, 3)]
    heartbeat = {"seq": 99, "epoch": EPOCH, "now": "2017-02-16T13:00:00+01:00"}
    wire = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
    for seq, content in enumerate(contents, 1):
        wire += frame(message(seq, content)) + frame(b"ping", PING) + frame(heartbeat)
    socket = opened(keeps)

    receive(socket, wire, random_sizes(most, seed=1))

    assert socket.seqs == [1, 2, 3, 4, 5], "a heartbeat shows nothing"
    assert len(socket.moments) == 5
    assert socket._transport.written.count(b"ping") == 5
    assert [json.loads(kept)["content"] for kept in socket.contents] == (contents if keeps else [])


async def test_who_waits_on_a_socket_hears_that_it_was_refused():
    socket = opened()
    waiting = asyncio.create_task(socket.reach(0))
    await asyncio.sleep(0)
    socket.connection_lost(None)

    with pytest.raises(ConnectionBroken):
        await waiting


async def test_a_browser_keeps_cookies_and_opens_another_connection_when_the_first_was_closed():
    asked = []

    async def serve(reader, writer):
        while head := await reader.readuntil(b"\r\n\r\n"):
            asked.append(head.decode())
            writer.write(b"HTTP/1.1 200 OK\r\nSet-Cookie: naam=waarde; Path=/\r\ncontent-length: 3\r\n\r\n")
            await asyncio.sleep(0.01)
            writer.write(b"dag")
            if len(asked) == 2:
                break
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        browser = Browser("127.0.0.1", server.sockets[0].getsockname()[1])
        replies = [await browser.get("/a/"), await browser.post("/b/", {"text": "één"}), await browser.get("/c/")]
        browser.close()

    assert [reply.body for reply in replies] == [b"dag"] * 3
    assert [head.split()[1] for head in asked] == ["/a/", "/b/", "/c/"]
    assert ["Cookie: naam=waarde" in head for head in asked] == [False, True, True]


def viewer(*heard, keeps=False):
    """A socket that got messages: (moment, seq, texts)."""
    socket = Socket("/", "127.0.0.1", keeps=keeps)
    for moment, seq, *texts in heard:
        socket.moments.append(moment)
        socket.seqs.append(seq)
        socket.contents.append(json.dumps(message(seq, "".join(f"<bdi>{text}</bdi>" for text in texts))).encode())
    return socket


def stored(text, intended, seq, acknowledged):
    return Answer(None, text, intended=intended, acknowledged=acknowledged, seq=seq, failure="")


def test_an_answer_is_seen_with_the_first_message_that_has_its_seq():
    answers = [stored("Wonen (1)", 10.0, 5, 10.1), stored("Zorg (2)", 11.0, 7, 11.1), Answer(None, "Weg", 12.0)]
    phone = viewer((10.5, 6), (11.5, 6), (13.0, 8))
    slow = viewer((10.25, 5))
    projector = viewer((10.5, 6, "Wonen (1)"), (12.0, 7, "Zorg &amp; meer (2)"))

    outcome = outcome_of(answers, [phone, slow, projector], projector, until=20.0)

    assert outcome.board == pytest.approx([0.5, 2.0, 0.25, 9.0, 0.5, 1.0])
    assert outcome.acks == pytest.approx([0.1, 0.1, 8.0])
    assert outcome.pairs_lost == 1
    assert outcome.delivered == pytest.approx(5 / 6)
    assert outcome.failures == {
        "een antwoord werd niet op tijd bevestigd": 1,
        "een antwoord stond niet op het scherm van de zaal": 1,
    }


def test_the_crowd_types_different_dutch_texts_at_the_rate_that_was_asked():
    writer, same = Writer(seed=1), Writer(seed=1)
    texts = [writer.text() for _ in range(500)]

    assert [same.text() for _ in range(500)] == texts
    assert len({MARK.findall(text)[-1] for text in texts}) == 500
    assert min(map(len, texts)) >= SHORTEST - 2
    assert max(map(len, texts)) <= LONGEST
    moments = writer.arrivals(rate=200, seconds=10)
    assert 1800 < len(moments) < 2200
    assert moments == sorted(moments)
