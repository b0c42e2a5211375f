"""Pages that are the same for everybody at a place, made once for all who come in at the same moment.

A room comes in within a minute. Whoever has not joined gets the same page, and so does whoever joined and gave
nothing yet, but for his key, his personal code and the order of what he can choose: those are put in the places
that were left open for them.
"""

import asyncio
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from sessions.facilitation import close_due_rounds
from sessions.live.hub import changes_until_now
from sessions.live.threads import in_thread
from sessions.mine import Mine, givers_of
from sessions.models import LiveSession
from sessions.order import blocks_of, is_shuffled, rank
from sessions.recovery import personal_code, readable
from sessions.stage import stage_of
from sessions.web.compressed import CompressedPage
from sessions.web.forms import JoinForm, new_key
from sessions.web.phone import join_page, render_page

Value = TypeVar("Value")
# Another process may change the meet-up without a word; whoever looks at its page hears that from his socket.
KEPT_SECONDS = 1.0


@dataclass
class Made(Generic[Value]):
    """What was made for a place, when, and after how many changes of its meet-up."""

    value: Value
    at: float
    changes: int


class Shared(Generic[Value]):
    """Something that is made of a place, and again when the meet-up changed or it is a second old."""

    def __init__(self, make: Callable[[HttpRequest, LiveSession], Value]) -> None:
        self._make = make
        self._made: dict[int, Made[Value]] = {}
        self._making: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, request: HttpRequest, place: LiveSession) -> Value:
        """Return it for a place. Who comes while it is being made waits for that."""
        async with self._making[place.pk]:
            changes = changes_until_now(place.meetup_id)
            made = self._made.get(place.pk)
            if made is None or made.changes != changes or time.monotonic() - made.at >= KEPT_SECONDS:
                made = Made(await in_thread(self._make, request, place), time.monotonic(), changes)
                self._made[place.pk] = made
            return made.value


@dataclass(frozen=True)
class PageOfNewcomers:
    """The phone page of whoever gave nothing yet in the round that is on, and who that is not."""

    page: CompressedPage
    givers: frozenset[UUID]
    block_ids: list[int]

    def reply(self, request: HttpRequest, participant_id: UUID, seed: int) -> HttpResponse | None:
        """Return the page of a participant with this seed, or None when it must show what he gave."""
        if participant_id in self.givers:
            return None
        code = readable(personal_code(participant_id))
        fill = {OPEN_FOR_KEY: new_key().encode(), OPEN_FOR_CODE: code.encode(), OPEN_FOR_SEED: b"%d" % seed}
        numbers = range(len(self.block_ids))
        return self.page.reply(request, fill, sorted(numbers, key=lambda at: rank(seed, self.block_ids[at])))


# What stands on the page made for all, where each gets his own, and around what each gets in his own order. Nobody
# can type these.
OPEN_FOR_KEY, OPEN_FOR_CODE, OPEN_FOR_SEED, BETWEEN_BLOCKS = (secrets.token_hex(16).encode() for _ in range(4))


def _page_of_newcomers(request: HttpRequest, place: LiveSession) -> PageOfNewcomers:
    close_due_rounds(meetup_id=place.meetup_id)
    stage = stage_of(place.pk)
    givers = givers_of(stage.round)
    mine = Mine(answers=[], choices={}, supported=set(), budget=stage.step.budget, seed=None)
    context = {"seed": OPEN_FOR_SEED.decode(), "between_blocks": BETWEEN_BLOCKS.decode()}
    page = render_page(request, stage, mine, OPEN_FOR_KEY.decode(), OPEN_FOR_CODE.decode(), **context)
    content = page.content
    shown = blocks_of(stage.step, stage.options) if is_shuffled(stage.step) and BETWEEN_BLOCKS in content else []
    holes = (OPEN_FOR_KEY, OPEN_FOR_CODE, OPEN_FOR_SEED)
    return PageOfNewcomers(
        CompressedPage(content, *holes, between=BETWEEN_BLOCKS), givers, [block.id for block in shown]
    )


def _join_page(request: HttpRequest, place: LiveSession) -> CompressedPage:
    place = LiveSession.objects.select_related("meetup__programme").get(pk=place.pk)
    return CompressedPage(join_page(request, place, JoinForm()).content)


join_pages = Shared(_join_page)
pages_of_newcomers = Shared(_page_of_newcomers)
