"""What processes tell each other through Redis, and what one does while Redis is away or hangs."""

import asyncio

import pytest
from channels.layers import get_channel_layer
from django.test import override_settings

from sessions.live import neighbours
from sessions.live.neighbours import GROUP, Neighbours

MEETUP, OTHER_MEETUP = 7, 8


def layers(url):
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    return {"default": {"BACKEND": backend, "CONFIG": {"hosts": [url]}}}


@pytest.fixture
async def process():
    """Make a process that listens; give what it heard beside it."""
    made = []

    def make():
        heard = []
        made.append(Neighbours(heard.append))
        return made[-1], heard

    yield make
    for one in made:
        await one.stop()


async def soon(happened):
    async with asyncio.timeout(5):
        while not happened():
            await asyncio.sleep(0.01)


async def listening(count):
    """Wait until so many of our processes hear what is told."""
    groups = get_channel_layer().groups
    await soon(lambda: any(GROUP in name and len(members) == count for name, members in groups.items()))


async def test_a_change_is_told_to_the_others_and_not_to_oneself(redis_url, process):
    with override_settings(CHANNEL_LAYERS=layers(redis_url)):
        (first, heard_by_first), (_, heard_by_second) = process(), process()
        await listening(2)

        first.tell(MEETUP)

        await soon(lambda: heard_by_second == [MEETUP])
        assert heard_by_first == []


async def test_changes_of_one_moment_go_in_one_message_for_each_meetup(redis_url, process):
    with override_settings(CHANNEL_LAYERS=layers(redis_url)):
        (first, _), (_, heard) = process(), process()
        await listening(2)

        for _ in range(50):
            first.tell(MEETUP)
        first.tell(OTHER_MEETUP)

        await soon(lambda: {MEETUP, OTHER_MEETUP} <= set(heard))
        assert len(heard) == 2


async def test_a_redis_that_hangs_piles_nothing_up_and_is_spoken_of_once(process, monkeypatch, caplog):
    monkeypatch.setattr(neighbours, "PATIENCE_SECONDS", 0.05)
    never = asyncio.Event()
    async with await asyncio.start_server(lambda *_: never.wait(), "127.0.0.1", 0) as hanging:
        port = hanging.sockets[0].getsockname()[1]
        with override_settings(CHANNEL_LAYERS=layers(f"redis://127.0.0.1:{port}")):
            one, _ = process()
            before = len(asyncio.all_tasks())
            for _ in range(100):
                one.tell(MEETUP)
                await asyncio.sleep(0.005)

            assert len(asyncio.all_tasks()) <= before + 5
            assert caplog.text.count("niet te wekken") == 1
        never.set()


async def test_a_redis_that_is_away_leaves_nothing_behind_with_each_try(process, monkeypatch, unused_tcp_port):
    monkeypatch.setattr(neighbours, "RETRY_SECONDS", 0.01)
    with override_settings(CHANNEL_LAYERS=layers(f"redis://127.0.0.1:{unused_tcp_port}")):
        process()
        await asyncio.sleep(0.5)

        assert len(get_channel_layer().channels) <= 1
