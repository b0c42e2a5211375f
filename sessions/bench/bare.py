"""The yardstick: the interface of the program as a plain ASGI application on daphne, without Django.

    python -m sessions.bench.bare --port 8001 --data FOLDER

It does what the work cannot do without, and nothing else: every answer is durable before it is acknowledged, what
waits shares one commit, and each answer is one frame, built once, to everybody who watches. It keeps no rules.
"""

from daphne.server import Server  # isort: skip  (before anything else of Twisted: it chooses the reactor)

import argparse
import asyncio
import html
import json
import queue
import sqlite3
import sys
import threading
import uuid
from collections.abc import Awaitable, Callable, Iterable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

CODE, COOKIE, STEPS = "KAAL22", "deelnemer-KAAL22", 29
BACKLOG = 1024  # as the program has: with daphne's own, a room that connects at once is turned away
DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=1; PRAGMA checkpoint_fullfsync=1;"
TABLES = """
    CREATE TABLE participant (id INTEGER PRIMARY KEY, uuid TEXT, municipality TEXT, position TEXT, role TEXT);
    CREATE TABLE answer (id INTEGER PRIMARY KEY, participant TEXT, key TEXT, round TEXT, text TEXT, label TEXT);
    CREATE TABLE step (id INTEGER PRIMARY KEY, number INTEGER);
"""
JOIN = "INSERT INTO participant (uuid, municipality, position, role) VALUES (?, ?, ?, ?)"
ANSWER = "INSERT INTO answer (participant, key, round, text, label) VALUES (?, ?, ?, ?, ?)"
STEP = "INSERT INTO step (number) VALUES (?)"
ROW = '<p class="phone__line">Wat verwacht u van de samenwerking tussen de gemeenten in uw regio?</p>\n'
PAGE = f"<!doctype html>\n<html lang=nl><title>Meet-up</title>\n<main>{ROW * 68}</main></html>\n".encode()
SHEET = f'<section id="stap"><h1>Stap %d</h1>{ROW * 20}</section>'
# As long as a card on the phones of the program.
CARD = (
    '<li class="slip" id="antwoord-%d" data-seq="%d">'
    '<p class="slip__text" id="antwoord-%d-tekst"><bdi>%s</bdi></p>'
    '<div class="slip__meta"><span class="chip" hidden>van u</span><form class="support" method="post"'
    f' action="/d/{CODE}/steun/" data-outbox="steun" data-answer="%d" data-says="%s">'
    '<input type="hidden" name="answer" value="%d"><button class="button button--small" name="on" value="1"'
    ' aria-pressed="false" aria-describedby="antwoord-%d-tekst">Dit vind ik ook</button></form></div></li>'
)


class Storage:
    """One thread that writes. Whatever waits while it is at work goes into the next commit, together."""

    def __init__(self, path: Path) -> None:
        self._waiting: queue.SimpleQueue[tuple[str, tuple, asyncio.Future[int]]] = queue.SimpleQueue()
        threading.Thread(target=self._write, args=(path,), daemon=True).start()

    def add(self, statement: str, *values: object) -> asyncio.Future[int]:
        """Store a row; the future gives its id once it is on the disk. Call it in the event loop."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.put((statement, values, stored))
        return stored

    def _write(self, path: Path) -> None:
        database = sqlite3.connect(path, isolation_level=None)
        database.executescript(DURABLE + TABLES)
        while True:
            batch = [self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get())
            database.execute("BEGIN IMMEDIATE")
            ids = [database.execute(statement, values).lastrowid for statement, values, _ in batch]
            database.execute("COMMIT")
            stored = [future for _, _, future in batch]
            stored[0].get_loop().call_soon_threadsafe(_settle, stored, ids)


def _settle(stored: Iterable[asyncio.Future[int]], ids: Iterable[int]) -> None:
    for future, row_id in zip(stored, ids, strict=True):
        if not future.done():
            future.set_result(row_id)


class Room:
    """Where the meet-up stands, and who watches it."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.seq, self.rev, self.current = 0, 0, 1
        self.participants: set[str] = set()
        self._cards: list[str] = []
        self._viewers: set[Send] = set()
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._telling: asyncio.Task[None] | None = None

    async def join(self, fields: dict[str, str]) -> str:
        """Store a participant; return his id."""
        participant = uuid.uuid4().hex
        values = (fields.get(name, "") for name in ("municipality", "position", "role"))
        await self._storage.add(JOIN, participant, *values)
        self.participants.add(participant)
        return participant

    async def answer(self, participant: str, fields: dict[str, str]) -> dict[str, object]:
        """Store an answer and show it to everybody; return the acknowledgement."""
        values = (fields.get(name, "") for name in ("key", "round", "text", "label"))
        number = await self._storage.add(ANSWER, participant, *values)
        self.seq += 1
        text = html.escape(fields.get("text", ""))
        card = CARD % (number, self.seq, number, text, number, text, number, number)
        self._cards.append(card)
        self._tell(card)
        return {"status": "accepted", "id": number, "rev": 1, "seq": self.seq}

    async def go_to(self, to: str) -> dict[str, object]:
        """Store a step change and show it to everybody; `to` is `volgende` or a number."""
        number = self.current + 1 if to == "volgende" else int(to)
        await self._storage.add(STEP, number)
        self.seq, self.rev, self.current = self.seq + 1, self.rev + 1, number
        self._cards = []
        self._tell(SHEET % number)
        return {"rev": self.rev, "current": self.current}

    def view(self) -> dict[str, object]:
        """Return what a facilitator's program asks for; here every step is a question that everybody sees."""
        state = {"state": "open", "revealed": True, "ends_at": None}
        steps = [
            {"number": number, "kind": "question", "options": [{"id": 1}], "round": {"id": number, **state}}
            for number in range(1, STEPS + 1)
        ]
        return {"seq": self.seq, "rev": self.rev, "current": self.current, "steps": steps}

    async def watch(self, receive: Receive, send: Send) -> None:
        """Show a socket everything there is, and then every change, until it goes away."""
        await receive()
        await send({"type": "websocket.accept"})
        await send(self._frame(SHEET % self.current + "".join(self._cards)))
        self._viewers.add(send)
        try:
            while (await receive())["type"] != "websocket.disconnect":
                pass
        finally:
            self._viewers.discard(send)

    def _tell(self, content: str) -> None:
        self._telling = self._telling or asyncio.create_task(self._send_frames())
        self._frames.put_nowait(self._frame(content))

    def _frame(self, content: str) -> dict[str, Any]:
        return {"type": "websocket.send", "text": json.dumps({"seq": self.seq, "content": content})}

    async def _send_frames(self) -> None:
        while True:
            frame = await self._frames.get()
            for send in list(self._viewers):
                await send(frame)
            await asyncio.sleep(0)  # let requests in between two answers


class Application:
    """Routes requests and sockets to the room."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Handle one request or socket, as ASGI calls it."""
        if scope["type"] == "websocket":
            await self._room.watch(receive, send)
            return
        headers = dict(scope["headers"])
        status, content, more = await self._reply(scope, headers, await _fields(receive))
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = b"text/html; charset=utf-8" if isinstance(content, bytes) else b"application/json"
        fixed = [(b"Content-Type", kind), (b"Content-Length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": fixed + more})
        await send({"type": "http.response.body", "body": body})

    async def _reply(
        self, scope: dict[str, Any], headers: dict[bytes, bytes], fields: dict[str, str]
    ) -> tuple[int, object, list[tuple[bytes, bytes]]]:
        match scope["method"], scope["path"].strip("/").split("/"):
            case "GET", ["d", _]:
                return 200, PAGE, []
            case "POST", ["d", code, "deelnemen"]:
                participant = await self._room.join(fields)
                cookie = f"{COOKIE}={participant}; Path=/; HttpOnly; SameSite=Lax".encode()
                if b"json" in headers.get(b"accept", b""):
                    return 200, {"participant": participant}, [(b"Set-Cookie", cookie)]
                return 303, b"", [(b"Set-Cookie", cookie), (b"Location", f"/d/{code}/".encode())]
            case "POST", ["d", _, "antwoord"]:
                cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
                participant = cookies[COOKIE].value if COOKIE in cookies else ""
                if participant not in self._room.participants:
                    return 401, {"status": "unknown"}, []
                return 200, await self._room.answer(participant, fields), []
            case "GET", ["regie", _, "beeld"]:
                return 200, self._room.view(), []
            case "POST", ["regie", _, "stap"]:
                return 200, await self._room.go_to(fields["to"]), []
        return 404, {"status": "not_found"}, []


async def _fields(receive: Receive) -> dict[str, str]:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return dict(parse_qsl(body.decode()))


def _ready_line(port: int) -> str:
    """Return what `manage.py start --json` prints, as far as the benchmark reads it."""
    own, sockets = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}"
    place = {
        "code": CODE,
        "join_url": f"{own}/d/{CODE}/",
        "desk_url": f"{own}/regie/1/",
        "ws_phone": f"{sockets}/ws/d/{CODE}/",
        "ws_screen": f"{sockets}/ws/scherm/x/",
    }
    return json.dumps({"url": f"{own}/", "meetup": 1, "sessions": [place]}) + "\n"


def main() -> None:
    """Serve until told to stop; one line on standard output says that it is ready."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()

    def tell() -> None:
        sys.stdout.write(_ready_line(arguments.port))
        sys.stdout.flush()

    Server(
        Application(Room(Storage(arguments.data / "bare.sqlite3"))),
        endpoints=[f"tcp:port={arguments.port}:interface=127.0.0.1:backlog={BACKLOG}"],
        ready_callable=tell,
    ).run()


if __name__ == "__main__":
    main()
