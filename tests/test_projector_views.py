"""The projector over HTTP: the page, its regions again, and what the room may see."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from sessions import moderation
from sessions.models import Step
from sessions.stage import stage_of
from tests.cast import (
    Section,
    close_step,
    give_answer,
    give_choice,
    give_support,
    go_to,
    go_to_number,
    join_many,
    make_day,
    open_step,
    reveal_step,
)
from tests.screen_page import get, text_of

pytestmark = pytest.mark.django_db

SCREEN_VIEWS = ["screen", "screen-view"]


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def lan(settings):
    """The headers of a visitor who reaches the laptop over the LAN."""
    settings.ALLOWED_HOSTS = ["192.168.1.20"]
    return {"host": "192.168.1.20:8000"}


@pytest.fixture
def question(day):
    """The day at the question that sorts answers under four labels, open in Etten-Leur."""
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    return day


# The page


def test_anybody_who_knows_the_address_sees_the_screen(client, day):
    response = get(client, day.etten_leur)

    assert response.status_code == 200
    assert "Samen kansen pakken in 2017" in text_of(response)
    assert response["Cache-Control"] == "no-store"


def test_the_page_says_where_its_news_comes_from(client, day):
    go_to_number(day.etten_leur, 2)

    page = get(client, day.etten_leur).content.decode()

    key = day.etten_leur.screen_key
    assert f'data-socket="/ws/scherm/{key}/"' in page
    assert f'data-view="/scherm/{key}/beeld/"' in page
    assert 'data-seq="1"' in page
    assert 'data-now="' in page


def test_how_to_join_is_always_in_reach(client, question, lan):
    page = text_of(get(client, question.etten_leur, headers=lan))

    assert "192.168.1.20:8000" in page
    assert question.etten_leur.code in page


def test_the_page_holds_no_inline_script_or_style_and_nothing_of_another_host(client, question):
    give_answer(question.anna, "Maakindustrie", "kans")
    reveal_step(question.etten_leur)

    page = get(client, question.etten_leur).content.decode()

    assert re.findall(r'\sstyle="|\son\w+="', page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    addresses = re.findall(r'\s(?:src|href)="([^"]+)"', page)
    assert {urlsplit(address).netloc for address in addresses} == {""}


@pytest.mark.parametrize("name", [*SCREEN_VIEWS, "screen-qr"])
def test_an_unknown_key_is_not_found(client, day, name):
    assert client.get(reverse(name, kwargs={"key": "onbekend"})).status_code == 404


@pytest.mark.parametrize("name", [*SCREEN_VIEWS, "screen-qr"])
def test_a_screen_is_only_looked_at(client, day, name):
    assert client.post(reverse(name, kwargs={"key": day.etten_leur.screen_key})).status_code == 405


def test_each_place_has_a_screen_of_its_own(client, question):
    give_answer(question.anna, "Alleen in Etten-Leur", "kans")
    reveal_step(question.etten_leur)

    assert "Alleen in Etten-Leur" in text_of(get(client, question.etten_leur))
    assert "Alleen in Etten-Leur" not in text_of(get(client, question.rijssen))


# The regions again, for a screen that is behind


def test_the_view_carries_its_seq_and_every_region(client, question):
    response = get(client, question.etten_leur, "screen-view")

    assert response["PMG-Seq"] == str(stage_of(question.etten_leur.pk).seq)
    assert re.findall(r'<hx-partial hx-target="#(\w+)" hx-swap="innerMorph">', response.content.decode()) == [
        "kop",
        "teller",
        "inhoud",
        "lijn",
        "laag",
    ]


def test_the_view_holds_what_a_reload_of_the_page_would_show(client, question):
    give_answer(question.anna, "Maakindustrie", "kans")
    reveal_step(question.etten_leur)

    page = get(client, question.etten_leur).content.decode()

    regions = re.findall(
        r"<hx-partial[^>]*>(.*?)</hx-partial>",
        get(client, question.etten_leur, "screen-view").content.decode(),
        re.DOTALL,
    )
    assert all(region.strip() in page for region in regions)


# What the room may see, and when


@pytest.mark.parametrize("name", SCREEN_VIEWS)
@pytest.mark.parametrize("bring_in_state", [lambda place: None, close_step])
def test_answers_stay_off_the_screen_until_the_reveal(client, question, name, bring_in_state):
    give_answer(question.anna, "Nog even geheim", "kans")
    bring_in_state(question.etten_leur)

    before = text_of(get(client, question.etten_leur, name))
    reveal_step(question.etten_leur)

    assert "Nog even geheim" not in before
    assert "1 antwoord van 1 persoon" in before
    assert "Nog even geheim" in text_of(get(client, question.etten_leur, name))


@pytest.mark.parametrize("name", SCREEN_VIEWS)
def test_a_hidden_or_late_answer_is_in_no_response(client, question, name):
    give_answer(question.bram, "Wel te zien", "kans")
    moderation.hide_answer(answer=give_answer(question.anna, "Verborgen woorden", "kans"))
    close_step(question.etten_leur)
    give_answer(question.anna, "Te late woorden", "kans")
    reveal_step(question.etten_leur)

    shown = get(client, question.etten_leur, name).content.decode()

    assert "Wel te zien" in shown
    assert "Verborgen woorden" not in shown
    assert "Te late woorden" not in shown


def test_a_direct_step_shows_answers_while_people_write(client, day):
    Step.objects.filter(meetup=day.meetup, section=Section.BRIDGE).update(shows_directly=True)
    go_to(day.etten_leur, Section.BRIDGE)
    open_step(day.etten_leur)
    give_answer(day.anna, "Meteen te zien")

    assert "Meteen te zien" in text_of(get(client, day.etten_leur))


def test_cards_show_text_code_and_support(client, question):
    answer = give_answer(question.anna, "Maakindustrie", "kans")
    give_answer(question.anna, "Logistiek", "kans")
    close_step(question.etten_leur)
    reveal_step(question.etten_leur)
    give_support(question.bram, answer)

    shown = text_of(get(client, question.etten_leur))

    assert "Maakindustrie E1-001 +1 steun" in shown
    assert "Logistiek E1-002 " in shown
    assert "+0" not in shown


def test_the_state_and_the_time_left_are_on_the_screen(client, day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    prepared = text_of(get(client, day.etten_leur))
    round_ = open_step(day.etten_leur, seconds=300)
    open_page = get(client, day.etten_leur)
    close_step(day.etten_leur)

    assert "Nog niet open" in prepared
    assert f'data-ends-at="{round_.ends_at.isoformat()}"' in open_page.content.decode()
    assert "Gesloten" in text_of(get(client, day.etten_leur))
    assert "data-ends-at" not in get(client, day.etten_leur).content.decode()


@pytest.mark.parametrize(
    ("bring_in_state", "says"),
    [
        (lambda place: None, "De vraag gaat zo open."),
        (open_step, "Schrijf uw antwoord op uw telefoon."),
        (lambda place: (open_step(place), close_step(place)), "De vraag is gesloten."),
        (lambda place: (open_step(place), reveal_step(place)), "Er zijn nog geen antwoorden."),
    ],
)
def test_an_empty_screen_says_what_will_happen_next(client, day, bring_in_state, says):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    bring_in_state(day.etten_leur)

    assert says in text_of(get(client, day.etten_leur))


# Queries


@pytest.mark.parametrize("name", SCREEN_VIEWS)
def test_a_board_takes_the_same_queries_for_one_answer_and_for_many(
    client, question, name, django_assert_num_queries
):
    give_answer(question.anna, "Eén antwoord", "kans")
    reveal_step(question.etten_leur)

    with django_assert_num_queries(10):
        get(client, question.etten_leur, name)

    for participant in join_many(question.etten_leur, 60):
        give_answer(participant, "Nog een antwoord", "opgave")
    with django_assert_num_queries(10):
        response = get(client, question.etten_leur, name)
    assert response.content.decode().count("Nog een antwoord") == 60


def test_results_take_the_same_queries_for_one_choice_and_for_many(client, day, django_assert_num_queries):
    go_to(day.etten_leur, Section.TASKS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Agglomeratievoordelen ontwikkelen")
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    with django_assert_num_queries(11):
        get(client, day.etten_leur)

    open_step(day.etten_leur)
    for participant in join_many(day.etten_leur, 30):
        give_choice(participant, "Agglomeratievoordelen ontwikkelen")
    close_step(day.etten_leur)
    with django_assert_num_queries(11):
        get(client, day.etten_leur)
