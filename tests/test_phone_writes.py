"""What the outbox of a phone sends, and what it hears back."""

import re

import pytest

from sessions.models import Answer, Choice, Support
from tests import cast
from tests.cast import Section
from tests.phone import Phone, make_group, open_choice, open_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return cast.make_day()


@pytest.fixture
def phone(day):
    return Phone(day.etten_leur)


def values(participant):
    return dict(Choice.objects.filter(participant=participant).values_list("option", "value"))


@pytest.mark.parametrize("path", ["antwoord", "wijzigen", "intrekken", "steun", "keuze", "klaar", "schrijft"])
def test_write_of_who_has_not_joined_is_401(day, path):
    reply = Phone(day.etten_leur, joins=False).send(path, key=cast.new_key())

    assert reply.status_code == 401


def test_cookie_of_another_place_does_not_count(day, phone):
    elsewhere = Phone(day.rijssen, joins=False)
    elsewhere.cookies[f"deelnemer-{day.rijssen.code}"] = phone.cookies[f"deelnemer-{day.etten_leur.code}"].value

    assert elsewhere.send("antwoord", key=cast.new_key()).status_code == 401


def test_answer_is_accepted(day, phone):
    round_ = open_question(day)
    label = round_.step.options.get(text="kans")

    reply = phone.answer(round_, "  Meer samenwerken\r\nmet scholen ", label.pk)

    answer = Answer.objects.get()
    assert reply.status_code == 200
    assert reply.json() == {"status": "accepted", "id": answer.pk, "rev": 1, "seq": answer.created_seq}
    assert (answer.text, answer.option) == ("Meer samenwerken\nmet scholen", label)


def test_answer_sent_twice_counts_once(day, phone):
    round_ = open_question(day)
    key = cast.new_key()

    first = phone.answer(round_, "Meer samenwerken", key=key).json()
    second = phone.answer(round_, "Meer samenwerken", key=key)

    assert second.status_code == 200
    assert second.json() == {**first, "status": "duplicate"}
    assert Answer.objects.count() == 1


def test_answer_with_a_used_key_and_other_words_is_422(day, phone):
    round_ = open_question(day)
    key = cast.new_key()
    phone.answer(round_, "Meer samenwerken", key=key)

    reply = phone.answer(round_, "Iets anders", key=key)

    assert reply.status_code == 422
    assert list(reply.json()["errors"]) == ["key"]


def test_answer_after_closing_is_late(day, phone):
    round_ = open_question(day)
    cast.close_step(day.etten_leur)

    reply = phone.answer(round_, "Nog één ding")

    assert (reply.status_code, reply.json()["status"]) == (202, "late")
    assert Answer.objects.get().state == Answer.State.LATE


def test_answer_before_opening_is_409(day, phone):
    round_ = cast.go_to(day.etten_leur, Section.KNOWLEDGE, 1)

    reply = phone.answer(round_, "Te vroeg")

    assert (reply.status_code, reply.json()) == (409, {"status": "closed"})


def test_answer_too_long_says_how_much(day, phone):
    reply = phone.answer(open_question(day), "x" * 535)

    assert reply.status_code == 422
    assert reply.json() == {
        "status": "invalid",
        "errors": {"text": ["Uw tekst is te lang. Maak hem 35 tekens korter."]},
    }


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": " \n "}, "text"),
        ({"key": "kort"}, "key"),
        ({"key": ""}, "key"),
        ({"round": "x"}, "round"),
        ({"label": "kans"}, "label"),
    ],
)
def test_answer_that_is_not_filled_in_well_is_422(day, phone, fields, wrong):
    round_ = open_question(day)

    reply = phone.send(
        "antwoord", **{"key": cast.new_key(), "round": round_.pk, "text": "Ja", "label": ""} | fields
    )

    assert reply.status_code == 422
    assert list(reply.json()["errors"]) == [wrong]


def test_answer_to_a_round_of_another_place_is_404(day, phone):
    cast.go_to(day.rijssen, Section.KNOWLEDGE, 1)
    round_ = cast.open_step(day.rijssen)

    reply = phone.answer(round_, "Verdwaald")

    assert (reply.status_code, reply.json()) == (404, {"status": "not_found"})


def test_own_answer_is_changed(day, phone):
    phone.answer(open_question(day), "Eerste versie")
    answer = Answer.objects.get()

    reply = phone.revise(answer, "Betere versie")

    answer.refresh_from_db()
    assert (reply.status_code, reply.json()["rev"]) == (200, 2)
    assert answer.text == "Betere versie"


def test_change_of_an_old_version_is_409_with_the_newest(day, phone):
    phone.answer(open_question(day), "Eerste versie")
    answer = Answer.objects.get()
    phone.revise(answer, "Tweede versie")

    reply = phone.revise(answer, "Derde versie")

    assert reply.status_code == 409
    assert reply.json() == {"status": "stale", "text": "Tweede versie", "rev": 2}


def test_answer_of_somebody_else_is_not_changed(day, phone):
    open_question(day)
    answer = cast.give_answer(day.bram, "Van Bram")

    reply = phone.revise(answer, "Gekaapt")

    assert reply.status_code == 404
    answer.refresh_from_db()
    assert answer.text == "Van Bram"


def test_own_answer_is_withdrawn(day, phone):
    phone.answer(open_question(day), "Toch niet")
    answer = Answer.objects.get()

    reply = phone.send("intrekken", key=cast.new_key(), answer=answer.pk, base_rev=1)

    answer.refresh_from_db()
    assert reply.status_code == 200
    assert answer.state == Answer.State.WITHDRAWN
    assert "Toch niet" not in phone.page()


def test_support_is_given_and_taken_back(day, phone):
    open_question(day)
    answer = cast.give_answer(day.bram, "Lege winkels")
    cast.reveal_step(day.etten_leur)

    given = phone.support(answer)
    supporters = list(Support.objects.values_list("participant", flat=True))
    taken_back = phone.support(answer, on="0")

    assert (given.status_code, taken_back.status_code) == (200, 200)
    assert supporters == [phone.participant.pk]
    assert not Support.objects.exists()


def test_support_before_the_reveal_is_409(day, phone):
    open_question(day)
    answer = cast.give_answer(day.bram, "Lege winkels")

    assert phone.support(answer).status_code == 409


def test_own_answer_cannot_be_supported(day, phone):
    phone.answer(open_question(day), "Van mij")
    cast.reveal_step(day.etten_leur)
    answer = Answer.objects.get()

    reply = phone.support(answer)

    form = re.search(rf'<form[^>]*data-answer="{answer.pk}"[^>]*>', phone.page()).group()
    assert reply.status_code == 404
    assert "hidden" in form


def test_poll_of_one_keeps_the_last_choice(day, phone):
    _, options = open_choice(day, Section.POSITION)

    replies = [phone.choose(options[0]), phone.choose(options[2])]

    assert [reply.status_code for reply in replies] == [200, 200]
    assert values(phone.participant) == {options[2].pk: 1}


def test_poll_of_several_keeps_every_choice_until_taken_back(day, phone):
    _, options = open_choice(day, Section.TRENDS, 1)

    for option, value in [(options[0], 1), (options[1], 1), (options[2], 1), (options[1], 0)]:
        phone.choose(option, value)

    assert values(phone.participant) == {options[0].pk: 1, options[2].pk: 1}


def test_poll_on_a_scale_takes_one_to_five(day, phone):
    _, options = open_choice(day, Section.STATEMENTS)

    replies = [phone.choose(options[0], 4), phone.choose(options[1], 6)]

    assert [reply.status_code for reply in replies] == [200, 422]
    assert values(phone.participant) == {options[0].pk: 4}


def test_poll_of_dots_refuses_one_too_many(day, phone):
    _, options = open_choice(day, Section.THEMES)

    replies = [phone.choose(options[0], 2), phone.choose(options[1], 1), phone.choose(options[2], 1)]

    assert [reply.status_code for reply in replies] == [200, 200, 422]
    assert replies[2].json()["errors"] == {"value": ["U hebt 3 stippen. Haal eerst ergens een stip weg."]}
    assert values(phone.participant) == {options[0].pk: 2, options[1].pk: 1}


def test_ballot_of_forms_keeps_one_form_a_group_and_joining_apart(day, phone):
    make_group(day)
    _, options = open_choice(day, Section.FORMS)
    joins = next(option for option in options if option.joins)

    for option in (options[0], joins, options[1]):
        phone.choose(option)

    assert values(phone.participant) == {options[1].pk: 1, joins.pk: 1}


def test_choice_after_closing_is_409(day, phone):
    _, options = open_choice(day, Section.POSITION)
    cast.close_step(day.etten_leur)

    assert phone.choose(options[0]).status_code == 409
