"""The desk: what facilitators see and press, with and without JavaScript, and what programs get."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sessions import sharing
from sessions.models import Answer, Option, Round
from tests.cast import (
    Section,
    ask,
    close_step,
    give_answer,
    give_choice,
    give_support,
    go_to,
    go_to_number,
    join_many,
    make_day,
    open_step,
    reveal_step,
    round_of,
)

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(day):
    """Fatima's browser, logged in."""
    client = Client()
    client.force_login(day.fatima)
    return client


@pytest.fixture
def question(day):
    """Question 1 of theme 1, open in Etten-Leur."""
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    return open_step(day.etten_leur)


def desk(place, path=""):
    return f"/regie/{place.pk}/{path}"


def press(client, place, path, headers=None, **fields):
    place.refresh_from_db()
    return client.post(desk(place, path), {"expect_rev": place.rev} | fields, headers=headers)


def text_of(response):
    """The words of a page, with single spaces."""
    return " ".join(response.content.decode().split())


# The list of meet-ups


def test_meetup_list_leads_to_each_place(day, fatima):
    page = text_of(fatima.get("/regie/"))

    for place in (day.etten_leur, day.rijssen):
        assert f'href="{desk(place)}"' in page
        assert f'href="/scherm/{place.screen_key}/"' in page
        assert place.code in page
    assert f'href="/groepen/{day.meetup.pk}/"' in page
    assert f'href="/agenda/{day.meetup.pk}/"' in page
    assert 'href="/wachtwoord/"' in page


def test_meetup_list_of_somebody_who_leads_none_says_what_to_do(day, django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user("gerrit"))

    page = text_of(client.get("/regie/"))

    assert "U leidt nog geen meet-up" in page
    assert day.meetup.title not in page


def test_meetup_list_before_logging_in_leads_to_the_login(day):
    assert Client().get("/regie/").url == "/inloggen/"


def test_meetup_list_lets_people_log_out(day):
    client = Client(enforce_csrf_checks=True)
    client.force_login(day.fatima)
    token = client.get("/regie/").cookies["csrftoken"].value

    client.post("/uitloggen/", {"csrfmiddlewaretoken": token})

    assert client.get("/regie/").status_code == 302


# The page


def test_desk_shows_the_step_the_controls_and_both_places(day, fatima, question):
    page = text_of(fatima.get(desk(day.etten_leur)))

    assert "Wat zijn uw kansen, opgaven, uitdagingen en bedreigingen?" in page
    assert "Onderdeel 8 van 29" in page
    assert "Sluit de vraag" in page
    assert "van de 2 deelnemers gaven antwoord" in page
    assert "Rijssen-Holten" in page
    assert page.count('name="to" value="') == 29 + 1 + 1  # every stop, next and previous


def test_desk_shows_the_notes_and_no_other_screen_does(day, fatima, question):
    question.step.notes = "Alleen voor Fatima"
    question.step.save()
    phone = Client()
    phone.post(f"/d/{day.etten_leur.code}/deelnemen/")

    assert "Alleen voor Fatima" in text_of(fatima.get(desk(day.etten_leur)))
    for address in (f"/d/{day.etten_leur.code}/", f"/scherm/{day.etten_leur.screen_key}/"):
        assert "Alleen voor Fatima" not in text_of(phone.get(address))


def test_step_that_is_switched_off_is_struck_at_the_desk_and_gone_from_the_other_lines(day, fatima):
    day.meetup.steps.filter(number=6).update(is_off=True)

    page = text_of(fatima.get(desk(day.etten_leur)))
    screen = text_of(Client().get(f"/scherm/{day.etten_leur.screen_key}/"))

    assert 'name="to" value="6"' not in page
    assert "uitgezet" in page
    assert screen.count('class="programme-line__stop"') == 28


def test_desk_has_one_primary_action(day, fatima, question):
    page = text_of(fatima.get(desk(day.etten_leur)))

    assert page.count("data-primary") == 1
    assert page.count("button--primary") == 1


def test_desk_at_the_last_step_leads_to_the_agenda(day, fatima):
    go_to_number(day.etten_leur, 29)

    page = text_of(fatima.get(desk(day.etten_leur)))

    assert page.count("data-primary") == 1
    assert "Naar de kennisagenda" in page


def test_desk_marks_rounds_that_were_left_open(day, fatima, question):
    go_to_number(day.etten_leur, 9)

    page = text_of(fatima.get(desk(day.etten_leur)))

    assert page.count("nog open") == 1


def test_desk_shows_answers_before_the_room_sees_them(day, fatima, question):
    give_answer(day.anna, "Een stageplek voor iedereen", "kans")

    before = text_of(fatima.get(desk(day.etten_leur)))
    reveal_step(day.etten_leur)
    after = text_of(fatima.get(desk(day.etten_leur)))

    assert "Een stageplek voor iedereen" in before
    assert "alleen u ziet dit" in before
    assert "de zaal ziet dit" in after


def test_desk_shows_hidden_and_late_answers_with_what_can_be_done(day, fatima, question):
    hidden = give_answer(day.anna, "Dit hoort hier niet")
    press(fatima, day.etten_leur, f"antwoord/{hidden.pk}/verbergen/")
    close_step(day.etten_leur)
    give_answer(day.bram, "Ik was te laat")

    page = text_of(fatima.get(desk(day.etten_leur)))

    assert "Zet terug" in page
    assert "Laat toe" in page
    assert "na sluiting of in de pauze: u beslist" in page


def test_desk_shows_text_as_text(day, fatima, question):
    give_answer(day.anna, "<script>alert(1)</script> <b hx-get='/x'>vet</b>")

    page = fatima.get(desk(day.etten_leur)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b hx-get" not in page


@pytest.mark.parametrize(
    ("section", "theme", "expected"),
    [
        (Section.POSITION, None, "%"),
        (Section.TRENDS, 1, "%"),
        (Section.STATEMENTS, None, "gemiddeld, 1 persoon"),
        (Section.THEMES, None, "stip, 1 persoon"),
    ],
)
def test_desk_shows_the_result_of_every_way_to_choose(day, fatima, section, theme, expected):
    step = go_to(day.etten_leur, section, theme).step
    open_step(day.etten_leur)
    give_choice(day.anna, step.options.first())

    page = text_of(fatima.get(desk(day.etten_leur)))

    assert "Uitslag" in page
    assert expected in page
    assert "alleen u ziet dit" in page


def test_desk_takes_the_same_number_of_queries_for_one_answer_and_many(day, fatima, question):
    def load():
        with CaptureQueriesContext(connection) as queries:
            page = text_of(fatima.get(desk(day.etten_leur)))
        return page.count("Meer stageplekken"), len(queries)

    reveal_step(day.etten_leur)
    give_support(day.bram, give_answer(day.anna, "Meer stageplekken", "kans"))
    one, few_queries = load()
    for person in join_many(day.etten_leur, 40):
        give_support(day.anna, give_answer(person, "Meer stageplekken", "kans"))

    many, queries = load()

    assert (one, many) == (1, 41)
    assert queries == few_queries < 20


# Moving and acting


def test_step_without_javascript_comes_back_to_the_desk(day, fatima):
    reply = press(fatima, day.etten_leur, "stap/", to="volgende")

    assert (reply.status_code, reply.url) == (302, desk(day.etten_leur))
    assert round_of(day.etten_leur).step.number == 2


def test_step_with_htmx_brings_every_region(day, fatima):
    reply = press(fatima, day.etten_leur, "stap/", HTMX, to="8")

    page = text_of(reply)
    for region in ("programma", "bediening", "teller", "uitslag", "antwoorden", "locaties", "melding"):
        assert f'hx-target="#{region}"' in page
    assert reply["PMG-Seq"] == "1"
    assert 'name="expect_rev" value="1"' in page


def test_step_for_a_program_says_where_the_place_is(day, fatima):
    reply = press(fatima, day.etten_leur, "stap/", JSON, to="volgende")

    assert (reply.status_code, reply.json()) == (200, {"rev": 1, "current": 2})


def test_step_when_somebody_moved_first_shows_the_notice_and_the_new_state(day, fatima):
    go_to_number(day.etten_leur, 7)
    stale = {"to": "volgende", "expect_rev": 0}

    as_page = fatima.post(desk(day.etten_leur, "stap/"), stale)
    as_regions = fatima.post(desk(day.etten_leur, "stap/"), stale, headers=HTMX)
    as_json = fatima.post(desk(day.etten_leur, "stap/"), stale, headers=JSON)

    for reply in (as_page, as_regions):
        assert "Er was net iets veranderd" in text_of(reply)
        assert "Onderdeel 7 van 29" in text_of(reply)
    assert (as_page.status_code, as_regions.status_code) == (409, 200)
    assert (as_json.status_code, as_json.json()) == (409, {"status": "moved", "rev": 1, "current": 7})
    assert round_of(day.etten_leur).step.number == 7


def test_notice_goes_with_the_next_action(day, fatima):
    fatima.post(desk(day.etten_leur, "stap/"), {"to": "99", "expect_rev": 0}, headers=HTMX)

    reply = press(fatima, day.etten_leur, "stap/", HTMX, to="volgende")

    assert '<hx-partial hx-target="#melding" hx-swap="innerMorph"> </hx-partial>' in text_of(reply)


def test_the_primary_actions_lead_through_a_question(day, fatima):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)

    for action, state in (("open", "open"), ("close", "closed"), ("reveal", "closed"), ("conceal", "closed")):
        press(fatima, day.etten_leur, "ronde/", HTMX, action=action)
        assert round_of(day.etten_leur).state == state

    assert not round_of(day.etten_leur).revealed


def test_open_with_a_timer_shows_when_it_ends(day, fatima):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)

    reply = press(fatima, day.etten_leur, "ronde/", HTMX, action="open", seconds="180")

    assert f'data-ends-at="{round_of(day.etten_leur).ends_at.isoformat()}"' in text_of(reply)


def test_an_impossible_action_says_why(day, fatima):
    go_to(day.etten_leur, Section.PRIORITIES)

    as_regions = press(fatima, day.etten_leur, "ronde/", HTMX, action="open")
    as_json = press(fatima, day.etten_leur, "ronde/", JSON, action="open")

    assert "Groepeer eerst de antwoorden" in text_of(as_regions)
    assert (as_json.status_code, as_json.json()["status"]) == (409, "impossible")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("stap/", {"to": "ergens"}),
        ("stap/", {"to": ""}),
        ("ronde/", {"action": "schudden"}),
        ("klaar/", {"on": "misschien"}),
        ("locaties/", {"scope": "overal"}),
        ("tempo/", {"switch": "samen", "on": ""}),
        ("tempo/", {"switch": "vlug", "on": "1"}),
        ("ronde/", {"action": "open", "seconds": "1"}),
        ("ronde/", {"action": "open", "expect_rev": ""}),
    ],
)
def test_what_makes_no_sense_is_refused(day, fatima, path, fields):
    reply = press(fatima, day.etten_leur, path, **fields)

    assert (reply.status_code, reply.json()["status"]) == (422, "invalid")


# Moderation


def test_answers_are_hidden_put_back_and_admitted(day, fatima, question):
    answer = give_answer(day.anna, "Dit hoort hier niet")
    close_step(day.etten_leur)
    late = give_answer(day.bram, "Ik was te laat")
    states = []

    for chosen, action in ((answer, "verbergen"), (answer, "terugzetten"), (late, "toelaten")):
        reply = fatima.post(desk(day.etten_leur, f"antwoord/{chosen.pk}/{action}/"), headers=HTMX)
        states.append((reply.status_code, Answer.objects.get(pk=chosen.pk).state))

    assert states == [(200, "hidden"), (200, "visible"), (200, "visible")]


def test_answer_of_another_place_is_not_found_at_this_desk(day, fatima, question):
    answer = give_answer(day.anna, "Van Etten-Leur")

    reply = fatima.post(desk(day.rijssen, f"antwoord/{answer.pk}/verbergen/"))

    assert reply.status_code == 404
    assert Answer.objects.get().state == Answer.State.VISIBLE


# What programs read


def test_view_for_a_program_tells_every_step_with_its_round(day, fatima, question):
    view = fatima.get(desk(day.etten_leur, "beeld/"), headers=JSON).json()

    assert (view["rev"], view["current"], view["participants"], len(view["steps"])) == (2, 8, 2, 29)
    step = view["steps"][7]
    assert (step["number"], step["kind"], step["theme"]) == (8, "question", 1)
    assert [option["text"] for option in step["options"]] == ["kans", "opgave", "uitdaging", "bedreiging"]
    assert step["round"] == {"id": question.pk, "state": "open", "revealed": False, "ends_at": None}


def test_view_for_the_page_brings_the_regions_with_their_seq(day, fatima, question):
    reply = fatima.get(desk(day.etten_leur, "beeld/"))

    assert reply["PMG-Seq"] == "2"
    assert 'hx-target="#bediening"' in text_of(reply)


def test_ballot_lines_of_all_rounds_come_from_one_query(day, fatima, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        view = fatima.get(desk(day.etten_leur, "beeld/"), headers=JSON).json()

    assert sum(len(step["options"]) for step in view["steps"]) == Option.objects.count()
    assert Round.objects.filter(live_session=day.etten_leur).count() == 29


def test_slide_shows_its_points_as_a_list(day, fatima):
    go_to_number(day.etten_leur, 2)

    page = fatima.get(desk(day.etten_leur)).content.decode()

    assert "- Introductie" not in page
    assert page.index("<li>") < page.index("Introductie: de kracht en zwakte van middelgroot")


# All places of the meet-up


def test_places_go_together_from_a_switch_at_the_desk(day, fatima):
    seq = {"seen_seq": 0}
    on = text_of(fatima.post(desk(day.etten_leur, "tempo/"), seq | {"switch": "samen", "on": "1"}, headers=HTMX))
    press(fatima, day.etten_leur, "stap/", to="volgende")
    page = text_of(fatima.get(desk(day.rijssen)))

    assert "Dit gebeurt in alle locaties tegelijk." in on
    assert "Onderdeel 2 van 29" in page


def test_desk_says_which_place_comes_along(day, fatima):
    go_to_number(day.etten_leur, 8)
    fatima.post(desk(day.etten_leur, "tempo/"), {"switch": "samen", "on": "1"})

    page = text_of(fatima.get(desk(day.etten_leur)))

    assert "Rijssen-Holten is bij “1. Samen kansen pakken in 2017" in page
    assert "komt mee met uw volgende stap" in page


def test_desk_says_for_whom_it_waits(day, fatima):
    fatima.post(desk(day.etten_leur, "tempo/"), {"switch": "wachten", "on": "1"})

    reply = press(fatima, day.etten_leur, "klaar/", HTMX, on="1")
    other = text_of(fatima.get(desk(day.rijssen)))

    assert "We wachten op <b>Rijssen-Holten</b>" in text_of(reply)
    assert "klaar voor de volgende stap" in other
    assert round_of(day.etten_leur).step.number == 1


def test_ready_for_a_program_says_where_the_place_is(day, fatima):
    waits_not = press(fatima, day.etten_leur, "klaar/", JSON, on="1")
    fatima.post(desk(day.etten_leur, "tempo/"), {"switch": "wachten", "on": "1"})
    waits = press(fatima, day.etten_leur, "klaar/", JSON, on="1")
    last = press(fatima, day.rijssen, "klaar/", JSON, on="1")

    assert (waits_not.status_code, waits_not.json()["status"]) == (409, "impossible")
    assert (waits.json(), last.json()) == ({"rev": 2, "current": 1}, {"rev": 2, "current": 2})


def test_a_desk_alone_has_no_switches_for_places(day, fatima):
    day.rijssen.delete()

    assert "tempo/" not in text_of(fatima.get(desk(day.etten_leur)))


def test_desk_that_shows_all_places_marks_each_card_and_moderates_only_its_own(day, fatima):
    ask(day, Section.OPPORTUNITIES)
    give_answer(day.anna, "Van Anna", "kans")
    carlas = give_answer(day.carla, "Van Carla", "kans")
    reveal_step(day.rijssen)

    page = text_of(fatima.post(desk(day.etten_leur, "locaties/"), {"scope": "merged"}, headers=HTMX))

    assert page.index("Van Anna") < page.index('<b class="place-tag__letter">E</b> Etten-Leur')
    assert page.index("Van Carla") < page.index('<b class="place-tag__letter">R</b> Rijssen-Holten')
    assert page.count("/verbergen/") == 2 * 1  # action and hx-post of Anna's answer
    assert f"/antwoord/{carlas.pk}/" not in page


def test_desk_says_that_the_other_place_shows_nothing_yet(day, fatima):
    ask(day, Section.OPPORTUNITIES)
    give_answer(day.carla, "Van Carla", "kans")

    page = text_of(fatima.post(desk(day.etten_leur, "locaties/"), {"scope": "beside"}, headers=HTMX))

    assert "Rijssen-Holten laat bij dit onderdeel nog niets zien" in page
    assert "Van Carla" not in page


def test_desk_shows_the_results_of_places_together_or_side_by_side(day, fatima):
    ask(day, Section.TRENDS)
    for person in (day.anna, day.bram, day.carla):
        give_choice(person, "Padafhankelijkheid")
    for place in (day.etten_leur, day.rijssen):
        close_step(place)
        reveal_step(place)

    pages = [
        text_of(fatima.post(desk(day.etten_leur, "locaties/"), {"scope": scope}, headers=HTMX))
        for scope in ("own", "merged", "beside")
    ]

    values = [re.findall(r'"result__value">([1-9]\d*)', page) for page in pages]
    assert values == [["2"], ["3"], ["2", "1"]]


@pytest.mark.parametrize("scope", ["merged", "beside"])
def test_desk_of_all_places_takes_the_same_number_of_queries_for_one_answer_and_many(day, fatima, scope):
    def load():
        with CaptureQueriesContext(connection) as queries:
            page = text_of(fatima.get(desk(day.etten_leur)))
        return page.count("Meer stageplekken"), len(queries)

    ask(day, Section.OPPORTUNITIES)
    reveal_step(day.rijssen)
    sharing.show_places(live_session=day.etten_leur, scope=scope)
    give_answer(day.carla, "Meer stageplekken", "kans")
    one, few_queries = load()
    for place in (day.etten_leur, day.rijssen):
        for person in join_many(place, 20):
            give_answer(person, "Meer stageplekken", "kans")

    many, queries = load()

    assert (one, many) == (1, 41)
    assert queries == few_queries < 22
