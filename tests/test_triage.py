"""All that is to be judged: every group and every loose answer is in one state, and nothing stays unseen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import clustering, curation, intake, moderation, participation
from sessions.agenda import agenda_of
from sessions.triage import triage_of, unseen_count
from tests.cast import ask, close_step, give_answer, group, make_day, new_key, promote

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


def states_of(day):
    """The state of each item, by its title."""
    return {item.title: item.state.label for item in triage_of(day.meetup).items}


def became_of(day, answer):
    return next(trace.became for trace in agenda_of(day.meetup).traces if trace.answer == answer)


def withdraw(answer):
    participation.withdraw_answer(
        participant=answer.participant, answer_id=answer.pk, key=new_key(), base_rev=answer.rev
    )


def test_every_group_and_every_loose_answer_starts_as_not_seen(day):
    group(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"), give_answer(day.bram, "Wie blijft?"))
    give_answer(day.carla, "Los")

    assert states_of(day) == {"Talent": "nog niet bekeken", "Los": "nog niet bekeken"}
    assert unseen_count(day.meetup) == 2


def test_nothing_was_said_so_nothing_is_to_be_judged(day):
    assert triage_of(day.meetup).items == []
    assert unseen_count(day.meetup) == 0


def test_groups_come_with_most_support_first_and_then_loose_answers_theme_by_theme(day):
    give_answer(day.anna, "Los")
    group(day, "Klein", give_answer(day.anna, "Een"))
    group(day, "Groot", give_answer(day.anna, "Twee"), give_answer(day.bram, "Drie"))
    ask(day, theme=2)
    give_answer(day.carla, "Ander thema")

    assert list(states_of(day)) == ["Groot", "Klein", "Los", "Ander thema"]


@pytest.mark.parametrize(
    ("priority", "state", "became"),
    [
        ("", "herschreven als kennisvraag", "in K1.1 (nog te bepalen)"),
        ("now", "naar agenda", "in K1.1"),
        ("later", "naar agenda", "in K1.1 (later)"),
        ("not", "niet nu", "in K1.1 (niet nu)"),
    ],
)
def test_priority_of_the_kennisvraag_is_the_state(priority, state, became, day):
    answer = give_answer(day.anna, "Hoe houden we talent vast?")
    question = promote(day, "Talent", answer)

    curation.reword_question(question=question, priority=priority, reason="Zo besloten")

    assert states_of(day) == {"Talent": state}
    assert became_of(day, answer) == became


def test_group_in_two_kennisvragen_is_on_the_agenda_when_one_of_them_is(day):
    question = promote(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    curation.reword_question(question=question, priority="not", reason="Te groot")
    curation.promote_cluster(cluster=question.clusters.get(), text="Wie blijft?")

    assert states_of(day) == {"Talent": "naar agenda"}


def test_group_of_a_dropped_kennisvraag_is_open_again(day):
    question = promote(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))

    curation.drop_question(question=question)
    assert states_of(day) == {"Talent": "nog niet bekeken"}

    curation.drop_question(question=question, dropped=False)
    assert states_of(day) == {"Talent": "naar agenda"}


def test_answer_that_comes_into_the_group_of_a_kennisvraag_was_seen_by_nobody(day):
    first = give_answer(day.anna, "Hoe houden we talent vast?")
    question = promote(day, "Talent", first)
    late = give_answer(day.bram, "Wie blijft?")
    group(day, "Talent", late)

    assert states_of(day) == {"Talent": "opnieuw bekijken"}
    assert [item.fresh for item in triage_of(day.meetup).items] == [[late]]
    assert unseen_count(day.meetup) == 1

    curation.reword_question(question=question, lead="Oss")
    assert states_of(day) == {"Talent": "opnieuw bekijken"}  # who names a lead does not look at answers


def test_answer_that_came_late_or_that_nobody_approved_waits(day):
    close_step(day.etten_leur)
    late = give_answer(day.anna, "Te laat")
    intake.hold_new(live_session=day.rijssen, on=True)
    new = give_answer(day.carla, "Nieuw")

    assert states_of(day) == {"Te laat": "wacht op toelating", "Nieuw": "wacht op toelating"}
    assert unseen_count(day.meetup) == 2
    assert became_of(day, new) == "nieuw: wacht op toelating"

    moderation.admit_answer(answer=late)
    assert states_of(day) == {"Te laat": "nog niet bekeken", "Nieuw": "wacht op toelating"}


def test_hidden_and_withdrawn_answers_have_ended_and_need_no_judgement(day):
    moderation.hide_answer(answer=give_answer(day.anna, "Flauwe grap"), reason="off_topic")
    withdraw(give_answer(day.bram, "Toch niet"))

    triage = triage_of(day.meetup)

    assert triage.items == []
    assert triage.ended == {"verborgen": 1, "ingetrokken": 1}


def test_group_of_which_all_answers_are_hidden_is_no_item(day):
    answer = give_answer(day.anna, "Flauwe grap")
    group(day, "Grap", answer)
    moderation.hide_answer(answer=answer)

    assert triage_of(day.meetup).items == []


def test_dissolved_group_gives_its_answers_back_to_be_judged(day):
    answers = [give_answer(day.anna, "Een"), give_answer(day.bram, "Twee")]
    group(day, "Talent", *answers)

    clustering.ungroup_answers(meetup=day.meetup, answer_ids=[answer.pk for answer in answers])

    assert states_of(day) == {"Een": "nog niet bekeken", "Twee": "nog niet bekeken"}


def test_triage_takes_as_many_queries_for_many_items_as_for_one(day, django_assert_num_queries):
    promote(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    give_answer(day.anna, "Los")
    with CaptureQueriesContext(connection) as queries:
        triage_of(day.meetup)

    for number in range(8):
        promote(day, f"Groep {number}", give_answer(day.anna, f"Antwoord {number}"))
        group(day, f"Zonder vraag {number}", give_answer(day.bram, f"Nog een {number}"))
        give_answer(day.carla, f"Los {number}")

    with django_assert_num_queries(len(queries)):
        assert len(triage_of(day.meetup).items) == 2 + 3 * 8
