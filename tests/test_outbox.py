"""What somebody sends from a phone arrives once, in a real browser on an address that is no secure context."""

import json
import re
import time

import pytest
import requests
from playwright.sync_api import expect

from tests.client import Desk
from tests.outbox_page import (
    ANSWER,
    PHONE,
    QUESTION,
    THEMES,
    answer_box,
    answers_held_back,
    join,
    kept_on_phone,
    let_join,
    refuse,
    send,
    stored_answers,
    type_answer,
    wait_until_ready,
)
from tests.server import ProgramServer


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("outbox") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def place(program):
    return program.info["sessions"][0]


@pytest.fixture(scope="module")
def facilitator(program):
    return Desk(program.info)


@pytest.fixture
def desk(facilitator, place):
    """The desk, with the question open at the start of every test."""
    facilitator.go_to(place, QUESTION)
    facilitator.round(place, "open")
    return facilitator


@pytest.fixture
def context(browser, desk, program, place):
    """The browser of somebody who takes part."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL", permissions=[])
    let_join(context, program, place)
    yield context
    context.close()


@pytest.fixture
def address(program, place):
    return f"{program.lan_url}/d/{place['code']}/"


@pytest.fixture
def phone(context, address):
    page = context.new_page()
    page.goto(address)
    wait_until_ready(page)
    return page


def test_the_page_is_no_secure_context(phone):
    assert phone.evaluate("[isSecureContext, typeof crypto.randomUUID]") == [False, "undefined"]


def test_answer_of_somebody_who_just_joined_is_sent(context, address):
    context.clear_cookies()
    page = context.new_page()
    page.goto(address)
    join(page)

    send(page, "Mijn eerste antwoord")

    expect(page.locator("#mijn")).to_contain_text("Mijn eerste antwoord")


def test_sent_answer_moves_to_own_answers_and_leaves_the_phone(phone):
    send(phone, "Meer stageplekken")

    expect(phone.locator("#mijn")).to_contain_text("Meer stageplekken")
    expect(phone.locator("#mijn")).to_contain_text("opgeslagen")
    expect(phone.locator("#outbox li")).to_have_count(0)
    expect(answer_box(phone)).to_have_value("")
    expect(answer_box(phone)).to_be_focused()
    assert stored_answers(phone) == {"Meer stageplekken": "visible"}
    assert kept_on_phone(phone) == []


def test_double_tap_sends_once(phone):
    type_answer(phone, "Eén keer is genoeg")

    phone.get_by_role("button", name="Versturen", exact=True).dblclick()

    expect(phone.locator("#mijn .slip")).to_have_count(1)
    expect(phone.locator("#outbox li")).to_have_count(0)


def test_lost_reply_is_sent_again_with_the_same_key(phone, program):
    keys = []

    def lose_first_reply(route):
        request = route.request
        keys.append(re.search("key=([0-9a-f]{32})", request.post_data)[1])
        if len(keys) > 1:
            return route.continue_()
        arrived = requests.post(
            request.url.replace(program.lan_url, program.url),
            data=request.post_data,
            headers={**request.all_headers(), "Host": request.url.split("/")[2]},
            timeout=10,
        )
        assert arrived.json()["status"] == "accepted"
        return route.abort()

    phone.route(ANSWER, lose_first_reply)

    send(phone, "Antwoord op een slechte lijn")

    expect(phone.locator("#mijn .slip")).to_have_count(1)
    assert len(keys) == 2
    assert keys[0] == keys[1]


def test_server_away_and_page_closed_still_delivers(phone, program, context, address):
    program.kill()
    send(phone, "Getypt terwijl de server weg was")
    expect(phone.locator("#outbox")).to_contain_text("wordt verstuurd")
    expect(phone.locator("#outbox")).to_contain_text("Uw antwoord staat veilig op uw telefoon.")
    phone.close()
    program.start()

    reopened = context.new_page()
    reopened.goto(address)

    expect(reopened.locator("#mijn")).to_contain_text("Getypt terwijl de server weg was")
    assert kept_on_phone(reopened) == []


def test_answers_go_in_the_order_in_which_they_were_sent(phone, context):
    context.set_offline(True)
    for text in ("eerste", "tweede", "derde"):
        send(phone, text)
    expect(phone.locator("#outbox li")).to_have_count(3)

    context.set_offline(False)

    expect(phone.locator("#mijn .slip__text")).to_have_text(["derde", "tweede", "eerste"], timeout=20_000)


def test_lost_cookie_joins_again_and_delivers(phone, context):
    context.clear_cookies()

    send(phone, "Zonder koekje")

    expect(phone.locator("#mijn")).to_contain_text("Zonder koekje")


def test_login_page_of_a_hotspot_is_no_receipt(phone):
    refuse(phone, ANSWER, {"status": 200, "content_type": "text/html", "body": "<h1>Log in op de wifi</h1>"})

    send(phone, "Achter een portaal")

    expect(phone.locator("#outbox")).to_contain_text("wordt verstuurd")
    expect(phone.locator("#mijn")).to_contain_text("Achter een portaal")
    assert stored_answers(phone) == {"Achter een portaal": "visible"}


def test_error_of_something_in_between_is_no_refusal(phone):
    page = {"content_type": "text/html", "body": "<h1>Access denied</h1>"}
    refuse(phone, ANSWER, *({"status": status, **page} for status in (403, 404, 502)))

    send(phone, "Achter een muur")

    expect(phone.locator("#mijn")).to_contain_text("Achter een muur", timeout=20_000)
    assert stored_answers(phone) == {"Achter een muur": "visible"}


def test_answer_is_not_called_stored_before_the_server_said_so(phone):
    with answers_held_back(phone) as held:
        with phone.expect_request(ANSWER):
            send(phone, "Nog onderweg")
        expect(phone.locator("#outbox .status")).to_have_text("wordt verstuurd")
        phone.wait_for_timeout(300)
        assert "✓" not in phone.locator("#outbox").inner_text()
        assert len(held) == 1

    expect(phone.locator("#mijn")).to_contain_text("Nog onderweg")


def test_text_that_cannot_leave_can_be_copied_and_stays(phone, context):
    context.set_offline(True)
    send(phone, "Zit vast op een telefoon zonder netwerk")
    row = phone.locator("#outbox li")

    row.get_by_role("button", name="Kopiëren").click()

    expect(row).to_contain_text("gekopieerd")
    expect(row).to_contain_text("wordt verstuurd")
    expect(row.get_by_role("button", name="Weghalen")).to_have_count(0)
    assert "Zit vast op een telefoon zonder netwerk" in kept_on_phone(phone)[0][1]
    context.set_offline(False)
    expect(phone.locator("#mijn")).to_contain_text("Zit vast op een telefoon zonder netwerk")
    expect(row).to_have_count(0)


def test_answer_that_hangs_goes_again_as_soon_as_the_server_is_heard(phone):
    with answers_held_back(phone) as held:
        send(phone, "Hangt in een dode verbinding")
        phone.wait_for_timeout(2_000)
        assert len(held) == 1
        phone.evaluate("document.dispatchEvent(new Event('pmg:contact'))")
        with phone.expect_request(ANSWER, timeout=3_000):
            pass

    expect(phone.locator("#mijn .slip")).to_have_count(1)
    expect(phone.locator("#outbox li")).to_have_count(0)


def test_busy_server_is_left_alone_for_as_long_as_it_asks(phone):
    refuse(phone, ANSWER, {"status": 429, "headers": {"Retry-After": "3"}, "body": ""})
    with phone.expect_response(ANSWER):
        send(phone, "Even wachten")
    phone.evaluate("window.dispatchEvent(new Event('online'))")

    with phone.expect_request(ANSWER) as again:
        started = time.monotonic()

    assert again.value
    assert time.monotonic() - started > 2
    expect(phone.locator("#mijn")).to_contain_text("Even wachten")


def test_refused_text_stays_to_copy_until_it_is_put_away(phone):
    refused = {"status": "invalid", "errors": {"text": ["Dit kan niet."]}}
    refuse(phone, ANSWER, {"status": 422, "json": refused})

    send(phone, "Een tekst die niet mag")

    row = phone.locator("#outbox li")
    expect(row).to_contain_text("Een tekst die niet mag")
    expect(row).to_contain_text("niet verstuurd: Dit kan niet.")
    row.get_by_role("button", name="Kopiëren").click()
    expect(row).to_contain_text("gekopieerd")
    phone.reload()
    expect(row).to_contain_text("Een tekst die niet mag")
    row.get_by_role("button", name="Weghalen").click()
    expect(row).to_have_count(0)
    assert kept_on_phone(phone) == []


def test_answer_after_closing_lies_with_the_facilitator(phone, desk, place):
    type_answer(phone, "Net te laat")
    desk.round(place, "close")
    expect(phone.locator("#volgen")).to_contain_text("Deze vraag is gesloten.")

    phone.get_by_role("button", name="Verstuur en ga mee").click()

    expect(phone.locator("#mijn")).to_contain_text("kwam na sluiting of in de pauze, ligt bij de gespreksleider")
    expect(phone.locator("#stap")).to_contain_text("Deze vraag is gesloten.")
    assert stored_answers(phone) == {"Net te laat": "late"}


def test_text_that_is_too_long_is_not_sent(phone):
    send(phone, "x" * 535)

    expect(phone.locator("#stap")).to_contain_text("Uw antwoord is te lang. Maak het 35 tekens korter.")
    expect(phone.locator("#outbox li")).to_have_count(0)
    type_answer(phone, "x" * 460)
    expect(phone.locator("#stap")).to_contain_text("Nog 40 tekens")


def test_change_of_an_answer_is_kept_while_others_answer(phone, desk, place):
    send(phone, "Eerste versie")
    phone.locator("#mijn summary").click()
    text = phone.locator("#mijn").get_by_label("Uw antwoord aanpassen")
    text.fill("Betere versie")
    desk.round(place, "reveal")
    desk.round(place, "conceal")

    phone.locator("#mijn").get_by_role("button", name="Bewaren").click()

    expect(phone.locator("#mijn .slip__text")).to_have_text(["Betere versie"])
    assert stored_answers(phone) == {"Betere versie": "visible"}


def test_withdrawn_answer_goes(phone):
    send(phone, "Toch maar niet")
    phone.locator("#mijn summary").click()

    phone.locator("#mijn").get_by_role("button", name="Intrekken").click()

    expect(phone.locator("#mijn .slip")).to_have_count(0)
    assert stored_answers(phone) == {}


def test_dots_are_shown_at_once_and_sent_when_the_network_is_back(phone, desk, place, context):
    desk.go_to(place, THEMES)
    desk.round(place, "open")
    give = phone.get_by_role("button", name="Stip geven")
    expect(give).to_have_count(4)
    context.set_offline(True)

    give.nth(1).click()
    give.nth(1).click()

    expect(phone.locator("[data-left]")).to_have_text("1")
    expect(phone.locator("#stap [data-sending]")).to_have_count(1)
    context.set_offline(False)
    expect(phone.locator("#stap [data-state-of-choices]")).to_have_text("Opgeslagen ✓", timeout=20_000)
    phone.reload()
    expect(phone.locator("output").nth(1)).to_have_text("2")


def test_refused_choice_is_taken_back_and_says_why(phone, desk, place):
    desk.go_to(place, THEMES)
    desk.round(place, "open")
    refused = {"status": "invalid", "errors": {"value": ["U hebt 3 stippen. Haal eerst ergens een stip weg."]}}
    refuse(phone, re.compile("/keuze/$"), {"status": 422, "body": json.dumps(refused)})

    phone.get_by_role("button", name="Stip geven").first.click()

    expect(phone.locator("#outbox")).to_contain_text("niet verstuurd: U hebt 3 stippen.")
    expect(phone.locator("output").first).to_have_text("0")
    expect(phone.locator("[data-left]")).to_have_text("3")
