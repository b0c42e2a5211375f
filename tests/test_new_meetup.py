"""A new meet-up is made after the programme or after an earlier meet-up: its day, places, themes and words."""

import datetime

import pytest
from django.test import Client

from sessions.models import Answer, LiveSession, Meetup, Option, Round, Step
from sessions.preparation import AlreadyThere, Plan, plan_meetup
from sessions.programming import add_step
from tests.cast import Section, ask, give_answer, give_choice, go_to, group, make_day, open_step

pytestmark = pytest.mark.django_db

DAY = datetime.date(2027, 3, 18)
PAGE = "/meetups/nieuw/"


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def plan(**changes):
    given = {"title": "Samen verder", "date": DAY, "places": ["Soest", "Zeist"], "themes": [1, 2, 3, 4]}
    return Plan(**(given | changes))


def after_programme(day, **changes):
    return plan_meetup(source=day.meetup.programme, plan=plan(**changes), leader=day.fatima)


def after_meetup(day, **changes):
    return plan_meetup(source=day.meetup, plan=plan(**changes), leader=day.fatima)


MAKERS = pytest.mark.parametrize("make", [after_programme, after_meetup])


@MAKERS
def test_a_new_meetup_has_its_own_day_places_and_leader(day, make):
    made = make(day)

    assert (made.title, made.date, list(made.facilitators.all())) == ("Samen verder", DAY, [day.fatima])
    assert list(made.live_sessions.values_list("place", "letter")) == [("Soest", "S"), ("Zeist", "Z")]
    assert not {place.code for place in made.live_sessions.all()} & {day.etten_leur.code, day.rijssen.code}
    for place in made.live_sessions.all():
        assert place.current_step == made.steps.first()
        assert place.rounds.filter(state=Round.State.PREPARED).count() == made.steps.count() == 29


@MAKERS
def test_the_first_slide_says_the_new_day_and_places(day, make):
    welcome = make(day).steps.first()

    assert welcome.title == "Samen verder"
    assert "18 maart 2027 – Soest en Zeist" in welcome.body
    assert "2017" not in welcome.body


@MAKERS
def test_only_the_chosen_themes_come_along_and_are_numbered_anew(day, make):
    made = make(day, themes=[2, 4])

    titles = [theme.title for theme in day.meetup.themes.filter(number__in=[2, 4])]
    assert list(made.themes.values_list("number", "title")) == [(1, titles[0]), (2, titles[1])]
    assert made.steps.count() == 29 - 2 * 5
    assert list(made.steps.get(section=Section.THEMES).options.values_list("text", flat=True)) == titles
    assert "Economie" not in made.steps.get(number=2).body


@MAKERS
def test_with_one_theme_there_is_no_choice_of_themes(day, make):
    assert not make(day, themes=[3]).steps.filter(section=Section.THEMES).exists()


def test_words_of_an_earlier_meetup_come_along_and_what_people_gave_stays_there(day):
    ask(day, Section.KNOWLEDGE, theme=1)
    group(day, "Talent", give_answer(day.anna, "Talent"))
    go_to(day.etten_leur, Section.PRIORITIES)
    line = Option.objects.get(step=open_step(day.etten_leur).step)
    give_choice(day.anna, line, value=2)
    trends = day.meetup.steps.get(number=6)
    trends.title, trends.notes, trends.is_off = "Trends van nu", "Kort houden", True
    trends.save()
    add_step(
        meetup=day.meetup,
        after=trends,
        seen_seq=None,
        step=Step(kind=Step.Kind.QUESTION, title="Nog eens?", second_round_of=day.meetup.steps.get(number=9)),
    )

    made = after_meetup(day)

    copy = made.steps.get(number=6)
    assert (copy.title, copy.notes, copy.is_off, copy.theme.meetup) == ("Trends van nu", "Kort houden", True, made)
    assert list(copy.options.values_list("text")) == list(trends.options.values_list("text"))
    assert not Answer.objects.filter(round__live_session__meetup=made).exists()
    assert not made.steps.get(section=Section.PRIORITIES).options.exists()
    assert not made.steps.filter(title="Nog eens?").exists()
    assert day.meetup.steps.get(section=Section.PRIORITIES).options.get().choices.get().value == 2


def test_places_start_at_the_first_step_that_is_on(day):
    day.meetup.steps.filter(number=1).update(is_off=True)

    assert {place.current_step.number for place in after_meetup(day).live_sessions.all()} == {2}


def test_the_same_meetup_is_made_once(day):
    after_programme(day)

    with pytest.raises(AlreadyThere):
        after_meetup(day)

    assert Meetup.objects.filter(title="Samen verder").count() == 1


# The page


def filled_in(**changes):
    given = {"title": "Samen verder", "date": "2027-03-18", "places": "Soest\nZeist", "themes": ["1", "2"]}
    return given | changes


def test_the_page_starts_from_the_programme_or_from_a_meetup(day, fatima):
    Meetup.objects.filter(pk=day.meetup.pk).update(subtitle="In het najaar")

    programme = fatima.get(PAGE).content.decode()
    meetup = fatima.get(PAGE, {"van": f"meetup-{day.meetup.pk}"}).content.decode()

    assert "Etten-Leur\nRijssen-Holten" in programme
    assert "In het najaar" not in programme
    assert 'value="In het najaar"' in meetup
    assert fatima.get("/regie/").content.decode().count(PAGE) == 1


def test_a_filled_in_page_makes_a_meetup_that_its_maker_leads(day, fatima):
    reply = fatima.post(PAGE, filled_in())

    made = Meetup.objects.get(title="Samen verder")
    assert (reply.status_code, reply.url) == (303, f"/programma/{made.pk}/")
    assert fatima.get(f"/regie/{LiveSession.objects.get(place='Soest').pk}/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Geef de meet-up een titel"),
        ({"date": "31-02-2027"}, "Vul een datum in die bestaat"),
        ({"date": ""}, "Vul de datum in"),
        ({"places": " \n "}, "Vul minstens één locatie in"),
        ({"places": "Soest\nsoest"}, "Elke locatie heeft een eigen naam nodig"),
        ({"places": "\n".join(f"Plaats {number}" for number in range(13))}, "hoogstens 12 locaties"),
        ({"places": "x" * 101}, "hoogstens 100 tekens"),
        ({"themes": []}, "Kies minstens één thema"),
        ({"themes": ["9"]}, "Kies uit deze thema"),
        ({"themes": ["x"]}, "Kies uit deze thema"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(day, fatima, changes, words):
    reply = fatima.post(PAGE, filled_in(goal="Blijft staan") | changes)

    assert reply.status_code == 422
    assert words in reply.content.decode()
    assert "Blijft staan" in reply.content.decode()
    assert Meetup.objects.count() == 1


def test_sent_twice_it_is_made_once_and_says_so(day, fatima):
    fatima.post(PAGE, filled_in())

    again = fatima.post(PAGE, filled_in())

    assert again.status_code == 409
    assert "Er is al een meet-up met deze titel" in again.content.decode()
    assert Meetup.objects.count() == 2


@pytest.mark.parametrize("van", ["meetup-999", "programma-999", "meetup-{other}"])
def test_what_is_not_there_or_not_ones_own_is_not_taken_over(day, fatima, van):
    other = plan_meetup(source=day.meetup.programme, plan=plan(), leader=day.fatima)
    other.facilitators.clear()

    assert fatima.get(PAGE, {"van": van.format(other=other.pk)}).status_code == 404
