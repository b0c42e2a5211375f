"""The desk while answers are judged: what a card says and offers, and what every button does."""

import pytest
from django.test import Client

from sessions import intake, moderation
from sessions.models import Answer, LiveSession
from sessions.oversight import last_action
from tests.cast import Section, give_answer, go_to, make_day, open_step, reveal_step, round_of

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
JSON = {"accept": "application/json"}


@pytest.fixture
def day():
    """The day at the question that sorts answers under four labels, open in Etten-Leur."""
    day = make_day()
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    return day


@pytest.fixture
def fatima(day):
    """Fatima's browser, logged in."""
    client = Client()
    client.force_login(day.fatima)
    return client


def text_of(response):
    """The words of a page, with single spaces."""
    return " ".join(response.content.decode().split())


def desk(client, day):
    return text_of(client.get(f"/regie/{day.etten_leur.pk}/"))


def press(client, day, path, headers=HTMX, **fields):
    return client.post(f"/regie/{day.etten_leur.pk}/{path}", fields, headers=headers)


# The cards


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ({"action": "verbergen"}, "verborgen</span>"),
        ({"action": "verbergen", "reason": "duplicate"}, "verborgen: dubbel</span>"),
        ({"action": "uitlichten", "on": "1"}, "uitgelicht</span>"),
        ({"action": "groot", "on": "1"}, "groot op het scherm</span>"),
        ({"action": "telefoon-verbergen"}, "verborgen</span>"),
        ({"action": "telefoon-dempen", "on": "1"}, "gedempte telefoon"),
    ],
)
def test_a_card_says_what_was_done_with_it(day, fatima, act, words):
    answer = give_answer(day.anna, "Een antwoord", "kans")
    reveal_step(day.etten_leur)

    reply = press(fatima, day, f"antwoord/{answer.pk}/{act.pop('action')}/", **act)

    assert reply.status_code == 200
    assert words in text_of(reply)
    assert words in desk(fatima, day)


def test_each_letter_is_on_one_button_of_a_card(day, fatima):
    give_answer(day.anna, "Een antwoord")
    reveal_step(day.etten_leur)

    page = desk(fatima, day)

    assert [page.count(f'data-card-key="{key}"') for key in "vtus"] == [1, 0, 1, 1]


def test_a_letter_approves_or_admits_what_waits(day, fatima):
    intake.hold_new(live_session=day.etten_leur, on=True)
    give_answer(day.anna, "Nieuw")
    intake.pause(live_session=day.etten_leur, on=True)
    give_answer(day.bram, "In de pauze")

    page = desk(fatima, day)

    assert [page.count(f'data-card-key="{key}"') for key in "vtus"] == [2, 2, 0, 0]
    assert "Keur goed" in page
    assert "Laat toe" in page


def test_only_the_desk_is_warned_of_words(day, fatima):
    give_answer(day.anna, "Wat een idioten")
    reveal_step(day.etten_leur)
    warning = "let op: woordkeus"

    screen = text_of(Client().get(f"/scherm/{day.etten_leur.screen_key}/"))

    assert warning in desk(fatima, day)
    assert "Wat een idioten" in screen
    assert warning not in screen


def test_what_makes_no_sense_for_an_answer_says_why(day, fatima):
    answer = give_answer(day.anna, "Nog niet onthuld")

    as_regions = press(fatima, day, f"antwoord/{answer.pk}/groot/", on="1")
    as_json = press(fatima, day, f"antwoord/{answer.pk}/groot/", JSON, on="1")

    assert "De zaal ziet de antwoorden nog niet." in text_of(as_regions)
    assert (as_json.status_code, as_json.json()["status"]) == (409, "impossible")


# Approving


def test_all_new_answers_are_approved_with_one_press(day, fatima):
    intake.approve_first(step=round_of(day.etten_leur).step, on=True)
    answers = [give_answer(person, "Nieuw") for person in (day.anna, day.bram)]
    before = desk(fatima, day)
    until = max(answer.changed_seq for answer in answers)

    press(fatima, day, "goedkeuren/", round=round_of(day.etten_leur).pk, until=until)

    assert f'name="until" value="{until}"' in before
    assert "wachten op goedkeuring" in before
    assert set(Answer.objects.values_list("state", flat=True)) == {"visible"}
    assert "op goedkeuring" not in desk(fatima, day)


def test_a_round_of_another_place_is_not_approved_at_this_desk(day, fatima):
    elsewhere = day.rijssen.rounds.first()

    assert press(fatima, day, "goedkeuren/", round=elsewhere.pk, until=1).status_code == 404


# Undoing


def test_the_last_decision_is_named_and_undone(day, fatima):
    answer = give_answer(day.anna, "Toch goed")
    hidden = text_of(press(fatima, day, f"antwoord/{answer.pk}/verbergen/"))
    last = last_action(day.etten_leur)

    undone = text_of(press(fatima, day, "ongedaan/", action=last.seq, until=last.until))

    assert f"Ongedaan maken: {answer.code} verborgen" in hidden
    assert "Ongedaan maken" not in undone
    assert Answer.objects.get().state == "visible"


def test_undo_of_what_is_not_the_last_decision_is_refused(day, fatima):
    reply = press(fatima, day, "ongedaan/", JSON, action=1, until=1)

    assert (reply.status_code, reply.json()) == (409, {"status": "changed"})


# Oversight


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        ("hold", "Nieuwe antwoorden wachten op u."),
        ("pause", "Even pauze."),
    ],
)
def test_a_switch_of_the_place_is_said_on_the_desk_until_it_is_off(day, fatima, switch, words):
    on = text_of(press(fatima, day, "toezicht/", switch=switch, on="1"))
    off = text_of(press(fatima, day, "toezicht/", switch=switch, on="0"))

    assert words in on
    assert words not in off


def test_approving_first_is_that_of_the_step(day, fatima):
    step = round_of(day.etten_leur).step

    press(fatima, day, "toezicht/", switch="approve", step=step.pk, on="1")

    step.refresh_from_db()
    assert step.approves_first
    assert not LiveSession.objects.get(pk=day.etten_leur.pk).holds_new


def test_muted_phones_are_listed_with_a_way_back(day, fatima):
    answer = give_answer(day.anna, "Een grap")
    moderation.mute_phone(answer=answer, on=True)

    page = desk(fatima, day)
    press(fatima, day, f"antwoord/{answer.pk}/telefoon-dempen/", on="0")

    assert f'de telefoon van <span class="number">{answer.code}</span>' in page
    day.anna.refresh_from_db()
    assert not day.anna.is_muted


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("toezicht/", {"switch": "alles", "on": "1"}, 422),
        ("toezicht/", {"switch": "hold"}, 422),
        ("toezicht/", {"switch": "approve", "on": "1"}, 404),
        ("goedkeuren/", {"round": "1"}, 422),
        ("ongedaan/", {"action": "x", "until": "1"}, 422),
        ("antwoord/{answer}/verbergen/", {"reason": "zomaar"}, 422),
        ("antwoord/{answer}/uitlichten/", {"on": "misschien"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(day, fatima, path, fields, status):
    answer = give_answer(day.anna, "Een antwoord")

    assert press(fatima, day, path.format(answer=answer.pk), **fields).status_code == status
