"""The pages on which a facilitator rehearses and clears, and what shows that people are simulated."""

import pytest
from django.test import Client

from sessions import participation, rehearsing
from sessions.models import Answer, Participant
from sessions.rehearsed import is_on
from tests.cast import Section, ask, give_answer, go_to, make_day, open_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def desk(day):
    """The browser of Fatima, who leads the day."""
    client = Client()
    client.force_login(day.fatima)
    return client


def simulated(place):
    return participation.join(live_session=place, is_rehearsal=True)


def play(day):
    """Let one simulated person answer at each place."""
    ask(day)
    for place in (day.etten_leur, day.rijssen):
        give_answer(simulated(place), "Gespeeld")


def test_page_offers_to_begin_and_says_nothing_of_clearing_when_there_is_nothing(day, desk):
    page = desk.get(f"/repetitie/{day.meetup.pk}/").content.decode()

    assert "Begin de repetitie" in page
    assert "Verdeeld over 2 locaties" in page
    assert "Wis de repetitie" not in page
    assert "beside_real" not in page


@pytest.mark.parametrize(
    ("phones", "minutes"), [("0", "15"), ("", "15"), ("24", "veel"), ("24", "121"), ("201", "1")]
)
def test_numbers_that_cannot_be_are_refused_beside_their_field(day, desk, phones, minutes):
    reply = desk.post(f"/repetitie/{day.meetup.pk}/beginnen/", {"phones": phones, "minutes": minutes})

    assert reply.status_code == 422
    page = reply.content.decode()
    assert page.count("Vul een getal in van 1 tot en met") == 1
    assert f'value="{phones}"' in page
    assert f'value="{minutes}"' in page
    assert not is_on(day.meetup.pk)


def test_beginning_beside_real_answers_asks_first(day, desk):
    ask(day)
    give_answer(day.anna, "Echt")

    reply = desk.post(f"/repetitie/{day.meetup.pk}/beginnen/", {"phones": "24", "minutes": "15"})

    assert reply.status_code == 409
    assert "Er is al 1 echt antwoord" in reply.content.decode()
    assert "Ja, ik wil toch repeteren" in reply.content.decode()
    assert not is_on(day.meetup.pk)


def test_page_shows_how_far_a_rehearsal_is_and_ends_it(day, desk):
    rehearsing.begin_rehearsal(meetup=day.meetup, minutes=15)
    play(day)

    view = desk.get(f"/repetitie/{day.meetup.pk}/beeld/").content.decode()
    assert "Nog 15 minuten" in view
    assert "Begin de repetitie" not in view

    assert desk.post(f"/repetitie/{day.meetup.pk}/stoppen/").status_code == 302
    view = desk.get(f"/repetitie/{day.meetup.pk}/beeld/").content.decode()
    assert "Er staan nog antwoorden van een repetitie" in view
    assert "hx-trigger" not in view, "what does not change is not asked for again"
    assert Answer.objects.count() == 2


def test_clearing_shows_what_goes_before_it_goes(day, desk):
    play(day)
    address = f"/repetitie/{day.meetup.pk}/wissen/"

    page = desk.get(address).content.decode()
    assert "Dit verdwijnt voorgoed" in page
    assert 'name="to_start"' in page
    assert Answer.objects.count() == 2

    reply = desk.post(address, {"to_start": "on"}, follow=True)
    assert "2 gespeelde deelnemers en 2 antwoorden" in reply.content.decode()
    assert not Answer.objects.exists()
    assert "Er is niets te wissen" in desk.get(address).content.decode()


def test_clearing_beside_real_answers_leaves_the_programme(day, desk):
    play(day)
    give_answer(day.anna, "Echt")
    address = f"/repetitie/{day.meetup.pk}/wissen/"

    assert 'name="to_start"' not in desk.get(address).content.decode()
    assert desk.post(address, {"to_start": "on"}).status_code == 409
    assert Answer.objects.count() == 3
    desk.post(address)
    assert [answer.text for answer in Answer.objects.all()] == ["Echt"]


def test_programme_that_moved_on_without_anybody_can_go_back(day, desk):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)

    assert "Het programma is al begonnen" in desk.get(f"/repetitie/{day.meetup.pk}/").content.decode()
    desk.post(f"/repetitie/{day.meetup.pk}/wissen/", {"to_start": "on"})
    assert "Het programma is al begonnen" not in desk.get(f"/repetitie/{day.meetup.pk}/").content.decode()


def test_screen_desk_and_list_say_that_it_is_a_rehearsal_as_long_as_somebody_simulated_is_there(day, desk):
    screen, regie = f"/scherm/{day.etten_leur.screen_key}/", f"/regie/{day.etten_leur.pk}/"
    words = {
        screen: 'class="screen__rehearsal"',
        regie: "1 van de 3 deelnemers in Etten-Leur wordt gespeeld",
        "/regie/": "Er staan nog antwoorden van een repetitie in deze meet-up",
    }
    simulated(day.etten_leur)
    assert [address for address in words if words[address] in desk.get(address).content.decode()] == list(words)

    Participant.objects.filter(is_rehearsal=True).delete()
    assert [address for address in words if words[address] in desk.get(address).content.decode()] == []
