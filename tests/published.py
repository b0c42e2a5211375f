"""A concept that readers can open, made with the program itself as staff make it."""

import datetime
import re

from tests.client import Phone

KNOWLEDGE = 9  # number of the step


def publish_concept(info, desk):
    """Let the room answer one question, make a kennisvraag of it, and publish; return the address for readers."""
    place, agenda = info["sessions"][0], info["agenda_url"]
    desk.go_to(place, KNOWLEDGE)
    desk.round(place, "open")
    phone = Phone(place, "Zeist")
    answer = phone.answer("Hoe houden we jongeren vast?").json()["id"]
    groups = agenda.replace("/agenda/", "/groepen/")
    assert desk.post(f"{groups}samenvoegen/", answers=[answer], name="Jongeren").ok
    cluster = re.search(r'id="groep-(\d+)"', desk.get(agenda).text)[1]
    promoted = desk.post(f"{agenda}groep/{cluster}/kennisvraag/", text="Hoe houden we jongeren vast in de stad?")
    assert promoted.ok
    return publish_again(desk, agenda, number=1)


def publish_again(desk, agenda, number):
    """Publish the agenda as it is now as the concept with this number; return its address for readers."""
    closes_on = datetime.date.today() + datetime.timedelta(days=14)
    published = desk.post(f"{agenda}publiceren/concept/", number=number, closes_on=closes_on, note="")
    assert published.ok, published.text
    return agenda.partition("/agenda/")[0] + re.search(r"/concept/[\w-]+/", published.text)[0]
