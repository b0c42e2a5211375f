"""One participant's phone, and one answer that it sends."""

import json
import secrets
from dataclasses import dataclass, field

from sessions.bench.place import Place, Question, Refused
from sessions.wire.http import JSON, Reply, reason
from sessions.wire.websocket import Socket


class Phone:
    """A participant. One that does not watch the board has no socket."""

    def __init__(self, place: Place, watches: bool = True) -> None:
        self.place = place
        self._browser = place.browser()
        self.watches = watches
        self.socket: Socket | None = None

    async def join(self) -> float:
        """Do what a browser does from the QR code to the first state; return the moment at which that was there.

        Raises OSError, and Refused when a reply is another than the protocol promises.
        """
        _expect(await self._browser.get(self.place.phone), 200)
        form = {"municipality": "", "position": "", "role": ""}
        joined = await self._browser.post(self.place.phone + "deelnemen/", form)
        _expect(joined, 303)
        page = await self._browser.get(joined.location)
        _expect(page, 200)
        if not self.watches:
            return page.moment
        await self.watch()
        return self.socket.moments[0]

    async def watch(self) -> None:
        """Open the socket. Raises OSError."""
        self.socket = await self.place.socket(self.place.phone_socket, self._browser.cookies)

    async def send(self, fields: dict[str, object]) -> Reply:
        """Send an answer as the script of the page does. Raises OSError when no reply came."""
        return await self._browser.post(self.place.phone + "antwoord/", fields, JSON)

    def leave(self) -> None:
        """End all connections."""
        self._browser.close()
        if self.socket:
            self.socket.close()


def _expect(reply: Reply, status: int) -> None:
    if reply.status != status:
        raise Refused(f"status {reply.status} in plaats van {status}")


@dataclass(slots=True)
class Answer:
    """One answer, and what became of it; moments are those of time.perf_counter.

    It should go out at `intended`. `failure` says why it was not acknowledged, in Dutch, or "".
    """

    phone: Phone
    text: str
    intended: float = 0.0
    acknowledged: float = 0.0
    seq: int = 0
    failure: str = "een antwoord werd niet op tijd bevestigd"
    key: str = field(default_factory=lambda: secrets.token_hex(16))

    async def send(self, question: Question) -> None:
        """Send it, and note what came back."""
        label = question.labels[len(self.text) % len(question.labels)]
        fields = {"key": self.key, "round": question.round, "text": self.text, "label": label}
        try:
            reply = await self.phone.send(fields)
        except OSError as error:
            self.failure = f"een antwoord kwam niet over ({reason(error)})"
            return
        if reply.status != 200:
            self.failure = f"een antwoord kreeg status {reply.status}"
            return
        self.acknowledged, self.failure = reply.moment, ""
        self.seq = json.loads(reply.body)["seq"]
