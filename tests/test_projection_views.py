"""The desk and the projector while something stands over the programme."""

import json

import pytest
from django.test import Client

from sessions.live import frames
from sessions.live.frames import View
from sessions.live.regions import Audience
from sessions.models import LiveSession
from sessions.projection import show_overlay
from tests.cast import make_day
from tests.screen_page import get

pytestmark = pytest.mark.django_db

DARK = LiveSession.Overlay.DARK
IS_DARK = 'class="overlay overlay--dark"'


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(day):
    """Fatima's browser, logged in."""
    client = Client()
    client.force_login(day.fatima)
    return client


def show(client, place, what, headers=None, **fields):
    return client.post(f"/regie/{place.pk}/scherm/", {"show": what} | fields, headers=headers)


def is_dark(place):
    """Whether a projector that is opened now shows nothing, and one that asks for its regions neither."""
    pages = [get(Client(), place, name).content.decode() for name in ("screen", "screen-view")]
    assert len({IS_DARK in page for page in pages}) == 1
    return IS_DARK in pages[0]


def test_a_projector_that_is_loaded_again_stays_dark(day, fatima):
    show(fatima, day.etten_leur, "dark")
    dark = is_dark(day.etten_leur), is_dark(day.rijssen)
    show(fatima, day.etten_leur, "programme")

    assert dark == (True, False)
    assert not is_dark(day.etten_leur)


def test_the_desk_says_that_the_screen_is_dark_and_offers_the_way_back(day, fatima):
    before = fatima.get(f"/regie/{day.etten_leur.pk}/").content.decode()
    dark = show(fatima, day.etten_leur, "dark", {"hx-request": "true"}).content.decode()

    words = "Het scherm in de zaal is zwart"
    assert words not in before
    assert 'name="show" value="dark" aria-pressed="false" data-key="b"' in before
    assert words in dark
    assert 'name="show" value="programme" aria-pressed="true" data-key="b"' in dark


def test_only_screens_and_desks_of_the_place_are_told(day):
    audiences = (Audience.SCREEN, Audience.DESK, Audience.PHONE)
    views = [View(audience, place.pk) for audience in audiences for place in (day.etten_leur, day.rijssen)]
    before = frames.known(day.meetup.pk)

    show_overlay(live_session=day.etten_leur, overlay=DARK)
    _, changed = frames.changes(day.meetup.pk, before, views)

    assert list(changed) == [View(audience, day.etten_leur.pk) for audience in (Audience.SCREEN, Audience.DESK)]
    assert IS_DARK in json.loads(changed[views[0]].message)["content"]


def test_without_javascript_the_desk_comes_back(day, fatima):
    reply = show(fatima, day.etten_leur, "dark")

    assert (reply.status_code, reply.url) == (302, f"/regie/{day.etten_leur.pk}/")


def test_a_program_hears_what_is_shown_and_when_a_colleague_was_first(day, fatima):
    accept = {"accept": "application/json"}
    dark = show(fatima, day.etten_leur, "dark", accept)

    late = show(fatima, day.etten_leur, "programme", accept, seen_seq=0)

    assert (dark.status_code, dark.json()) == (200, {"show": "dark"})
    assert (late.status_code, late.json()) == (409, {"status": "changed"})


@pytest.mark.parametrize("fields", [{}, {"show": ""}, {"show": "vuurwerk"}, {"show": "dark", "seen_seq": "x"}])
def test_what_makes_no_sense_is_refused(day, fatima, fields):
    reply = fatima.post(f"/regie/{day.etten_leur.pk}/scherm/", fields)

    assert (reply.status_code, reply.json()["status"]) == (422, "invalid")
