"""The command `rehearse`: simulated people take part in a meet-up, and `--clear` removes all that they gave."""

import argparse
import asyncio
import urllib.error
import urllib.request
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from pmg_workshop import datalock
from sessions import copies, rehearsed, rehearsing
from sessions.facilitation import Impossible
from sessions.live.threads import in_thread
from sessions.management.ending import terminable
from sessions.models import Meetup
from sessions.passes import pass_of
from sessions.rehearsal.phone import Place, Tally
from sessions.rehearsal.run import MOST_PHONES, Plan, rehearse

SAY_SECONDS = 5.0
LOOK_SECONDS = 5.0
NO_SERVER = "Er draait geen server op deze gegevens. Start die eerst met: python3 manage.py start"


class Command(BaseCommand):
    """Play a room, or clear what a played room left."""

    help = (
        "Laat gespeelde deelnemers meedoen op alle locaties, om een meet-up te oefenen. U leidt de dag zelf, in "
        "de regie. Wat zij geven is gemerkt, en --clear haalt precies dat weer weg. Met --data MAP kiest u de "
        "gegevensmap."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take where, how many and how long."""
        add = parser.add_argument
        add("--url", help="adres van de server; standaard die op deze gegevens draait")
        add("--meetup", type=int, metavar="NUMMER", help="nummer van de meet-up; standaard de nieuwste")
        add("--phones", type=int, default=24, help="gespeelde deelnemers, verdeeld over de locaties (%(default)s)")
        add("--minutes", type=int, default=10, help="zo lang doen zij mee (%(default)s)")
        add(
            "--pace",
            type=float,
            default=1.0,
            help="1 is het tempo van mensen, 0.5 tweemaal zo snel (%(default)s)",
        )
        add("--beside-real", action="store_true", help="ook als er al echte antwoorden zijn")
        add("--clear", action="store_true", help="wis de gespeelde deelnemers en alles wat zij gaven")
        add("--to-start", action="store_true", help="met --clear: zet het programma terug naar het begin")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Rehearse or clear. Raises CommandError, in Dutch."""
        meetup = _meetup(options["meetup"])
        try:
            if options["clear"]:
                self._clear(meetup, options["to_start"])
            else:
                self._rehearse(meetup, options)
        except Impossible as impossible:
            raise CommandError(str(impossible)) from impossible

    def _clear(self, meetup: Meetup, to_start: bool) -> None:
        gone = rehearsing.clear_rehearsal(meetup=meetup, to_start=to_start)
        self.stdout.write(
            f"Gewist: {gone.people} gespeelde deelnemers, {gone.answers} antwoorden, {gone.supports} keer steun en"
            f" {gone.choices} keuzes. Wat echte deelnemers gaven staat er nog."
        )

    def _rehearse(self, meetup: Meetup, options: dict[str, Any]) -> None:
        _check("phones", options["phones"], 1, MOST_PHONES)
        _check("minutes", options["minutes"], 1, rehearsed.LONGEST_MINUTES)
        _check("pace", options["pace"], 0, 10)
        url = _server(options["url"])
        places = [Place(url, number, place.code) for number, place in enumerate(meetup.live_sessions.all())]
        plan = Plan(options["phones"], options["minutes"] * rehearsed.SECONDS_A_MINUTE, options["pace"])
        tally = Tally()
        meetup = rehearsing.begin_rehearsal(
            meetup=meetup, minutes=options["minutes"], beside_real=options["beside_real"]
        )
        try:
            with terminable():
                asyncio.run(self._play(plan, places, meetup, tally))
        except KeyboardInterrupt:
            self.stderr.write("De repetitie is gestopt.")
        finally:
            rehearsing.end_rehearsal(meetup=meetup)
        self.stdout.write(f"De repetitie is voorbij. {_line(plan, tally)}")
        for trouble, times in tally.troubles.most_common():
            self.stdout.write(f"  {times} keer: {trouble}")
        self.stdout.write("Wis haar voordat de meet-up begint: python3 manage.py rehearse --clear")

    async def _play(self, plan: Plan, places: list[Place], meetup: Meetup, tally: Tally) -> None:
        is_on = partial(in_thread, rehearsed.is_on, meetup.pk)
        playing = asyncio.create_task(rehearse(plan, places, pass_of(meetup), is_on, tally))
        while not playing.done():
            await asyncio.wait([playing], timeout=SAY_SECONDS)
            self.stderr.write(_line(plan, tally))
        await playing


def _line(plan: Plan, tally: Tally) -> str:
    given = ", ".join(f"{count} {what}" for what, count in sorted(tally.given.items()))
    return f"{tally.present} van {plan.phones} telefoons doen mee; zij gaven: {given or 'nog niets'}."


def _check(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise CommandError(f"--{name} moet tussen {least} en {most} liggen, en niet {value:g} zijn.")


def _meetup(number: int | None) -> Meetup:
    meetups = Meetup.objects.order_by("-date", "-pk")
    meetup = meetups.first() if number is None else meetups.filter(pk=number).first()
    if meetup is None:
        raise CommandError("Er is nog geen meet-up." if number is None else f"Meet-up {number} bestaat niet.")
    return meetup


def _server(url: str | None) -> str:
    """Return the address of a server that answers: the one given, or the one that runs on this data."""
    if url is None:
        if connection.vendor != "sqlite":
            raise CommandError("Noem met --url het adres van de server, bijvoorbeeld http://127.0.0.1:8000.")
        url = datalock.server_of(copies.database().absolute())
        if not url:
            raise CommandError(NO_SERVER)
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise CommandError("Een adres begint met http:// en noemt een computer, zoals http://127.0.0.1:8000.")
    address = f"http://{parts.netloc}"
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=LOOK_SECONDS):  # noqa: S310  (http, see above)
            return address
    except (urllib.error.URLError, OSError) as error:
        raise CommandError(f"Op {address} antwoordt geen server.") from error
