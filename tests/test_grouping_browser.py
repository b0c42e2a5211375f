"""Grouping in a real browser: by keyboard alone, by dragging, and with two people at once."""

import random
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from tests.client import Desk, Phone
from tests.server import ProgramServer

KNOWLEDGE = {1: 9, 2: 14, 3: 19, 4: 24}  # question 2 of each theme, by its number in the programme
# What a room says, by the name of the group in which it belongs.
SAID = {
    "Jong talent": "jongeren die na hun studie wegtrekken",
    "Binnenstad": "winkels die leeg komen te staan",
    "Wonen": "starters die geen huis vinden",
    "Arbeidsmarkt": "vacatures die niemand vervult",
    "Mbo": "stages voor mbo-studenten",
    "Stroomnet": "het elektriciteitsnet dat vol zit",
    "Openbaar vervoer": "de bus die niet meer rijdt",
    "Zorg": "ouderen die langer thuis wonen",
    "De raad": "raadsleden die de regio niet kennen",
    "Meedoen": "inwoners die mee willen beslissen",
    "Ondermijning": "criminelen op bedrijventerreinen",
    "Bedrijven": "ondernemers die willen uitbreiden",
    "Warmte": "oude wijken die van het gas af gaan",
    "Eenzaamheid": "buren die elkaar niet meer zien",
    "Data": "gegevens die gemeenten niet delen",
}
OPENINGS = [
    "Wat doen wij met",
    "Wie heeft ervaring met",
    "Wat weten we van",
    "Hoe betalen we de aanpak van",
    "Wat leren we van anderen over",
    "Wat kan de provincie doen aan",
    "Hoe meten we het effect van beleid voor",
    "Waar beginnen we met",
    "Hoe voorkomen we problemen met",
    "Wie pakt het op:",
]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("grouping") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def facilitator(program):
    return Desk(program.info)


@pytest.fixture
def answer(program, facilitator):
    """Let people in both places give these answers to question 2 of a theme, in this order for each of them."""

    def give(theme, texts):
        phones = []
        for place in program.info["sessions"]:
            facilitator.go_to(place, KNOWLEDGE[theme])
            facilitator.round(place, "open")
            phones += [Phone(place, name) for name in ("Zeist", "Almelo", "Rijssen-Holten", "Etten-Leur")]

        def give_share(number):
            return [phones[number].answer(text).status_code for text in texts[number :: len(phones)]]

        with ThreadPoolExecutor(len(phones)) as pool:
            replies = [code for codes in pool.map(give_share, range(len(phones))) for code in codes]
        assert replies == [200] * len(texts)

    return give


@pytest.fixture
def open_groups(browser, program, facilitator):
    """Open the grouping page on one more laptop."""
    contexts = []
    problems = []

    def open_page(query, **options):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-NL", **options)
        contexts.append(context)
        cookies = facilitator.http.cookies.items()
        context.add_cookies([{"name": name, "value": value, "url": program.url} for name, value in cookies])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{program.url}/groepen/{program.info['meetup']}/{query}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


class Typist:
    """Presses keys, and counts them."""

    def __init__(self, page):
        self.page = page
        self.pressed = 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    @property
    def text(self):
        """The answer that has the focus."""
        row = self.page.locator(".worklist__row:has(:focus) bdi")
        return row.inner_text() if row.count() else ""

    def digit_of(self, name):
        """The key of the group with this name, if it has one."""
        digit = self.page.locator(".worklist__group").filter(
            has=self.page.get_by_role("heading", name=name, exact=True)
        )
        return digit.locator(".worklist__digit").inner_text() if digit.count() else ""

    def group(self, name):
        """Put what is ticked, or else what has the focus, in the group with this name; in few keys."""
        if digit := self.digit_of(name):
            self.press(digit)
            return
        self.press("Enter")
        field = self.page.get_by_label("Naam van de groep", exact=True).first
        for sign in name:
            self.press(sign)
            if field.input_value() == name:
                break
        if field.input_value() != name:
            self.press("Delete")  # it began as the name of another group
        self.press("Enter")


def loose(page):
    return page.locator("[data-loose] bdi")


def group_of(page, name):
    return page.locator(".worklist__group").filter(has=page.get_by_role("heading", name=name, exact=True))


def tick_first(page):
    page.locator("[data-loose] input[type=checkbox]").first.focus()


def test_150_answers_are_grouped_by_keyboard_alone(open_groups, answer):
    belongs = {f"{opening} {about}?": name for name, about in SAID.items() for opening in OPENINGS}
    texts = list(belongs)
    random.Random(2017).shuffle(texts)
    answer(1, texts)
    page = open_groups("?thema=1")
    expect(loose(page)).to_have_count(150)
    typist = Typist(page)
    page.evaluate("document.querySelector('[data-loose] input').focus()")

    for left in range(149, -1, -1):
        typist.group(belongs[typist.text])
        expect(loose(page)).to_have_count(left)

    found = {
        group.get_by_role("heading").inner_text(): sorted(group.locator("bdi").all_inner_texts())
        for group in page.locator(".worklist__group").all()
    }
    assert found == {name: sorted(text for text in texts if belongs[text] == name) for name in SAID}
    sys.stdout.write(f"keystrokes per answer: {typist.pressed / len(texts):.2f}\n")
    assert typist.pressed / len(texts) < 4


def test_merge_split_take_out_undo_and_redo_by_keyboard(open_groups, answer):
    answer(2, [f"Antwoord {number}" for number in range(8)])
    page = open_groups("?thema=2")
    typist = Typist(page)
    tick_first(page)

    # Two groups of two.
    typist.press(" ", "ArrowDown", " ")
    typist.group("Raad")
    expect(group_of(page, "Raad").locator("bdi")).to_have_count(2)
    typist.press(" ", "ArrowDown", " ")
    typist.group("Regio")
    expect(group_of(page, "Regio").locator("bdi")).to_have_count(2)

    # Merge: tick the whole group, and press the digit of the other.
    typist.press("ArrowRight", " ")
    expect(page.locator("[data-tick-count]")).to_have_text("2")
    typist.press(typist.digit_of("Regio"))
    expect(group_of(page, "Regio").locator("bdi")).to_have_count(4)
    expect(group_of(page, "Raad")).to_have_count(0)

    # Split: tick two of its members, and give them a name of their own.
    page.locator(".worklist__group .worklist__row input").first.focus()
    typist.press(" ", "ArrowDown", " ")
    typist.group("Afgesplitst")
    expect(group_of(page, "Afgesplitst").locator("bdi")).to_have_count(2)
    expect(group_of(page, "Regio").locator("bdi")).to_have_count(2)

    # Take one out.
    group_of(page, "Regio").locator(".worklist__row input").first.focus()
    typist.press("Delete")
    expect(group_of(page, "Regio").locator("bdi")).to_have_count(1)
    expect(loose(page)).to_have_count(5)

    # All of it back, and forth again.
    for left in (4, 4, 4, 6, 8):
        typist.press("Control+z")
        expect(loose(page)).to_have_count(left)
    expect(page.locator(".worklist__group")).to_have_count(0)
    for key, left in zip(("Control+y", "Control+Shift+z") * 2, (6, 4, 4, 4), strict=True):
        typist.press(key)
        expect(loose(page)).to_have_count(left)
    typist.press("Control+y")
    expect(group_of(page, "Regio").locator("bdi")).to_have_count(1)
    expect(group_of(page, "Afgesplitst").locator("bdi")).to_have_count(2)


def test_dragging_moves_one_answer_or_all_that_are_ticked(open_groups, answer):
    answer(3, [f"Antwoord {number}" for number in range(6)])
    page = open_groups("?thema=3")
    tick_first(page)
    Typist(page).group("Wijk")
    expect(loose(page)).to_have_count(5)

    page.locator("[data-loose] .worklist__row").nth(0).drag_to(group_of(page, "Wijk"))
    expect(group_of(page, "Wijk").locator("bdi")).to_have_count(2)

    for number in (1, 2):
        page.locator("[data-loose] .worklist__row input").nth(number).check()
    page.locator("[data-loose] .worklist__row").nth(2).drag_to(group_of(page, "Wijk"))
    expect(group_of(page, "Wijk").locator("bdi")).to_have_count(4)

    group_of(page, "Wijk").locator(".worklist__row").first.drag_to(page.locator("#los-kop"))
    expect(group_of(page, "Wijk").locator("bdi")).to_have_count(3)
    expect(loose(page)).to_have_count(3)


def test_what_a_colleague_does_leaves_focus_ticks_and_typed_name_alone(open_groups, answer):
    answer(4, [f"Antwoord {number}" for number in range(6)])
    mine, hers = open_groups("?thema=4"), open_groups("?thema=4")
    ticked = mine.locator("[data-loose] .worklist__row input").nth(2)
    ticked.check()
    mine.get_by_label("Naam van de groep", exact=True).first.type("Wijk")

    tick_first(hers)
    Typist(hers).group("Van haar")
    expect(group_of(mine, "Van haar")).to_be_visible()

    expect(mine.locator("#groepsnaam")).to_be_focused()
    expect(mine.locator("#groepsnaam")).to_have_value("Wijk")
    expect(mine.locator("[data-loose] .worklist__row input:checked")).to_have_count(1)
    mine.keyboard.press("Enter")
    expect(group_of(hers, "Wijk")).to_contain_text(group_of(mine, "Wijk").locator("bdi").inner_text())

    # The answer at which I am is taken by her: I go on with the next.
    expect(mine.locator("[data-loose] .worklist__row input:focus")).to_have_count(1)
    here = mine.locator("[data-loose] .worklist__row:has(:focus) bdi").inner_text()
    following = loose(mine).all_inner_texts()
    hers.locator("[data-loose] .worklist__row").filter(has_text=here).locator("input").focus()
    Typist(hers).group("Van haar")
    expect(loose(mine)).to_have_count(len(following) - 1)
    expected = following[min(following.index(here) + 1, len(following) - 2)]
    expect(mine.locator("[data-loose] .worklist__row:has(:focus)")).to_contain_text(expected)


def test_search_by_key_marks_what_looks_like_the_answer_until_answers_change(open_groups, answer):
    answer(2, ["Lege winkels in de stad", "De bus rijdt niet", "Winkelstraten lopen leeg", "Stages voor het mbo"])
    page = open_groups("?thema=2")
    marked = page.locator("[data-alike] bdi")
    page.get_by_role("checkbox", name="Winkelstraten").focus()

    page.keyboard.press("l")
    expect(marked).to_have_text(["Lege winkels in de stad"])
    page.keyboard.press("n")
    expect(page.get_by_role("checkbox", name="Lege winkels")).to_be_focused()

    # It only points: the facilitator groups, and the marks stay what they were.
    Typist(page).group("Binnenstad")
    expect(group_of(page, "Binnenstad").locator("[data-alike] bdi")).to_have_text(["Lege winkels in de stad"])
    expect(page.get_by_text("verouderd")).to_have_count(0)
    answer(2, ["Nog meer lege winkelstraten"])
    expect(page.get_by_text("verouderd")).to_be_visible()
    page.get_by_role("link", name="Zoek opnieuw").click()
    expect(marked).to_have_count(2)
    page.get_by_role("link", name="Wis de markering").click()
    expect(marked).to_have_count(0)


def test_filter_and_colour_keep_ticks_and_stay_after_what_a_colleague_does(open_groups, answer, program):
    places = [place["place"] for place in program.info["sessions"]]
    answer(3, [f"Over de wijk, {number}" for number in range(8)])
    mine, hers = open_groups("?thema=3"), open_groups("?thema=3")
    here = mine.locator("[data-loose] .worklist__row").filter(has_text=places[0])
    elsewhere = mine.locator("[data-loose] .worklist__row").filter(has_text=places[1])
    expect(elsewhere.first).to_be_visible()
    here.first.get_by_role("checkbox").check()

    mine.get_by_text("Filter en kleur").click()
    mine.get_by_label("Locatie").select_option(places[0])
    mine.get_by_label("Kleur en woord").select_option("Locatie")

    expect(elsewhere).to_have_count(0)
    expect(here.first.locator(".mark")).to_have_text(places[0])
    expect(here.first.get_by_role("checkbox")).to_be_checked()
    expect(mine.locator("#los-kop")).to_contain_text(f"filter: {places[0]}")
    tick_first(hers)
    Typist(hers).group("Van haar bij het filter")
    expect(group_of(mine, "Van haar bij het filter")).to_be_visible()
    expect(elsewhere).to_have_count(0)
    mine.reload()
    expect(here.first.locator(".mark")).to_have_text(places[0])
    expect(elsewhere).to_have_count(0)
    mine.get_by_role("link", name="Wis", exact=True).click()
    expect(elsewhere.first).to_be_visible()


def test_without_javascript_one_groups_filters_and_searches_too(open_groups, answer, program):
    answer(4, ["Lege winkels", "Winkelstraten lopen leeg", "Andere dingen", "Winkelstraten lopen leeg!"])
    page = open_groups("?thema=4", java_script_enabled=False)

    page.get_by_text("Filter en kleur").click()
    page.get_by_label("Kleur en woord").select_option("Rol")
    page.get_by_role("button", name="Toon").click()
    expect(page.locator(".mark", has_text="rol onbekend").first).to_be_visible()
    page.get_by_role("checkbox", name="Winkelstraten lopen leeg").check()
    page.get_by_role("button", name="Zoek wat hierop lijkt").click()
    expect(page.locator("[data-alike] bdi")).to_have_text(["Lege winkels"])
    expect(page.locator(".mark", has_text="rol onbekend").first).to_be_visible()
    expect(page.get_by_role("checkbox", name="Winkelstraten lopen leeg")).to_be_checked()
    page.get_by_label("Naam van de groep").first.fill("Winkels")
    page.get_by_role("button", name="Maak groep").click()

    expect(group_of(page, "Winkels").locator("bdi")).to_have_count(1)
    expect(group_of(page, "Winkels")).to_contain_text("×2")
