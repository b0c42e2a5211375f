"""A whole afternoon through HTTP and websockets: all 29 steps in two places, from joining to the agenda."""

import io
import re
import zipfile

import pytest

from tests.client import Desk, Phone, listening, wait_for

ANSWERS = ["Stages bij het lokale mkb", "Eén loket voor zzp'ers", "Samen optrekken met het mbo"]
QUESTION = "Hoe binden wij jong talent aan onze regio?"
FORMS, FIRST_QUESTION = 28, 8


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def places(program):
    return program.info["sessions"]


def lead_through(desk, place, phones, step):
    """Lead one place through one step, as on the day: open, let the phones give, close, show."""
    desk.go_to(place, step["number"])
    if step["kind"] == "slide":
        return
    desk.round(place, "open")
    options = phones[0].view()["options"]
    for number, phone in enumerate(phones):
        if step["kind"] == "question":
            text = f"{ANSWERS[number]} ({place['place']}, onderdeel {step['number']})"
            label = options[number % len(options)]["id"] if options else ""
            assert phone.answer(text, label=label).json()["status"] == "accepted"
        else:
            phone.choose(options[number % len(options)]["id"])
    desk.round(place, "close")
    desk.round(place, "reveal")


def test_a_whole_afternoon(program, places):
    desk = Desk(program.info)
    rooms = [
        (places[0], [Phone(places[0], name) for name in ("Etten-Leur", "Zeist", "Den Bosch")]),
        (places[1], [Phone(places[1], name) for name in ("Rijssen-Holten", "Oss")]),
    ]
    steps = desk.view(places[0])["steps"]
    assert len(steps) == 29

    # The morning: the opening and the four themes.
    with listening(places[0]["ws_screen"]) as screen:
        next(screen)
        for step in steps[:25]:
            for place, phones in rooms:
                lead_through(desk, place, phones, step)
            if step["kind"] == "question":
                wait_for(screen, f"(Etten-Leur, onderdeel {step['number']})")

    # The break: a colleague groups answers to the themes, of both places together.
    groups_url = f"{program.url}/groepen/{program.info['meetup']}/"
    for theme in range(1, 5):
        page = desk.get(f"{groups_url}?thema={theme}", headers={"Accept": "text/html"}).text
        answers = re.findall(r'name="answers" value="(\d+)"', page)
        assert len(answers) == 15, "three questions, five people, two places"
        assert desk.post(f"{groups_url}samenvoegen/", answers=answers[:5], name=f"Groep {theme}").ok

    # The wrap-up: dots on themes, dots and forms on groups, and a municipality that joins.
    for step in steps[25:]:
        for place, phones in rooms:
            lead_through(desk, place, phones, step)
    anna = rooms[0][1][0]
    desk.go_to(places[0], FORMS)
    desk.round(places[0], "open")
    for option in anna.view()["options"]:
        if option.get("joins"):
            anna.choose(option["id"])

    # Staff make a knowledge question of the first group.
    agenda_url = program.info["agenda_url"]
    page = desk.get(agenda_url, headers={"Accept": "text/html"}).text
    promote = re.search(r'action="(/agenda/\d+/groep/\d+/kennisvraag/)"', page).group(1)
    assert QUESTION in desk.post(program.url + promote, text=QUESTION).text

    # The agenda: every answer once, and the question leads back to the answers it came from.
    agenda = desk.get(f"{agenda_url}export/json/").json()
    codes = [answer["code"] for answer in agenda["answers"]]
    card = next(card for chapter in agenda["chapters"] for card in chapter["cards"])
    assert len(codes) == len(set(codes)) == 65
    assert card["question"] == QUESTION
    assert len(card["origin"]) == 5
    assert set(card["origin"]) < set(codes)
    assert "Etten-Leur" in card["joining"]
    assert {place["place"] for place in agenda["places"]} == {"Etten-Leur", "Rijssen-Holten"}
    word = zipfile.ZipFile(io.BytesIO(desk.get(f"{agenda_url}export/docx/").content))
    document = word.read("word/document.xml").decode()
    assert QUESTION in document
    assert all(code in document for code in codes)

    # Going back to the first question of the day loses nothing.
    desk.go_to(places[0], FIRST_QUESTION)
    assert [own["text"] for own in anna.view()["mine"]] == ["Stages bij het lokale mkb (Etten-Leur, onderdeel 8)"]
