"""What a commit looked up serves the next one, as long as it is certainly still so."""

import uuid

import pytest
from django.db import OperationalError
from django.db.models import F

from sessions import participation
from sessions.changes import one_commit
from sessions.models import Answer, Meetup, Round
from tests.cast import Section, close_step, give_choice, go_to, make_day, new_key, open_step, round_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def question(day):
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    return open_step(day.etten_leur)


def answer(participant, question, label="kans"):
    return participation.submit_answer(
        participant=participant,
        round_id=question.pk,
        key=new_key(),
        text="Stages bij het mkb",
        option_id=question.step.options.get(text=label).pk,
    )


def codes():
    return list(Answer.objects.order_by("created_seq").values_list("code", flat=True))


def test_the_round_and_its_labels_are_looked_up_once_for_a_room(day, question, django_assert_num_queries):
    label = question.step.options.get(text="kans").pk

    def submit(participant):
        participation.submit_answer(
            participant=participant, round_id=question.pk, key=new_key(), text="Stages", option_id=label
        )

    with django_assert_num_queries(11):
        submit(day.anna)
    with django_assert_num_queries(9):
        submit(day.bram)


def test_a_round_that_was_closed_since_takes_no_more(day, question):
    answer(day.anna, question)
    close_step(day.etten_leur)

    assert answer(day.bram, question).status == "late"


def test_a_round_that_another_process_closed_takes_no_more(day, question):
    answer(day.anna, question)
    # Another process shares nothing but the database.
    Round.objects.filter(pk=question.pk).update(state=Round.State.CLOSED, closed_at=F("opened_at"))
    Meetup.objects.update(seq=F("seq") + 1)

    assert answer(day.bram, question).status == "late"


def test_a_restored_backup_with_the_same_seq_is_looked_at_anew(day, question):
    answer(day.anna, question)
    Round.objects.filter(pk=question.pk).update(state=Round.State.CLOSED, closed_at=F("opened_at"))
    Meetup.objects.update(epoch=uuid.uuid4())

    assert answer(day.bram, question).status == "late"


def test_a_commit_that_fails_uses_up_no_code(day, question):
    answer(day.anna, question)

    def answer_while_the_disk_is_full():
        with one_commit(day.meetup.pk):
            answer(day.bram, question)
            raise OperationalError("database or disk is full")

    with pytest.raises(OperationalError):
        answer_while_the_disk_is_full()
    answer(day.bram, question)

    assert codes() == ["E1-001", "E1-002"]


def test_codes_run_on_over_two_open_questions_of_a_place(day, question):
    answer(day.anna, question)
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=2)
    later = open_step(day.etten_leur)
    for asked in (question, later, question, later):
        answer(day.bram, asked)

    assert codes() == ["E1-001", "E1-002", "E2-003", "E1-004", "E2-005"]


def test_a_choice_in_between_changes_no_code(day, question):
    answer(day.anna, question)
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.bram, round_of(day.etten_leur).step.options.first())
    answer(day.bram, question)

    assert codes() == ["E1-001", "E1-002"]


def test_a_round_that_is_not_there_is_not_remembered(day, question):
    with one_commit(day.meetup.pk) as commit:
        looked = [commit.findings.recall(Round, 0, lambda: None) for _ in range(2)]
        found = commit.findings.recall(Round, 0, lambda: question)

    assert looked == [None, None]
    assert found == question
