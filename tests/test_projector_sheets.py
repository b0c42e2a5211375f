"""Sheets over the programme: how to join, the wifi of the room, and who is here."""

import json

import pytest
from django.test import Client

from sessions.facilitation import Impossible
from sessions.live import frames
from sessions.live.frames import View
from sessions.live.regions import Audience
from sessions.models import LiveSession
from sessions.projection import set_wifi, show_overlay
from sessions.qrcodes import qr_data, wifi_text
from tests.cast import go_to_number, join, join_many, make_day
from tests.screen_page import get, text_of

pytestmark = pytest.mark.django_db

Overlay = LiveSession.Overlay
PASSWORD = "Welkom;in 2017"


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(day):
    """Fatima's browser, logged in."""
    client = Client()
    client.force_login(day.fatima)
    return client


def fill_in(client, place, **fields):
    return client.post(f"/regie/{place.pk}/wifi/", fields)


# The wifi


def test_the_wifi_stands_large_with_its_qr_code_name_and_password(client, day, fatima):
    reply = fill_in(fatima, day.etten_leur, name="Gasten", password=PASSWORD)
    before = get(client, day.etten_leur)
    show_overlay(live_session=day.etten_leur, overlay=Overlay.WIFI)

    page = get(client, day.etten_leur)

    assert reply.url == f"/regie/{day.etten_leur.pk}/"
    assert "Gasten" not in text_of(before)
    assert f"netwerk Gasten wachtwoord {PASSWORD}" in text_of(page)
    assert qr_data(wifi_text("Gasten", PASSWORD)) in page.content.decode()


def test_a_place_without_wifi_has_nothing_to_show(day, fatima):
    with pytest.raises(Impossible):
        show_overlay(live_session=day.etten_leur, overlay=Overlay.WIFI)

    reply = fatima.post(
        f"/regie/{day.etten_leur.pk}/scherm/", {"show": "wifi"}, headers={"accept": "application/json"}
    )

    assert (reply.status_code, reply.json()["status"]) == (409, "impossible")


def test_wifi_that_is_taken_away_leaves_the_screen(client, day):
    set_wifi(live_session=day.etten_leur, name="Gasten", password="")
    show_overlay(live_session=day.etten_leur, overlay=Overlay.WIFI)

    set_wifi(live_session=day.etten_leur, name="", password="")

    assert "Eerst op de wifi" not in text_of(get(client, day.etten_leur))


def test_each_place_has_wifi_of_its_own_and_no_phone_hears_it(client, day):
    set_wifi(live_session=day.etten_leur, name="Gasten", password=PASSWORD)
    views = [View(audience, day.etten_leur.pk) for audience in (Audience.SCREEN, Audience.PHONE)]
    before = frames.known(day.meetup.pk)

    show_overlay(live_session=day.etten_leur, overlay=Overlay.WIFI)
    _, changed = frames.changes(day.meetup.pk, before, views)

    assert list(changed) == views[:1]
    assert "Gasten" in json.loads(changed[views[0]].message)["content"]
    day.rijssen.refresh_from_db()
    assert day.rijssen.wifi_name == ""


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "Gasten", "password": "kort"}, "8 tot 63 tekens"),
        ({"name": "Gasten", "password": "x" * 65}, "8 tot 63 tekens"),
        ({"name": "", "password": "welkom2017"}, "Vul de naam van het netwerk in"),
        ({"name": "é" * 17, "password": ""}, "hooguit 32 letters"),
        ({"name": "x" * 40, "password": ""}, "te lang"),
    ],
)
def test_what_no_network_can_have_is_said_beside_the_field_and_keeps_what_was_typed(day, fatima, fields, says):
    reply = fill_in(fatima, day.etten_leur, **fields)

    assert reply.status_code == 422
    assert says in reply.content.decode()
    assert f'value="{fields["name"]}"' in reply.content.decode()
    assert f'value="{fields["password"]}"' in reply.content.decode()


def test_a_colleague_who_was_first_is_not_overwritten(day, fatima):
    seen = LiveSession.objects.get(pk=day.etten_leur.pk).meetup.seq
    set_wifi(live_session=day.etten_leur, name="Van een collega", password="")

    reply = fill_in(fatima, day.etten_leur, name="Gasten", password="", seen_seq=seen)

    day.etten_leur.refresh_from_db()
    assert reply.status_code == 409
    assert "Een collega heeft dit net veranderd in “Van een collega”." in reply.content.decode()
    assert day.etten_leur.wifi_name == "Van een collega"


# Joining, and the way back


def test_a_sheet_goes_when_the_room_goes_on_and_a_dark_screen_stays_dark(day):
    for overlay in (Overlay.JOIN, Overlay.WHO, Overlay.DARK):
        show_overlay(live_session=day.etten_leur, overlay=overlay)
        go_to_number(day.etten_leur, 1 + day.etten_leur.current_step.number)

        day.etten_leur.refresh_from_db()
        assert day.etten_leur.overlay == (overlay if overlay == Overlay.DARK else "")


@pytest.mark.parametrize("overlay", [Overlay.JOIN, Overlay.WHO])
def test_a_projector_that_is_loaded_again_shows_the_same_sheet_and_so_do_all_of_the_place(client, day, overlay):
    show_overlay(live_session=day.etten_leur, overlay=overlay)
    sheet = 'class="overlay--join"' if overlay == Overlay.JOIN else "Wie is er?"

    pages = [get(client, day.etten_leur, name).content.decode() for name in ("screen", "screen", "screen-view")]

    assert all(sheet in page for page in pages)
    assert sheet not in get(client, day.rijssen).content.decode()


def test_the_desk_says_what_stands_over_the_programme_and_offers_the_way_back(day, fatima):
    set_wifi(live_session=day.etten_leur, name="Gasten", password="")
    show_overlay(live_session=day.etten_leur, overlay=Overlay.WIFI)

    desk = fatima.get(f"/regie/{day.etten_leur.pk}/").content.decode()

    assert "Over het programma staat nu: <b>wifi</b>" in desk
    assert 'value="programme" aria-pressed="true" data-key="w"' in desk
    assert 'value="join" aria-pressed="false" data-key="q"' in desk


def test_the_key_for_the_wifi_asks_for_it_first(day, fatima):
    desk = fatima.get(f"/regie/{day.etten_leur.pk}/").content.decode()

    assert f'href="/regie/{day.etten_leur.pk}/wifi/" data-key="w"' in desk


# Who is here


def test_who_is_here_shows_municipalities_and_of_the_others_only_how_many(client, day):
    join(day.etten_leur, "Zeist")
    join(day.etten_leur)
    before = text_of(get(client, day.etten_leur))
    show_overlay(live_session=day.etten_leur, overlay=Overlay.WHO)

    page = get(client, day.etten_leur)

    assert "Zeist" not in before
    assert "4 deelnemers uit 2 gemeenten · zonder naam: 1" in text_of(page)
    assert "Noord-Brabant Etten-Leur 2 mensen" in text_of(page)
    assert page.content.decode().count('class="map__place"') == 2


def test_somebody_who_joins_appears_while_the_room_looks(day):
    show_overlay(live_session=day.etten_leur, overlay=Overlay.WHO)
    view = View(Audience.SCREEN, day.etten_leur.pk)
    before = frames.known(day.meetup.pk)

    join(day.etten_leur, "Zeist")
    _, changed = frames.changes(day.meetup.pk, before, [view])

    assert "Zeist" in json.loads(changed[view].message)["content"]


def test_the_welcome_says_from_how_many_municipalities_people_are_and_not_from_which(client, day):
    join_many(day.etten_leur, 3)
    join(day.etten_leur)

    page = text_of(get(client, day.etten_leur))

    assert "6 deelnemers uit 4 gemeenten" in page
    assert "Rijssen" not in page.partition("Joost")[0].partition("Etten-Leur")[0]


def test_who_is_here_takes_the_same_queries_for_few_and_for_many(client, day, django_assert_num_queries):
    go_to_number(day.etten_leur, 2)
    show_overlay(live_session=day.etten_leur, overlay=Overlay.WHO)
    for count in (0, 40):
        join_many(day.etten_leur, count)
        with django_assert_num_queries(9):
            get(client, day.etten_leur)
