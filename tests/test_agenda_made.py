"""From what a room said to an adopted agenda, in real browsers: judged, written, planned, published, reacted to.

Every file of it is downloaded. Each step is tested by itself elsewhere; here they lead to each other.
"""

import datetime
import io
import json
import re
import subprocess
import sys
import zipfile

import pytest
from playwright.sync_api import expect

from tests.server import CHECKOUT

LAPTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
QUESTION = "Hoe halen middelgrote gemeenten jongeren na hun studie terug?"
REACTION = "Vraag ook waarom zij vertrekken."
FILES = {"docx", "pdf", "xlsx", "pptx", "odt", "ods", "md", "csv", "json"}


@pytest.fixture
def program(server):
    """The program after a whole day at both places."""
    program = server()
    environment = program.environment | {"PMG_DATA": str(program.data)}
    subprocess.run([sys.executable, "-m", "tests.fill"], cwd=CHECKOUT, env=environment, check=True)
    return program


@pytest.fixture
def staff(browser, program):
    context = browser.new_context(viewport=LAPTOP, locale="nl-NL")
    page = context.new_page()
    page.goto(program.info["login_url"])
    yield page
    context.close()


@pytest.fixture
def reader(browser):
    context = browser.new_context(viewport=PHONE, locale="nl-NL", has_touch=True)
    yield context.new_page()
    context.close()


def test_agenda_is_made_of_what_the_room_said_and_adopted(program, staff, reader, tmp_path):
    judge_everything(staff, program)
    write_the_question(staff, program)
    plan_an_activity(staff, program)
    address = publish_a_concept(staff, program)
    react(reader, address)
    work_through_the_reactions(staff, program)
    adopt(staff, program)

    reader.goto(address)
    reader.get_by_role("link", name=re.compile("versie 2")).first.click()
    expect(reader.get_by_text("VASTGESTELD").first).to_be_visible()
    expect(reader.get_by_text(QUESTION).first).to_be_visible()

    check_files(download_all(staff, program, tmp_path))


def go_to(page, program, path=""):
    page.goto(program.info["agenda_url"] + path)


def judge_everything(page, program):
    """Rewrite the first group as a kennisvraag, let late answers in, and judge all the rest, by keyboard."""
    go_to(page, program, "beoordelen/")
    keys = page.keyboard
    keys.press("a")
    keys.type(QUESTION)
    keys.press("Enter")
    expect(page.locator(".triage__item").first).not_to_have_attribute("id", "lijst-groep-1")
    in_front = page.locator(".triage__item[aria-current]")
    while in_front.count():
        item = in_front.get_attribute("id")
        if page.locator("[data-key=t]").count():
            keys.press("v")
        else:
            keys.press("n")
            keys.type("Dit jaar is er geen ruimte voor.")
            others = page.locator("details[open] [name=alike]")
            if others.count():
                others.check()
                page.locator("details[open] [name=reason]").focus()
            keys.press("Enter")
        expect(page.locator(f"#{item}[aria-current]")).to_have_count(0)
    expect(page.locator("#voorste")).to_have_text("Alles is beoordeeld")
    go_to(page, program)
    expect(page.get_by_role("link", name=QUESTION)).to_be_visible()


def write_the_question(page, program):
    """Fill in the card with what is proposed, and with words of one's own."""
    page.get_by_role("link", name=QUESTION).click()
    for proposed in ("Soort", "Vorm", "Trekker", "Gewenst product"):
        page.get_by_role("button", name=re.compile(f"Neem over als {proposed}", re.IGNORECASE)).click()
    page.get_by_label("Toelichting").fill("Jongeren trekken weg om te studeren en komen niet terug.")
    page.get_by_label("Waarom deze wijziging?").fill("Zo zei de zaal het ook.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De kennisvraag is opgeslagen.")).to_be_visible()


def plan_an_activity(page, program):
    page.get_by_role("link", name=QUESTION).first.click()
    page.get_by_role("link", name="Plan een activiteit").click()
    page.get_by_label("Activiteit", exact=True).fill("Leerkring terugkeer")
    page.get_by_label("Eerste stap").fill("Oss nodigt uit in maart.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#werkprogramma").get_by_role("link", name="Leerkring terugkeer").first).to_be_visible()


def publish_a_concept(page, program):
    """Decide about names, publish, and return the address for readers."""
    go_to(page, program, "namen/")
    while page.get_by_role("button", name=re.compile("Mag blijven")).count():
        page.get_by_role("button", name=re.compile("Mag blijven")).first.click()
        page.wait_for_load_state()
    go_to(page, program, "publiceren/")
    closes_on = datetime.date.today() + datetime.timedelta(days=21)
    page.get_by_label("Reageren tot en met").fill(closes_on.isoformat())
    page.get_by_role("button", name="Publiceer versie 1 als concept").click()
    address = page.locator("a[href*='/concept/']").first.get_attribute("href")
    return address if address.startswith("http") else program.url + address


def react(page, address):
    page.goto(address)
    card = page.locator("#reageer-K1\\.1")
    card.get_by_text("Reageer", exact=False).first.click()
    page.get_by_label("Uw reactie op K1.1").fill(REACTION)
    card.get_by_label("Namens").fill("gemeente Oss")
    card.get_by_role("button", name="Verstuur reactie").click()
    expect(page.get_by_text("Uw reactie op K1.1 is bewaard.")).to_be_visible()


def work_through_the_reactions(page, program):
    go_to(page, program, "reacties/")
    expect(page.get_by_text(REACTION)).to_be_visible()
    page.get_by_role("radio", name="overgenomen", exact=True).check()
    page.get_by_label("Antwoord aan de lezer").first.fill("Dat staat nu in de toelichting.")
    page.get_by_role("button", name="Bewaar").first.click()
    expect(page.get_by_text("nog te verwerken").first).to_be_visible()


def adopt(page, program):
    go_to(page, program, "publiceren/")
    page.get_by_text("Publiceer als vastgesteld").click()
    page.get_by_label("PMG heeft deze agenda vastgesteld").check()
    page.get_by_label("Vastgesteld op").fill(datetime.date.today().isoformat())
    page.get_by_role("button", name="Publiceer versie 2 als vastgesteld").click()
    expect(page.get_by_text("vastgesteld").first).to_be_visible()


def download_all(page, program, tmp_path):
    """Download the zip with all files, and return it."""
    go_to(page, program)
    with page.expect_download(timeout=120_000) as download:
        page.get_by_role("link", name=re.compile("zip")).click()
    download.value.save_as(tmp_path / "agenda.zip")
    return zipfile.ZipFile(tmp_path / "agenda.zip")


def check_files(archive):
    """Every kind of file is there and whole, and in the data the kennisvraag and its answers name each other."""
    names = {name.rpartition(".")[2]: name for name in archive.namelist()}
    assert names.keys() >= FILES
    for suffix in ("docx", "xlsx", "pptx", "odt", "ods"):
        assert zipfile.ZipFile(io.BytesIO(archive.read(names[suffix]))).testzip() is None
    assert archive.read(names["pdf"]).startswith(b"%PDF-")
    assert QUESTION in archive.read(names["md"]).decode()
    agenda = json.loads(archive.read(names["json"]))
    [card] = [card for chapter in agenda["chapters"] for card in chapter["cards"]]
    codes = {answer["code"]: answer for answer in agenda["answers"]}
    assert card["origin"]
    assert all(codes[code]["questions"] == [card["number"]] for code in card["origin"])
    assert not [answer for answer in agenda["answers"] if "nog niet bekeken" in answer["became"]]
