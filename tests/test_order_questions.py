"""The order of the knowledge questions of a theme: by support, or as staff put them."""

import threading

import pytest
from django.db import connection
from django.test import Client

from sessions import curation
from sessions.agenda import agenda_of
from sessions.models import Event, KnowledgeQuestion
from sessions.seen import ChangedMeanwhile
from tests.agenda_page import address, make_question, seq_of
from tests.cast import make_day

HTMX = {"hx-request": "true"}


@pytest.fixture
def day(db):
    return make_day()


@pytest.fixture
def three(day):
    """Three questions of theme 1 without any support: they stand in the order in which they were made."""
    return make_three(day)


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def make_three(day):
    first = make_question(day, text="Een?")
    cluster = first.clusters.get()
    return [first, *(curation.promote_cluster(cluster=cluster, text=text) for text in ("Twee?", "Drie?"))]


def order(day, ids, seen_seq=None):
    theme = day.meetup.themes.get(number=1)
    curation.order_questions(meetup=day.meetup, theme=theme, ids=ids, seen_seq=seen_seq)


def shown(day):
    return [(line.number, line.question.text) for line in agenda_of(day.meetup).lines]


def events_of_order(day):
    return [event.ref for event in Event.objects.filter(meetup=day.meetup) if curation.ORDER in event.detail]


# Storing


def test_numbers_follow_the_order_of_staff(day, three):
    first, second, third = three

    order(day, [third.pk, first.pk, second.pk])

    assert shown(day) == [("K1.1", "Drie?"), ("K1.2", "Een?"), ("K1.3", "Twee?")]


def test_back_to_the_order_of_support_forgets_all_places(day, three):
    order(day, [question.pk for question in reversed(three)])

    order(day, None)

    assert shown(day) == [("K1.1", "Een?"), ("K1.2", "Twee?"), ("K1.3", "Drie?")]
    assert not KnowledgeQuestion.objects.exclude(position=None).exists()


def test_only_questions_of_which_the_place_changes_get_an_event(day, three):
    first, second, third = three
    order(day, [first.pk, second.pk, third.pk])
    before = len(events_of_order(day))

    order(day, [first.pk, third.pk, second.pk])

    assert events_of_order(day)[before:] == [f"knowledgequestion-{third.pk}", f"knowledgequestion-{second.pk}"]


def test_same_order_twice_changes_nothing_the_second_time(day, three):
    ids = [question.pk for question in reversed(three)]
    order(day, ids, seen_seq=seq_of(day))
    seq = seq_of(day)

    order(day, ids, seen_seq=0)

    assert seq_of(day) == seq


def test_new_question_comes_behind_those_that_were_put_in_order(day, three):
    order(day, [question.pk for question in reversed(three)])

    curation.promote_cluster(cluster=three[0].clusters.get(), text="Vier?")

    assert [text for _, text in shown(day)] == ["Drie?", "Twee?", "Een?", "Vier?"]


def test_order_after_that_of_a_colleague_raises_changed_meanwhile(day, three):
    first, second, third = (question.pk for question in three)
    seen = seq_of(day)
    order(day, [third, second, first], seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        order(day, [second, first, third], seen_seq=seen)

    assert [text for _, text in shown(day)] == ["Drie?", "Twee?", "Een?"]


@pytest.mark.parametrize("ids", ["missing", "extra", "twice"])
def test_order_that_is_not_of_all_questions_of_the_theme_is_refused(day, three, ids):
    pks = [question.pk for question in three]
    wanted = {"missing": pks[:2], "extra": [*pks, 999_999], "twice": [*pks[:2], pks[0]]}[ids]

    with pytest.raises(ChangedMeanwhile):
        order(day, wanted)

    assert not KnowledgeQuestion.objects.exclude(position=None).exists()


def test_question_can_still_be_saved_after_a_colleague_changed_the_order(day, three):
    seen = seq_of(day)
    order(day, [question.pk for question in reversed(three)])

    curation.reword_question(question=three[0], text="Toch een?", seen_seq=seen)

    three[0].refresh_from_db()
    assert (three[0].text, three[0].position) == ("Toch een?", 3)


def test_question_that_goes_to_another_theme_loses_its_place(day, three):
    order(day, [question.pk for question in reversed(three)])

    curation.reword_question(question=three[2], theme=day.meetup.themes.get(number=2))

    three[2].refresh_from_db()
    assert three[2].position is None


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_at_the_same_moment_one_holds_as_a_whole():
    day = make_day()
    pks = [question.pk for question in make_three(day)]
    seen, barrier, outcomes = seq_of(day), threading.Barrier(2), []

    def put(ids):
        try:
            barrier.wait()
            order(day, ids, seen_seq=seen)
            outcomes.append("done")
        except ChangedMeanwhile:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=[ids]) for ids in (pks[::-1], [pks[1], pks[0], pks[2]])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "refused"]
    assert sorted(KnowledgeQuestion.objects.values_list("position", flat=True)) == [1, 2, 3]


# The page


def post(client, day, three, headers=None, **fields):
    sent = {"theme": three[0].theme_id, "ids": [question.pk for question in three], **fields}
    return client.post(address(day, "agenda-order"), sent, headers=headers)


@pytest.mark.parametrize(
    ("field", "which", "texts"),
    [
        ("up", 2, ["Een?", "Drie?", "Twee?"]),
        ("down", 0, ["Twee?", "Een?", "Drie?"]),
        ("up", 0, ["Een?", "Twee?", "Drie?"]),
        ("down", 2, ["Een?", "Twee?", "Drie?"]),
    ],
)
def test_arrow_moves_a_question_one_place(fatima, day, three, field, which, texts):
    response = post(fatima, day, three, **{field: three[which].pk})

    assert response.status_code == 303
    assert response["Location"].endswith("#thema-1")
    assert [text for _, text in shown(day)] == texts


def test_first_question_that_goes_up_keeps_the_order_of_support(fatima, day, three):
    post(fatima, day, three, up=three[0].pk)

    assert not KnowledgeQuestion.objects.exclude(position=None).exists()


def test_page_offers_the_order_of_support_only_where_there_is_another(fatima, day, three):
    assert "Terug naar volgorde van steun" not in fatima.get(address(day, "agenda")).content.decode()
    post(fatima, day, list(reversed(three)))

    assert "Terug naar volgorde van steun" in fatima.get(address(day, "agenda")).content.decode()
    post(fatima, day, three, by_support="1")
    assert [text for _, text in shown(day)] == ["Een?", "Twee?", "Drie?"]


def test_script_gets_the_agenda_back_in_its_new_order(fatima, day, three):
    response = post(fatima, day, list(reversed(three)), headers=HTMX)

    page = response.content.decode()
    assert response.status_code == 200
    assert page.index("Drie?</bdi></a></h4>") < page.index("Een?</bdi></a></h4>")


def test_order_after_that_of_a_colleague_says_so_and_shows_his(fatima, day, three):
    seen = seq_of(day)
    order(day, [question.pk for question in reversed(three)])

    response = post(fatima, day, three, seen_seq=seen, down=three[0].pk)
    scripted = post(fatima, day, three, seen_seq=seen, down=three[0].pk, headers=HTMX)

    assert response.status_code == 409
    assert "Er was net iets veranderd." in response.content.decode()
    assert "Er was net iets veranderd." in scripted.content.decode()
    assert [text for _, text in shown(day)] == ["Drie?", "Twee?", "Een?"]


@pytest.mark.parametrize("fields", [{"ids": ["x"]}, {"ids": [999_999]}, {"theme": 999_999}, {"up": "x"}])
def test_order_of_what_is_not_there_is_refused(fatima, day, three, fields):
    assert post(fatima, day, three, **fields).status_code == 422


def test_one_question_has_no_arrows(fatima, day):
    make_question(day)

    assert 'name="up"' not in fatima.get(address(day, "agenda")).content.decode()
