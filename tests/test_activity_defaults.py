"""What a form of work gives an activity, and the warning when too few or too many municipalities join."""

import pytest

from sessions import curation
from sessions.models import Activity
from tests.agenda_page import address, make_question
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


def test_new_activity_takes_over_what_its_form_asks(fatima, day):
    question = make_question(day)
    curation.reword_question(
        question=question, form=day.meetup.programme.forms.get(singular="leerkring"), partners="ROC"
    )

    page = fatima.get(address(day, "agenda-activity"), {"kennisvraag": question.pk}).content.decode()

    for value in ("4 bijeenkomsten", "verslag of paper", "ROC"):
        assert f'value="{value}"' in page


def test_product_of_the_question_goes_before_that_of_the_form(fatima, day):
    question = make_question(day)
    form = day.meetup.programme.forms.get(singular="leerkring")
    curation.reword_question(question=question, form=form, product="overzicht")

    page = fatima.get(address(day, "agenda-activity"), {"kennisvraag": question.pk}).content.decode()

    assert 'value="overzicht"' in page
    assert 'value="verslag of paper"' not in page


def test_other_form_fills_only_what_is_empty_and_stores_nothing(fatima, day):
    form = day.meetup.programme.forms.get(singular="leerkring")

    page = fatima.post(
        address(day, "agenda-activity"),
        {"take": "form", "form": form.pk, "product": "een spel", "planning": " ", "title": "", "status": "idea"},
    ).content.decode()

    assert 'value="4 bijeenkomsten"' in page
    assert 'value="een spel"' in page
    assert "Geef de activiteit een naam." not in page
    assert not Activity.objects.exists()


def test_page_says_what_each_form_asks_in_the_words_of_the_content(fatima, day):
    make_question(day)
    day.meetup.programme.forms.filter(singular="werkgroep").update(description="Wij maken samen iets moois.")

    page = fatima.get(address(day, "agenda-activity")).content.decode()

    assert "Wij maken samen iets moois." in page
    assert "6 tot 12 gemeenten · 4 bijeenkomsten · verslag of paper" in page


def test_too_few_municipalities_are_warned_of_and_do_not_keep_from_saving(fatima, day):
    question = make_question(day)
    form = day.meetup.programme.forms.get(singular="leerkring")

    response = fatima.post(
        address(day, "agenda-activity"),
        {"title": "Leerkring", "status": "idea", "questions": [question.pk], "form": form.pk},
    )

    warning = "Er doet nog geen gemeente mee; een leerkring vraagt 6 tot 12 gemeenten."
    here = address(day, "agenda-activity", activity=Activity.objects.get().pk)
    assert response.status_code == 303
    assert warning in fatima.get(here).content.decode()
    assert warning in fatima.get(address(day, "agenda")).content.decode()
