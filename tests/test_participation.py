"""The writes of participants: once per key, only while they may, and never somebody else's."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from sessions import participation, voting
from sessions.facilitation import close_due_rounds
from sessions.models import Answer, Choice, Event, Receipt, Round, Step, Support
from sessions.models.meetup import GRACE
from sessions.once import KeyReused, NotFound, RoundClosed
from sessions.participation import Stale
from tests.cast import (
    Section,
    close_step,
    give_answer,
    give_support,
    go_to,
    make_day,
    new_key,
    open_step,
    reveal_step,
    round_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def question(day):
    """Question 1 of theme 1, open in Etten-Leur."""
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    return open_step(day.etten_leur)


def submit(participant, round_, text="Jongeren vinden hier geen stageplek", key=None, option_id=None):
    return participation.submit_answer(
        participant=participant, round_id=round_.pk, key=key or new_key(), text=text, option_id=option_id
    )


def test_submit_answer_stores_text_label_code_and_event(day, question):
    label = question.step.options.get(text="kans")

    outcome = submit(day.anna, question, "Stages bij het mkb", option_id=label.pk)

    answer = Answer.objects.get()
    assert outcome.status == "accepted"
    assert (answer.text, answer.option, answer.participant, answer.state) == (
        "Stages bij het mkb",
        label,
        day.anna,
        Answer.State.VISIBLE,
    )
    assert answer.code == "E1-001"
    event = Event.objects.get(seq=outcome.seq)
    assert (event.kind, event.ref, event.live_session) == (
        Event.Kind.ANSWER_SUBMITTED,
        str(answer.pk),
        day.etten_leur,
    )


def test_codes_count_on_through_the_day_in_each_place(day, question):
    submit(day.anna, question)
    go_to(day.etten_leur, Section.BRIDGE)
    submit(day.bram, open_step(day.etten_leur))
    go_to(day.rijssen, Section.OPPORTUNITIES, theme=2)
    submit(day.carla, open_step(day.rijssen))

    assert list(Answer.objects.values_list("code", flat=True)) == ["E1-001", "E0-002", "R2-001"]


def test_submit_answer_twice_with_one_key_is_one_answer(day, question):
    key = new_key()

    first = submit(day.anna, question, key=key)
    again = submit(day.anna, question, key=key)

    assert (first.status, again.status) == ("accepted", "duplicate")
    assert (again.id, again.rev, again.seq) == (first.id, first.rev, first.seq)
    assert Answer.objects.count() == 1


def test_submit_answer_with_a_used_key_and_other_words_is_refused(day, question):
    key = new_key()
    submit(day.anna, question, "Eerste", key=key)

    with pytest.raises(KeyReused):
        submit(day.anna, question, "Tweede", key=key)

    assert Answer.objects.get().text == "Eerste"


def test_two_people_may_use_the_same_key(day, question):
    submit(day.anna, question, key="0" * 32)
    submit(day.bram, question, key="0" * 32)

    assert Answer.objects.count() == 2


def test_submit_answer_before_opening_is_refused(day):
    round_ = go_to(day.etten_leur, Section.BRIDGE)

    with pytest.raises(RoundClosed):
        submit(day.anna, round_)

    assert not Answer.objects.exists()
    assert not Receipt.objects.exists()


def test_submit_answer_when_round_closed_is_late(day, question):
    close_step(day.etten_leur)
    key = new_key()

    outcome = submit(day.anna, question, key=key)

    assert outcome.status == "late"
    assert Answer.objects.get().state == Answer.State.LATE
    assert submit(day.anna, question, key=key).status == "late"


def test_submit_answer_within_the_grace_of_the_timer_is_in_time(day, question):
    Round.objects.filter(pk=question.pk).update(ends_at=timezone.now() - GRACE / 2)

    assert submit(day.anna, question).status == "accepted"


def test_submit_answer_after_the_grace_is_late_even_if_the_clock_has_not_closed_the_round(day, question):
    Round.objects.filter(pk=question.pk).update(ends_at=timezone.now() - 2 * GRACE)

    assert submit(day.anna, question).status == "late"


def test_the_clock_closes_a_round_only_after_the_grace(day, question):
    ends_at = timezone.now()
    Round.objects.filter(pk=question.pk).update(ends_at=ends_at)

    close_due_rounds(meetup_id=day.meetup.pk, now=ends_at + GRACE / 2)
    assert round_of(day.etten_leur).is_open

    close_due_rounds(meetup_id=day.meetup.pk, now=ends_at + 2 * GRACE)
    assert not round_of(day.etten_leur).is_open


def test_a_view_that_is_fetched_closes_a_round_whose_time_is_over(day, question, client):
    Round.objects.filter(pk=question.pk).update(ends_at=timezone.now() - 2 * GRACE)

    client.get(f"/scherm/{day.etten_leur.screen_key}/beeld/")

    assert round_of(day.etten_leur).state == Round.State.CLOSED


def test_submit_answer_to_a_step_one_only_chooses_in_is_not_found(day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)

    with pytest.raises(NotFound):
        submit(day.anna, open_step(day.etten_leur))


def test_submit_answer_to_the_other_place_is_not_found(day, question):
    with pytest.raises(NotFound):
        submit(day.carla, question)


def test_submit_answer_under_a_label_of_another_step_is_not_found(day, question):
    foreign = Step.objects.get(section=Section.COOPERATION, theme__number=1).options.first()

    with pytest.raises(NotFound):
        submit(day.anna, question, option_id=foreign.pk)


def test_revise_answer_changes_text_label_and_rev(day, question):
    answer = give_answer(day.anna, "Stages", "kans")
    label = question.step.options.get(text="opgave")

    outcome = participation.revise_answer(
        participant=day.anna,
        answer_id=answer.pk,
        key=new_key(),
        base_rev=1,
        text="Stages en leerbanen",
        option_id=label.pk,
    )

    answer.refresh_from_db()
    assert (answer.text, answer.option, answer.rev) == ("Stages en leerbanen", label, 2)
    assert (outcome.status, outcome.rev) == ("accepted", 2)


def test_revise_answer_on_an_old_rev_is_stale_and_carries_the_present_text(day, question):
    answer = give_answer(day.anna, "Een")
    revise = {"participant": day.anna, "answer_id": answer.pk, "base_rev": 1}
    participation.revise_answer(key=new_key(), text="Twee", **revise)

    with pytest.raises(Stale) as stale:
        participation.revise_answer(key=new_key(), text="Drie", **revise)

    assert stale.value.answer.text == "Twee"


def test_a_delayed_copy_of_the_first_post_does_not_undo_a_revision(day, question):
    key = new_key()
    first = submit(day.anna, question, "Eerste woorden", key=key)
    participation.revise_answer(
        participant=day.anna, answer_id=first.id, key=new_key(), base_rev=1, text="Betere woorden"
    )

    again = submit(day.anna, question, "Eerste woorden", key=key)

    assert again.status == "duplicate"
    assert Answer.objects.get().text == "Betere woorden"


def test_revise_answer_after_closing_is_refused(day, question):
    answer = give_answer(day.anna, "Een")
    close_step(day.etten_leur)

    with pytest.raises(RoundClosed):
        participation.revise_answer(
            participant=day.anna, answer_id=answer.pk, key=new_key(), base_rev=1, text="Twee"
        )


def test_nobody_revises_or_withdraws_somebody_elses_answer(day, question):
    answer = give_answer(day.anna, "Van Anna")

    with pytest.raises(NotFound):
        participation.revise_answer(
            participant=day.bram, answer_id=answer.pk, key=new_key(), base_rev=1, text="Van Bram"
        )
    with pytest.raises(NotFound):
        participation.withdraw_answer(participant=day.bram, answer_id=answer.pk, key=new_key(), base_rev=1)


def test_withdraw_answer_keeps_the_row_and_works_once(day, question):
    answer = give_answer(day.anna, "Toch maar niet")
    key = new_key()

    first = participation.withdraw_answer(participant=day.anna, answer_id=answer.pk, key=key, base_rev=1)
    again = participation.withdraw_answer(participant=day.anna, answer_id=answer.pk, key=key, base_rev=1)

    answer.refresh_from_db()
    assert answer.state == Answer.State.WITHDRAWN
    assert (first.status, again.status) == ("accepted", "duplicate")


def test_support_counts_once_and_can_be_taken_back(day, question):
    answer = give_answer(day.anna, "Stages")
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    give_support(day.bram, answer)
    give_support(day.bram, answer)
    assert Support.objects.count() == 1

    give_support(day.bram, answer, on=False)
    assert not Support.objects.exists()


def test_support_before_the_reveal_is_refused(day, question):
    answer = give_answer(day.anna, "Stages")

    with pytest.raises(RoundClosed):
        give_support(day.bram, answer)


def test_support_for_ones_own_hidden_or_far_answer_is_not_found(day, question):
    answer = give_answer(day.anna, "Stages")
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    with pytest.raises(NotFound):
        give_support(day.anna, answer)
    with pytest.raises(NotFound):
        give_support(day.carla, answer)
    Answer.objects.update(state=Answer.State.HIDDEN)
    with pytest.raises(NotFound):
        give_support(day.bram, answer)


def test_choose_after_closing_is_refused(day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    round_ = open_step(day.etten_leur)
    close_step(day.etten_leur)

    with pytest.raises(RoundClosed):
        voting.choose(
            participant=day.anna,
            round_id=round_.pk,
            option_id=round_.step.options.first().pk,
            key=new_key(),
            value=1,
        )

    assert not Choice.objects.exists()


def test_seqs_of_a_meetup_have_no_gaps(day, question):
    for number in range(5):
        give_answer(day.anna, f"Antwoord {number}")
    close_step(day.etten_leur)

    day.meetup.refresh_from_db()
    seqs = list(Event.objects.filter(meetup=day.meetup).values_list("seq", flat=True))
    assert seqs == list(range(1, day.meetup.seq + 1))


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_ten_times_at_once_is_one_answer():
    day = make_day()
    go_to(day.etten_leur, Section.BRIDGE)
    round_ = open_step(day.etten_leur)
    key = new_key()
    statuses = []

    def press_send():
        statuses.append(submit(day.anna, round_, key=key).status)
        connection.close()

    presses = [threading.Thread(target=press_send) for _ in range(10)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()

    assert sorted(statuses) == ["accepted"] + ["duplicate"] * 9
    assert Answer.objects.count() == 1
