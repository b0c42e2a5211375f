"""Every text on screen is Dutch: in the templates, in the forms' errors, and in the pages as people get them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from tests.cast import make_day

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# Words that no Dutch sentence on these screens holds.
ENGLISH = re.compile(
    r"\b(the|and|you|your|this|with|from|please|submit|answers?|question|close|save|cancel|delete|error|required"
    r"|field|invalid|enter|login|logout|password|loading|next|previous|show|hide|yes|not found|server error)\b",
    re.IGNORECASE,
)
TAGS = re.compile(r"{% comment.*?endcomment %}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title"}


class Words(HTMLParser):
    """Collects what people read or hear of a page."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._hidden = 0

    def handle_starttag(self, tag, attributes):
        self._hidden += tag in {"script", "style"}
        self.found += [value for name, value in attributes if name in READ_ALOUD and value]

    def handle_endtag(self, tag):
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.found.append(data.strip())


def english_in(html):
    words = Words()
    words.feed(html)
    return [text for text in words.found if ENGLISH.search(text)]


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_template_holds_no_english(template):
    without_tags = TAGS.sub(" ", template.read_text(encoding="utf-8"))

    assert english_in(without_tags) == []


@pytest.mark.django_db
def test_pages_and_their_errors_hold_no_english():
    day = make_day()
    visitor, facilitator = Client(), Client()
    facilitator.force_login(day.fatima)
    phone = f"/d/{day.etten_leur.code}/"
    visitor.post(phone + "deelnemen/")

    replies = [
        visitor.get("/"),
        visitor.get("/inloggen/"),
        visitor.post("/inloggen/", {"username": "", "password": ""}),
        visitor.post("/inloggen/", {"username": "fatima", "password": "fout"}),
        Client().get(phone),
        Client().post(phone + "deelnemen/", {"municipality": "Atlantis", "position": "x", "role": "x"}),
        visitor.get(phone),
        visitor.post(phone + "antwoord/", {"round": "x", "label": "x", "text": "\x00"}),
        visitor.get("/d/222222/"),
        visitor.get("/scherm/bestaat-niet/"),
        visitor.get(f"/scherm/{day.etten_leur.screen_key}/"),
        facilitator.get("/regie/"),
        facilitator.get(f"/regie/{day.etten_leur.pk}/"),
        facilitator.get(f"/regie/{day.etten_leur.pk}/vooruit/8/"),
        facilitator.get(f"/groepen/{day.meetup.pk}/"),
        facilitator.post(f"/groepen/{day.meetup.pk}/samenvoegen/", {"answers": "x"}),
        facilitator.get(f"/programma/{day.meetup.pk}/"),
        facilitator.post(f"/programma/{day.meetup.pk}/nieuw/", {"minutes": "x"}),
        facilitator.post("/meetups/nieuw/", {"date": "x"}),
        facilitator.get(f"/agenda/{day.meetup.pk}/"),
        facilitator.get(f"/agenda/{day.meetup.pk}/publiceren/"),
        facilitator.post(f"/agenda/{day.meetup.pk}/publiceren/colofon/", {"presented_on": "x"}),
        facilitator.post(f"/agenda/{day.meetup.pk}/publiceren/concept/", {"number": "1", "closes_on": "x"}),
        facilitator.post(f"/agenda/{day.meetup.pk}/publiceren/vastgesteld/", {"number": "1", "adopted_on": "x"}),
        facilitator.get(f"/agenda/{day.meetup.pk}/reacties/"),
        visitor.get("/concept/bestaat-niet/"),
        facilitator.get("/wachtwoord/"),
        facilitator.get(f"/repetitie/{day.meetup.pk}/"),
        facilitator.post(f"/repetitie/{day.meetup.pk}/beginnen/", {"phones": "x"}),
        facilitator.get(f"/repetitie/{day.meetup.pk}/wissen/"),
        facilitator.post("/wachtwoord/", {"new_password1": "a", "new_password2": "b"}),
    ]

    assert {reply.status_code for reply in replies} <= {200, 302, 404, 422}
    assert [text for reply in replies for text in english_in(reply.content.decode())] == []


@pytest.mark.django_db
def test_errors_for_programs_hold_no_english():
    day = make_day()
    visitor = Client(headers={"accept": "application/json"})
    base = f"/d/{day.etten_leur.code}/"
    visitor.post(base + "deelnemen/")

    paths = ("antwoord", "wijzigen", "intrekken", "steun", "keuze", "klaar", "schrijft")
    replies = [visitor.post(f"{base}{path}/", {"key": "!", "value": "x", "on": "x"}).json() for path in paths]

    texts = [text for reply in replies for errors in reply["errors"].values() for text in errors]
    assert len(texts) > 10
    assert [text for text in texts if ENGLISH.search(text)] == []
