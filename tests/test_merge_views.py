"""The page and the commands that put the answers of another laptop with those that are here."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from pmg_workshop.uploads import is_open_address, ticket_for
from sessions.models import Answer, Participant, WaitingParcel
from tests.cast import Section, ask, give_answer, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    return day


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


@pytest.fixture
def made(day, fatima):
    """The file of a laptop on which Carla gave an answer; here she was never seen."""
    give_answer(day.carla, "Uit Rijssen")
    content = fatima.get(f"/overdracht/{day.meetup.pk}/bestand/").content
    day.carla.delete()
    return content


def upload(client, day, content, ticket=None):
    address = f"/overdracht/{day.meetup.pk}/{ticket or ticket_for(day.meetup.pk)}/"
    return client.post(address, {"file": SimpleUploadedFile("overdracht.json", content)})


def take(client, day, digest=None):
    digest = digest or WaitingParcel.objects.get().digest
    return client.post(f"/overdracht/{day.meetup.pk}/erbij/", {"digest": digest})


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_file_is_shown_first_and_then_taken_over(day, fatima, made):
    sent = upload(fatima, day, made)
    page = text_of(fatima.get(sent.url))
    before = Answer.objects.count()

    done = fatima.get(take(fatima, day).url)

    assert "<b>Rijssen-Holten</b>: 1 deelnemer, 1 antwoord </li>" in page
    assert before == 0
    assert "Gedaan: 1 antwoord erbij." in text_of(done)
    assert Answer.objects.get().text == "Uit Rijssen"
    assert not WaitingParcel.objects.exists()


def test_what_is_taken_over_twice_comes_once(day, fatima, made):
    upload(fatima, day, made)
    digest = WaitingParcel.objects.get().digest
    take(fatima, day)

    again = take(fatima, day, digest)

    assert again.status_code == 409
    assert "Een collega heeft dit net verwerkt" in text_of(again)
    assert Answer.objects.count() == 1


def test_a_file_that_is_here_already_adds_nothing(day, fatima, made):
    for _ in range(2):
        upload(fatima, day, made)
        take(fatima, day)
    upload(fatima, day, made)

    assert "Niets: alles uit dit bestand staat hier al." in text_of(fatima.get(f"/overdracht/{day.meetup.pk}/"))
    assert Participant.objects.filter(live_session=day.rijssen).count() == 1


@pytest.mark.parametrize("content", [b"geen bestand van ons", b"{}", b""])
def test_another_file_is_refused_beside_the_field(day, fatima, content):
    reply = upload(fatima, day, content)

    assert reply.status_code == 422
    assert 'id="fout-file"' in text_of(reply)
    assert not WaitingParcel.objects.exists()


def test_no_file_and_an_old_page_are_refused(day, fatima, made):
    nothing = fatima.post(f"/overdracht/{day.meetup.pk}/{ticket_for(day.meetup.pk)}/")
    old = upload(fatima, day, made, ticket="verzonnen")

    assert (nothing.status_code, old.status_code) == (422, 422)
    assert "Kies eerst het bestand." in text_of(nothing)
    assert "De pagina stond te lang open." in text_of(old)


def test_a_file_of_a_meetup_that_was_made_apart_is_marked(day, fatima, made):
    data = json.loads(made)
    data["meetup"] = "00000000-0000-4000-8000-000000000000"
    upload(fatima, day, json.dumps(data).encode())

    assert "apart is gemaakt: Samen kansen" in text_of(fatima.get(f"/overdracht/{day.meetup.pk}/"))


def test_the_desk_leads_to_the_page(day, fatima):
    assert f"/overdracht/{day.meetup.pk}/" in text_of(fatima.get(f"/regie/{day.etten_leur.pk}/"))


def test_only_a_ticket_of_this_meetup_opens_its_address_to_a_large_file(day):
    ticket = ticket_for(day.meetup.pk)
    address = f"/overdracht/{day.meetup.pk}/{ticket}/".encode()

    assert is_open_address(address)
    for other in (
        f"/overdracht/{day.meetup.pk + 1}/{ticket}/".encode(),
        f"/overdracht/{day.meetup.pk}/verzonnen/".encode(),
        f"/d/{day.etten_leur.code}/{ticket}/".encode(),
        address + b"meer/",
        b"/overdracht/",
        b"\xff",
    ):
        assert not is_open_address(other)


def test_commands_write_the_file_and_take_it_over(day, tmp_path, capsys):
    give_answer(day.carla, "Uit Rijssen")
    file = tmp_path / "overdracht.json"
    call_command("export", str(day.meetup.pk), format="overdracht", output=str(file))
    day.carla.delete()

    for _ in range(2):
        call_command("merge", str(day.meetup.pk), str(file))

    assert "Rijssen-Holten: deelnemers 1, antwoorden 1, gewijzigd 0, steun 0, keuzes 0" in capsys.readouterr().out
    assert Answer.objects.get().text == "Uit Rijssen"


def test_command_says_what_is_wrong(day, tmp_path):
    other = tmp_path / "ander.json"
    other.write_text("{}")

    for meetup, file in ((day.meetup.pk, other), (day.meetup.pk, tmp_path / "weg.json"), (999, other)):
        with pytest.raises(CommandError):
            call_command("merge", str(meetup), str(file))
