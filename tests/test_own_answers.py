"""What a person's phone shows of his own answers when the facilitator acts on them, in a real browser."""

import re

import pytest
import requests
from playwright.sync_api import expect

from tests.client import Desk
from tests.outbox_page import PHONE, QUESTION, let_join, send, stored_answers, type_answer, wait_until_ready


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def place(program):
    return program.info["sessions"][0]


@pytest.fixture
def desk(program, place):
    desk = Desk(program.info)
    desk.go_to(place, QUESTION)
    desk.round(place, "open")
    return desk


@pytest.fixture
def phone(browser, desk, program, place):
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    let_join(context, program, place)
    page = context.new_page()
    page.goto(f"{program.lan_url}/d/{place['code']}/")
    wait_until_ready(page)
    yield page
    context.close()


def moderate(desk, place, phone, action):
    """Let the facilitator act on the one answer of this phone."""
    answer = phone.locator("[data-own-answer]").get_attribute("data-own-answer")
    assert desk.post(f"{place['desk_url']}antwoord/{answer}/{action}/").ok


def test_author_sees_at_once_that_his_answer_was_hidden_and_put_back(phone, desk, place):
    send(phone, "Past dit wel?")
    expect(phone.locator("#mijn")).to_contain_text("opgeslagen")

    moderate(desk, place, phone, "verbergen")
    expect(phone.locator("#mijn")).to_contain_text("niet op het bord, wel bewaard")

    moderate(desk, place, phone, "terugzetten")
    expect(phone.locator("#mijn")).to_contain_text("opgeslagen")


def test_late_answer_keeps_its_label_and_its_author_sees_that_it_was_admitted(phone, desk, place):
    type_answer(phone, "Net te laat")
    phone.locator("#stap").get_by_label("opgave", exact=True).check()
    desk.round(place, "close")
    phone.reload()
    expect(phone.locator("#stap")).to_contain_text("Uw tekst staat er nog.")
    phone.get_by_role("button", name="Aan de gespreksleider geven").click()
    expect(phone.locator("#mijn")).to_contain_text("kwam na sluiting of in de pauze, ligt bij de gespreksleider")
    expect(phone.locator("#mijn .chip")).to_have_text("opgave")

    moderate(desk, place, phone, "toelaten")

    expect(phone.locator("#mijn")).to_contain_text("opgeslagen")
    assert stored_answers(phone) == {"Net te laat": "visible"}


def test_view_that_was_asked_before_an_answer_was_stored_does_not_take_it_away(phone, program):
    held = []

    def hold_reply(route):
        address = route.request.url.replace(program.lan_url, program.url)
        headers = {**route.request.all_headers(), "Host": program.lan_url.partition("://")[2]}
        held.append((route, requests.get(address, headers=headers, timeout=10)))

    phone.route(re.compile("/beeld/"), hold_reply)
    with phone.expect_request(re.compile("/beeld/")):
        phone.evaluate("void pmg.pull({ force: true })")
    send(phone, "Staat er en blijft er")
    expect(phone.locator("#mijn")).to_contain_text("Staat er en blijft er")

    [(route, reply)] = held
    with phone.expect_response(re.compile("/beeld/")):
        route.fulfill(status=reply.status_code, headers=dict(reply.headers), body=reply.text)
    phone.wait_for_timeout(1_000)

    expect(phone.locator("#mijn")).to_contain_text("Staat er en blijft er")


@pytest.mark.parametrize(
    ("has_storage", "words"),
    [(True, "Wat u typt, staat veilig op uw telefoon."), (False, "Houd deze pagina open tot alles verstuurd is.")],
)
def test_phone_without_a_connection_says_truly_whether_its_text_is_safe(phone, program, has_storage, words):
    if not has_storage:
        phone.add_init_script("Storage.prototype.setItem = () => { throw new Error('vol'); };")
        phone.reload()
    wait_until_ready(phone)

    program.kill()

    expect(phone.locator("#verbinding")).to_be_visible(timeout=20_000)
    expect(phone.locator("#verbinding")).to_contain_text(words)
