"""A meet-up as its users see it: a desk, a projector and two phones at once, in a real browser."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SCREEN = {"width": 1920, "height": 1080}
OPPORTUNITIES, KNOWLEDGE, PRIORITIES, FORMS = 8, 9, 27, 28  # numbers of steps


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def place(program):
    return program.info["sessions"][0]


@pytest.fixture
def window(browser):
    """Open a window of its own, with its own cookies, as on another device; it collects what goes wrong."""
    contexts = []
    problems = []

    def open_window(size, url, **options):
        context = browser.new_context(viewport=size, locale="nl-NL", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda entry: problems.append(entry.text) if "Content Security" in entry.text else None)
        page.goto(url)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def desk(window, program, place):
    page = window(DESK, program.info["login_url"])
    page.goto(place["desk_url"])
    return page


@pytest.fixture
def screen(window, place):
    return window(SCREEN, place["screen_url"])


@pytest.fixture
def join(window, program, place):
    """Join as one more participant, from an address that is no secure context, as on a LAN."""

    def join_place(**options):
        page = window(PHONE, f"{program.lan_url}/d/{place['code']}/", **options)
        page.get_by_role("button", name="Meedoen").click()
        expect(page.locator("#stap")).to_be_visible()
        return page

    return join_place


def go_to(desk, number):
    desk.locator(f"#programma button[name=to][value='{number}']").click()
    expect(desk.locator("#programma [aria-current]")).to_contain_text(f"{number}.")


def press(desk, name):
    controls = desk.locator("#bediening")
    rev = controls.locator("[name=expect_rev]").first
    before = rev.input_value()
    controls.get_by_role("button", name=name).first.click()
    expect(rev).not_to_have_value(before)


def write(phone, text, label=""):
    phone.get_by_label("Uw antwoord", exact=True).fill(text)
    if label:
        phone.locator("#stap").get_by_label(label, exact=True).check()
    phone.get_by_role("button", name="Versturen", exact=True).click()
    expect(phone.locator("#mijn")).to_contain_text(text)


def test_from_joining_to_the_downloaded_document(desk, screen, join, tmp_path):
    anna, bram = join(), join()
    expect(screen.locator("#teller")).to_contain_text("2")

    # They write in silence; the screen counts.
    go_to(desk, KNOWLEDGE)
    press(desk, "Open de vraag")
    write(anna, "Hoe houden we jong talent vast?")
    write(bram, "Hoe binden we jongeren aan de stad?")
    expect(screen.locator("#teller")).to_contain_text("2 antwoorden")
    expect(screen.locator("body")).not_to_contain_text("talent")

    # The facilitator shows the answers; the room reads and supports.
    press(desk, "Sluit")
    press(desk, "Laat zien")
    expect(screen.locator("#inhoud")).to_contain_text("Hoe houden we jong talent vast?")
    anna.get_by_role("button", name="Dit vind ik ook").first.click()
    expect(screen.locator("#inhoud")).to_contain_text("+1")

    # Both answers become a group, and the group a line on the ballots.
    desk.get_by_role("link", name="Groeperen").click()
    for box in desk.get_by_role("checkbox", name=re.compile("Hoe")).all():
        box.check()
    desk.get_by_label("Naam", exact=False).first.fill("Talent binden")
    desk.get_by_role("button", name="Maak groep").click()
    expect(desk.locator("#groepen")).to_contain_text("Talent binden")
    desk.get_by_role("link", name="regie", exact=False).first.click()
    go_to(desk, PRIORITIES)
    press(desk, "Open de stemming")
    anna.locator("#stap").get_by_role("button", name="Stip geven").first.click()
    expect(desk.locator("#teller")).to_contain_text("1")
    go_to(desk, FORMS)
    press(desk, "Open de stemming")
    bram.locator("#stap").get_by_text("Leerkringen").first.click()
    expect(desk.locator("#uitslag")).to_contain_text("Leerkringen")

    # Staff make a knowledge question of it, and download the agenda.
    desk.get_by_role("link", name="Kennisagenda").click()
    question = "Hoe houden middelgrote gemeenten jong talent vast?"
    desk.get_by_text("Maak kennisvraag").first.click()
    desk.get_by_role("textbox", name="Kennisvraag").first.fill(question)
    desk.get_by_role("button", name="Zet in de agenda").first.click()
    expect(desk.locator(".messages")).to_contain_text("De kennisvraag staat in de agenda")
    desk.get_by_role("link", name="Kennisagenda").first.click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name=re.compile("Word")).first.click()
    download.value.save_as(tmp_path / "agenda.docx")
    document = zipfile.ZipFile(tmp_path / "agenda.docx").read("word/document.xml").decode()
    assert question in document
    assert "Hoe binden we jongeren aan de stad?" in document


def test_a_phone_in_which_somebody_types_is_not_pulled_away(desk, join):
    anna = join()
    go_to(desk, OPPORTUNITIES)
    press(desk, "Open de vraag")
    anna.get_by_label("Uw antwoord", exact=True).fill("Ik was nog niet klaar met")

    go_to(desk, KNOWLEDGE)

    expect(anna.locator("#volgen")).to_contain_text("Verstuur en ga mee")
    expect(anna.get_by_label("Uw antwoord", exact=True)).to_have_value("Ik was nog niet klaar met")
    anna.get_by_role("button", name="Verstuur en ga mee").click()
    expect(anna.locator("#stap")).to_contain_text("leervraag")
    go_to(desk, OPPORTUNITIES)
    expect(desk.locator("#antwoorden")).to_contain_text("Ik was nog niet klaar met")


def test_open_pages_recover_from_a_killed_server_and_nothing_sent_is_lost(program, desk, screen, join):
    anna = join()
    go_to(desk, OPPORTUNITIES)
    press(desk, "Open de vraag")
    write(anna, "Voor de klap", "kans")

    program.kill()
    anna.get_by_label("Uw antwoord", exact=True).fill("Tijdens de klap")
    anna.get_by_role("button", name="Versturen", exact=True).click()
    expect(anna.locator("#outbox")).to_contain_text("Tijdens de klap")
    program.start()

    expect(anna.locator("#mijn")).to_contain_text("Tijdens de klap", timeout=30_000)
    expect(screen.locator("#teller")).to_contain_text("2 antwoorden", timeout=15_000)
    press(desk, "Sluit")
    press(desk, "Laat zien")
    expect(screen.locator("#inhoud")).to_contain_text("Voor de klap")
    expect(screen.locator("#inhoud")).to_contain_text("Tijdens de klap")


def test_without_websockets_pages_follow_by_polling(desk, place, window):
    # A proxy that blocks sockets: the constructor is there, and no connection ever opens.
    page = window(SCREEN, "about:blank")
    page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())
    page.goto(place["screen_url"])

    go_to(desk, OPPORTUNITIES)

    expect(page.locator("#kop")).to_contain_text("kansen, opgaven, uitdagingen", timeout=10_000)


def test_without_javascript_a_phone_can_take_part(desk, join):
    go_to(desk, OPPORTUNITIES)
    press(desk, "Open de vraag")
    anna = join(java_script_enabled=False)

    write(anna, "Zonder script", "opgave")

    expect(desk.locator("#antwoorden")).to_contain_text("Zonder script")


def test_a_reload_shows_the_same_as_the_pushes_did(desk, screen, join):
    anna = join()
    go_to(desk, OPPORTUNITIES)
    press(desk, "Open de vraag")
    write(anna, "Stages bij het mkb", "kans")
    press(desk, "Sluit")
    press(desk, "Laat zien")
    expect(screen.locator("#inhoud")).to_contain_text("Stages bij het mkb")
    pushed = [screen.locator(region).inner_text() for region in ("#kop", "#teller", "#inhoud", "#lijn")]

    screen.reload()

    assert [screen.locator(region).inner_text() for region in ("#kop", "#teller", "#inhoud", "#lijn")] == pushed


def test_the_day_can_be_led_with_the_keyboard_alone(desk, screen, join):
    anna = join()
    go_to(desk, OPPORTUNITIES)
    desk.locator("body").click(position={"x": 700, "y": 5})

    desk.keyboard.press("ArrowRight")
    expect(screen.locator("#kop")).to_contain_text("Open")
    anna.get_by_label("Uw antwoord", exact=True).focus()
    anna.keyboard.type("Met het toetsenbord")
    for _ in range(6):
        anna.keyboard.press("Tab")
        if anna.evaluate("document.activeElement.textContent.trim()") == "Versturen":
            break
    anna.keyboard.press("Enter")
    expect(anna.locator("#mijn")).to_contain_text("Met het toetsenbord")
    desk.keyboard.press("ArrowRight")
    expect(screen.locator("#kop")).to_contain_text("Gesloten")
    desk.keyboard.press("ArrowRight")
    expect(screen.locator("#inhoud")).to_contain_text("Met het toetsenbord")
    desk.keyboard.press("ArrowRight")
    expect(screen.locator("#kop")).to_contain_text("leervraag")
    # A press at what the desk does not show yet is refused: it names what the facilitator saw.
    expect(desk.locator("#bediening")).to_contain_text("leervraag")
    desk.keyboard.press("ArrowLeft")
    expect(screen.locator("#inhoud")).to_contain_text("Met het toetsenbord")


def test_no_page_asks_another_host_for_anything(desk, screen, join, place):
    hosts = set()
    phone = join()
    for page in (desk, screen, phone):
        page.on("request", lambda request: hosts.add(request.url.split("/")[2].partition(":")[0]))
        page.reload()
        page.wait_for_load_state("networkidle")

    assert hosts == {"127.0.0.1", "meetup.test"}
