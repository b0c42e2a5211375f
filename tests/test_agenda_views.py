"""The pages of the agenda, as staff use them."""

import io
import re
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions import clustering, curation, judging, moderation
from sessions.export import FORMATS
from sessions.models import HouseStyle
from tests.agenda_page import address, make_group, make_question, seq_of
from tests.cast import give_answer, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(client, day):
    """The browser of Fatima, who leads the meet-up."""
    client.force_login(day.fatima)
    return client


# Who may enter


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("agenda", {}),
        ("agenda-view", {}),
        ("agenda-question", {"question": 1}),
        ("agenda-activity", {}),
        ("agenda-export", {"suffix": "csv"}),
    ],
)
def test_pages_are_for_who_leads_the_meetup(name, kwargs, client, day):
    here = address(day, name, **kwargs)

    assert client.get(here).status_code == 302
    client.force_login(get_user_model().objects.create_user("charlie"))
    assert client.get(here).status_code == 404


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("agenda-promote", {"cluster": 1}),
        ("agenda-question", {"question": 1}),
        ("agenda-drop", {"question": 1}),
        ("agenda-activity", {}),
        ("agenda-activity-drop", {"activity": 1}),
    ],
)
def test_changes_are_for_who_leads_the_meetup(name, kwargs, client, day):
    client.force_login(get_user_model().objects.create_user("charlie"))

    assert client.post(address(day, name, **kwargs), {"text": "x"}).status_code == 404


def test_things_of_another_meetup_do_not_exist_here(fatima, day):
    question = make_question(day)
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Werkgroep")
    cluster = question.clusters.get()
    other = type(day.meetup).objects.create(title="Ander", date=day.meetup.date, programme=day.meetup.programme)
    other.facilitators.add(day.fatima)

    def post(name, **kwargs):
        return fatima.post(reverse(name, kwargs={"meetup": other.pk, **kwargs}), {"text": "x"}).status_code

    assert post("agenda-promote", cluster=cluster.pk) == 404
    assert post("agenda-question", question=question.pk) == 404
    assert post("agenda-drop", question=question.pk) == 404
    assert post("agenda-activity", activity=activity.pk) == 404
    assert post("agenda-activity-drop", activity=activity.pk) == 404


@pytest.mark.parametrize("name", ["agenda-promote", "agenda-drop", "agenda-activity-drop"])
def test_looking_changes_nothing(name, fatima, day):
    argument = {"agenda-promote": "cluster", "agenda-drop": "question", "agenda-activity-drop": "activity"}[name]

    assert fatima.get(address(day, name, **{argument: 1})).status_code == 405


# The agenda


def test_agenda_before_the_day_starts_says_what_comes_next(fatima, day):
    page = fatima.get(address(day, "agenda")).content.decode()

    assert "Nog geen kennisvragen. Groepeer eerst de antwoorden." in page
    assert "Nog geen activiteiten. Maak eerst kennisvragen." in page


def test_agenda_shows_groups_questions_work_and_loose_answers(fatima, day):
    question = make_question(day)
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring talent")
    give_answer(day.bram, "Los antwoord")

    page = fatima.get(address(day, "agenda")).content.decode()

    assert "Hoe houden we talent vast?" in page
    assert "K1.1" in page
    assert "Leerkring talent" in page
    assert f'href="{reverse("groups", kwargs={"meetup": day.meetup.pk})}?thema=1">1 los antwoord</a>' in page
    for suffix in FORMATS:
        assert address(day, "agenda-export", suffix=suffix) in page


def test_agenda_leads_to_its_other_pages_and_says_which_is_open(fatima, day):
    page = fatima.get(address(day, "agenda")).content.decode()

    [tabs] = re.findall(r'<nav class="agenda__tabs" aria-label="Kennisagenda">.*?</nav>', page, re.DOTALL)
    assert f'href="{address(day, "agenda")}" aria-current="page">Agenda</a>' in tabs
    assert 'href=""' not in tabs


def test_agenda_shows_what_people_typed_as_text(fatima, day):
    curation.promote_cluster(cluster=make_group(day, "<i>groep", "<script>alert(1)</script>"), text="<b>Vraag?")

    page = fatima.get(address(day, "agenda")).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>Vraag" not in page
    assert "<i>groep" not in page


def test_agenda_says_what_nobody_judged_and_what_was_set_aside(fatima, day):
    group = make_group(day)
    give_answer(day.bram, "Los antwoord")
    assert "2 groepen en antwoorden</a>" in fatima.get(address(day, "agenda")).content.decode()

    judging.judge(subject=group, outcome="not_now", reason="Te groot")

    page = fatima.get(address(day, "agenda")).content.decode()
    assert "1 groep of antwoord</a>" in page
    assert page.count("<bdi>niet nu: Te groot</bdi>") == 2  # with the group, and with what is not taken up
    assert f'href="{address(day, "triage")}?toon=alles&amp;item=groep-{group.pk}"' in page


def test_agenda_shows_no_hidden_answer(fatima, day):
    question = make_question(day)
    hidden = give_answer(day.anna, "GEHEIM-7f3a")
    clustering.group_answers(meetup=day.meetup, answer_ids=[hidden.pk], cluster=question.clusters.get())
    moderation.hide_answer(answer=hidden)

    for here in (address(day, "agenda"), address(day, "agenda-question", question=question.pk)):
        assert b"GEHEIM" not in fatima.get(here).content


def test_agenda_takes_as_many_queries_for_many_groups_as_for_one(fatima, day, django_assert_num_queries):
    curation.plan_activity(meetup=day.meetup, questions=[make_question(day)], title="Activiteit")
    with CaptureQueriesContext(connection) as queries:
        fatima.get(address(day, "agenda"))

    for number in range(8):
        cluster = make_group(day, f"Groep {number}", f"Antwoord {number}")
        question = curation.promote_cluster(cluster=cluster, text=f"Vraag {number}?")
        curation.plan_activity(meetup=day.meetup, questions=[question], title=f"Activiteit {number}")

    with django_assert_num_queries(len(queries)):
        fatima.get(address(day, "agenda"))


def test_view_brings_the_agenda_up_to_date(fatima, day):
    make_question(day)

    response = fatima.get(address(day, "agenda-view"), {"seq": "0"})

    assert response.status_code == 200
    assert response["PMG-Seq"] == str(seq_of(day))
    assert response.content.decode().startswith('<hx-partial hx-target="#agenda" hx-swap="innerMorph">')
    assert "K1.1" in response.content.decode()


def test_view_is_not_sent_again_for_what_phones_send_in(fatima, day):
    make_question(day)
    seen = seq_of(day)
    answer = give_answer(day.anna, "Nog een antwoord")

    assert fatima.get(address(day, "agenda-view"), {"seq": seen}).status_code == 304
    moderation.hide_answer(answer=answer)
    assert fatima.get(address(day, "agenda-view"), {"seq": seen}).status_code == 200


# Files


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("pdf", "application/pdf"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("odt", "application/vnd.oasis.opendocument.text"),
        ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("md", "text/markdown; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
    ],
)
def test_agenda_is_downloaded_as_a_file_with_a_dutch_name(suffix, content_type, fatima, day):
    response = fatima.get(address(day, "agenda-export", suffix=suffix))

    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="pmg-kennisagenda-2017-02-16.{suffix}"'
    assert "no-store" in response["Cache-Control"]


def test_downloaded_word_document_opens(fatima, day):
    make_question(day)

    response = fatima.get(address(day, "agenda-export", suffix="docx"))

    assert zipfile.ZipFile(io.BytesIO(response.content)).testzip() is None


def test_unknown_kind_of_file_is_not_found(fatima, day):
    assert fatima.get(address(day, "agenda-export", suffix="exe")).status_code == 404
    assert fatima.get(address(day, "agenda-export-make", suffix="exe")).status_code == 404


def test_file_can_be_made_before_it_is_fetched(fatima, day):
    make_question(day)

    assert fatima.get(address(day, "agenda-export-make", suffix="csv")).status_code == 204
    assert fatima.get(address(day, "agenda-export", suffix="csv")).status_code == 200


def test_file_that_cannot_be_made_is_told_beside_the_links_and_without_a_script(fatima, day):
    HouseStyle.objects.create(suffix="docx", name="kapot.docx", content=b"kapot")

    made = fatima.get(address(day, "agenda-export-make", suffix="docx"))
    followed = fatima.get(address(day, "agenda-export", suffix="docx"), follow=True)

    assert (made.status_code, made["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert made.content.decode().startswith("Het bestand kon niet worden gemaakt. Probeer het nog eens")
    assert made.content.decode() in followed.content.decode()
