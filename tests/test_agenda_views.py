"""The pages of the agenda, as staff use them."""

import io
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions import clustering, curation, facilitation
from sessions.models import Activity, KnowledgeQuestion
from tests.cast import Section, give_answer, go_to, make_day, open_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(client, day):
    """The browser of Fatima, who leads the meet-up."""
    client.force_login(day.fatima)
    return client


def ask(day, section=Section.KNOWLEDGE, theme=1):
    for place in (day.etten_leur, day.rijssen):
        go_to(place, section, theme=theme)
        open_step(place)


def make_group(day, name="Talent", *texts):
    ask(day)
    answers = [give_answer(day.anna, text) for text in texts or ("Hoe houden we talent vast?",)]
    return clustering.group_answers(meetup=day.meetup, answer_ids=[answer.pk for answer in answers], name=name)


def make_question(day, text="Hoe houden we talent vast?"):
    return curation.promote_cluster(cluster=make_group(day), text=text)


def address(day, name, **kwargs):
    return reverse(name, kwargs={"meetup": day.meetup.pk, **kwargs})


def seq_of(day):
    day.meetup.refresh_from_db()
    return day.meetup.seq


def question_fields(**fields):
    return {"text": "Wat houdt talent vast?", "priority": "now", **fields}


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
    for suffix in ("docx", "csv", "json"):
        assert address(day, "agenda-export", suffix=suffix) in page


def test_agenda_shows_what_people_typed_as_text(fatima, day):
    curation.promote_cluster(cluster=make_group(day, "<i>groep", "<script>alert(1)</script>"), text="<b>Vraag?")

    page = fatima.get(address(day, "agenda")).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>Vraag" not in page
    assert "<i>groep" not in page


def test_agenda_shows_no_hidden_answer(fatima, day):
    question = make_question(day)
    hidden = give_answer(day.anna, "GEHEIM-7f3a")
    clustering.group_answers(meetup=day.meetup, answer_ids=[hidden.pk], cluster=question.clusters.get())
    facilitation.hide_answer(answer=hidden)

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
    facilitation.hide_answer(answer=answer)
    assert fatima.get(address(day, "agenda-view"), {"seq": seen}).status_code == 200


# From group to knowledge question


def test_promote_makes_a_question_and_goes_to_its_card(fatima, day):
    cluster = make_group(day)

    response = fatima.post(
        address(day, "agenda-promote", cluster=cluster.pk), {"text": "  Hoe houden we\ntalent vast?  "}
    )

    question = KnowledgeQuestion.objects.get()
    assert response.status_code == 303
    assert response["Location"] == address(day, "agenda-question", question=question.pk)
    assert question.text == "Hoe houden we talent vast?"


@pytest.mark.parametrize(
    ("text", "error"),
    [("  ", "Typ eerst de kennisvraag."), ("x" * 312, "Uw tekst is te lang. Maak hem 12 tekens korter.")],
)
def test_promote_with_a_wrong_text_keeps_it_and_says_why(text, error, fatima, day):
    cluster = make_group(day)

    response = fatima.post(address(day, "agenda-promote", cluster=cluster.pk), {"text": text})

    page = response.content.decode()
    assert response.status_code == 422
    assert error in page
    assert f">{text}</textarea>" in page
    assert not KnowledgeQuestion.objects.exists()


def test_promote_of_a_dissolved_group_is_not_found(fatima, day):
    cluster = make_group(day)
    clustering.undo_grouping(meetup=day.meetup)

    assert fatima.post(address(day, "agenda-promote", cluster=cluster.pk), {"text": "x?"}).status_code == 404


# The card of a question


def test_question_page_shows_the_chain_to_the_answers(fatima, day):
    question = curation.promote_cluster(cluster=make_group(day, "Talent", "Een", "Twee"), text="Wat werkt?")

    page = fatima.get(address(day, "agenda-question", question=question.pk)).content.decode()

    for text in ("Talent", "E1-001", "Een", "E1-002", "Twee"):
        assert text in page


def test_question_is_saved_with_everything_staff_say(fatima, day):
    question = make_question(day)
    form = day.meetup.programme.forms.get(singular="leerkring")
    theme = day.meetup.themes.get(number=2)

    response = fatima.post(
        address(day, "agenda-question", question=question.pk),
        question_fields(
            explanation="Regel een\r\nRegel twee",
            kind="learning",
            theme=theme.pk,
            form=form.pk,
            lead="Oss",
            priority="later",
            reason="Eerst cijfers",
            clusters=[question.clusters.get().pk],
            seen_seq=seq_of(day),
        ),
    )

    question.refresh_from_db()
    assert response.status_code == 303
    assert (question.text, question.explanation) == ("Wat houdt talent vast?", "Regel een\nRegel twee")
    assert (question.kind, question.theme, question.form) == ("learning", theme, form)
    assert (question.lead, question.priority, question.reason) == ("Oss", "later", "Eerst cijfers")
    assert question.clusters.count() == 1


def test_question_without_a_text_keeps_the_rest_and_says_why(fatima, day):
    question = make_question(day)

    response = fatima.post(
        address(day, "agenda-question", question=question.pk), question_fields(text="", lead="Gemeente Oss")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Typ eerst de kennisvraag." in page
    assert 'value="Gemeente Oss"' in page
    question.refresh_from_db()
    assert question.text == "Hoe houden we talent vast?"


def test_question_of_which_the_theme_is_of_another_meetup_is_refused(fatima, day):
    question = make_question(day)

    response = fatima.post(address(day, "agenda-question", question=question.pk), question_fields(theme=999_999))

    assert response.status_code == 422


def test_question_that_a_colleague_changed_meanwhile_is_not_overwritten(fatima, day):
    question = make_question(day)
    seen = seq_of(day)
    curation.reword_question(question=question, text="Van een collega?")
    here = address(day, "agenda-question", question=question.pk)

    response = fatima.post(here, question_fields(text="Van mij?", seen_seq=seen))

    page = response.content.decode()
    assert response.status_code == 409
    assert ">Van mij?</textarea>" in page
    assert "Van een collega?" in page
    question.refresh_from_db()
    assert question.text == "Van een collega?"
    assert f'name="seen_seq" value="{seq_of(day)}"' in page
    fatima.post(here, question_fields(text="Van mij?", seen_seq=seq_of(day)))
    question.refresh_from_db()
    assert question.text == "Van mij?"


def test_question_is_dropped_and_put_back(fatima, day):
    question = make_question(day)
    here = address(day, "agenda-drop", question=question.pk)

    fatima.post(here, {"dropped": "1"})
    assert b"Zet terug" in fatima.get(address(day, "agenda")).content
    fatima.post(here, {"dropped": "0"})

    question.refresh_from_db()
    assert not question.is_dropped


def test_dropped_question_can_still_be_opened(fatima, day):
    question = make_question(day)
    curation.drop_question(question=question)

    page = fatima.get(address(day, "agenda-question", question=question.pk)).content.decode()

    assert "Kennisvraag (vervallen)" in page
    assert "Zet terug in de agenda" in page


# The work programme


def test_new_activity_starts_from_its_question(fatima, day):
    question = make_question(day)
    form = day.meetup.programme.forms.get(singular="leerkring")
    curation.reword_question(question=question, text=question.text, form=form, lead="Oss")

    page = fatima.get(address(day, "agenda-activity"), {"kennisvraag": question.pk}).content.decode()

    assert ">Leerkring: Hoe houden we talent vast?</textarea>" in page
    assert f'name="questions" value="{question.pk}" checked' in page
    assert f'name="form" value="{form.pk}" checked' in page
    assert 'value="Oss"' in page


def test_new_activity_without_a_question_starts_empty(fatima, day):
    make_question(day)

    response = fatima.get(address(day, "agenda-activity"), {"kennisvraag": "x"})

    assert response.status_code == 200
    assert b"Nieuwe activiteit" in response.content


def test_activity_is_planned_and_changed(fatima, day):
    question = make_question(day)
    fields = {"title": "Leerkring talent", "questions": [question.pk], "status": "idea", "planning": "Q2 2017"}

    response = fatima.post(address(day, "agenda-activity"), fields)

    activity = Activity.objects.get()
    assert response["Location"] == address(day, "agenda") + "#werkprogramma"
    assert (activity.title, activity.planning, activity.status) == ("Leerkring talent", "Q2 2017", "idea")
    fatima.post(
        address(day, "agenda-activity", activity=activity.pk),
        {**fields, "title": "Leerkring jong talent", "status": "agreed"},
    )
    activity.refresh_from_db()
    assert (activity.title, activity.status) == ("Leerkring jong talent", "agreed")


def test_activity_without_a_name_or_question_says_why_at_each(fatima, day):
    make_question(day)

    response = fatima.post(address(day, "agenda-activity"), {"status": "idea", "partners": "ROC"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Geef de activiteit een naam." in page
    assert "Kies minstens één kennisvraag." in page
    assert 'value="ROC"' in page


def test_activity_that_a_colleague_changed_meanwhile_is_not_overwritten(fatima, day):
    question = make_question(day)
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Werkgroep")
    seen = seq_of(day)
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Van een collega", activity=activity)

    response = fatima.post(
        address(day, "agenda-activity", activity=activity.pk),
        {"title": "Van mij", "questions": [question.pk], "status": "idea", "seen_seq": seen},
    )

    assert response.status_code == 409
    activity.refresh_from_db()
    assert activity.title == "Van een collega"


def test_activity_is_dropped_and_put_back(fatima, day):
    activity = curation.plan_activity(meetup=day.meetup, questions=[make_question(day)], title="Werkgroep")
    here = address(day, "agenda-activity-drop", activity=activity.pk)

    fatima.post(here, {"dropped": "1"})
    activity.refresh_from_db()
    assert activity.is_dropped
    fatima.post(here, {"dropped": "0"})

    activity.refresh_from_db()
    assert not activity.is_dropped


# Files


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
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
