"""Looking back: what came of earlier agendas, and as what their lines come back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import curation
from sessions.agenda import agenda_of
from sessions.earlier import Given, GivenLine, pasts_of
from sessions.looking_back import let_go, look_back, take_in
from sessions.models import EarlierAgenda, EarlierQuestion, Event
from sessions.preparation import make_meetup
from sessions.seen import ChangedMeanwhile
from tests.agenda_page import make_question, seq_of
from tests.cast import make_day

pytestmark = pytest.mark.django_db
GIVEN = Given(
    "Kennisagenda",
    2015,
    [GivenLine("Hoe houden we talent vast in de regio?", number="K2.1"), GivenLine("Hoe vullen we winkels?")],
)


@pytest.fixture
def day():
    return make_day()


def taken(day, given=GIVEN):
    return take_in(meetup=day.meetup, given=given)[0]


def past_of(day, **kwargs):
    [past] = pasts_of(agenda_of(day.meetup), **kwargs)
    return past


def say(question, outcome="done", returns_as=(), **kwargs):
    look_back(question=question, outcome=outcome, remark="", returns_as=returns_as, **kwargs)


def test_an_agenda_that_is_taken_in_twice_is_there_once(day):
    agenda, is_new = take_in(meetup=day.meetup, given=GIVEN)
    seq = seq_of(day)

    again = take_in(meetup=day.meetup, given=GIVEN)

    assert (is_new, again) == (True, (agenda, False))
    assert (EarlierAgenda.objects.count(), EarlierQuestion.objects.count(), seq_of(day)) == (1, 2, seq)


def test_two_meetups_can_look_back_on_the_same_agenda(day):
    other = make_meetup(programme=day.meetup.programme)

    taken(day)
    take_in(meetup=other, given=GIVEN)

    assert EarlierAgenda.objects.count() == 2


def test_the_summary_counts_what_came_of_the_lines_and_what_comes_back(day):
    question = make_question(day)
    taken(day)
    first, second = EarlierQuestion.objects.all()

    before = past_of(day).summary
    say(first, "running", [question])
    say(second, "not_done")

    assert before == "2 kennisvragen in 2015: 2 nog te bepalen; geen komt terug in deze agenda."
    after = "2 kennisvragen in 2015: 1 loopt nog, 1 niet uitgevoerd; 1 komt terug in deze agenda."
    assert past_of(day).summary == after
    assert past_of(day).decided == 2


def test_a_line_proposes_what_looks_like_it(day):
    make_question(day, "Hoe houden we jong talent vast?")
    taken(day)

    first, second = past_of(day, propose=True).lines

    assert [line.number for line in first.alike] == ["K1.1"]
    assert second.alike == []
    assert first.returns == []


def test_a_line_can_come_back_as_more_than_one_question(day):
    one, two = make_question(day), make_question(day, "Hoe trekken we talent aan?")
    taken(day)
    say(EarlierQuestion.objects.first(), returns_as=[two, one])

    [line, _] = past_of(day, propose=True).lines

    assert {found.question for found in line.returns} == {one, two}
    assert [found.question for found in line.candidates[:2]] == [found.question for found in line.returns]


def test_what_was_dropped_since_does_not_come_back(day):
    question = make_question(day)
    taken(day)
    say(EarlierQuestion.objects.first(), returns_as=[question])

    curation.drop_question(question=question)

    assert past_of(day).lines[0].returns == []


def test_saying_the_same_twice_is_one_change(day):
    taken(day)
    question = EarlierQuestion.objects.first()
    say(question)
    seq = seq_of(day)

    say(question)

    assert seq_of(day) == seq


def test_of_two_people_at_once_the_second_is_told(day):
    taken(day)
    question, other = EarlierQuestion.objects.all()
    seen = seq_of(day)
    say(question, "done", seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        say(question, "running", seen_seq=seen)
    say(other, "running", seen_seq=seen)

    question.refresh_from_db()
    assert question.outcome == "done"


def test_what_was_said_before_is_kept_beside_the_event(day):
    question = make_question(day)
    taken(day)
    line = EarlierQuestion.objects.first()
    say(line, "running")
    say(line, "done", [question])

    revision = Event.objects.filter(kind=Event.Kind.EARLIER_CHANGED).last().revision

    assert revision.before == {"outcome": "running", "returns_as": []}
    assert revision.after == {"outcome": "done", "returns_as": [question.pk]}


def test_an_agenda_can_be_removed_again_and_twice_does_no_harm(day):
    agenda = taken(day)

    let_go(agenda=agenda, seen_seq=seq_of(day))
    seq = seq_of(day)
    let_go(agenda=EarlierAgenda(pk=agenda.pk, meetup=day.meetup), seen_seq=seq)

    assert (EarlierAgenda.objects.count(), EarlierQuestion.objects.count(), seq_of(day)) == (0, 0, seq)


def test_an_agenda_of_which_a_colleague_just_said_something_stays(day):
    agenda = taken(day)
    seen = seq_of(day)
    say(EarlierQuestion.objects.first())

    with pytest.raises(ChangedMeanwhile):
        let_go(agenda=agenda, seen_seq=seen)

    assert EarlierAgenda.objects.exists()


def test_many_lines_take_as_many_queries_as_one(day, django_assert_num_queries):
    question = make_question(day)
    taken(day)
    agenda = agenda_of(day.meetup)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        pasts_of(agenda, propose=True)

    taken(day, Given("Later", 2016, [GivenLine(f"Vraag {number}?") for number in range(40)]))
    for line in EarlierQuestion.objects.all():
        say(line, returns_as=[question])
    with django_assert_num_queries(len(queries)):
        assert len(pasts_of(agenda, propose=True)) == 2
