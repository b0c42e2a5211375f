"""The hub itself: whom it tells, how often, and how it ends."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async

from sessions.live import hub as hubs
from sessions.live.frames import View
from sessions.live.hub import Switchboard
from sessions.live.regions import Audience
from sessions.models import Answer
from tests import cast
from tests.cast import Section

pytestmark = pytest.mark.django_db(transaction=True)


def in_database(function, *arguments, **keywords):
    return sync_to_async(function)(*arguments, **keywords)


class Listener:
    """A socket that keeps what it hears."""

    def __init__(self):
        self.heard = []

    async def push(self, message):
        self.heard.append(json.loads(message))

    async def hear(self, seq):
        async with asyncio.timeout(5):
            while not self.heard or self.heard[-1]["seq"] < seq:
                await asyncio.sleep(0.01)
        return self.heard[-1]

    async def hear_of(self, words):
        """Wait for a message with these words, and return what it shows."""
        async with asyncio.timeout(5):
            while not self.heard or words not in self.heard[-1].get("content", ""):
                await asyncio.sleep(0.01)
        return self.heard[-1]["content"]


@pytest.fixture
async def day():
    return await in_database(cast.make_day)


@pytest.fixture
def switchboard():
    return Switchboard()


def no_clock(meetup_id):
    """The clock of a test stands still."""


async def test_many_answers_of_one_moment_come_in_a_few_frames(day, switchboard):
    await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
    await in_database(cast.open_step, day.etten_leur)
    await in_database(cast.reveal_step, day.etten_leur)
    hub, screen = switchboard.hub(day.meetup.pk, no_clock), Listener()
    view = View(Audience.SCREEN, day.etten_leur.pk)
    await hub.join(view, screen)

    for number in range(20):
        await in_database(cast.give_answer, day.anna, f"Antwoord {number}")
        hub.wake()
    await screen.hear(23)

    frames = screen.heard[1:]
    told = "".join(frame["content"] for frame in frames)
    assert all(f"Antwoord {number}" in told for number in range(20))
    assert len(frames) < 20
    hub.leave(view, screen)


async def test_all_sockets_of_a_view_hear_the_same_message(day, switchboard):
    hub, anna, bram = switchboard.hub(day.meetup.pk, no_clock), Listener(), Listener()
    view = View(Audience.PHONE, day.etten_leur.pk)
    await hub.join(view, anna)
    await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
    hub.wake()
    await anna.hear(1)
    await hub.join(view, bram)
    await in_database(cast.open_step, day.etten_leur)
    hub.wake()

    assert await anna.hear(2) == await bram.hear(2)
    assert [message["seq"] for message in bram.heard] == [1, 2]
    hub.leave(view, anna)
    hub.leave(view, bram)


class BrokenSocket(Listener):
    """A socket that fails on everything after its snapshot."""

    async def push(self, message):
        if self.heard:
            raise ConnectionError("verbinding weg")
        await super().push(message)


async def test_a_socket_that_fails_keeps_nothing_from_the_others(day, switchboard, caplog):
    hub = switchboard.hub(day.meetup.pk, no_clock)
    view = View(Audience.PHONE, day.etten_leur.pk)
    sockets = [BrokenSocket(), Listener(), Listener(), BrokenSocket()]
    for socket in sockets:
        await hub.join(view, socket)

    await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
    hub.wake()

    assert (await sockets[1].hear(1)) == (await sockets[2].hear(1))
    assert caplog.text.count("Een scherm is niet bereikt: verbinding weg") == 2
    for socket in sockets:
        hub.leave(view, socket)


async def test_a_phone_is_not_told_of_each_answer_while_others_write(day, switchboard):
    await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)
    await in_database(cast.open_step, day.etten_leur)
    hub, phone, screen = switchboard.hub(day.meetup.pk, no_clock), Listener(), Listener()
    await hub.join(View(Audience.PHONE, day.etten_leur.pk), phone)
    await hub.join(View(Audience.SCREEN, day.etten_leur.pk), screen)

    await in_database(cast.give_answer, day.anna, "In stilte")
    hub.wake()
    await screen.hear(3)

    assert len(phone.heard) == 1
    assert json.loads(hub.heartbeat(View(Audience.PHONE, day.etten_leur.pk)))["seq"] == 2
    hub.leave(View(Audience.PHONE, day.etten_leur.pk), phone)
    hub.leave(View(Audience.SCREEN, day.etten_leur.pk), screen)


async def test_arrivals_show_on_the_screen_without_a_change_of_the_meetup(day, switchboard):
    hub, screen = switchboard.hub(day.meetup.pk, no_clock), Listener()
    view = View(Audience.SCREEN, day.etten_leur.pk)
    await hub.join(view, screen)

    await in_database(cast.join, day.etten_leur)
    async with asyncio.timeout(3):
        while len(screen.heard) < 2:
            await asyncio.sleep(0.01)

    assert screen.heard[1]["seq"] == 0
    hub.leave(view, screen)


async def test_a_revised_label_moves_the_card(day, switchboard):
    await in_database(cast.go_to, day.etten_leur, Section.OPPORTUNITIES, 1)
    round_ = await in_database(cast.open_step, day.etten_leur)
    answer = await in_database(cast.give_answer, day.anna, "Stages", "kans")
    await in_database(cast.reveal_step, day.etten_leur)
    hub, screen = switchboard.hub(day.meetup.pk, no_clock), Listener()
    view = View(Audience.SCREEN, day.etten_leur.pk)
    await hub.join(view, screen)
    task = await in_database(round_.step.options.get, text="opgave")

    await in_database(_relabel, day.anna, answer, task)
    hub.wake()
    content = (await screen.hear(5))["content"]

    assert content.index(f"#antwoord-{answer.pk}") < content.index(f"#kaarten-{task.pk}")
    hub.leave(view, screen)


def _relabel(participant, answer, option):
    cast.participation.revise_answer(
        participant=participant, answer_id=answer.pk, key=cast.new_key(), base_rev=1, text="Stages",
        option_id=option.pk,
    )  # fmt: skip


async def test_the_last_to_leave_ends_the_hub_and_a_new_one_starts_afresh(day, switchboard):
    hub, screen = switchboard.hub(day.meetup.pk, no_clock), Listener()
    view = View(Audience.SCREEN, day.etten_leur.pk)
    await hub.join(view, screen)

    hub.leave(view, screen)
    await asyncio.sleep(0)

    assert switchboard.hub(day.meetup.pk, no_clock) is not hub


async def test_a_database_that_is_away_for_a_moment_does_not_end_the_hub(day, switchboard, monkeypatch, caplog):
    monkeypatch.setattr(hubs, "TICK_SECONDS", 0.05)
    failures = iter([OSError("schijf weg")])

    def clock(meetup_id):
        if error := next(failures, None):
            raise error

    hub, screen = switchboard.hub(day.meetup.pk, clock), Listener()
    view = View(Audience.SCREEN, day.etten_leur.pk)
    await hub.join(view, screen)
    await asyncio.sleep(0.3)

    await in_database(cast.go_to, day.etten_leur, Section.BRIDGE)

    assert (await screen.hear(1))["seq"] == 1
    assert "konden niet worden bijgewerkt" in caplog.text
    assert not await in_database(Answer.objects.exists)
    hub.leave(view, screen)


async def test_a_desk_hears_how_many_phones_are_connected_in_each_place(day, switchboard):
    hub, desk, phone = switchboard.hub(day.meetup.pk, no_clock), Listener(), Listener()
    at_desk, at_phone = View(Audience.DESK, day.rijssen.pk), View(Audience.PHONE, day.etten_leur.pk)
    await hub.join(at_desk, desk)

    await hub.join(at_phone, phone)
    arrived = await desk.hear_of("1 telefoon nu verbonden")
    hub.leave(at_phone, phone)
    left = await desk.hear_of("0 telefoons nu verbonden")

    assert arrived.count("hx-partial hx-target") == left.count("hx-partial hx-target") == 1
    hub.leave(at_desk, desk)
