"""Where the crowd meets: one place of a running server, and the facilitator who leads it."""

import json
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from sessions.wire.http import JSON, Browser, Reply
from sessions.wire.websocket import Socket, open_socket


class Refused(Exception):
    """The server did not do what the benchmark needs; the message says what, in Dutch."""


@dataclass(frozen=True)
class Place:
    """The addresses of a place. A bare server has no desk to watch and asks for no login: these are ""."""

    host: str
    port: int
    phone: str
    phone_socket: str
    screen_socket: str
    desk: str
    desk_socket: str
    login: str

    @classmethod
    def of(cls, info: dict) -> "Place":
        """Return the first place of what a server printed when it was ready."""
        place = info["sessions"][0]
        own = urlsplit(info["url"])
        return cls(
            host=own.hostname or "",
            port=own.port or 80,
            phone=urlsplit(place["join_url"]).path,
            phone_socket=urlsplit(place["ws_phone"]).path,
            screen_socket=urlsplit(place["ws_screen"]).path,
            desk=urlsplit(place["desk_url"]).path,
            desk_socket=urlsplit(place.get("ws_desk", "")).path,
            login=urlsplit(info.get("login_url", "")).path,
        )

    def browser(self) -> Browser:
        """Return a browser that knows no cookies yet."""
        return Browser(self.host, self.port)

    async def socket(self, path: str, cookies: str = "", keeps: bool = False) -> Socket:
        """Open a socket and return it with its snapshot. Raises OSError when that does not come in time."""
        return await open_socket(self.host, self.port, path, cookies, keeps)


@dataclass(frozen=True)
class Question:
    """A round that is open and shown to everybody, and the labels to choose from ("" when there are none)."""

    round: int
    labels: tuple[object, ...]


class Facilitator:
    """Leads the place, over the interface for programs."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._browser = place.browser()
        self._rev = 0
        self._current = 0

    @property
    def cookies(self) -> str:
        """The cookies of whoever leads, for a socket of the desk."""
        return self._browser.cookies

    async def log_in(self) -> None:
        """Open the link that logs in. Raises OSError and Refused."""
        if self._place.login:
            await self._browser.get(self._place.login)
        await self.view()

    async def view(self) -> dict:
        """Return the desk view. Raises OSError and Refused."""
        view = _read(await self._browser.get(self._place.desk + "beeld/", JSON))
        self._rev, self._current = view["rev"], view["current"]
        return view

    async def next_step(self) -> float:
        """Go to the next step; return the moment of the press. Raises OSError and Refused."""
        pressed = time.perf_counter()
        await self._act("stap/", to="volgende")
        return pressed

    async def questions(self) -> list[int]:
        """Return the numbers of the steps at which people type. Raises OSError and Refused."""
        return [step["number"] for step in (await self.view())["steps"] if step["kind"] == "question"]

    async def show(self, number: int) -> Question:
        """Go to a question, open it and let everybody see the answers. Raises OSError and Refused."""
        step = next(step for step in (await self.view())["steps"] if step["number"] == number)
        if self._current != number:
            await self._act("stap/", to=number)
        if step["round"]["state"] != "open":
            await self._act("ronde/", action="open")
        if not step["round"]["revealed"]:
            await self._act("ronde/", action="reveal")
        labels = tuple(option["id"] for option in step["options"])
        return Question(step["round"]["id"], labels or ("",))

    def close(self) -> None:
        """End the connections."""
        self._browser.close()

    async def _act(self, path: str, **fields: object) -> None:
        reply = await self._browser.post(self._place.desk + path, {**fields, "expect_rev": self._rev}, JSON)
        now = _read(reply)
        self._rev, self._current = now["rev"], now["current"]


def _read(reply: Reply) -> dict:
    if reply.status != 200:
        raise Refused(f"de gespreksleider kreeg status {reply.status}")
    return json.loads(reply.body)
