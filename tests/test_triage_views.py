"""The page on which staff judge: what it shows, what its buttons do, and where they lead."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import curation, judging, moderation
from sessions.models import Answer, KnowledgeQuestion, Verdict
from sessions.preparation import make_meetup
from sessions.triage import triage_of
from tests.agenda_page import address, seq_of
from tests.cast import ask, close_step, give_answer, group, make_day, promote

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


@pytest.fixture
def talent(day):
    return group(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))


@pytest.fixture
def loose(day):
    return give_answer(day.bram, "Wie bouwt er?")


@pytest.fixture
def fatima(client, day):
    """The browser of Fatima, who leads the meet-up."""
    client.force_login(day.fatima)
    return client


def key(subject):
    return f"antwoord-{subject.pk}" if isinstance(subject, Answer) else f"groep-{subject.pk}"


def page(fatima, day, query=""):
    return fatima.get(address(day, "triage") + query).content.decode()


def post(fatima, day, subject, act, query="", **fields):
    fields = {"item": key(subject), "act": act, "seen_seq": seq_of(day)} | fields
    headers = fields.pop("headers", {})
    return fatima.post(address(day, "triage-judge") + query, fields, **headers)


def state_of(day, subject):
    return next(item.state.label for item in triage_of(day.meetup).items if item.key == key(subject))


# What it shows


def test_page_before_anything_was_said_tells_what_will_come(fatima, day):
    assert "Nog niets te beoordelen" in page(fatima, day)


def test_page_shows_the_first_in_front_with_its_answers_and_says_how_far_it_is(fatima, day, talent, loose):
    judging.judge(subject=loose, outcome="not_now", reason="Te groot")

    shown = page(fatima, day)

    assert '<h2 class="triage__heading preserve-lines" id="voorste" tabindex="-1"><bdi>Talent</bdi></h2>' in shown
    assert "Hoe houden we talent vast?" in shown
    assert '<b class="number">1</b> klaar' in shown
    assert '<b class="number">0</b> bezig' in shown
    assert '<b class="number">1</b> nog niet bekeken' in shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Talent", "Los"}),
        ("?toon=alles", {"Talent", "Klaar", "Los", "Ander thema"}),
        ("?toon=niet-nu", {"Klaar", "Ander thema"}),
        ("?toon=niet-nu&thema=2", {"Ander thema"}),
        ("?toon=dubbel", set()),
        ("?toon=onzin&thema=onzin", {"Talent", "Los"}),
    ],
)
def test_list_shows_what_the_address_asks_for(query, shown, fatima, day, talent):
    done = give_answer(day.anna, "Klaar")
    give_answer(day.anna, "Los")
    ask(day, theme=2)
    for answer in (done, give_answer(day.carla, "Ander thema")):
        judging.judge(subject=answer, outcome="not_now", reason="Te groot")

    response = fatima.get(address(day, "triage") + query)

    assert {item.title for item, _ in response.context["shown"].rows} == shown


def test_list_of_many_is_shown_in_parts_with_a_way_to_the_rest(fatima, day):
    answers = [give_answer(day.anna, f"Antwoord {number}") for number in range(45)]

    assert "5 hierna" in page(fatima, day)
    assert "40 hiervoor" in page(fatima, day, f"?item={key(answers[44])}")


def test_people_s_words_are_text(fatima, day):
    group(day, "<i>groep", give_answer(day.anna, "<script>alert(1)</script>"))

    shown = page(fatima, day)

    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert "<i>groep" not in shown


@pytest.mark.parametrize(
    ("reference", "is_link"),
    [
        ("https://platform31.nl/x", True),
        ("HTTP://vng.nl", True),
        ("javascript:alert(1)", False),
        ("Nota 2016", False),
    ],
)
def test_only_the_address_of_a_web_page_is_a_link(reference, is_link, fatima, day, talent):
    judging.judge(subject=talent, outcome="answered", reference=reference)

    shown = page(fatima, day, f"?item={key(talent)}")

    assert reference in shown
    assert (f'href="{reference}"' in shown) is is_link


def test_page_takes_as_many_queries_for_many_items_as_for_one(fatima, day, django_assert_num_queries):
    judging.judge(
        subject=promote(day, "Wonen", give_answer(day.anna, "Een")).clusters.get(), outcome="not_now", reason="x"
    )
    judging.judge(subject=give_answer(day.anna, "Los"), outcome="not_now", reason="Te groot")
    give_answer(day.anna, "Nog los")
    with CaptureQueriesContext(connection) as queries:
        fatima.get(address(day, "triage") + "?toon=alles")

    for number in range(6):
        promote(day, f"Groep {number}", give_answer(day.anna, f"Antwoord {number}"))
        judging.judge(subject=give_answer(day.carla, f"Los {number}"), outcome="not_now", reason="Te groot")
        group(day, f"Nog een {number}", give_answer(day.bram, f"Vraag {number}"))

    with django_assert_num_queries(len(queries)):
        fatima.get(address(day, "triage") + "?toon=alles")


def test_view_is_fetched_again_only_when_something_happened(fatima, day, talent):
    seq = seq_of(day)
    view = address(day, "triage-view")

    assert fatima.get(f"{view}?seq={seq}").status_code == 304
    give_answer(day.carla, "Nog een")
    again = fatima.get(f"{view}?seq={seq}&item={key(talent)}")

    assert again["PMG-Seq"] == str(seq_of(day))
    assert "Nog een" in again.content.decode()


# What its buttons do


@pytest.mark.parametrize(
    ("act", "fields", "state"),
    [
        ("binnen", {}, "binnen scope"),
        ("buiten", {"reason": "Is van het Rijk"}, "buiten scope"),
        ("dubbel", {"reason": "Staat bij Wonen"}, "dubbel"),
        ("beantwoord", {"reference": "Nota 2016"}, "al beantwoord"),
        ("niet-nu", {"reason": "Te groot"}, "niet nu"),
        ("kennisvraag", {"text": "Wat werkt?"}, "herschreven als kennisvraag"),
        ("nu", {"text": "Wat werkt?"}, "naar agenda"),
        ("later", {"text": "Wat werkt?"}, "naar agenda"),
    ],
)
def test_button_judges_and_leads_to_the_next(act, fields, state, fatima, day, talent, loose):
    response = post(fatima, day, talent, act, **fields)

    assert state_of(day, talent) == state
    assert response.status_code == 303
    assert response.url == f"{address(day, 'triage')}?item={key(loose)}#voorste"


def test_next_is_of_the_same_look_and_starts_again_after_the_last(fatima, day, talent, loose):
    here = "?thema=1&toon=nog-niet-bekeken"

    response = post(fatima, day, loose, "binnen", here)
    assert response.url == f"{address(day, 'triage')}{here}&item={key(talent)}#voorste"
    response = post(fatima, day, talent, "binnen", here)
    assert response.url == f"{address(day, 'triage')}{here}#voorste"


def test_when_all_is_judged_the_page_says_so(fatima, day, talent):
    response = fatima.post(
        address(day, "triage-judge"), {"item": key(talent), "act": "niet-nu", "reason": "Te groot"}, follow=True
    )

    assert "Alles is beoordeeld" in response.content.decode()


@pytest.mark.parametrize(
    ("act", "fields", "error", "kept"),
    [
        ("buiten", {}, "Geef een reden.", ""),
        ("niet-nu", {"reason": " "}, "Geef een reden.", ""),
        ("beantwoord", {"reference": ""}, "Noem de publicatie", ""),
        ("dubbel", {}, "Kies een kennisvraag", ""),
        ("kennisvraag", {"text": ""}, "Typ eerst de kennisvraag.", ""),
        ("later", {"text": "vraag " * 60}, "Uw tekst is te lang.", "vraag vraag"),
        ("buiten", {"reason": "x" * 301}, "Maak hem 1 teken korter.", "x" * 301),
    ],
)
def test_what_is_missing_or_too_long_is_said_beside_the_field_that_keeps_it(
    act, fields, error, kept, fatima, day, talent
):
    response = post(fatima, day, talent, act, **fields)

    shown = response.content.decode()
    assert response.status_code == 422
    assert error in shown
    assert kept in shown
    assert 'aria-invalid="true"' in shown
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    "fields", [{}, {"item": "groep-x"}, {"item": "groep-1", "act": "weg"}, {"item": "groep-0"}]
)
def test_what_no_button_sends_changes_nothing(fields, fatima, day, talent):
    response = fatima.post(address(day, "triage-judge"), fields)

    assert response.status_code == 422
    assert not Verdict.objects.exists()


def test_thing_of_another_meetup_is_not_judged_here(fatima, day, talent, loose):
    other = make_meetup(programme=day.meetup.programme)
    other.facilitators.add(day.fatima)
    elsewhere = address(day, "triage-judge").replace(f"/{day.meetup.pk}/", f"/{other.pk}/")

    for subject in (talent, loose):
        assert fatima.post(elsewhere, {"item": key(subject), "act": "binnen"}).status_code == 422
    assert not Verdict.objects.exists()


def test_kennisvraag_that_is_there_gets_its_priority_in_one_press(fatima, day, talent):
    question = judging.make_question(subject=talent, text="Wat werkt?")

    for act, priority in (("later", "later"), ("nu", "now"), ("kennisvraag", "")):
        assert post(fatima, day, talent, act).status_code == 303
        question.refresh_from_db()
        assert question.priority == priority
    assert KnowledgeQuestion.objects.count() == 1


def test_other_judgement_of_what_has_a_kennisvraag_is_refused_in_words(fatima, day, talent):
    judging.make_question(subject=talent, text="Wat werkt?")

    response = post(fatima, day, talent, "binnen")

    assert response.status_code == 409
    assert "Hiervan is al een kennisvraag gemaakt." in response.content.decode()


def test_double_names_the_kennisvraag(fatima, day, talent, loose):
    question = judging.make_question(subject=talent, text="Wat werkt?", priority="now")

    post(fatima, day, loose, "dubbel", question=question.pk)

    assert "met K1.1: <bdi>Wat werkt?</bdi>" in page(fatima, day, f"?item={key(loose)}")


def test_stale_judgement_is_confirmed(fatima, day, talent):
    judging.judge(subject=talent, outcome="not_now", reason="Te groot")
    group(day, "Talent", give_answer(day.carla, "Wie blijft?"))
    assert "1 nieuw of veranderd antwoord. Tot nu toe: <bdi>niet nu: Te groot</bdi>." in page(fatima, day)

    post(fatima, day, talent, "klopt")

    assert state_of(day, talent) == "niet nu"


def test_judgement_is_taken_back_and_stays_in_front(fatima, day, talent):
    judging.judge(subject=talent, outcome="not_now", reason="Te groot")

    response = post(fatima, day, talent, "intrekken", "?toon=niet-nu")

    assert response.url.endswith(f"?toon=niet-nu&item={key(talent)}#voorste")
    assert state_of(day, talent) == "nog niet bekeken"


def test_loose_answer_is_put_in_a_group(fatima, day, talent, loose):
    response = post(fatima, day, loose, "groep", cluster=talent.pk)

    loose.refresh_from_db()
    assert loose.cluster == talent
    assert response.url == f"{address(day, 'triage')}?item={key(talent)}#voorste"


def test_loose_answer_offers_to_judge_the_others_to_its_question_with_it(fatima, day, talent, loose):
    others = [give_answer(day.anna, text) for text in ("Wie betaalt?", "Wie beslist?")]
    asked = page(fatima, day, f"?item={key(loose)}")
    assert "Ook de andere 2 losse antwoorden op deze vraag die nog niemand bekeek" in asked
    assert "losse antwoorden op deze vraag" not in page(fatima, day, f"?item={key(talent)}")

    post(fatima, day, loose, "niet-nu", reason="Te groot", alike="1")

    assert {state_of(day, answer) for answer in (loose, *others)} == {"niet nu"}
    assert state_of(day, talent) == "nog niet bekeken"


def test_group_is_not_judged_with_loose_answers(fatima, day, talent):
    assert post(fatima, day, talent, "niet-nu", reason="Te groot", alike="1").status_code == 422
    assert state_of(day, talent) == "nog niet bekeken"


@pytest.mark.parametrize("act", ["groep", "toelaten", "verbergen"])
def test_group_is_not_grouped_let_in_or_hidden(act, fatima, day, talent):
    response = post(fatima, day, talent, act)

    assert response.status_code == 422
    assert "Dit kan alleen met een los antwoord." in response.content.decode()


def test_answer_goes_to_no_group_before_one_is_chosen(fatima, day, talent, loose):
    response = post(fatima, day, loose, "groep")

    assert response.status_code == 422
    assert "Kies eerst een groep." in response.content.decode()


def test_late_answer_is_let_in_and_stays_in_front_to_be_judged(fatima, day):
    close_step(day.etten_leur)
    late = give_answer(day.anna, "Te laat")
    assert "Wacht op toelating" in page(fatima, day)

    response = post(fatima, day, late, "toelaten")

    assert response.url == f"{address(day, 'triage')}?item={key(late)}#voorste"
    assert state_of(day, late) == "nog niet bekeken"


def test_late_answer_is_hidden(fatima, day):
    close_step(day.etten_leur)
    late = give_answer(day.anna, "Te laat")

    post(fatima, day, late, "verbergen")

    assert "Hierover hoeft niemand te oordelen: 1 verborgen." in page(fatima, day)


def test_undo_brings_the_last_judgement_back_to_the_front(fatima, day, talent, loose):
    post(fatima, day, talent, "niet-nu", reason="Te groot")
    last = fatima.get(address(day, "triage")).context["last"]

    response = fatima.post(address(day, "triage-undo"), {"judgement": last.seq})

    assert response.url == f"{address(day, 'triage')}?item={key(talent)}#voorste"
    assert state_of(day, talent) == "nog niet bekeken"
    assert fatima.post(address(day, "triage-undo"), {"judgement": ""}).status_code == 422
    assert fatima.post(address(day, "triage-undo"), {"judgement": last.seq + 100}).status_code == 409


def test_colleague_who_was_first_is_not_overruled_and_what_was_typed_stays(fatima, day, talent):
    seen = seq_of(day)
    judging.judge(subject=talent, outcome="in_scope")

    response = post(fatima, day, talent, "buiten", reason="Is van het Rijk", seen_seq=seen)

    assert response.status_code == 409
    assert "Er was net iets veranderd." in response.content.decode()
    assert 'value="Is van het Rijk"' in response.content.decode()
    assert state_of(day, talent) == "binnen scope"


def test_what_was_emptied_meanwhile_is_said_to_be_so(fatima, day, loose):
    moderation.hide_answer(answer=loose)

    assert post(fatima, day, loose, "binnen").status_code == 409


def test_script_gets_the_regions_with_the_address_of_what_is_in_front_now(fatima, day, talent, loose):
    response = post(fatima, day, talent, "binnen", "?toon=alles", headers=HTMX)

    assert response.status_code == 200
    assert response["PMG-Seq"] == str(seq_of(day))
    assert 'hx-target="#beoordelen"' in response.content.decode()
    assert f'data-here="?toon=alles&amp;item={key(loose)}"' in response.content.decode()


def test_dropped_kennisvraag_is_no_choice_for_a_double(fatima, day, talent, loose):
    question = judging.make_question(subject=talent, text="Wat werkt?")
    curation.drop_question(question=question)

    response = post(fatima, day, loose, "dubbel", question=question.pk)

    assert response.status_code == 422
    assert not Verdict.objects.filter(outcome="duplicate").exists()
