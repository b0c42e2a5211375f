"""What a whole room asks and sends within a second, on the fast lane: coming in, and all that the outbox posts.

Nothing is decided here: the same forms, writes and replies serve who comes without JavaScript.
"""

import re
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pmg_workshop.fast_lane import FastView
from sessions.changes import Commit
from sessions.live.lookup import places
from sessions.live.presence import writers
from sessions.live.threads import in_thread
from sessions.models import LiveSession, Participant
from sessions.models.meetup import clean_code
from sessions.once import Outcome, UnknownParticipant
from sessions.refusals import Refusal
from sessions.together import together
from sessions.web import phone, phone_presence
from sessions.web.cookies import participant_id_of, participant_of
from sessions.web.forms import JoinForm
from sessions.web.phone_access import View
from sessions.web.phone_writes import ACTIONS, Action, accepted, arguments_of, invalid, refused
from sessions.web.replies import wants_json
from sessions.web.shared_pages import join_pages, pages_of_newcomers

ADDRESS = re.compile(r"/d/([^/]+)/(?:([a-z]+)/)?")
FORM = b"application/x-www-form-urlencoded"

PlaceView = Callable[[HttpRequest, LiveSession], Awaitable[HttpResponse | None]]


def find_view(scope: dict[str, Any]) -> FastView | None:
    """Return the fast view for a request, or None when it has none: then Django answers it."""
    address = ADDRESS.fullmatch(scope["path"])
    if address is None:
        return None
    code, word = address.groups()
    views = {"GET": READS, "POST": WRITES}.get(scope["method"], {})
    view = views.get(word)
    if view is None or (scope["method"] == "POST" and not _has_form(scope)):
        return None
    return partial(_at_place, code, view)


def _has_form(scope: dict[str, Any]) -> bool:
    return dict(scope["headers"]).get(b"content-type", b"").startswith(FORM)


async def _at_place(code: str, view: PlaceView, request: HttpRequest) -> HttpResponse | None:
    place = await places.find(clean_code(code))
    return await view(request, place) if place else None


async def _page(request: HttpRequest, place: LiveSession) -> HttpResponse | None:
    """The page that is the same for all who come in now; Django makes that of somebody who gave something."""
    if OF_DJANGO & request.COOKIES.keys():
        return None
    participant_id = participant_id_of(request, place)
    seed = newcomers.seed_of(participant_id) if participant_id else None
    if participant_id and seed is None:
        participant = await in_thread(participant_of, request, place)
        seed = participant.seed if participant else None
    if participant_id and seed is not None:
        return (await pages_of_newcomers.get(request, place)).reply(request, participant_id, seed)
    return (await join_pages.get(request, place)).reply(request)


def _read(view: View) -> PlaceView:
    """Return the fast view that lets an ordinary one answer, in a thread: it needs nothing of the middleware."""

    async def read(request: HttpRequest, place: LiveSession) -> HttpResponse:
        return await in_thread(view, request, place.code)

    return read


async def _join(request: HttpRequest, place: LiveSession) -> HttpResponse | None:
    form = JoinForm(request.POST, place=place)
    participant = await together.do(place.meetup_id, lambda _: phone.joined(request, place, form))
    if participant is None:
        return None
    newcomers.add(participant)
    return phone.welcome(request, participant)


class Newcomers:
    """The seeds of those who came in here just now, by their ids: their phones ask for the next page at once."""

    SECONDS = 10.0

    def __init__(self) -> None:
        self._came: dict[UUID, tuple[float, int]] = {}

    def seed_of(self, participant_id: UUID) -> int | None:
        """Return the seed of somebody who came in just now, None for anybody else."""
        came_at, seed = self._came.get(participant_id, (-self.SECONDS, None))
        return seed if time.monotonic() - came_at < self.SECONDS else None

    def add(self, participant: Participant) -> None:
        """Remember that somebody came in, and forget who did so long ago."""
        now = time.monotonic()
        while self._came and now - next(iter(self._came.values()))[0] >= self.SECONDS:
            del self._came[next(iter(self._came))]
        self._came[participant.pk] = now, participant.seed


newcomers = Newcomers()


def _write(action: Action) -> PlaceView:
    """Return the fast view of one thing that the outbox sends; whoever sends words is no longer writing them."""

    async def write(request: HttpRequest, place: LiveSession) -> HttpResponse | None:
        if not wants_json(request):
            return None
        form = action.form(request.POST)
        sender = participant_id_of(request, place)
        if not form.is_valid() or sender is None:
            return (refused(UnknownParticipant(), form) if sender is None else invalid(form)).as_json()

        def act(commit: Commit) -> Outcome:
            participant = commit.participants.get(sender)
            if participant is None or participant.live_session_id != place.pk:
                raise UnknownParticipant
            participant.live_session = place
            return action.act(participant=participant, **arguments_of(form))

        try:
            outcome = await together.do(place.meetup_id, act, (sender, form.cleaned_data["key"]))
        except Refusal as refusal:
            return refused(refusal, form).as_json()
        if "text" in form.fields:
            writers.forget(place.pk, sender)
        return accepted(outcome).as_json()

    return write


async def _writing(request: HttpRequest, place: LiveSession) -> HttpResponse | None:
    participant_id = participant_id_of(request, place)
    return phone_presence.noted(request, place, participant_id) if participant_id else None


READS: dict[str | None, PlaceView] = {None: _page, "beeld": _read(phone.view), "mijn": _read(phone.own)}
WRITES: dict[str | None, PlaceView] = {
    "deelnemen": _join,
    "schrijft": _writing,
    **{word: _write(action) for word, action in ACTIONS.items()},
}
# Who leads the day, or has a message coming, gets a page of his own.
OF_DJANGO = {settings.SESSION_COOKIE_NAME, "messages"}
