"""Two processes on one database: what happens in one shows in the other, with Redis and without."""

import pytest

from tests.client import Desk, Phone, listening, wait_for

BRIDGE = 5  # "Wat betekent dit nu?"


@pytest.mark.parametrize("with_redis", [True, False], ids=["redis", "no redis"])
def test_an_answer_to_one_process_shows_on_a_screen_of_the_other(server, fresh_postgres_url, request, with_redis):
    environment = {"DATABASE_URL": fresh_postgres_url}
    if with_redis:
        environment["REDIS_URL"] = request.getfixturevalue("redis_url")
    one, other = server(environment=environment), server(environment=environment)
    here, there = one.info["sessions"][0], other.info["sessions"][0]
    assert here["code"] == there["code"]

    desk, phone = Desk(one.info), Phone(here)
    with listening(there["ws_screen"]) as screen:
        desk.go_to(here, BRIDGE)
        desk.round(here, "open")
        desk.round(here, "reveal")
        assert phone.answer("Van het ene proces naar het andere").json()["status"] == "accepted"

        assert wait_for(screen, "Van het ene proces naar het andere")
