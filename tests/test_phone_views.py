"""What a phone is shown: the page, the view and the personal part."""

import re

import pytest

from sessions.intake import approve_first, pause
from sessions.models import Answer, Step
from sessions.moderation import hide_answer
from tests import cast
from tests.cast import Section
from tests.phone import JSON, Phone, make_group, open_choice, open_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return cast.make_day()


@pytest.fixture
def phone(day):
    return Phone(day.etten_leur)


def test_page_of_a_prepared_question_says_to_wait(day, phone):
    cast.go_to(day.etten_leur, Section.KNOWLEDGE, 1)

    page = phone.page()

    assert "Even wachten. De gespreksleider opent zo de vraag." in page
    assert "<textarea" not in page.split('id="outbox"')[0]


def test_page_of_an_open_question_has_a_form_with_a_key_and_labels(day, phone):
    round_ = open_question(day)

    page = phone.page()

    assert f'action="{phone.address("antwoord")}"' in page
    assert re.search(r'name="key" value="[0-9a-f]{32}"', page)
    for label in round_.step.options.all():
        assert f'name="label" value="{label.pk}"' in page


@pytest.mark.parametrize("number", range(1, 30))
def test_every_step_has_a_page_in_each_state(day, phone, number):
    make_group(day)
    cast.go_to_number(day.etten_leur, number)
    kind = cast.round_of(day.etten_leur).step.kind

    pages = [phone.get(phone.address())]
    if kind != "slide":
        for move in (cast.open_step, cast.close_step, cast.reveal_step):
            move(day.etten_leur)
            pages.append(phone.get(phone.address()))

    assert {page.status_code for page in pages} == {200}
    assert all(f"Onderdeel {number} van 29" in page.content.decode() for page in pages)
    assert all(page.content.decode().count("<h1") == 1 for page in pages)


def test_page_asks_a_fixed_number_of_queries(day, phone, django_assert_max_num_queries):
    open_question(day)
    cast.reveal_step(day.etten_leur)
    for number in range(20):
        cast.give_answer(day.bram, f"Antwoord {number}", "kans")
    cast.give_answer(phone.participant, "Van mij")

    with django_assert_max_num_queries(16):
        phone.get(phone.address())


def test_view_unchanged_is_304(day, phone):
    seq = phone.get(phone.address("beeld"), headers=JSON).json()["seq"]

    assert phone.get(phone.address("beeld"), {"seq": seq}).status_code == 304

    open_question(day)
    assert phone.get(phone.address("beeld"), {"seq": seq}).status_code == 200


def test_view_of_another_epoch_is_never_unchanged(day, phone):
    view = phone.get(phone.address("beeld"), headers=JSON).json()

    def status(epoch):
        return phone.get(phone.address("beeld"), {"seq": view["seq"], "epoch": epoch}).status_code

    assert (status(view["epoch"]), status("0" * 32)) == (304, 200)


def test_view_as_html_holds_every_region_and_says_what_it_shows(day, phone):
    round_ = open_question(day)

    reply = phone.get(phone.address("beeld"))

    content = reply.content.decode()
    assert re.findall(r'hx-target="#(\w+)"', content) == ["stap", "bord", "mijn"]
    assert reply["PMG-Round"] == str(round_.pk)
    assert 'name="key"' not in content


def test_view_as_json_tells_what_is_asked_and_what_is_mine(day, phone):
    round_ = open_question(day)
    label = round_.step.options.get(text="opgave")
    phone.answer(round_, "Meer mbo-plekken", label.pk)

    view = phone.get(phone.address("beeld"), headers=JSON).json()

    assert view["step"]["theme"] == 1
    assert view["round"] == {"id": round_.pk, "state": "open", "revealed": False, "ends_at": None}
    assert {"id": label.pk, "text": "opgave"} in view["options"]
    assert [(mine["text"], mine["label"], mine["state"]) for mine in view["mine"]] == [
        ("Meer mbo-plekken", label.pk, "visible")
    ]


def test_own_part_holds_own_answers_alone(day, phone):
    round_ = open_question(day)
    phone.answer(round_, "Van mij")
    cast.give_answer(day.bram, "Van Bram")

    content = phone.get(phone.address("mijn")).content.decode()

    assert 'hx-target="#mijn"' in content
    assert "Van mij" in content
    assert "Van Bram" not in content


def test_own_answer_that_was_hidden_says_so_to_its_author(day, phone):
    round_ = open_question(day)
    phone.answer(round_, "Flauwe grap")
    hide_answer(answer=Answer.objects.get())

    content = phone.get(phone.address("mijn")).content.decode()

    assert "niet op het bord, wel bewaard" in content


def test_own_answer_that_waits_says_so_to_its_author_and_stays_off_the_board(day, phone):
    round_ = open_question(day)
    approve_first(step=round_.step, on=True)
    phone.answer(round_, "Mag dit?")
    cast.reveal_step(day.etten_leur)

    content = phone.page()

    assert "wacht op goedkeuring" in content
    assert content.count("Mag dit?</bdi>") == 1


def test_in_a_pause_a_phone_can_still_write(day, phone):
    open_question(day)
    pause(live_session=day.etten_leur, on=True)

    content = phone.page()

    assert "Even pauze." in content
    assert "Versturen" in content


def test_answers_of_others_are_seen_after_the_reveal_alone(day, phone):
    open_question(day)
    cast.give_answer(day.bram, "Lege winkels")

    before = phone.page()
    cast.reveal_step(day.etten_leur)
    after = phone.page()

    assert "Lege winkels" not in before
    assert "Lege winkels" in after


def test_words_of_others_are_escaped(day, phone):
    open_question(day)
    cast.give_answer(day.bram, "<img src=x hx-get=/regie/ hx-trigger=load>")
    cast.reveal_step(day.etten_leur)

    page = phone.page()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("path", ["beeld", "mijn"])
def test_view_for_who_has_not_joined(day, path):
    stranger = Phone(day.etten_leur, joins=False)

    assert stranger.get(stranger.address(path), headers=JSON).status_code == 401
    assert stranger.get(stranger.address(path)).url == stranger.address()


def test_page_shows_own_choices(day, phone):
    _, options = open_choice(day, Section.THEMES)
    phone.choose(options[1], 2)

    page = phone.page()

    assert 'Nog <span class="number" data-left>1</span> van 3 stippen over' in page
    assert f'<data data-option="{options[1].pk}" value="2">' in page


def test_open_poll_that_is_shown_directly_can_still_be_answered(day, phone):
    Step.objects.filter(section=Section.POSITION).update(shows_directly=True)
    _, options = open_choice(day, Section.POSITION)

    page = phone.page()

    assert f'data-option="{options[0].pk}"' in page
    assert "Wat de zaal koos" not in page
