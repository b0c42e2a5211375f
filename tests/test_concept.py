"""The agenda as readers get it, and what happens with what they send."""

import datetime
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions import commenting, curation, publishing
from sessions.models import Comment
from sessions.web import concept
from tests.agenda_page import make_group
from tests.cast import make_day
from tests.editions_page import clear_names, make_agenda, publish, set_clock
from tests.hostile_texts import HOSTILE_TEXTS


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def day(db):
    return make_day()


@pytest.fixture
def edition(day):
    make_agenda(day)
    publishing.save_colophon(meetup=day.meetup, introduction="Waarom nu.", contact="pmg@platform31.nl")
    clear_names(day)
    return publish(day)


def at(edition, name="concept"):
    return reverse(name, kwargs={"token": edition.token})


def read(client, edition, **query):
    return client.get(at(edition), query).content.decode()


def send(client, edition, text="Voeg de woningmarkt toe.", **fields):
    fields = {"key": str(uuid4()), "about": "K1.1", "text": text, "on_behalf_of": "", **fields}
    return client.post(at(edition, "concept-react"), fields)


class Forms(HTMLParser):
    """Finds the key of each form of a page, by the line it is about."""

    def __init__(self, page):
        super().__init__()
        self.keys, self._about = {}, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if named.get("name") == "about":
            self._about = named["value"]
        if named.get("name") == "key":
            self.keys[self._about] = named["value"]


# Reading


def test_concept_is_read_without_login_or_cookie(client, edition):
    response = client.get(at(edition))

    page = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    for text in ("Hoe houden we talent vast?", "Leerkring talent", "Waarom nu.", "K1.1", "W1", "Etten-Leur (2"):
        assert text in page
    assert "Reageren kan tot en met" in page


def test_reply_is_for_this_reader_alone_and_for_no_search_engine(client, edition):
    gone = publish_and_withdraw(edition)
    unknown = "/concept/" + "x" * 22 + "/"

    for address in (at(edition), at(edition, "concept-differences"), at(gone), unknown):
        response = client.get(address)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert {"private", "no-cache"} <= set(response["Cache-Control"].split(", "))
        assert response["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


def publish_and_withdraw(edition):
    meetup = edition.meetup
    gone = publishing.publish_draft(meetup=meetup, number=2, closes_on=edition.closes_on)
    publishing.withdraw_edition(edition=gone)
    return gone


def test_page_asks_nothing_of_others(client, edition):
    page = read(client, edition)

    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page


def test_page_can_be_asked_for_its_head(client, edition):
    assert client.head(at(edition)).status_code == 200


def test_what_staff_wrote_is_shown_as_text(client, day):
    text = "".join(HOSTILE_TEXTS)
    question = make_agenda(day)
    curation.reword_question(
        question=question, text="<script>alert(1)</script>?", explanation=text, lead=text[:120]
    )
    publishing.save_colophon(meetup=day.meetup, introduction=text, contact=text[:200])

    page = read(client, publish(day))

    for tag in ("<script>alert", "<img src=x", "<svg onload", "<iframe", "<style>", 'href="javascript'):
        assert tag not in page


def test_page_takes_as_many_queries_for_many_questions_as_for_one(client, day, django_assert_num_queries):
    make_agenda(day)
    first = publish(day)
    with CaptureQueriesContext(connection) as queries:
        client.get(at(first))
    for number in range(5):
        question = curation.promote_cluster(cluster=make_group(day, f"Groep {number}"), text=f"Vraag {number}?")
        curation.plan_activity(meetup=day.meetup, questions=[question], title=f"Activiteit {number}")
        last = publish(day, note=f"Versie {number}")

    with django_assert_num_queries(len(queries)):
        client.get(at(last))


def test_unknown_address_gets_a_page_that_helps(client, edition):
    response = client.get("/concept/" + "x" * 22 + "/")

    assert response.status_code == 404
    assert "Controleer of u het hele adres hebt overgenomen" in response.content.decode()


# Editions side by side


def test_older_edition_stays_and_leads_to_the_newer_one(client, day, edition):
    newer = publish(day, note="Scherper")

    page = read(client, edition)

    assert "U leest versie 1. Er is een nieuwere" in page
    assert at(newer) in page
    assert "Er is een nieuwere" not in read(client, newer)


def test_newer_edition_that_was_withdrawn_is_not_named(client, day, edition):
    publish_and_withdraw(edition)

    assert "Er is een nieuwere" not in read(client, edition)


def test_withdrawn_edition_is_gone_and_leads_to_the_one_there_is(client, day, edition):
    newer = publish(day, note="Scherper")
    publishing.withdraw_edition(edition=edition)

    response = client.get(at(edition))

    page = response.content.decode()
    assert response.status_code == 410
    assert at(newer) in page
    assert "pmg@platform31.nl" in page
    assert "Hoe houden we talent vast?" not in page


def test_differences_with_the_version_before_are_shown_to_readers(client, day):
    question = make_agenda(day)
    first = publish(day)
    curation.reword_question(question=question, text="Hoe houden we jong talent vast?")
    second = publish(day)

    page = client.get(at(second, "concept-differences")).content.decode()

    assert "Wat is er anders dan in versie 1?" in page
    assert "jong </ins>" in page
    assert "Dit is de eerste versie" in client.get(at(first, "concept-differences")).content.decode()
    assert "Wat is er anders dan in versie 1?" in read(client, second)


def test_adopted_agenda_tells_what_was_done_with_comments_and_takes_none(client, day, edition):
    comment = commenting.comment(edition=edition, key=uuid4(), about="K1.1", text="GEHEIM-7f3a")
    commenting.answer_comment(comment=comment, outcome="taken_over", reply="Staat nu bij Partners.")
    adopted = publishing.adopt_edition(meetup=day.meetup, number=2, adopted_on=datetime.date(2017, 4, 13))

    page = read(client, adopted)

    assert "PMG heeft deze agenda vastgesteld op 13 april 2017" in page
    assert "Staat nu bij Partners." in page
    assert "GEHEIM" not in page
    assert "<form" not in page


# Sending


def test_comment_is_stored_and_thanked_for_at_its_line(client, edition):
    response = send(client, edition, on_behalf_of="Gemeente Zeist")

    comment = Comment.objects.get()
    assert (comment.text, comment.number, comment.on_behalf_of) == (
        "Voeg de woningmarkt toe.",
        "K1.1",
        "Gemeente Zeist",
    )
    assert response.status_code == 303
    assert response["Location"] == f"{at(edition)}?bewaard=K1.1#reageer-K1.1"
    assert "Uw reactie op K1.1 is bewaard" in client.get(response["Location"]).content.decode()


def test_comment_on_the_whole_is_thanked_for_too(client, edition):
    response = send(client, edition, about="")

    assert "Uw reactie is bewaard" in client.get(response["Location"]).content.decode()


def test_thanks_are_for_a_line_of_this_agenda_only(client, edition):
    assert "is bewaard" not in read(client, edition, bewaard="<b>K9.9</b>")


def test_every_form_has_a_key_of_its_own_and_sending_it_twice_stores_once(client, edition):
    keys = Forms(read(client, edition)).keys

    for _ in range(2):
        assert send(client, edition, key=keys["K1.1"]).status_code == 303

    assert set(keys) == {"K1.1", "W1", ""}
    assert len(set(keys.values())) == 3
    assert Comment.objects.count() == 1


def test_readers_do_not_see_what_others_said(client, edition):
    send(client, edition, "GEHEIM-7f3a")

    assert "GEHEIM" not in read(Client(), edition)


@pytest.mark.parametrize(
    ("text", "error"),
    [("  \n ", "Typ eerst uw reactie."), ("x" * 2003, "Uw tekst is te lang. Maak hem 3 tekens korter.")],
)
def test_comment_that_cannot_be_stored_keeps_what_was_typed_and_says_why(client, edition, text, error):
    key = str(uuid4())

    response = send(client, edition, text, key=key, on_behalf_of="Zeist")

    page = response.content.decode()
    assert response.status_code == 422
    assert error in page
    assert f">{text}</textarea>" in page
    assert 'value="Zeist"' in page
    assert Forms(page).keys["K1.1"] == key
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_comes_back_as_text(client, edition, text):
    page = send(client, edition, text + "x" * 2000).content.decode()

    for tag in ("<script>alert", "<img src=x", "<svg onload", "<iframe", "<style>", 'href="javascript'):
        assert tag not in page


@pytest.mark.parametrize("awkward", ["", "\x00", "niet-een-sleutel", "x" * 5000, "K9.9", "٣"])
def test_awkward_keys_and_lines_lose_no_comment_and_never_fail(client, edition, awkward):
    client.raise_request_exception = False

    for field in ("key", "about"):
        response = send(client, edition, f"Tekst bij {field}", **{field: awkward})
        kept = Comment.objects.filter(text=f"Tekst bij {field}").exists()
        assert response.status_code == (303 if kept else 422)
        assert kept or f"Tekst bij {field}" in response.content.decode()


def test_after_the_last_day_the_text_is_given_back_with_whom_to_mail(client, edition, monkeypatch):
    day_after = edition.closes_on + datetime.timedelta(days=1)
    set_clock(monkeypatch, day_after.year, day_after.month, day_after.day, hour=0)

    page = read(client, edition)
    response = send(client, edition, "Net te laat")

    assert "Reageren kon tot en met" in page
    assert "<form" not in page
    assert response.status_code == 409
    kept = response.content.decode()
    assert ">Net te laat</textarea>" in kept
    assert "Reageren kan niet meer" in kept
    assert 'href="mailto:pmg@platform31.nl"' in kept
    assert not Comment.objects.exists()


def test_text_for_an_edition_that_was_withdrawn_meanwhile_is_given_back(client, edition):
    publishing.withdraw_edition(edition=edition)

    response = send(client, edition, "Mijn tekst")

    assert response.status_code == 410
    assert ">Mijn tekst</textarea>" in response.content.decode()


def test_a_room_behind_one_address_can_send_within_a_minute(client, edition):
    statuses = {send(client, edition, f"Reactie {number}").status_code for number in range(40)}

    assert statuses == {303}


def test_a_flood_is_slowed_down_and_loses_no_text(client, edition, monkeypatch):
    monkeypatch.setattr(concept, "COMMENTS_A_MINUTE", 3)

    statuses = [send(client, edition, f"Reactie {number}").status_code for number in range(4)]
    refused = send(client, edition, "De druppel")

    assert statuses == [303, 303, 303, 429]
    assert refused["Retry-After"] == "60"
    assert ">De druppel</textarea>" in refused.content.decode()
    assert Comment.objects.count() == 3


def test_edition_that_is_full_says_so_and_keeps_the_text(client, edition, monkeypatch):
    monkeypatch.setattr(commenting, "MOST_COMMENTS", 0)

    response = send(client, edition, "Te veel")

    assert response.status_code == 409
    assert ">Te veel</textarea>" in response.content.decode()
    assert "er geen bij kan" in response.content.decode()


def test_another_site_cannot_send_a_comment(client, edition):
    client.defaults["HTTP_ORIGIN"] = "https://kwaad.test"

    assert send(client, edition).status_code == 403
    assert not Comment.objects.exists()
