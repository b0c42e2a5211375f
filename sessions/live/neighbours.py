"""What the processes of a hosted server tell each other through Redis: which meet-ups changed.

It may get lost: each hub looks at the seq every second anyway. So nothing here waits long, keeps much, or fails.
"""

import asyncio
import logging
from collections.abc import Callable
from uuid import uuid4

from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger(__name__)

GROUP = "meetups.changed"
RETRY_SECONDS = 1.0
# A message that Redis takes longer for than this is of no use any more.
PATIENCE_SECONDS = 1.0


def are_there() -> bool:
    """Tell whether other processes may serve the same meet-ups."""
    return not isinstance(get_channel_layer(), InMemoryChannelLayer)


class Neighbours:
    """The other processes, as one process knows them. Make it, and call it, in the event loop.

    `on_change` is called with the id of each meet-up that another process changed.
    """

    def __init__(self, on_change: Callable[[int], None]) -> None:
        self._on_change = on_change
        self._name = uuid4().hex
        self._changed: set[int] = set()
        self._telling: asyncio.Task[None] | None = None
        self._is_away = False
        self._listening = asyncio.create_task(self._listen())

    def tell(self, meetup_id: int) -> None:
        """Tell that this process changed a meet-up; all that comes while Redis is busy is told at once."""
        self._changed.add(meetup_id)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def stop(self) -> None:
        """Hear nothing more, and tell nothing more."""
        tasks = [task for task in (self._listening, self._telling) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell(self) -> None:
        while self._changed:
            message = {"type": "meetup.changed", "meetup": self._changed.pop(), "from": self._name}
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await get_channel_layer().group_send(GROUP, message)
            except Exception as error:  # whatever Redis raises, losing this costs the others a second
                self._note(error)
            else:
                self._note(None)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        while True:
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    message = await layer.receive(channel)
                    if message["from"] != self._name:
                        self._on_change(message["meetup"])
            except Exception as error:  # whatever Redis raises, it may come back
                layer.channels.clear()  # it keeps a queue for each channel that it could not open
                self._note(error)
                await asyncio.sleep(RETRY_SECONDS)

    def _note(self, error: Exception | None) -> None:
        """Say once that the others cannot be woken, and once that they can be again."""
        if error and not self._is_away:
            logger.warning("Andere processen zijn niet te wekken (%r); alle kijken elke seconde zelf.", error)
        elif self._is_away and not error:
            logger.warning("Andere processen zijn weer te wekken.")
        self._is_away = error is not None
