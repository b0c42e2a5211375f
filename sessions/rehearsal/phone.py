"""A simulated phone: it comes in, hears from its socket what the room is at, and gives what people would."""

import asyncio
import json
import re
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from sessions.rehearsal.content import Content
from sessions.rehearsal.people import Person, Supply, choices
from sessions.wire.http import HTML, JSON, Browser, Reply, reason
from sessions.wire.websocket import Socket, open_socket

POSITION = re.compile(r'name="position" value="(\d+)".*?choice__body">(.*?)</span>', re.DOTALL)
CARD = re.compile(r'id="antwoord-(\d+)"')
# A message that holds this region shows another step, or the same in another state.
STEP_REGION = "#stap"
LOOK_SECONDS = 0.5
AGAIN_SECONDS = 2.0
MOST_ATTEMPTS = 5
WRITING_SECONDS = 20.0
# What part of the texts that are half typed when a question closes is sent all the same.
SENT_LATE = 0.1
# What part of the people says to be ready.
SAYS_DONE = 0.8


class Gone(Exception):
    """The phone cannot take part (any more); the message says why, in Dutch."""


@dataclass(frozen=True)
class Place:
    """A place of a running server at `url`: its number in the meet-up (from 0) and its code."""

    url: str
    number: int
    code: str

    @property
    def host(self) -> str:
        """The host of the server."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port of the server."""
        return urlsplit(self.url).port or 80

    @property
    def path(self) -> str:
        """The path under which phones of this place do everything."""
        return f"/d/{self.code}/"


@dataclass
class Tally:
    """What all phones of a rehearsal did until now. `troubles` counts what was refused or went wrong, in Dutch."""

    present: int = 0
    given: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)


class Phone:
    """The phone of one simulated person."""

    def __init__(
        self, place: Place, person: Person, content: Content, supply: Supply, tally: Tally, rehearsal_pass: str
    ) -> None:
        self._place = place
        self._person = person
        self._content = content
        self._supply = supply
        self._tally = tally
        self._pass = rehearsal_pass
        self._browser = Browser(place.host, place.port)
        self._position = ""
        self._cards: set[int] = set()
        self._done: set[tuple[int, str]] = set()
        self._at: tuple | None = None
        self._doing: asyncio.Task[None] | None = None
        self._typing: dict[str, object] | None = None

    async def take_part(self, arrives_after: float) -> None:
        """Come in after so many seconds, and stay until this is cancelled or the phone cannot go on."""
        try:
            await asyncio.sleep(arrives_after)
            await self._join()
            self._tally.present += 1
            try:
                while True:
                    await self._watch()
                    await asyncio.sleep(AGAIN_SECONDS)
            finally:
                self._tally.present -= 1
        except (Gone, OSError) as error:
            self._note(error)
        finally:
            await self._stop_doing()
            self._browser.close()

    async def _join(self) -> None:
        page = await self._browser.get(self._place.path, HTML)
        positions = POSITION.findall(page.text)
        position, words = self._person.position(positions, self._content.chapter(None)) if positions else ("", "")
        self._position = unescape(words)
        form = {
            "municipality": self._person.municipality,
            "position": position,
            "role": self._person.role,
            "rehearsal": self._pass,
        }
        if (await self._send("deelnemen/", form)).status != 200:
            raise Gone("niet toegelaten")

    async def _watch(self) -> None:
        """Follow the room until the socket closes."""
        place = self._place
        try:
            socket = await open_socket(place.host, place.port, f"/ws/d/{place.code}/", self._browser.cookies, True)
        except OSError as error:
            self._note(error)
            return
        try:
            while socket.is_open:
                await self._hear(socket)
                socket.arrived.clear()
                if not socket.contents and socket.is_open:
                    await socket.arrived.wait()
        finally:
            socket.close()

    async def _hear(self, socket: Socket) -> None:
        heard = [json.loads(message)["content"] for message in socket.contents]
        socket.forget()
        if any(STEP_REGION in content for content in heard):
            self._cards = set()
            await self._look()
        self._cards.update(int(card) for content in heard for card in CARD.findall(content))

    async def _look(self) -> None:
        """See what the room is at, and go and do what that asks."""
        reply = await self._patiently(lambda: self._browser.get(self._place.path + "beeld/", JSON))
        if reply.status != 200:
            return
        view = json.loads(reply.text)
        step, round_ = view["step"], view["round"]
        at = (round_["id"], round_["state"], round_["revealed"])
        if at == self._at:
            return
        half_typed = self._typing
        await self._stop_doing()
        has_just_closed = self._at is not None and at[:2] == (self._at[0], "closed")
        if half_typed and has_just_closed and self._person.chance.random() < SENT_LATE:
            await self._give("antwoord/", "antwoorden", half_typed)
        self._at = at
        if step["kind"] != "slide":
            self._doing = asyncio.create_task(self._take_turn(view))

    async def _take_turn(self, view: dict) -> None:
        is_question, round_ = view["step"]["kind"] == "question", view["round"]
        try:
            if round_["state"] == "open":
                await (self._write(view) if is_question else self._choose(view))
            if is_question and round_["revealed"]:
                await self._support(view)
        except (Gone, OSError) as error:
            self._note(error)

    async def _write(self, view: dict) -> None:
        round_, theme = view["round"]["id"], view["step"]["theme"]
        if not self._is_first(round_, "antwoord"):
            return
        labels = [(option["id"], option["text"]) for option in view["options"]] or [("", "")]
        for _ in range(self._person.answers()):
            label, words = self._person.label(labels)
            text = self._supply.take(theme, words)
            await asyncio.sleep(self._person.reading())
            self._typing = {"round": round_, "text": text, "label": label}
            await self._type(round_, self._person.typing(text))
            fields, self._typing = self._typing, None
            await self._give("antwoord/", "antwoorden", fields)
        await self._say_done(round_)

    async def _type(self, round_: int, seconds: float) -> None:
        """Take so long to type, and say so now and then, as the page of a phone does."""
        while seconds > 0:
            await self._send("schrijft/", {"round": round_, "on": 1})
            await asyncio.sleep(min(seconds, WRITING_SECONDS))
            seconds -= WRITING_SECONDS

    async def _choose(self, view: dict) -> None:
        round_, step = view["round"]["id"], view["step"]
        if not self._is_first(round_, "keuze"):
            return
        await asyncio.sleep(self._person.reading())
        chapter, options = self._content.chapter(step["theme"]), view["options"]
        own = [option for option in options if option["text"] == self._position]
        for option, value in choices(self._person, chapter, step, own or options):
            await asyncio.sleep(self._person.reading() / 5)
            await self._give("keuze/", "keuzes", {"round": round_, "option": option, "value": value})
        await self._say_done(round_)

    async def _say_done(self, round_: int) -> None:
        """Say to be ready; some never do."""
        if self._person.chance.random() < SAYS_DONE:
            await asyncio.sleep(self._person.reading() / 2)
            await self._give("klaar/", "keer klaar", {"round": round_, "on": 1})

    async def _support(self, view: dict) -> None:
        if not self._is_first(view["round"]["id"], "steun"):
            return
        while not self._cards:  # what came in may reach this phone a moment after the news that it may be seen
            await asyncio.sleep(LOOK_SECONDS)
        await asyncio.sleep(self._person.reading())
        mine = {answer["id"] for answer in view["mine"]}
        others = sorted(self._cards - mine)
        for _ in range(self._person.supports(len(others))):
            # What stands on top is read by all, and what is further down by few.
            answer = others.pop(int(len(others) * self._person.chance.random() ** 2))
            await self._give("steun/", "keer steun", {"answer": answer, "on": 1})
            await asyncio.sleep(self._person.reading() / 2)

    def _is_first(self, round_: int, what: str) -> bool:
        """Tell whether he does this at a round for the first time; who comes back to a step is done there."""
        is_first = (round_, what) not in self._done
        self._done.add((round_, what))
        return is_first

    async def _give(self, path: str, what: str, fields: dict[str, object]) -> None:
        reply = await self._send(path, {"key": secrets.token_hex(16), **fields})
        if reply.status in {200, 202}:
            self._tally.given[what] += 1
        elif reply.status == 409:
            self._tally.troubles["te laat: de vraag was net gesloten"] += 1
        else:
            self._tally.troubles[f"geweigerd, met status {reply.status}"] += 1

    async def _send(self, path: str, fields: dict[str, object]) -> Reply:
        return await self._patiently(lambda: self._browser.post(self._place.path + path, fields, JSON))

    async def _patiently(self, request: Callable[[], Awaitable[Reply]]) -> Reply:
        """Send something again, as it is, while the server has no time for it. Raises OSError and Gone."""
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                reply = await request()
            except OSError:
                if attempt == MOST_ATTEMPTS:
                    raise
            else:
                if reply.status == 401:
                    raise Gone("niet meer bekend: de repetitie is gewist")
                if reply.status not in {429, 500, 503}:
                    return reply
            await asyncio.sleep(AGAIN_SECONDS)
        raise Gone("de server heeft het te druk")

    async def _stop_doing(self) -> None:
        if self._doing:
            self._doing.cancel()
            await asyncio.wait([self._doing])
            done, self._doing, self._typing = self._doing, None, None
            if not done.cancelled():
                done.result()

    def _note(self, error: Gone | OSError) -> None:
        self._tally.troubles[reason(error) if isinstance(error, OSError) else str(error)] += 1
