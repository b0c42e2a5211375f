"""The sockets: who may look, and what each hears."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import Client

from pmg_workshop.asgi import application
from sessions.live import consumers
from sessions.models import Event, Meetup
from sessions.moderation import hide_answer
from tests import cast
from tests.cast import Section

# Channels tidies database connections on every message, so the data must really be committed.
pytestmark = pytest.mark.django_db(transaction=True)


def in_database(function, *arguments, **keywords):
    return sync_to_async(function)(*arguments, **keywords)


@pytest.fixture
async def day():
    return await in_database(cast.make_day)


@asynccontextmanager
async def socket(path, headers=()):
    """An open socket at this address, with the snapshot it heard first."""
    communicator = WebsocketCommunicator(application, path, [(b"host", b"testserver"), *headers])
    connected, _ = await communicator.connect()
    assert connected
    try:
        yield communicator, json.loads(await communicator.receive_from(timeout=5))
    finally:
        await communicator.disconnect()


async def refusal(path, headers=()):
    """The close code of an address that lets nobody in."""
    communicator = WebsocketCommunicator(application, path, [(b"host", b"testserver"), *headers])
    connected, code = await communicator.connect()
    assert not connected
    return code


async def hear(communicator, text):
    """Return the first message that holds a text."""
    async with asyncio.timeout(5):
        while True:
            message = json.loads(await communicator.receive_from(timeout=5))
            if text in message.get("content", ""):
                return message


async def login(user):
    client = Client()
    await in_database(client.force_login, user)
    return [(b"cookie", f"beheer={client.cookies['beheer'].value}".encode())]


async def test_a_phone_first_hears_everything_and_then_each_step(day):
    async with socket(f"/ws/d/{day.etten_leur.code}/") as (phone, snapshot):
        await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
        message = await hear(phone, "Wat betekent dit nu?")

    assert "Samen kansen pakken in 2017" in snapshot["content"]
    assert (snapshot["seq"], message["seq"]) == (0, 1)
    assert (message["step"], message["title"]) == (5, "Wat betekent dit nu?")


async def test_a_code_may_be_in_small_letters(day):
    async with socket(f"/ws/d/{day.etten_leur.code.lower()}/") as (_, snapshot):
        assert snapshot["content"]


async def test_a_screen_hears_an_answer_after_the_reveal_and_not_before(day):
    await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
    await in_database(cast.open_step, day.etten_leur)
    async with socket(f"/ws/scherm/{day.etten_leur.screen_key}/") as (screen, snapshot):
        await in_database(cast.give_answer, day.anna, "Wij vallen tussen wal en schip")
        counted = await hear(screen, "teller")
        await in_database(cast.reveal_step, day.etten_leur)
        revealed = await hear(screen, "Wij vallen tussen wal en schip")
        await in_database(cast.give_answer, day.bram, "Ook na het onthullen")
        card = await hear(screen, "Ook na het onthullen")

    assert "wal en schip" not in snapshot["content"] + counted["content"]
    assert "wal en schip" in revealed["content"]
    assert "hx-upsert" in card["content"]
    assert "wal en schip" not in card["content"], "a new card must not send the whole board again"


async def test_a_hidden_answer_leaves_the_screen(day):
    await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
    await in_database(cast.open_step, day.etten_leur)
    answer = await in_database(cast.give_answer, day.anna, "GEHEIM-7f3a")
    await in_database(cast.reveal_step, day.etten_leur)
    async with socket(f"/ws/scherm/{day.etten_leur.screen_key}/") as (screen, _):
        await in_database(hide_answer, answer=answer)
        message = await hear(screen, f"#antwoord-{answer.pk}")

    assert 'hx-swap="delete"' in message["content"]
    assert "GEHEIM" not in message["content"]


async def test_places_do_not_hear_each_others_answers(day):
    await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
    await in_database(cast.open_step, day.etten_leur)
    await in_database(cast.reveal_step, day.etten_leur)
    async with socket(f"/ws/scherm/{day.rijssen.screen_key}/") as (screen, _):
        await in_database(cast.give_answer, day.anna, "Alleen voor Etten-Leur")
        await in_database(cast.go_to, day.rijssen, Section.POSITION)
        message = await hear(screen, "Positie")

    assert "Etten-Leur" not in message["content"]


async def test_a_change_that_woke_nobody_is_heard_all_the_same(day):
    async with socket(f"/ws/d/{day.etten_leur.code}/") as (phone, _):
        # As from another process without a channel layer: the rows change, and nobody says so.
        step = await in_database(day.meetup.steps.get, section=Section.BRIDGE)
        await in_database(_move_silently, day, step)
        await hear(phone, "Wat betekent dit nu?")


def _move_silently(day, step):
    place = day.etten_leur
    place.current_step = step
    place.save()
    Meetup.objects.filter(pk=day.meetup.pk).update(seq=1)
    Event.objects.create(
        meetup=day.meetup,
        live_session=place,
        seq=1,
        kind=Event.Kind.STEP_CHANGED,
        ref=step.pk,
        actor=Event.Actor.FACILITATOR,
        at=day.meetup.live_sessions.first().participants.first().joined_at,
    )


async def test_reconnecting_gives_the_same_as_having_listened(day):
    async with socket(f"/ws/scherm/{day.etten_leur.screen_key}/") as (screen, _):
        await in_database(cast.go_to, day.etten_leur, Section.TRENDS, 1)
        heard = await hear(screen, "Trends")
    async with socket(f"/ws/scherm/{day.etten_leur.screen_key}/") as (_, snapshot):
        pass

    assert heard["content"] == snapshot["content"]
    assert heard["seq"] == snapshot["seq"]


async def test_the_heartbeat_says_where_a_screen_should_be(day, monkeypatch):
    monkeypatch.setattr(consumers.ScreenConsumer, "heartbeat_seconds", 0.1)
    async with socket(f"/ws/scherm/{day.etten_leur.screen_key}/") as (screen, _):
        await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
        await hear(screen, "Wat betekent dit nu?")
        beat = json.loads(await screen.receive_from(timeout=2))

    assert beat["seq"] == 1
    assert beat["epoch"] == str(day.meetup.epoch)
    assert set(beat) == {"seq", "epoch", "now"}


async def test_a_desk_is_only_for_those_who_lead_the_meetup(day):
    path = f"/ws/regie/{day.etten_leur.pk}/"
    stranger = await in_database(cast.User.objects.create_user, "stan")

    async with socket(path, await login(day.fatima)) as (_, snapshot):
        assert "Samen kansen pakken" in snapshot["content"]
    assert await refusal(path) == consumers.UNWANTED
    assert await refusal(path, await login(stranger)) == consumers.UNWANTED


async def test_staff_hear_only_that_something_changed(day):
    async with socket(f"/ws/agenda/{day.meetup.pk}/", await login(day.fatima)) as (staff, snapshot):
        await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
        message = json.loads(await staff.receive_from(timeout=3))

    epoch = str(day.meetup.epoch)
    assert (snapshot, message) == ({"seq": 0, "epoch": epoch}, {"seq": 1, "epoch": epoch})


async def test_an_unknown_code_or_key_is_refused(day):
    assert await refusal("/ws/d/222222/") == consumers.UNWANTED
    assert await refusal("/ws/scherm/raad-maar/") == consumers.UNWANTED
    assert await refusal("/ws/bestaat/niet/") == consumers.UNWANTED


@pytest.mark.parametrize("origin", ["http://evil.test", "http://testserver:81", "null"])
async def test_a_page_of_another_site_is_refused(day, origin):
    path = f"/ws/d/{day.etten_leur.code}/"

    assert await refusal(path, [(b"origin", origin.encode())]) == consumers.UNWANTED


async def test_our_own_page_is_let_in(day):
    async with socket(f"/ws/d/{day.etten_leur.code}/", [(b"origin", b"http://testserver")]) as (_, snapshot):
        assert snapshot["content"]
