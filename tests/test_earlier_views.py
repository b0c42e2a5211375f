"""The page of earlier years: taking an agenda in three ways, saying what came of it, and letting it go."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pmg_workshop.uploads import is_open_address, ticket_for
from sessions.export.data import write
from sessions.export.document import build
from sessions.models import EarlierAgenda, EarlierQuestion
from sessions.preparation import make_meetup
from tests.agenda_page import address, make_question, seq_of
from tests.cast import make_day

pytestmark = pytest.mark.django_db
PAPER = {"title": "Kennisagenda", "year": "2015", "lines": "K2.1 Hoe houden we talent?\nWonen: Hoe bouwen we?"}


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


@pytest.fixture
def later(day):
    """The meet-up of a later year, which Fatima leads too."""
    meetup = make_meetup(programme=day.meetup.programme)
    meetup.facilitators.add(day.fatima)
    return meetup


def text_of(reply):
    return " ".join(reply.content.decode().split())


def page_of(client, meetup):
    return text_of(client.get(f"/agenda/{meetup.pk}/eerder/"))


def from_paper(client, day, **fields):
    return client.post(address(day, "earlier-from-paper"), PAPER | fields)


def from_file(client, meetup, content, ticket=None):
    file = SimpleUploadedFile("agenda.json", content)
    return client.post(f"/eerder/{meetup.pk}/{ticket or ticket_for(meetup.pk)}/", {"file": file})


def say(client, day, **fields):
    line = EarlierQuestion.objects.first()
    return client.post(address(day, "earlier-look-back", line=line.pk), fields)


def test_the_page_of_a_first_year_offers_three_ways(day, fatima):
    page = page_of(fatima, day.meetup)

    assert "Nog geen eerdere agenda." in page
    assert "U hebt geen andere meet-up in dit programma." in page
    assert "Van papier" in page


def test_an_agenda_on_paper_is_taken_in(day, fatima):
    reply = from_paper(fatima, day)

    agenda = EarlierAgenda.objects.get()
    assert (reply.status_code, urlsplit(reply.url).fragment) == (303, f"eerder-{agenda.pk}")
    page = page_of(fatima, day.meetup)
    assert "2 kennisvragen in 2015: 2 nog te bepalen; geen komt terug in deze agenda." in page
    assert "De agenda van 2015 staat erbij." in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": ""}, "Geef de agenda een naam."),
        ({"year": ""}, "Vul het jaar in."),
        ({"year": "zeventien"}, "Vul een jaar in, zoals 2017."),
        ({"year": "99999999999999999999"}, "Vul een jaar in, zoals 2017."),
        ({"lines": " \n "}, "Typ of plak de kennisvragen, elk op een regel."),
        ({"lines": "Kort?\n" + "x" * 301}, "Regel 2 is te lang: hooguit 300 tekens."),
    ],
)
def test_what_is_wrong_on_paper_is_said_at_the_field_and_what_was_typed_stays(day, fatima, fields, says):
    reply = from_paper(fatima, day, **fields)

    assert reply.status_code == 422
    assert says in text_of(reply)
    assert (PAPER | fields)["title"] in reply.content.decode()
    assert not EarlierAgenda.objects.exists()


def test_the_agenda_of_another_meetup_is_taken_in_with_a_proposal(day, fatima, later):
    make_question(day)

    reply = fatima.post(f"/agenda/{later.pk}/eerder/meetup/", {"other": day.meetup.pk}, follow=True)

    assert "1 kennisvraag in 2017" in text_of(reply)
    assert later.earlier_agendas.get().questions.get().number == "K1.1"


def test_a_meetup_of_somebody_else_cannot_be_taken_in(day, fatima):
    make_question(day)
    other = make_meetup(programme=day.meetup.programme)

    reply = fatima.post(address(day, "earlier-from-meetup"), {"other": other.pk})

    assert reply.status_code == 422
    assert "Kies een meet-up uit de lijst." in text_of(reply)


def test_a_file_that_is_chosen_twice_is_there_once(day, fatima, later):
    make_question(day)
    content = write(build(day.meetup))

    first = from_file(fatima, later, content)
    again = from_file(fatima, later, content)

    assert (first.status_code, again.status_code) == (303, 303)
    assert "Deze agenda staat hier al. Er is niets toegevoegd." in page_of(fatima, later)
    assert EarlierAgenda.objects.count() == 1


@pytest.mark.parametrize(
    "content", [b"", b"[" * 100_000, b'{"schema": "x"}', b"\x00\x01", json.dumps([]).encode()]
)
def test_a_file_that_is_no_agenda_is_refused_with_words(day, fatima, content):
    reply = from_file(fatima, day.meetup, content)

    assert reply.status_code == 422
    assert "Dit bestand is" in text_of(reply)
    assert not EarlierAgenda.objects.exists()


def test_a_file_is_taken_with_a_ticket_of_this_meetup_alone(day, fatima, later):
    make_question(day)

    reply = from_file(fatima, later, write(build(day.meetup)), ticket=ticket_for(day.meetup.pk))

    assert reply.status_code == 422
    assert "De pagina stond te lang open." in text_of(reply)


def test_the_server_takes_a_large_file_only_at_the_address_with_a_ticket(day):
    ticket = ticket_for(day.meetup.pk)
    path = f"/eerder/{day.meetup.pk}/"

    assert is_open_address(f"{path}{ticket}/".encode())
    for other in (
        f"{path}onzin/",
        f"{path}{ticket}",
        f"/eerder/{day.meetup.pk + 1}/{ticket}/",
        path,
    ):
        assert not is_open_address(other.encode())


def test_what_came_of_a_line_and_as_what_it_comes_back_is_stored(day, fatima):
    one, two = make_question(day), make_question(day, "Hoe trekken we talent aan?")
    from_paper(fatima, day)

    reply = say(
        fatima,
        day,
        outcome="running",
        remark="Loopt tot 2018",
        returns_as=one.pk,
        others="k1.2",
        seen_seq=seq_of(day),
    )

    line = EarlierQuestion.objects.first()
    assert (reply.status_code, urlsplit(reply.url).fragment) == (303, f"regel-{line.pk}")
    assert (line.outcome, line.remark, set(line.returns_as.all())) == ("running", "Loopt tot 2018", {one, two})
    assert "1 loopt nog, 1 nog te bepalen; 1 komt terug" in page_of(fatima, day.meetup)


def test_a_number_that_is_not_in_the_agenda_is_said_and_what_was_typed_stays(day, fatima):
    from_paper(fatima, day)

    reply = say(fatima, day, outcome="done", remark="Gelukt", others="K9.9")

    page = text_of(reply)
    assert reply.status_code == 422
    assert "K9.9 staat niet in deze agenda." in page
    assert 'value="Gelukt"' in page
    assert EarlierQuestion.objects.first().outcome == ""


def test_a_question_of_another_meetup_is_no_way_to_come_back(day, fatima, later):
    question = make_question(day)
    fatima.post(f"/agenda/{later.pk}/eerder/papier/", PAPER)
    line = EarlierQuestion.objects.first()

    reply = fatima.post(f"/agenda/{later.pk}/eerder/regel/{line.pk}/", {"returns_as": question.pk})

    assert reply.status_code == 422
    assert not line.returns_as.exists()


def test_who_comes_second_sees_his_own_words_and_may_save_them(day, fatima):
    from_paper(fatima, day)
    seen = seq_of(day)
    say(fatima, day, outcome="done", seen_seq=seen)

    reply = say(fatima, day, outcome="running", remark="Nee hoor", seen_seq=seen)

    assert reply.status_code == 409
    assert "Een collega heeft dit net gewijzigd." in text_of(reply)
    assert 'value="Nee hoor"' in text_of(reply)
    assert EarlierQuestion.objects.first().outcome == "done"


def test_an_agenda_goes_after_a_question_whether_it_may(day, fatima):
    from_paper(fatima, day)
    path = address(day, "earlier-let-go", earlier=EarlierAgenda.objects.get().pk)

    asked = text_of(fatima.get(path))
    done = fatima.post(path, {"seen_seq": seq_of(day)}, follow=True)

    assert "Haal de agenda van 2015 weg?" in asked
    assert "De agenda van 2015 is weggehaald." in text_of(done)
    assert not EarlierAgenda.objects.exists()


def test_what_an_agenda_holds_is_never_markup(day, fatima):
    from_paper(fatima, day, title="<script>alert(1)</script>", lines="<img src=x onerror=alert(1)>?")

    page = page_of(fatima, day.meetup)

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_lines_of_another_meetup_are_not_found(day, fatima, later):
    from_paper(fatima, day)
    line = EarlierQuestion.objects.first()

    assert fatima.post(f"/agenda/{later.pk}/eerder/regel/{line.pk}/", {"outcome": "done"}).status_code == 404
    assert fatima.get(f"/agenda/{later.pk}/eerder/{line.agenda_id}/weghalen/").status_code == 404
