"""What a program can check of accessibility: axe, with the rules of WCAG 2.0 to 2.2 A and AA, on every page."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.client import Desk, Phone
from tests.published import publish_again, publish_concept

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE, DESK, SCREEN = (390, 844), (1440, 900), (1920, 1080)
POSITION, BRIDGE, OPPORTUNITIES, THEMES, PRIORITIES, FORMS = 3, 5, 8, 26, 27, 28


class Room:
    """A running meet-up with three pages open on it, and a program that leads it."""

    def __init__(self, program, browser):
        self.program = program
        self.place = program.info["sessions"][0]
        self.meetup = program.info["meetup"]
        self.url = program.url
        self.desk_client = Desk(program.info)
        self.phones = [Phone(self.place, name) for name in ("Etten-Leur", "Zeist")]
        self.browser = browser
        self.desk_context = self.context(self.desk_client)
        self.phone_context = self.context(self.phones[0])

    def context(self, visitor=None):
        """A browser of its own, with the cookies of a visitor if one is given."""
        context = self.browser.new_context(locale="nl-NL")
        cookies = visitor.http.cookies if visitor else []
        context.add_cookies([{"name": cookie.name, "value": cookie.value, "url": self.url} for cookie in cookies])
        return context

    def go_to(self, number, *actions):
        self.desk_client.go_to(self.place, number)
        for action in actions:
            self.desk_client.round(self.place, action)

    def findings(self, context, path, size):
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(path if "://" in path else self.url + path)
        results = Axe().run(page, options=RULES)
        page.close()
        assert len(results.response["passes"]) > 10, "axe looked at nothing"
        return [
            f"{path}: {violation['id']}: {node['html']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]

    def all_screens(self):
        return [
            *self.findings(self.phone_context, self.place["join_url"], PHONE),
            *self.findings(self.desk_context, self.place["desk_url"], DESK),
            *self.findings(self.phone_context, self.place["screen_url"], SCREEN),
        ]

    def work_pages(self):
        """What axe finds on the card of a question, on a card that is refused, and on the page of an activity."""
        agenda = f"{self.url}/agenda/{self.meetup}"
        groups = self.desk_client.get(f"{agenda}/").text
        group = re.search(r"/agenda/\d+/groep/(\d+)/kennisvraag/", groups)[0]
        for text in ("Hoe werkt de regio?", "Wonen"):
            card = self.desk_client.post(self.url + group, text=text).url
        fields = {"title": "Leerkring", "questions": card.rstrip("/").rpartition("/")[2], "status": "idea"}
        assert self.desk_client.post(f"{agenda}/activiteit/", **fields, quarter="2017-3").ok
        return [
            *self.findings(self.desk_context, card, DESK),
            *self.findings(self.desk_context, card, PHONE),
            *self.findings(self.desk_context, f"{agenda}/activiteit/1/", DESK),
            *self.findings(self.desk_context, f"{agenda}/activiteit/1/", PHONE),
        ]


@pytest.fixture
def room(server, browser):
    return Room(server(), browser)


def test_axe_finds_nothing_on_any_screen_in_any_state(room):
    found = room.all_screens()  # the welcome
    room.go_to(POSITION, "open")
    option = room.phones[0].view()["options"][0]["id"]
    room.phones[0].choose(option)
    found += room.all_screens()
    room.desk_client.round(room.place, "close")
    room.desk_client.round(room.place, "reveal")
    found += room.all_screens()
    room.go_to(4, "open")  # a scale
    found += room.all_screens()

    room.go_to(OPPORTUNITIES)
    found += room.all_screens()
    found += room.findings(room.desk_context, f"{room.place['desk_url']}vooruit/{THEMES}/", DESK)
    room.desk_client.round(room.place, "open", seconds=600)
    label = room.phones[0].view()["options"][0]["id"]
    for number in range(12):
        reply = room.phones[number % 2].answer(
            f"Antwoord {number} over de regio, vraag Jan de Vries", label=label if number % 3 else ""
        )
        assert reply.status_code == 200
    found += room.all_screens()
    room.desk_client.round(room.place, "close")
    room.desk_client.round(room.place, "reveal")
    found += room.all_screens()

    groups = f"/groepen/{room.meetup}/"
    found += room.findings(room.desk_context, groups, DESK)
    answers = [own["id"] for own in room.phones[0].view()["mine"]]
    grouped = room.desk_client.post(f"{room.url}{groups}samenvoegen/", answers=answers, name="De regio")
    assert grouped.ok
    found += room.findings(room.desk_context, groups, DESK)
    found += room.findings(room.desk_context, f"{groups}?thema=1", PHONE)

    triage = f"/agenda/{room.meetup}/beoordelen/"
    found += room.findings(room.desk_context, triage, DESK)
    item = room.desk_client.get(f"{room.url}{triage}").text.split('name="item" value="')[1].split('"')[0]
    refused = room.desk_client.post(f"{room.url}{triage}oordeel/", item=item, act="buiten")
    assert refused.status_code == 422
    judged = room.desk_client.post(f"{room.url}{triage}oordeel/", item=item, act="nu", text="Wat werkt?")
    assert judged.ok
    found += room.findings(room.desk_context, f"{triage}?toon=alles&item={item}", DESK)
    found += room.findings(room.desk_context, f"{triage}?toon=dubbel", PHONE)

    for number in (THEMES, PRIORITIES, FORMS):
        room.go_to(number, "open")
        room.phones[0].choose(room.phones[0].view()["options"][0]["id"])
        found += room.all_screens()
        room.desk_client.round(room.place, "close")
        room.desk_client.round(room.place, "reveal")
        found += room.all_screens()
    found += room.work_pages()
    found += room.findings(room.desk_context, f"/agenda/{room.meetup}/", DESK)
    for path, size in (("verloop/", DESK), (f"antwoord/{answers[0]}/", DESK), (f"antwoord/{answers[0]}/", PHONE)):
        found += room.findings(room.desk_context, f"/agenda/{room.meetup}/{path}", size)
    found += room.findings(room.phone_context, room.place["join_url"] + "mijn-antwoorden/", PHONE)
    found += room.findings(room.desk_context, f"/agenda/{room.meetup}/lezen/", DESK)
    found += room.findings(room.desk_context, f"/agenda/{room.meetup}/namen/", DESK)
    earlier = f"/agenda/{room.meetup}/eerder/"
    found += room.findings(room.desk_context, earlier, DESK)
    paper = {"title": "Kennisagenda", "year": 2015, "lines": "Hoe houden we talent?\nHoe bouwen we?"}
    assert room.desk_client.post(f"{room.url}{earlier}papier/", **paper).ok
    found += room.findings(room.desk_context, earlier, DESK)
    found += room.findings(room.desk_context, earlier, PHONE)
    found += room.findings(room.desk_context, f"{earlier}1/weghalen/", DESK)
    found += room.findings(room.desk_context, f"/agenda/{room.meetup}/namen/", PHONE)
    found += room.findings(room.desk_context, f"/agenda/{room.meetup}/lezen/", PHONE)
    found += room.findings(room.desk_context, f"/agenda/{room.meetup}/uitslagen/", DESK)
    found += room.findings(room.desk_context, f"/agenda/{room.meetup}/uitslagen/?indeling=rol", PHONE)
    assert found == []


def test_axe_finds_nothing_where_the_agenda_is_published_and_read(room):
    stranger, agenda = room.context(), f"/agenda/{room.meetup}/"
    found = room.findings(room.desk_context, f"{agenda}publiceren/", DESK)
    desk = room.desk_client
    first = publish_concept(room.program.info, desk)
    found += room.findings(stranger, first, PHONE)
    for about in ("K1.1", ""):
        assert desk.post(f"{first}reactie/", about=about, text="Noem de woningmarkt.").ok
    colophon = {"introduction": "Waarom nu.", "presented_in": "Utrecht"}
    assert desk.post(f"{room.url}{agenda}publiceren/colofon/", **colophon).ok
    second = publish_again(desk, room.program.info["agenda_url"], number=2)
    found += room.findings(stranger, first, DESK)
    found += room.findings(stranger, f"{second}?bewaard=K1.1", PHONE)
    found += room.findings(stranger, f"{second}verschil/", PHONE)
    found += room.findings(stranger, f"/concept/{'x' * 22}/", PHONE)
    for path in ("publiceren/", "versies/", "versies/1/2/", "reacties/?stand=alle"):
        found += room.findings(room.desk_context, agenda + path, DESK)
    found += room.findings(room.desk_context, f"{agenda}reacties/", PHONE)

    assert found == []


def test_axe_finds_nothing_on_the_pages_around_the_meetup(room):
    stranger = room.context()

    found = [
        *room.findings(stranger, "/", PHONE),
        *room.findings(stranger, room.place["join_url"], PHONE),
        *room.findings(stranger, room.place["join_url"] + "terug/", PHONE),
        *room.findings(stranger, room.place["join_url"] + "mijn-antwoorden/", PHONE),
        *room.findings(stranger, "/d/222222/", PHONE),
        *room.findings(stranger, "/inloggen/", DESK),
        *room.findings(stranger, "/bestaat-niet/", DESK),
        *room.findings(room.desk_context, "/regie/", DESK),
        *room.findings(room.desk_context, "/wachtwoord/", DESK),
        *room.findings(room.desk_context, "/huisstijl/", DESK),
        *room.findings(room.desk_context, "/huisstijl/", PHONE),
        *room.findings(room.desk_context, f"/programma/{room.meetup}/", DESK),
        *room.findings(room.desk_context, f"/programma/{room.meetup}/", PHONE),
        *room.findings(room.desk_context, f"/programma/{room.meetup}/onderdeel/7/", DESK),
        *room.findings(room.desk_context, f"/programma/{room.meetup}/nieuw/", PHONE),
        *room.findings(room.desk_context, "/meetups/nieuw/", DESK),
        *room.findings(room.desk_context, f"/repetitie/{room.meetup}/", DESK),
        *room.findings(room.desk_context, f"/repetitie/{room.meetup}/", PHONE),
    ]

    assert found == []
