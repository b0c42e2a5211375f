"""The phone without JavaScript: every form works, and no typed text is lost."""

import re

import pytest

from sessions.models import Answer
from tests import cast
from tests.cast import Section
from tests.phone import Phone, open_choice, open_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return cast.make_day()


@pytest.fixture
def phone(day):
    return Phone(day.etten_leur)


def test_form_answer_leads_back_to_the_page(day, phone):
    round_ = open_question(day)

    reply = phone.submit("antwoord", round=round_.pk, text="Gewoon een formulier", label="")

    assert (reply.status_code, reply.url) == (303, phone.address())
    page = phone.page()
    assert "Opgeslagen." in page
    assert "Gewoon een formulier" in page


def test_form_answer_too_long_keeps_the_text_and_the_label(day, phone):
    round_ = open_question(day)
    label = round_.step.options.get(text="bedreiging")
    text = "x" * 501

    reply = phone.submit("antwoord", round=round_.pk, text=text, label=label.pk)

    page = reply.content.decode()
    assert reply.status_code == 422
    assert f">{text}</textarea>" in page
    assert "Uw tekst is te lang. Maak hem 1 teken korter." in page
    assert re.search(rf'value="{label.pk}"\s+checked', page)


def test_form_answer_before_opening_keeps_the_text_apart(day, phone):
    round_ = cast.go_to(day.etten_leur, Section.KNOWLEDGE, 1)

    reply = phone.submit("antwoord", round=round_.pk, text="Te vroeg getypt", label="")

    page = reply.content.decode()
    assert reply.status_code == 409
    assert "Deze vraag is gesloten." in page
    assert '<textarea id="over" readonly>Te vroeg getypt</textarea>' in page


def test_form_answer_of_an_earlier_question_does_not_land_in_the_present_one(day, phone):
    earlier = open_question(day)
    open_question(day, Section.KNOWLEDGE)
    text = "x" * 501

    page = phone.submit("antwoord", round=earlier.pk, text=text, label="").content.decode()

    assert f'<textarea id="over" readonly>{text}</textarea>' in page
    assert page.count(text) == 1


def test_form_change_without_words_opens_the_form_again(day, phone):
    phone.answer(open_question(day), "Eerste versie")
    answer = Answer.objects.get()

    reply = phone.submit("wijzigen", answer=answer.pk, base_rev=1, text=" ", label="")

    page = reply.content.decode()
    assert reply.status_code == 422
    assert '<details class="own-answers__edit" open>' in page
    assert page.count("Typ eerst uw antwoord.") == 1


def test_form_change_after_closing_keeps_the_text_apart(day, phone):
    phone.answer(open_question(day), "Eerste versie")
    cast.close_step(day.etten_leur)
    answer = Answer.objects.get()

    reply = phone.submit("wijzigen", answer=answer.pk, base_rev=1, text="Beter", label="")

    assert reply.status_code == 409
    assert '<textarea id="over" readonly>Beter</textarea>' in reply.content.decode()


def test_form_dot_too_many_says_why(day, phone):
    round_, options = open_choice(day, Section.THEMES)
    phone.choose(options[0], 3)

    reply = phone.submit("keuze", round=round_.pk, option=options[1].pk, value=1)

    assert reply.status_code == 422
    assert "U hebt 3 stippen. Haal eerst ergens een stip weg." in reply.content.decode()


def test_form_late_answer_says_where_it_is(day, phone):
    round_ = open_question(day)
    cast.close_step(day.etten_leur)

    phone.submit("antwoord", round=round_.pk, text="Nog één ding", label="")

    assert "Uw antwoord kwam na de sluiting. Het ligt bij de gespreksleider." in phone.page()


def test_form_of_another_site_is_refused(day, phone):
    round_ = open_question(day)
    fields = {"key": cast.new_key(), "round": round_.pk, "text": "Van elders", "label": ""}

    reply = phone.post(phone.address("antwoord"), fields, headers={"Origin": "http://evil.example"})

    assert reply.status_code == 403
    assert not Answer.objects.exists()
