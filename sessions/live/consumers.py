"""The sockets: server to client only. They hold no rules and no queries of their own beyond connecting.

A consumer names its view and joins the hub; what it then sends is what the hub hands it.
"""

import asyncio
from urllib.parse import urlsplit

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http.request import split_domain_port, validate_host

from pmg_workshop import storage
from sessions.facilitation import close_due_rounds
from sessions.live.frames import View
from sessions.live.hub import Hub, switchboard
from sessions.live.lookup import places
from sessions.live.regions import Audience
from sessions.live.threads import in_thread
from sessions.models import LiveSession, Meetup
from sessions.models.meetup import clean_code
from sessions.web.access import meetups_of

UNWANTED = 1008  # policy violation: this address is not for you
LATER = 1013  # try again later


class LiveConsumer(AsyncWebsocketConsumer):
    """One open screen. Subclasses say which view it shows, and how often it wants to hear where it should be."""

    # Only the hub listens to other processes: with a layer of its own no socket could open while Redis is away.
    channel_layer_alias = ""
    heartbeat_seconds = 15.0
    view: View | None = None
    hub: Hub | None = None

    async def find_view(self) -> tuple[View, int]:
        """Return the view of this address and the id of its meet-up.

        Raises LiveSession.DoesNotExist or Meetup.DoesNotExist when the address is not for this visitor.
        """
        return await in_thread(self.query_view)

    def query_view(self) -> tuple[View, int]:
        """Do what `find_view` does, with queries, in a thread."""
        raise NotImplementedError

    async def connect(self) -> None:
        """Join the hub, or close when the visitor has no business here."""
        if not is_same_origin(self.scope):
            await self.close(UNWANTED)
            return
        try:
            self.view, meetup_id = await self.find_view()
        except (LiveSession.DoesNotExist, Meetup.DoesNotExist):
            await self.close(UNWANTED)
            return
        except DatabaseError as error:
            storage.report(error)
            await self.close(LATER)
            return
        await self.accept()
        self.hub = switchboard.hub(meetup_id, tick)
        await self.hub.join(self.view, self)
        self.heart = asyncio.create_task(self.beat())

    async def disconnect(self, code: int) -> None:
        """Leave the hub."""
        if self.hub and self.view:
            self.heart.cancel()
            self.hub.leave(self.view, self)

    async def push(self, message: str) -> None:
        """Send one message to the browser, past two layers of channels that do no more than wrap it like this."""
        await self.base_send({"type": "websocket.send", "text": message})

    async def beat(self) -> None:
        """Say regularly where this screen should be, so that one that is behind can tell."""
        while True:
            await asyncio.sleep(self.heartbeat_seconds)
            await self.push(self.hub.heartbeat(self.view))


class NowhereConsumer(LiveConsumer):
    """An address that is none of ours."""

    def query_view(self) -> tuple[View, int]:
        """Show nothing to anybody."""
        raise Meetup.DoesNotExist


class PhoneConsumer(LiveConsumer):
    """A participant's phone; the code of the place is the key."""

    async def find_view(self) -> tuple[View, int]:
        """Return the phone view of the place with this code."""
        place = await places.find(clean_code(self.scope["url_route"]["kwargs"]["code"]))
        if place is None:
            raise LiveSession.DoesNotExist
        return View(Audience.PHONE, place.pk), place.meetup_id


class ScreenConsumer(LiveConsumer):
    """A projector; its address is unguessable."""

    heartbeat_seconds = 2.0

    def query_view(self) -> tuple[View, int]:
        """Return the screen view of the place with this key."""
        live_session = LiveSession.objects.get(screen_key=self.scope["url_route"]["kwargs"]["key"])
        return View(Audience.SCREEN, live_session.pk), live_session.meetup_id


class DeskConsumer(LiveConsumer):
    """A facilitator's desk; only for those who lead this meet-up."""

    heartbeat_seconds = 2.0

    def query_view(self) -> tuple[View, int]:
        """Return the desk view of a place that this user may lead."""
        live_session = LiveSession.objects.get(
            pk=self.scope["url_route"]["kwargs"]["live"], meetup__in=meetups_of(facilitator(self.scope))
        )
        return View(Audience.DESK, live_session.pk), live_session.meetup_id


class StaffConsumer(LiveConsumer):
    """A page of the agenda or the groups: it hears that something changed, and fetches its regions itself."""

    heartbeat_seconds = 2.0

    def query_view(self) -> tuple[View, int]:
        """Return the staff view of a meet-up that this user may lead."""
        meetup = meetups_of(facilitator(self.scope)).get(pk=self.scope["url_route"]["kwargs"]["meetup"])
        return View(Audience.STAFF, meetup.pk), meetup.pk


def tick(meetup_id: int) -> None:
    """Do what only the clock does; the hub calls this every second."""
    close_due_rounds(meetup_id=meetup_id)


def facilitator(scope: dict) -> AnonymousUser:
    """Return the user of a socket's session; raises Meetup.DoesNotExist for a visitor who is not logged in."""
    user = scope["user"]
    if not user.is_authenticated:
        raise Meetup.DoesNotExist
    return user


def is_same_origin(scope: dict) -> bool:
    """Tell whether a handshake comes from our own pages: same host and port, and a host that is ours.

    A handshake without Origin comes from a program, not from a page of another site.
    """
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    origin = headers.get(b"origin")
    return origin is None or urlsplit(origin.decode("latin-1")).netloc == host
