"""The page on which staff decide about names and numbers, and the browser that does so by keyboard."""

from types import SimpleNamespace

import pytest
from django.test import Client

from sessions import curation
from sessions.models import Answer, Clearance
from sessions.preparation import make_meetup
from tests.agenda_page import address, make_question, seq_of
from tests.cast import ask, give_answer, group, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def page_of(client, day):
    return " ".join(client.get(address(day, "names")).content.decode().split())


def key_of(answer):
    return f"answer-{answer.pk}-text"


def hide(client, day, answer, hidden="1", **fields):
    return client.post(address(day, "names-hide", answer=answer.pk), {"hidden": hidden, **fields})


def test_the_page_marks_what_was_found_and_says_where(day, fatima):
    answer = give_answer(day.anna, "Bel Jan de Vries")

    page = page_of(fatima, day)

    assert f"Antwoord {answer.code}" in page
    assert 'Bel <mark class="names__found">Jan de Vries</mark>' in page
    assert "0 van 1 tekst nagekeken" in page


def test_nothing_found_says_what_the_program_cannot_see(day, fatima):
    page = page_of(fatima, day)

    assert "Geen namen of nummers gevonden." in page
    assert "Lees de agenda ook zelf na." in page


def test_a_text_of_staff_leads_to_where_it_is_changed(day, fatima):
    question = make_question(day)
    curation.reword_question(question=question, lead="Jan de Vries")

    page = page_of(fatima, day)

    assert "Kennisvraag: trekker" in page
    assert f'href="{address(day, "agenda-question", question=question.pk)}" data-card-key="w"' in page


def test_clearing_leads_to_the_next_text_that_waits(day, fatima):
    first = give_answer(day.anna, "Bel Jan de Vries of Karin Verhoeven")
    second = give_answer(day.bram, "Bel Femke Halsema")

    def clear(words, text):
        return fatima.post(address(day, "names-clear"), {"words": words, "text": key_of(text)})

    steps = [
        clear("Jan de Vries", first),
        clear("Karin Verhoeven", first),
        clear("Femke Halsema", second),
    ]

    assert [reply.status_code for reply in steps] == [303] * 3
    assert [reply.url.partition("#")[2] for reply in steps] == [key_of(first), key_of(second), "klaar"]
    assert "Alles is nagekeken." in page_of(fatima, day)
    assert "Mag blijven" in page_of(fatima, day)


def test_what_was_cleared_can_be_taken_back(day, fatima):
    give_answer(day.anna, "Bel Jan de Vries")
    fatima.post(address(day, "names-clear"), {"words": "Jan de Vries"})
    clearance = Clearance.objects.get()

    reply = fatima.post(
        address(day, "names-take-back", clearance=clearance.pk), {"seen_seq": seq_of(day)}, follow=True
    )

    assert "Deze woorden staan weer in de lijst." in reply.content.decode()
    assert "0 van 1 tekst nagekeken" in page_of(fatima, day)


def test_hiding_an_answer_keeps_the_reason_and_tells_its_author(day, fatima):
    answer = give_answer(day.anna, "Bel Jan de Vries")

    reply = hide(fatima, day, answer, seen_seq=seq_of(day), text=key_of(answer))

    answer.refresh_from_db()
    assert (reply.status_code, answer.state, answer.hidden_reason) == (303, "hidden", "personal")
    page = page_of(fatima, day)
    assert "Geen namen of nummers gevonden." in page
    assert "Jan de Vries" not in page
    assert f'<span class="number">{answer.code}</span>' in page


def test_a_hidden_answer_can_be_put_back(day, fatima):
    answer = give_answer(day.anna, "Bel Jan de Vries")
    hide(fatima, day, answer)

    reply = hide(fatima, day, answer, hidden="0", seen_seq=seq_of(day))

    answer.refresh_from_db()
    assert (reply.status_code, answer.state) == (303, Answer.State.VISIBLE)


def test_an_answer_that_changed_is_not_hidden_unseen(day, fatima):
    answer = give_answer(day.anna, "Bel Jan de Vries")
    seen = seq_of(day)
    hide(fatima, day, answer)
    hide(fatima, day, answer, hidden="0")

    reply = hide(fatima, day, answer, seen_seq=seen)

    assert reply.status_code == 409
    assert "Er was net iets veranderd." in reply.content.decode()
    answer.refresh_from_db()
    assert answer.state == Answer.State.VISIBLE


def test_an_answer_of_another_meetup_is_not_found(day, fatima):
    answer = give_answer(day.anna, "Bel Jan de Vries")
    other = make_other(day)

    assert hide(fatima, other, answer).status_code == 404


def make_other(day):
    meetup = make_meetup(programme=day.meetup.programme)
    meetup.facilitators.add(day.fatima)
    return SimpleNamespace(meetup=meetup)


def test_what_people_typed_is_never_markup(day, fatima):
    evil = '<script>alert(1)</script> Jan de Vries "><img src=x onerror=alert(1)>@zeist.nl'
    group(day, evil[:150], give_answer(day.anna, evil))

    page = page_of(fatima, day)

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_empty_words_are_refused(day, fatima):
    assert fatima.post(address(day, "names-clear"), {"words": "  "}).status_code == 422


def test_many_texts_take_as_many_queries_as_one(day, fatima, django_assert_max_num_queries):
    for person in (day.anna, day.bram):
        for number in range(30):
            give_answer(person, f"Bel Jan de Vries, keer {number}")

    with django_assert_max_num_queries(22):
        page = page_of(fatima, day)

    assert "0 van 60 teksten nagekeken" in page
