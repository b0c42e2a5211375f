"""Answers that somebody types at the desk, from paper or the microphone."""

import pytest
from django.test import Client

from sessions import scribing
from sessions.agenda import agenda_of
from sessions.models import Answer, Participant
from sessions.once import RoundClosed
from sessions.places import places_of
from sessions.stage import counts_of
from tests.cast import Section, close_step, give_answer, go_to, make_day, new_key, open_step, round_of

pytestmark = pytest.mark.django_db

PAPER, MICROPHONE = Answer.Source.PAPER, Answer.Source.MICROPHONE


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def question(day):
    """The question under four labels, open in Etten-Leur."""
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    return open_step(day.etten_leur)


@pytest.fixture
def desk(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def note(day, question, text="Minder regels", key=None, source=PAPER, heads=4):
    return scribing.note_answer(
        live_session=day.etten_leur,
        round_id=question.pk,
        key=key or new_key(),
        text=text,
        source=source,
        heads=heads,
    )


def form_of(question, **fields):
    given = {"key": new_key(), "round": question.pk, "text": "Minder regels", "source": "paper", "heads": "4"}
    return given | fields


def address(day):
    return f"/regie/{day.etten_leur.pk}/intypen/"


def test_a_typed_answer_is_on_the_board_with_its_source_and_heads(day, question):
    note(day, question)

    answer = Answer.objects.get()
    assert (answer.state, answer.code, answer.origin) == (Answer.State.VISIBLE, "E1-001", "papier, 4 mensen")


def test_typed_answers_count_on_with_those_of_phones(day, question):
    give_answer(day.anna, "Jongeren trekken weg")
    note(day, question, source=MICROPHONE, heads=1)
    give_answer(day.bram, "Te veel regels")

    assert list(Answer.objects.values_list("code", flat=True)) == ["E1-001", "E1-002", "E1-003"]
    assert [answer.origin for answer in Answer.objects.all()] == ["", "microfoon, 1 persoon", ""]


def test_the_scribe_is_nobody_in_the_counts_and_the_heads_stand_apart(day, question):
    give_answer(day.anna, "Jongeren trekken weg")
    note(day, question, heads=4)
    note(day, question, text="Nog een", heads=3)

    counts = counts_of(round_of(day.etten_leur))

    assert (counts.answers, counts.people, counts.participants, counts.others) == (3, 1, 2, 7)
    assert places_of(day.meetup)[0].participant_count == 2
    assert sum(turnout.people for turnout in agenda_of(day.meetup).turnouts) == 3
    assert Participant.objects.filter(is_scribe=True).count() == 1


def test_the_same_key_twice_is_one_answer(day, question):
    key = new_key()

    first, second = note(day, question, key=key), note(day, question, key=key)

    assert (first.status, second.status, first.id) == ("accepted", "duplicate", second.id)


def test_paper_may_be_typed_in_after_closing(day, question):
    close_step(day.etten_leur)

    note(day, question)

    assert Answer.objects.get().state == Answer.State.VISIBLE


def test_before_the_question_opened_nothing_is_typed_in(day):
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)

    with pytest.raises(RoundClosed):
        note(day, round_of(day.etten_leur))


def test_page_stores_an_answer_and_is_ready_for_the_next(day, question, desk):
    label = question.step.options.get(text="kans")

    reply = desk.post(address(day), form_of(question, label=label.pk), follow=True)

    page = reply.content.decode()
    assert reply.redirect_chain == [(f"{address(day)}?vraag={question.pk}&bron=paper", 303)]
    assert "Opgeslagen als E1-001." in page
    assert "papier, 4 mensen" in page
    assert Answer.objects.get().option == label


def test_page_says_what_is_wrong_and_keeps_what_was_typed(day, question, desk):
    reply = desk.post(address(day), form_of(question, heads="0"))

    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Vul 1 of meer in." in page
    assert "Minder regels</textarea>" in page
    assert not Answer.objects.exists()


def test_page_of_a_question_of_another_place_stores_nothing(day, question, desk):
    go_to(day.rijssen, Section.OPPORTUNITIES, theme=1)
    elsewhere = open_step(day.rijssen)

    reply = desk.post(address(day), form_of(elsewhere))

    assert reply.status_code == 409
    assert not Answer.objects.exists()


def test_page_before_any_question_says_so(day, desk):
    assert "Er is nog geen vraag open geweest" in desk.get(address(day)).content.decode()


def test_board_and_desk_show_where_an_answer_came_from(day, question, desk):
    note(day, question)

    assert "papier, 4 mensen" in desk.get(f"/regie/{day.etten_leur.pk}/").content.decode()
