"""A room full: the phones of a place, its projectors, and the desk of whoever leads it."""

import asyncio
import time

from sessions.bench.phone import Phone
from sessions.bench.place import Facilitator, Place, Refused
from sessions.wire.http import reason
from sessions.wire.websocket import Socket

ARRIVALS_A_SECOND = 200
JOIN_SECONDS = 40
LOOK_SECONDS = 0.02


class Crowd:
    """Everybody in one place. `joined` holds the seconds of each phone that got in, from its intended arrival.

    Where several processes serve that place, `places` says how to reach it at each of them: the phones are divided
    evenly, each has a projector, and the facilitator is at the first.
    """

    def __init__(self, place: Place, *others: Place) -> None:
        self.places = (place, *others)
        self.facilitator = Facilitator(place)
        self.phones: list[Phone] = []
        self.joined: list[float] = []
        self.failures: list[str] = []
        self.projectors: list[Socket] = []
        self._desk: Socket | None = None

    @property
    def viewers(self) -> list[Socket]:
        """The sockets that count: those of the phones that watch, and the projectors'."""
        return [phone.socket for phone in self.phones if phone.socket] + self.projectors

    @property
    def projector(self) -> Socket:
        """The projector that keeps what it shows."""
        return self.projectors[0]

    def viewers_at(self, place: Place) -> list[Socket]:
        """Return which of the viewers a process serves."""
        watching = [phone.socket for phone in self.phones if phone.socket and phone.place == place]
        return [*watching, self.projectors[self.places.index(place)]]

    async def open(self) -> None:
        """Log the facilitator in, and open the projectors and the desk. Raises OSError and Refused."""
        await self.facilitator.log_in()
        for place in self.places:
            self.projectors.append(await self._project(place))
        if self.places[0].desk_socket:
            self._desk = await self.places[0].socket(self.places[0].desk_socket, self.facilitator.cookies)

    async def _project(self, place: Place) -> Socket:
        return await place.socket(place.screen_socket, keeps=place == self.places[0])

    async def arrive(self, phones: int, watching: int) -> None:
        """Let so many phones join, evenly at ARRIVALS_A_SECOND; the first `watching` of them have a socket."""
        started = time.perf_counter()
        async with asyncio.TaskGroup() as arriving:
            for number in range(phones):
                intended = started + number / ARRIVALS_A_SECOND
                await asyncio.sleep(max(0.0, intended - time.perf_counter()))
                place = self.places[number % len(self.places)]
                arriving.create_task(self._join(Phone(place, watches=number < watching), intended))

    async def _join(self, phone: Phone, intended: float) -> None:
        try:
            async with asyncio.timeout(JOIN_SECONDS):
                arrived = await phone.join()
        except (OSError, Refused) as error:
            self.failures.append(reason(error) if isinstance(error, OSError) else str(error))
            phone.leave()
            return
        self.joined.append(arrived - intended)
        self.phones.append(phone)

    def forget(self) -> None:
        """Start a new count of what every viewer gets."""
        for socket in self.viewers:
            socket.forget()

    async def caught_up(self, seq: int, seconds: float) -> bool:
        """Wait until all viewers that are still there have reached a seq, at most so long; tell if they have."""
        deadline = time.perf_counter() + seconds
        while any(socket.seq < seq and socket.is_open for socket in self.viewers):
            if time.perf_counter() > deadline:
                return False
            await asyncio.sleep(LOOK_SECONDS)
        return True

    async def come_back(self) -> int:
        """Open the sockets again that were closed, as a page does; return how many. Raises OSError."""
        lost = [phone for phone in self.phones if phone.socket and not phone.socket.is_open]
        await asyncio.gather(*(phone.watch() for phone in lost))
        for number, projector in enumerate(self.projectors):
            if not projector.is_open:
                self.projectors[number] = await self._project(self.places[number])
        return len(lost)

    def leave(self) -> None:
        """End all connections of the phones, and forget them."""
        for phone in self.phones:
            phone.leave()
        self.phones, self.joined, self.failures = [], [], []

    def close(self) -> None:
        """End everything that is open."""
        self.leave()
        self.facilitator.close()
        for socket in (*self.projectors, self._desk):
            if socket:
                socket.close()
