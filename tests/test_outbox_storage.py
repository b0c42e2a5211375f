"""What somebody typed outlives the page, whatever the phone's storage does, in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from tests.client import Desk
from tests.outbox_page import (
    ANSWER,
    PHONE,
    QUESTION,
    answer_box,
    kept_on_phone,
    let_join,
    press_send,
    refuse,
    send,
    stored_answers,
    stored_texts,
    type_answer,
    wait_until_ready,
)
from tests.server import ProgramServer

KEY = "0123456789abcdef0123456789abcdef"


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


def test_three_tabs_deliver_an_answer_once(phone, context, address):
    context.set_offline(True)
    send(phone, "In drie tabbladen")
    context.set_offline(False)

    tabs = [context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(address)

    expect(phone.locator("#mijn .slip")).to_have_count(1, timeout=20_000)
    for tab in tabs:
        tab.reload()
        expect(tab.locator("#mijn .slip")).to_have_count(1)
        expect(tab.locator("#outbox li")).to_have_count(0)


def test_phone_without_storage_keeps_the_answer_while_the_page_is_open(context, address):
    page = context.new_page()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }")
    page.goto(address)
    wait_until_ready(page)
    context.set_offline(True)

    send(page, "Alleen in het geheugen")

    expect(page.locator("#outbox").get_by_text("Houd deze pagina open")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#mijn")).to_contain_text("Alleen in het geheugen", timeout=20_000)


def test_closing_the_page_warns_while_something_is_unsent(phone, context):
    warnings = []
    phone.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.dismiss()))
    context.set_offline(True)
    send(phone, "Nog niet weg")
    expect(phone.locator("#outbox")).to_contain_text("wordt verstuurd")

    phone.close(run_before_unload=True)

    phone.wait_for_timeout(300)
    assert warnings == ["beforeunload"]


def test_half_typed_text_survives_a_reload(phone):
    type_answer(phone, "Half getypt")

    phone.reload()

    expect(answer_box(phone)).to_have_value("Half getypt")
    assert stored_answers(phone) == {}


def test_half_typed_text_that_is_left_comes_back_with_its_question(phone, desk, place):
    type_answer(phone, "Daar kom ik op terug")
    desk.go_to(place, QUESTION + 1)
    phone.get_by_role("button", name="Ga mee zonder versturen").click()
    expect(phone.locator("#stap")).to_contain_text("leervraag")

    desk.go_to(place, QUESTION)

    expect(answer_box(phone)).to_have_value("Daar kom ik op terug")


def test_label_of_a_half_typed_answer_survives_a_reload(phone):
    type_answer(phone, "Half getypt, label gekozen")
    phone.locator("#stap").get_by_label("kans", exact=True).check()

    phone.reload()

    expect(answer_box(phone)).to_have_value("Half getypt, label gekozen")
    expect(phone.locator("#stap").get_by_label("kans", exact=True)).to_be_checked()
    press_send(phone)
    expect(phone.locator("#mijn .chip")).to_have_text("kans")
    expect(phone.locator("#stap").get_by_label("kans", exact=True)).not_to_be_checked()


def test_label_of_a_half_typed_change_survives_a_reload(phone):
    send(phone, "Krijgt een ander label")
    phone.locator("#mijn summary").click()
    phone.locator("#mijn").get_by_label("opgave", exact=True).check()

    phone.reload()

    expect(phone.locator("#mijn").get_by_label("opgave", exact=True)).to_be_checked()
    phone.locator("#mijn").get_by_role("button", name="Bewaren").click()
    expect(phone.locator("#mijn .chip")).to_have_text("opgave")


def test_answer_survives_storage_filled_to_the_brim(phone, context):
    phone.evaluate("""() => {
      for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2)) {
        for (let full = false, count = 0; !full; count += 1) {
          try { localStorage.setItem(`vol-${size}-${count}`, "x".repeat(size)); } catch { full = true; }
        }
      }
    }""")
    context.set_offline(True)

    send(phone, "Past niet meer op de telefoon")

    expect(phone.locator("#outbox").get_by_text("Houd deze pagina open")).to_be_visible()
    expect(phone.locator("#outbox").get_by_text("staat veilig op uw telefoon")).to_be_hidden()
    assert kept_on_phone(phone) == []
    context.set_offline(False)
    expect(phone.locator("#mijn")).to_contain_text("Past niet meer op de telefoon", timeout=20_000)
    expect(phone.locator("#outbox").get_by_text("Houd deze pagina open")).to_be_hidden()


def test_phone_that_forbids_storage_sends_all_the_same(context, address):
    page = context.new_page()
    page.add_init_script("""Object.defineProperty(window, "localStorage", {
      get() { throw new DOMException("", "SecurityError"); },
    })""")
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    wait_until_ready(page)
    refuse(page, ANSWER, None)

    send(page, "Zonder opslag verstuurd")

    expect(page.locator("#mijn")).to_contain_text("Zonder opslag verstuurd")
    expect(page.locator("#outbox li")).to_have_count(0)
    assert problems == []


def test_answer_wiped_from_storage_is_not_called_stored_but_sent(phone, context):
    context.set_offline(True)
    send(phone, "Opslag gewist terwijl dit wachtte")
    expect(phone.locator("#outbox")).to_contain_text("wordt verstuurd")

    phone.evaluate("localStorage.clear(); window.dispatchEvent(new Event('storage'))")

    expect(phone.locator("#outbox")).to_contain_text("wordt verstuurd")
    assert "✓" not in phone.locator("#outbox").inner_text()
    context.set_offline(False)
    expect(phone.locator("#mijn")).to_contain_text("Opslag gewist terwijl dit wachtte", timeout=20_000)


def test_damaged_entries_do_not_stop_the_page(phone, place):
    sound = {"key": KEY, "state": "sending", "url": "/d/", "fields": {}}
    damaged = [
        "{",
        "null",
        "[]",
        "7",
        json.dumps({"key": KEY}),
        json.dumps({**sound, "fields": None}),
        json.dumps({**sound, "state": "verzonden"}),
        json.dumps({**sound, "key": "een andere"}),
    ]
    problems = []
    phone.on("pageerror", lambda error: problems.append(str(error)))
    round_id = phone.locator("#stap [data-outbox=antwoord] [name=round]").input_value()
    for number, text in enumerate(damaged):
        key = KEY if KEY in text else f"{number}{KEY[1:]}"
        phone.evaluate("entry => localStorage.setItem(...entry)", [f"ob:{place['code']}:{key}", text])
        phone.evaluate(
            "entry => localStorage.setItem(...entry)", [f"concept:{place['code']}:ronde-{round_id}", text]
        )
        phone.reload()
        expect(answer_box(phone)).to_have_value("")

    send(phone, "Toch verstuurd")

    expect(phone.locator("#mijn")).to_contain_text("Toch verstuurd")
    expect(phone.locator("#outbox li")).to_have_count(0)
    assert problems == []


def test_outbox_of_another_meet_up_is_left_alone(phone, place):
    item = {"key": KEY, "state": "sending", "url": "/d/ANDERE/antwoord/", "fields": {"text": "elders"}}
    other = json.dumps(item)
    requests = []
    phone.on("request", lambda request: requests.append(request.url))
    phone.evaluate("([key, text]) => localStorage.setItem(`ob:ANDERE:${key}`, text)", [KEY, other])
    phone.reload()

    send(phone, "Alleen van deze zaal")

    expect(phone.locator("#mijn")).to_contain_text("Alleen van deze zaal")
    assert kept_on_phone(phone) == [[f"ob:ANDERE:{KEY}", other]]
    assert not [url for url in requests if "ANDERE" in url]


def test_two_tabs_that_send_at_the_same_moment_deliver_both_answers_once(phone, context, address):
    other = context.new_page()
    other.goto(address)
    wait_until_ready(other)
    type_answer(phone, "Uit het ene tabblad")
    type_answer(other, "Uit het andere tabblad")

    for tab in (phone, other):
        tab.evaluate("setTimeout(() => document.querySelector('#stap form [type=submit]').click(), 200)")

    for tab in (phone, other):
        expect(tab.locator("#mijn .slip")).to_have_count(2)
        expect(tab.locator("#outbox li")).to_have_count(0)
    assert sorted(stored_texts(phone)) == ["Uit het andere tabblad", "Uit het ene tabblad"]
    assert kept_on_phone(phone) == []


def test_tabs_at_rest_leave_the_storage_of_the_phone_alone(phone, context, address):
    other = context.new_page()
    other.add_init_script("addEventListener('storage', ({ key }) => (window.heard ??= []).push(key))")
    other.goto(address)
    wait_until_ready(other)
    send(phone, "Uit een van de twee tabbladen")
    for tab in (phone, other):
        expect(tab.locator("#mijn .slip")).to_have_count(1)
        expect(tab.locator("#outbox li")).to_have_count(0)

    other.evaluate("window.heard = []")
    phone.wait_for_timeout(1_000)

    assert other.evaluate("window.heard") == []


def test_clock_set_back_an_hour_does_not_delay_what_waits(phone):
    refuse(phone, ANSWER, {"status": 429, "headers": {"Retry-After": "1"}, "body": ""})
    with phone.expect_response(ANSWER):
        send(phone, "Wintertijd")

    phone.clock.set_fixed_time(phone.evaluate("Date.now() - 3_600_000"))

    expect(phone.locator("#mijn")).to_contain_text("Wintertijd")


def test_answers_keep_their_order_when_the_clock_jumps(phone, context):
    context.set_offline(True)
    now = phone.evaluate("Date.now()")
    for text, hours in {"eerste": 0, "tweede": 24, "derde": -24}.items():
        phone.clock.set_fixed_time(now + hours * 3_600_000)
        send(phone, text)
    expect(phone.locator("#outbox li")).to_have_count(3)
    context.set_offline(False)

    phone.reload()

    expect(phone.locator("#mijn .slip__text")).to_have_text(["derde", "tweede", "eerste"], timeout=20_000)
    assert stored_texts(phone) == ["eerste", "tweede", "derde"]
