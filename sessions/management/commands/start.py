"""Run a meet-up from this computer: set up what is missing, then serve."""

import io
import json
import sys
import threading
import webbrowser
from argparse import ArgumentParser

import segno
from daphne.endpoints import build_endpoint_description_strings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from pmg_workshop.hosts import local_addresses
from pmg_workshop.server import Server
from pmg_workshop.static_files import collect_static_files
from sessions.keeper import copies_kept
from sessions.management.guard import guarded
from sessions.models import LiveSession, LoginLink, Meetup
from sessions.preparation import make_meetup
from themes.content import load_content
from themes.models import Programme

FACILITATOR = "gespreksleider"
PROGRAMME = "meetup-2017"


class Command(BaseCommand):
    """`manage.py start`: one command, and the room can join."""

    help = (
        "Zet klaar wat ontbreekt, en start de meet-up op deze computer. Met --data MAP kiest u waar alles staat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address to serve on, and how to tell that all is ready."""
        parser.add_argument("--host", default="0.0.0.0", help="adres waarop te luisteren")  # noqa: S104
        parser.add_argument("--port", type=int, default=8000, help="poort waarop te luisteren")
        parser.add_argument("--no-browser", action="store_true", help="open geen browser")
        parser.add_argument("--json", action="store_true", help="meld in één regel JSON dat alles klaar is")

    def handle(self, *args: object, **options: object) -> None:
        """Prepare, serve, and return when the server is stopped."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a Windows log file knows no block characters
        with guarded(f"http://{_own(str(options['host']))}:{options['port']}", self._say):
            self._prepare()
            meetup = self._meetup()
            with copies_kept():
                self._serve(meetup, options)

    def _prepare(self) -> None:
        self._say("Gegevens klaarzetten …")
        call_command("migrate", verbosity=0)
        load_content()
        collect_static_files()

    def _meetup(self) -> Meetup:
        meetup = Meetup.objects.order_by("-date", "-pk").first()
        if meetup is None:
            meetup = make_meetup(programme=Programme.objects.get(key=PROGRAMME))
        return meetup

    def _serve(self, meetup: Meetup, options: dict[str, object]) -> None:
        host, port = str(options["host"]), int(str(options["port"]))
        from pmg_workshop.asgi import application  # needs the migrated database to be there

        own, lan = f"http://{_own(host)}:{port}", f"http://{_reachable(host)}:{port}"
        login_url = own + reverse("login-link", kwargs={"token": LoginLink.make(_facilitator())})

        def tell() -> None:
            places = list(meetup.live_sessions.all())
            if options["json"]:
                self.stdout.write(json.dumps(_ready(meetup, places, own, lan, login_url), ensure_ascii=False))
            else:
                self._welcome(places, lan, login_url)
            self.stdout.flush()  # whoever reads a pipe or a file waits for this
            if not options["no_browser"]:
                threading.Thread(target=webbrowser.open, args=(login_url,), daemon=True).start()

        server = Server(
            application,
            endpoints=build_endpoint_description_strings(host=host, port=port),
            ready_callable=tell,
            application_close_timeout=3,
            ping_interval=20,
            ping_timeout=30,
            http_timeout=30,
        )
        server.run()
        if not server.listening_addresses:
            raise CommandError(f"Poort {port} is al in gebruik. Kies een andere, bijvoorbeeld: --port {port + 1}")

    def _welcome(self, places: list[LiveSession], base: str, login_url: str) -> None:
        for place in places:
            join_url = base + reverse("phone", kwargs={"code": place.code})
            self.stdout.write(f"\n{place.place}: {join_url}  (code {place.code})")
            self.stdout.write(_qr(join_url))
        self.stdout.write(f"\nInloggen als gespreksleider (werkt één keer): {login_url}")
        self.stdout.write("Stoppen: Ctrl+C")

    def _say(self, text: str) -> None:
        """Say what is going on where it does not get in the way of --json."""
        self.stderr.write(text, self.style.NOTICE)


def _qr(text: str) -> str:
    """Return a QR code drawn with block characters."""
    drawing = io.StringIO()
    segno.make(text, micro=False).terminal(out=drawing, compact=True)
    return drawing.getvalue()


def _facilitator() -> object:
    """Return the account of this laptop's facilitator, made at the first start without a password."""
    user, created = get_user_model().objects.get_or_create(
        username=FACILITATOR, defaults={"is_staff": True, "is_superuser": True}
    )
    if created:
        user.set_unusable_password()
        user.save()
    return user


def _reachable(host: str) -> str:
    """Return the address that phones in the room can open."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104
        return next(iter(local_addresses()), "127.0.0.1")
    return host


def _own(host: str) -> str:
    """Return the address under which this computer itself opens the program."""
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104


def _ready(meetup: Meetup, places: list[LiveSession], base: str, lan: str, login_url: str) -> dict[str, object]:
    """Return the line that `--json` promises: addresses as this computer opens them, and `lan_url` for phones."""
    sockets = base.replace("http", "ws", 1)
    return {
        "url": base + "/",
        "lan_url": lan + "/",
        "login_url": login_url,
        "meetup": meetup.pk,
        "agenda_url": base + f"/agenda/{meetup.pk}/",
        "sessions": [
            {
                "place": place.place,
                "code": place.code,
                "join_url": base + reverse("phone", kwargs={"code": place.code}),
                "screen_url": base + reverse("screen", kwargs={"key": place.screen_key}),
                "desk_url": base + reverse("desk", kwargs={"live": place.pk}),
                "ws_phone": f"{sockets}/ws/d/{place.code}/",
                "ws_screen": f"{sockets}/ws/scherm/{place.screen_key}/",
                "ws_desk": f"{sockets}/ws/regie/{place.pk}/",
            }
            for place in places
        ],
    }
