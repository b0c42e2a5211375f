"""In a real browser: the rules that look along on a card, proposals that are taken over, the order of cards."""

import pytest
from playwright.sync_api import expect

from sessions.phrasing import checks_on
from tests.client import Desk, Phone
from tests.server import ProgramServer
from tests.test_phrasing import GOOD, UNMET

KNOWLEDGE, DESK = 9, {"width": 1440, "height": 900}
TEXTS = ["Hoe houden we talent vast?", "Wat kost het?", "Wie deed het al?"]


class Room:
    """A running meet-up with three questions of theme 1, and Fatima's browser."""

    def __init__(self, program, browser):
        self.url, self.meetup = program.url, program.info["meetup"]
        self.agenda = f"{self.url}/agenda/{self.meetup}/"
        self.desk = Desk(program.info)
        place = program.info["sessions"][0]
        self.desk.go_to(place, KNOWLEDGE)
        self.desk.round(place, "open")
        phone = Phone(place, "Etten-Leur")
        answers = [phone.answer(text).json()["id"] for text in TEXTS]
        groups = f"{self.url}/groepen/{self.meetup}/samenvoegen/"
        assert self.desk.post(groups, answers=answers, name="Talent").ok
        self.cookies = [
            {"name": cookie.name, "value": cookie.value, "url": self.url} for cookie in self.desk.http.cookies
        ]
        self.browser = browser

    def page(self, **options):
        context = self.browser.new_context(viewport=DESK, locale="nl-NL", **options)
        context.add_cookies(self.cookies)
        return context.new_page()


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("card") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def room(program, browser):
    room = Room(program, browser)
    page = room.page()
    for text in TEXTS:
        page.goto(room.agenda)
        page.locator(".cluster__promote summary").first.click()
        page.locator(".cluster__promote textarea").first.fill(text)
        page.get_by_role("button", name="Zet in de agenda").first.click()
        expect(page.get_by_role("heading", name="De vraag")).to_be_visible()
    page.context.close()
    return room


@pytest.fixture
def page(room):
    page = room.page()
    yield page
    page.context.close()


def open_card(page, room, text=TEXTS[0]):
    page.goto(room.agenda)
    page.get_by_role("link", name=text).first.click()
    expect(page.locator("#id_text")).to_have_value(text)


def order_on(page):
    return page.locator("[data-orders] h4").all_inner_texts()


@pytest.mark.parametrize("text", [*GOOD, *(text for text, _ in UNMET), "", "👩‍👩‍👧‍👧 \u202ewat?"])
def test_the_browser_checks_the_wording_as_the_program_does(page, room, text):
    open_card(page, room)

    page.locator("#id_text").fill(text)

    met = {line.get_attribute("data-check"): "is-met" in line.get_attribute("class") for line in checks(page)}
    assert met == {check.key: check.is_met for check in checks_on(text)}
    assert page.locator("[data-count]").inner_text() == str(len(text.split()))


def checks(page):
    return page.locator("[data-check]").all()


def test_what_is_not_in_order_is_read_out_after_a_pause(page, room):
    open_card(page, room)

    page.locator("#id_text").fill("Hoe houden we talent vast")

    expect(page.locator("[data-spoken]")).to_have_text("Nog niet: Eindigt met een vraagteken.")


def test_proposal_is_taken_over_on_the_spot_and_nothing_is_stored(page, room):
    open_card(page, room, TEXTS[1])
    page.locator("#id_existing").fill("Half af")

    page.get_by_role("button", name="Neem over als kennisvraag").click()
    page.get_by_role("button", name="Neem over als trekker").click()

    expect(page.locator("#id_text")).to_have_value(TEXTS[0])
    expect(page.locator("#id_lead")).to_have_value("Platform31")
    expect(page.locator("#id_lead")).to_be_focused()
    expect(page.locator("#id_existing")).to_have_value("Half af")
    page.reload()
    expect(page.locator("#id_text")).to_have_value(TEXTS[1])


def test_proposal_is_taken_over_without_javascript(room):
    page = room.page(java_script_enabled=False)
    open_card(page, room, TEXTS[1])
    page.locator("#id_existing").fill("Half af")

    page.get_by_role("button", name="Neem over als kennisvraag").click()

    expect(page.locator("#id_text")).to_have_value(TEXTS[0])
    expect(page.locator("#id_existing")).to_have_value("Half af")
    page.context.close()


def test_enter_in_a_field_saves_and_takes_no_proposal_over(page, room):
    open_card(page, room, TEXTS[2])
    page.locator("#id_product").fill("overzicht")

    page.locator("#id_product").press("Enter")

    expect(page.get_by_text("De kennisvraag is opgeslagen.")).to_be_visible()


def test_arrows_change_the_order_with_the_keyboard_and_keep_the_focus(page, room):
    page.goto(room.agenda)
    first, second, third = order_on(page)
    lower = page.get_by_role("button", name="Zet K1.1 lager")
    lower.focus()

    lower.press("Enter")

    expect(page.locator("[data-orders] h4").first).to_have_text(second)
    assert order_on(page) == [second, first, third]
    expect(page.get_by_role("button", name="Zet K1.2 lager")).to_be_focused()
    page.get_by_role("button", name="Terug naar volgorde van steun").click()
    expect(page.locator("[data-orders] h4").first).to_have_text(first)


def test_card_is_dragged_to_another_place_and_stays_there(page, room):
    page.set_viewport_size({"width": 1440, "height": 2200})
    page.goto(room.agenda)
    first, second, third = order_on(page)

    drag(page, page.locator("[data-handle]").first, page.locator("[data-orders] > li").nth(2))

    expect(page.get_by_role("button", name="Terug naar volgorde van steun")).to_be_visible()
    assert order_on(page) == [second, third, first]
    page.reload()
    assert order_on(page) == [second, third, first]


def drag(page, handle, card):
    """Take hold of a handle with the mouse, and let go of it over the lower half of a card."""
    handle.hover()
    page.mouse.down()
    for _ in range(2):  # cards make room as the mouse comes by
        box = card.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 10, steps=8)
    page.mouse.up()


def test_status_is_changed_in_one_tap_and_a_form_fills_what_is_empty(page, room):
    open_card(page, room)
    page.get_by_role("link", name="Plan een activiteit").click()
    page.get_by_label("leerkring").check()
    page.locator("#id_product").fill("een spel")
    page.get_by_role("button", name="Vul lege velden").click()
    expect(page.locator("#id_planning")).to_have_value("4 bijeenkomsten")
    expect(page.locator("#id_product")).to_have_value("een spel")
    seeking = page.locator('[name="seeking"]')
    seeking.last.fill("Oss")
    expect(seeking).to_have_count(2)
    page.locator(".agenda__save button").click()

    page.get_by_role("group", name="Status van W1").get_by_role("button", name="loopt").click()

    expect(page.locator(".progress-line__name")).to_have_text("loopt")
    expect(page.get_by_role("button", name="loopt")).to_be_focused()
