"""What staff write on the page of an activity, and how far it is."""

import pytest

from sessions import curation
from sessions.models import Activity, Revision
from tests.agenda_page import address, make_question, seq_of
from tests.cast import make_day

pytestmark = pytest.mark.django_db

FULL = {
    "title": "Leerkring talent",
    "goal": "Van elkaar leren",
    "audience": ["policy", "council"],
    "contact": "Marloes",
    "quarter": "2017-3",
    "planning": "4 bijeenkomsten",
    "seeking": ["Oss, Zeist;oss", "", "Den Haag\nSoest"],
    "offering": ["Veenendaal"],
    "product": "verslag",
    "effort": "2 dagen",
    "first_step": "Uitnodigen",
    "partners": "ROC",
    "lead": "Oss",
    "status": "agreed",
}


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(client, day):
    """The browser of Fatima, who leads the meet-up."""
    client.force_login(day.fatima)
    return client


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


# All its fields


def test_activity_stores_all_that_staff_write(fatima, day):
    question = make_question(day)

    response = fatima.post(address(day, "agenda-activity"), {**FULL, "questions": [question.pk]})

    activity = Activity.objects.get()
    assert response.status_code == 303
    assert (activity.goal, activity.audience, activity.contact) == (FULL["goal"], ["policy", "council"], "Marloes")
    assert (activity.quarter, activity.planning) == ("2017-3", "4 bijeenkomsten")
    assert activity.seeking == ["Oss", "Zeist", "Den Haag", "Soest"]
    assert activity.offering == ["Veenendaal"]
    assert (activity.product, activity.effort, activity.first_step) == ("verslag", "2 dagen", "Uitnodigen")


def test_agenda_shows_who_seeks_who_offers_when_and_how_far(fatima, day):
    fatima.post(address(day, "agenda-activity"), {**FULL, "questions": [make_question(day).pk]})

    page = fatima.get(address(day, "agenda")).content.decode()

    for text in ("3e kwartaal 2017", "<bdi>Zeist</bdi>", "<bdi>Veenendaal</bdi>", "Uitnodigen", "afgesproken"):
        assert text in page


def test_page_offers_twelve_quarters_from_the_day_and_the_one_that_is_stored(fatima, day):
    activity = curation.plan_activity(
        meetup=day.meetup, questions=[make_question(day)], title="Oud", quarter="2016-2"
    )

    page = fatima.get(address(day, "agenda-activity", activity=activity.pk)).content.decode()

    assert '<option value="2016-2" selected>2e kwartaal 2016</option>' in page
    assert '<option value="2019-4">4e kwartaal 2019</option>' in page
    assert '<option value="2020-1"' not in page


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("quarter", "2051-1", "geldige"),
        ("audience", ["kaas"], "geldige"),
        ("seeking", ["x" * 121], "Een naam kan hooguit 120 tekens hebben."),
        ("offering", [f"Gemeente {number}" for number in range(41)], "Noem hooguit 40 namen."),
        ("form", "999999", "geldige"),
    ],
)
def test_wrong_value_is_said_beside_its_field_and_the_rest_stays(field, value, error, fatima, day):
    question = make_question(day)

    response = fatima.post(address(day, "agenda-activity"), {**FULL, "questions": [question.pk], field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert error in page
    assert 'value="Marloes"' in page
    assert not Activity.objects.exists()


def test_change_of_an_activity_keeps_why(fatima, day):
    question = make_question(day)
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Werkgroep")

    fatima.post(
        address(day, "agenda-activity", activity=activity.pk),
        {**FULL, "questions": [question.pk], "why": "Na overleg met Oss"},
    )

    assert Revision.objects.latest("pk").why == "Na overleg met Oss"


@pytest.mark.parametrize(
    "typed", ["👩‍👩‍👧‍👧 🏳️‍🌈", "\u202eomgekeerd مرحبا", "W" * 120, "a\x00b\x1bc", "<script>alert(1)</script>"]
)
def test_awkward_texts_are_stored_and_shown_as_text(typed, fatima, day):
    question = make_question(day)
    texts = {name: typed for name in FULL if name not in {"quarter", "status", "audience"}}

    response = fatima.post(
        address(day, "agenda-activity"), {**texts, "status": "idea", "questions": [question.pk]}
    )

    assert response.status_code == 303
    activity = Activity.objects.get()
    for page in (address(day, "agenda"), address(day, "agenda-activity", activity=activity.pk)):
        assert "<script>alert" not in fatima.get(page).content.decode()


def test_history_says_the_quarter_in_words(fatima, day):
    question = make_question(day)
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Werkgroep")
    curation.plan_activity(
        meetup=day.meetup, questions=[question], title="Werkgroep", activity=activity, quarter="2017-3"
    )

    assert "3e kwartaal 2017" in fatima.get(address(day, "chronicle")).content.decode()


# How far it is


def test_status_is_changed_from_the_agenda_in_one_tap(fatima, day):
    activity = curation.plan_activity(meetup=day.meetup, questions=[make_question(day)], title="Werkgroep")
    here = address(day, "agenda-activity-mark", activity=activity.pk)

    response = fatima.post(here, {"status": "running", "seen_seq": seq_of(day)})

    activity.refresh_from_db()
    assert activity.status == "running"
    assert response["Location"].endswith(f"#activiteit-{activity.pk}")
    assert fatima.post(here, {"status": "kaas"}).status_code == 422


def test_status_that_a_colleague_changed_meanwhile_is_not_overwritten(fatima, day):
    activity = curation.plan_activity(meetup=day.meetup, questions=[make_question(day)], title="Werkgroep")
    seen = seq_of(day)
    curation.mark_activity(activity=activity, status="done")

    response = fatima.post(
        address(day, "agenda-activity-mark", activity=activity.pk), {"status": "idea", "seen_seq": seen}
    )

    activity.refresh_from_db()
    assert response.status_code == 409
    assert activity.status == "done"
