"""The card of a knowledge question: what is proposed there, and all that staff write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import curation
from sessions.models import Colophon, Option, Revision
from sessions.texts import clean_line
from tests.agenda_page import address, make_question, question_fields, seq_of
from tests.cast import Section, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(client, day):
    """The browser of Fatima, who leads the meet-up."""
    client.force_login(day.fatima)
    return client


# What is proposed


def card(client, day, question, **typed):
    """Send the card with a proposal to take over, or only look at it."""
    here = address(day, "agenda-question", question=question.pk)
    return (client.post(here, typed) if typed else client.get(here)).content.decode()


def test_card_shows_each_proposal_beside_its_field(fatima, day):
    page = card(fatima, day, make_question(day, text="Talent?"))

    assert 'name="take" value="text"' in page
    assert "Hoe houden we talent vast?</bdi>" in page
    assert "er doet nog geen gemeente mee" in page


def test_proposal_that_the_field_holds_is_not_shown(fatima, day):
    question = make_question(day, text="Hoe houden we talent vast?")
    curation.reword_question(question=question, lead="Platform31", kind="learning")

    page = card(fatima, day, question)

    assert [name for name in ("text", "lead", "kind") if f'value="{name}" formaction' in page] == []


def test_take_fills_the_field_keeps_what_was_typed_and_stores_nothing(fatima, day):
    question = make_question(day, text="Talent?")
    seen = seq_of(day)

    page = card(
        fatima, day, question, take="text", text="Iets anders", explanation="Half af", priority="", seen_seq=seen
    )

    assert ">Hoe houden we talent vast?</textarea>" in page
    assert ">Half af</textarea>" in page
    assert 'name="priority" value="" checked' in page
    assert f'name="seen_seq" value="{seen}"' in page
    assert "Nog niet opgeslagen" not in page
    question.refresh_from_db()
    assert (question.text, seq_of(day)) == ("Talent?", seen)


def test_take_ticks_the_task_beside_those_that_were_ticked(fatima, day):
    question = make_question(day, text="Hoe kunnen we talent vasthouden en aantrekken?")
    tasks = Option.objects.filter(step__section=Section.TASKS, step__theme__number=1)
    ticked, proposed = tasks.first(), tasks.get(text="vasthouden en/of aantrekken talent")

    page = card(fatima, day, question, take="tasks", text="Hoe?", tasks=[ticked.pk])

    assert [pk for pk in tasks.values_list("pk", flat=True) if f'value="{pk}" checked' in page] == [
        ticked.pk,
        proposed.pk,
    ]


@pytest.mark.parametrize("field", ["kaas", "", "priority", "seen_seq"])
def test_take_of_what_is_not_proposed_shows_the_card_as_it_was_typed(field, fatima, day):
    page = card(fatima, day, make_question(day), take=field, text="Iets anders")

    assert ">Iets anders</textarea>" in page


def test_save_after_a_take_says_when_a_colleague_was_first(fatima, day):
    question = make_question(day)
    seen = seq_of(day)
    curation.reword_question(question=question, lead="Oss")
    card(fatima, day, question, take="text", text="Van mij?", seen_seq=seen)

    response = fatima.post(
        address(day, "agenda-question", question=question.pk), question_fields(seen_seq=seen, lead="Zeist")
    )

    assert response.status_code == 409


# What staff write


def test_card_stores_all_that_staff_write(fatima, day):
    question = make_question(day)
    task = Option.objects.get(text="Agglomeratievoordelen ontwikkelen")

    fatima.post(
        address(day, "agenda-question", question=question.pk),
        question_fields(
            tasks=[task.pk],
            pillar="economy",
            existing="Onderzoek\r\nProef",
            product="overzicht",
            partners="ROC",
            priority="",
            why="Na de reacties",
        ),
    )

    question.refresh_from_db()
    assert list(question.tasks.all()) == [task]
    assert (question.pillar, question.existing) == ("economy", "Onderzoek\nProef")
    assert (question.product, question.partners, question.priority) == ("overzicht", "ROC", "")
    assert Revision.objects.latest("pk").why == "Na de reacties"


@pytest.mark.parametrize(("priority", "word"), [("later", "wachten"), ("not", "niet wordt opgepakt")])
def test_question_that_waits_needs_a_reason(priority, word, fatima, day):
    question = make_question(day)
    here = address(day, "agenda-question", question=question.pk)

    response = fatima.post(here, question_fields(priority=priority, existing="Half af"))

    page = response.content.decode()
    assert response.status_code == 422
    assert f"Schrijf op waarom de vraag {'moet ' if word == 'wachten' else ''}{word}." in page
    assert ">Half af</textarea>" in page
    assert fatima.post(here, question_fields(priority=priority, reason="Eerst cijfers")).status_code == 303


def test_wording_that_could_be_better_is_pointed_out_and_saved(fatima, day):
    question = make_question(day)
    here = address(day, "agenda-question", question=question.pk)

    response = fatima.post(here, question_fields(text="Wonen"))

    assert response.status_code == 303
    assert fatima.get(here).content.decode().count("nog niet</span>") == 2


def test_municipalities_that_brought_it_in_are_named_only_when_the_agenda_names_them(fatima, day):
    question = make_question(day)
    assert "Ingebracht door" not in card(fatima, day, question)

    Colophon.objects.create(meetup=day.meetup, names_municipalities=True)

    assert "<dt>Ingebracht door</dt><dd>Etten-Leur</dd>" in card(fatima, day, question)
    assert "<dt>Ingebracht door</dt><dd>Etten-Leur</dd>" in fatima.get(address(day, "agenda")).content.decode()


AWKWARD = {
    "emoji": "👩‍👩‍👧‍👧 Hoe? 🏳️‍🌈",
    "bidi": "Hoe \u202egnadiew\u202c \u2067werkt\u2069 dit? مرحبا",
    "long": "W" * 300,
    "controls": "Hoe\x00 gaat\x07 dit\x1b?",
    "html": "<script>alert(1)</script> {{ 7|add:7 }} {% url %}",
    "marks": "H" + "\u0335" * 200 + "oe?",
}


@pytest.mark.parametrize("typed", AWKWARD.values(), ids=AWKWARD)
def test_awkward_texts_are_stored_clean_and_shown_as_text(typed, fatima, day):
    question = make_question(day)
    here = address(day, "agenda-question", question=question.pk)
    texts = dict.fromkeys(("text", "explanation", "existing", "reason"), typed)
    short = dict.fromkeys(("product", "partners", "lead", "why"), typed[:120])

    response = fatima.post(here, question_fields(**texts, **short))

    assert response.status_code == 303
    question.refresh_from_db()
    assert question.text == clean_line(typed)
    for page in (fatima.get(here), fatima.get(address(day, "agenda"))):
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
    assert fatima.post(here, {"take": "text", **texts}).status_code == 200


def test_card_takes_as_many_queries_for_many_answers_as_for_one(fatima, day, django_assert_num_queries):
    question = make_question(day)
    here = address(day, "agenda-question", question=question.pk)
    fatima.get(here)  # what is looked up once
    with CaptureQueriesContext(connection) as queries:
        fatima.get(here)

    for number in range(8):
        make_question(day, text=f"Vraag {number}?")
    curation.reword_question(question=question, clusters=day.meetup.clusters.all())

    with django_assert_num_queries(len(queries)):
        fatima.get(here)
