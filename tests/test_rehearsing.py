"""Rehearsing: simulated people come in with a pass, and clearing removes exactly what they gave."""

import datetime

import pytest
from django.core import serializers
from django.test import Client

from sessions import clustering, participation, rehearsing
from sessions.facilitation import Impossible
from sessions.models import (
    Activity,
    Answer,
    Cluster,
    Event,
    KnowledgeQuestion,
    Meetup,
    Participant,
    Round,
    Support,
)
from sessions.passes import is_valid, pass_of
from sessions.preparation import make_meetup
from sessions.rehearsed import rehearsal_of
from tests.cast import (
    Section,
    ask,
    give_answer,
    give_choice,
    give_support,
    go_to,
    group,
    make_day,
    open_step,
    promote,
    reveal_step,
)

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def rehearsal(day):
    """The rehearsal of the day, which has begun."""
    return rehearsing.begin_rehearsal(meetup=day.meetup, minutes=10, beside_real=True)


def simulated(place):
    return participation.join(live_session=place, is_rehearsal=True)


def join(place, **fields):
    return Client().post(f"/d/{place.code}/deelnemen/", fields, **JSON)


def everything():
    """All that people can give, and who they are, byte for byte."""
    kinds = (Participant, *(relation.related_model for relation in Participant._meta.related_objects))
    return [serializers.serialize("json", kind.objects.order_by("pk")) for kind in kinds]


def play(day, people):
    """Let these people answer, support each other and choose at the question and the trends of theme 1."""
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    answers = [give_answer(person, f"Hoe houden we jongeren vast? ({person.pk})") for person in people]
    reveal_step(day.etten_leur)
    for person in people:
        for answer in answers:
            if answer.participant_id != person.pk:
                give_support(person, answer)
    trends = go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    for person in people:
        give_choice(person, trends.step.options.first())
    return answers


def test_who_joins_with_the_pass_is_marked_and_who_joins_without_is_not(day, rehearsal):
    with_pass = join(day.etten_leur, rehearsal=pass_of(rehearsal))
    without = join(day.etten_leur)

    marks = [
        Participant.objects.get(pk=reply.json()["participant"]).is_rehearsal for reply in (with_pass, without)
    ]
    assert marks == [True, False]


@pytest.mark.parametrize("wrong", ["x", "1", "True"])
def test_a_pass_that_nobody_gave_lets_nobody_in(day, rehearsal, wrong):
    people = Participant.objects.count()

    reply = join(day.etten_leur, rehearsal=wrong)

    assert reply.status_code == 422
    assert reply.json()["errors"] == {"rehearsal": ["Deze repetitie is afgelopen."]}
    assert Participant.objects.count() == people


def test_a_pass_is_of_one_meetup_and_of_one_rehearsal(day, rehearsal):
    other = make_meetup(programme=day.meetup.programme)
    rehearsing.begin_rehearsal(meetup=other, minutes=10)
    old = pass_of(rehearsal)
    assert is_valid(old, day.meetup.pk)
    assert not is_valid(old, other.pk)

    rehearsing.end_rehearsal(meetup=day.meetup)
    assert not is_valid(old, day.meetup.pk)
    rehearsing.begin_rehearsal(meetup=day.meetup, minutes=11)
    assert not is_valid(old, day.meetup.pk)


def test_a_pass_is_of_no_use_when_the_time_is_over(day, rehearsal):
    Meetup.objects.filter(pk=day.meetup.pk).update(
        rehearses_until=rehearsal.rehearses_until - datetime.timedelta(minutes=11)
    )
    rehearsal.refresh_from_db()

    assert not is_valid(pass_of(rehearsal), day.meetup.pk)


def test_one_rehearsal_at_a_time(day, rehearsal):
    with pytest.raises(Impossible, match="loopt al"):
        rehearsing.begin_rehearsal(meetup=day.meetup, minutes=10)


def test_a_rehearsal_beside_real_answers_must_be_meant(day):
    ask(day)
    give_answer(day.anna, "Een echt antwoord")

    with pytest.raises(Impossible, match="Er is al 1 echt antwoord"):
        rehearsing.begin_rehearsal(meetup=day.meetup, minutes=10)
    assert rehearsing.begin_rehearsal(meetup=day.meetup, minutes=10, beside_real=True).rehearses_until


def test_ending_twice_is_one_change(day, rehearsal):
    for _ in range(2):
        rehearsing.end_rehearsal(meetup=day.meetup)

    assert Event.objects.filter(kind=Event.Kind.REHEARSAL_CHANGED).count() == 2  # it began, and it ended


def test_clearing_leaves_what_real_people_gave_byte_for_byte(day):
    play(day, [day.anna, day.bram])
    before = everything()
    played = [simulated(day.etten_leur) for _ in range(3)]
    play(day, played)

    gone = rehearsing.clear_rehearsal(meetup=day.meetup)

    assert (gone.people, gone.answers, gone.supports, gone.choices) == (3, 3, 6, 3)
    assert everything() == before
    day.etten_leur.refresh_from_db()
    assert day.etten_leur.last_answer_number == 5, "codes of real answers are never given again"


def test_support_of_a_real_person_goes_with_the_simulated_answer(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    answer = give_answer(simulated(day.etten_leur), "Gespeeld")
    reveal_step(day.etten_leur)
    give_support(day.anna, answer)

    rehearsing.clear_rehearsal(meetup=day.meetup)

    assert not Support.objects.exists()
    assert day.anna.receipts.count() == 1


def test_clearing_is_one_numbered_change_of_every_place(day, rehearsal):
    play(day, [simulated(day.etten_leur)])

    rehearsing.clear_rehearsal(meetup=day.meetup)

    day.meetup.refresh_from_db()
    last = Event.objects.last()
    assert (last.kind, last.live_session, last.seq) == (Event.Kind.REHEARSAL_CHANGED, None, day.meetup.seq)
    assert list(Event.objects.values_list("seq", flat=True)) == list(range(1, day.meetup.seq + 1))
    assert day.meetup.rehearses_until is None


def test_groups_that_become_empty_are_dissolved_and_others_stay(day):
    ask(day)
    real = give_answer(day.anna, "Een echt antwoord")
    played = [give_answer(simulated(day.etten_leur), f"Gespeeld {number}") for number in range(3)]
    mixed = group(day, "Gemengd", real, played[0])
    group(day, "Gespeeld", *played[1:])

    rehearsing.clear_rehearsal(meetup=day.meetup)

    assert list(Cluster.objects.filter(is_dissolved=False)) == [mixed]
    assert list(mixed.answers.all()) == [real]


def test_grouping_that_was_cleared_away_can_be_undone_and_redone_without_bringing_anything_back(day):
    ask(day)
    group(day, "Gespeeld", give_answer(simulated(day.etten_leur), "Gespeeld"))
    rehearsing.clear_rehearsal(meetup=day.meetup)

    clustering.undo_grouping(meetup=day.meetup)
    clustering.redo_grouping(meetup=day.meetup)

    assert not Answer.objects.exists()
    assert not Cluster.objects.filter(is_dissolved=False).exists()


def test_a_place_where_nobody_real_answered_numbers_from_one_again(day):
    ask(day)
    give_answer(simulated(day.etten_leur), "Gespeeld in Etten-Leur")
    give_answer(simulated(day.rijssen), "Gespeeld in Rijssen")
    give_answer(day.carla, "Echt in Rijssen")

    rehearsing.clear_rehearsal(meetup=day.meetup)

    assert give_answer(day.anna, "Het eerste").code == "E1-001"
    assert give_answer(day.carla, "Het volgende").code == "R1-003"


def test_a_meetup_beside_it_keeps_its_own_rehearsal(day):
    other = make_meetup(programme=day.meetup.programme)
    simulated(other.live_sessions.first())

    assert rehearsing.clear_rehearsal(meetup=day.meetup).people == 0
    assert Participant.objects.filter(is_rehearsal=True).count() == 1


def test_programme_goes_back_to_its_beginning(day):
    ask(day)
    promote(day, "Jongeren", give_answer(simulated(day.etten_leur), "Gespeeld"))
    rev = go_to(day.etten_leur, Section.TRENDS, theme=2).live_session.rev

    rehearsing.clear_rehearsal(meetup=day.meetup, to_start=True)

    day.etten_leur.refresh_from_db()
    assert day.etten_leur.current_step == day.meetup.steps.first()
    assert day.etten_leur.rev == rev + 1
    assert set(Round.objects.values_list("state", "revealed", "opened_at")) == {("prepared", False, None)}
    assert set(KnowledgeQuestion.objects.values_list("is_dropped", flat=True)) == {True}
    assert not Activity.objects.filter(is_dropped=False).exists()
    assert rehearsal_of(day.meetup).is_at_start


def test_programme_stays_where_it_is_once_a_real_person_gave_something(day):
    ask(day)
    give_answer(day.anna, "Een echt antwoord")
    give_answer(simulated(day.etten_leur), "Gespeeld")

    with pytest.raises(Impossible):
        rehearsing.clear_rehearsal(meetup=day.meetup, to_start=True)
    assert Answer.objects.count() == 2


def test_what_a_rehearsal_left_is_counted_by_place(day, rehearsal, django_assert_num_queries):
    play(day, [simulated(day.etten_leur), simulated(day.etten_leur), day.anna])
    simulated(day.rijssen)

    with django_assert_num_queries(10):
        rehearsed = rehearsal_of(day.meetup)

    assert [(share.people, share.answers, share.supports, share.choices) for share in rehearsed.shares] == [
        (2, 2, 4, 2),
        (1, 0, 0, 0),
    ]
    assert rehearsed.total.real == 2
    assert rehearsed.minutes_left == 10
    assert rehearsed.can_be_cleared
    assert not rehearsed.can_go_to_start
