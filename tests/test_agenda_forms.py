"""What staff write of knowledge questions: made of a group, saved, dropped and put back."""

import pytest

from sessions import clustering, curation
from sessions.models import KnowledgeQuestion
from tests.agenda_page import address, make_group, make_question, question_fields, seq_of
from tests.cast import make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(client, day):
    """The browser of Fatima, who leads the meet-up."""
    client.force_login(day.fatima)
    return client


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
