"""What facilitators do: move on, open and close, reveal, moderate; and never skip a step by accident."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from sessions import facilitation
from sessions.clustering import group_answers
from sessions.facilitation import Impossible, MovedOn
from sessions.models import Answer, Event, Meetup, Option, Round, Step
from sessions.models.meetup import GRACE
from sessions.stage import options_of
from tests.cast import (
    Section,
    close_step,
    conceal_step,
    give_answer,
    give_choice,
    give_support,
    go_to,
    go_to_number,
    make_day,
    open_step,
    reveal_step,
    round_of,
)

pytestmark = pytest.mark.django_db

LAST_STEP = 29


@pytest.fixture
def day():
    return make_day()


def move(place, to, expect_rev=None):
    if expect_rev is None:
        place.refresh_from_db()
        expect_rev = place.rev
    return facilitation.go_to_step(live_session=place, to=to, expect_rev=expect_rev)


def events_of(meetup):
    return list(Event.objects.filter(meetup=meetup).values_list("kind", flat=True))


def seq_of(meetup):
    return Meetup.objects.get(pk=meetup.pk).seq


# Moving through the programme


def test_go_to_step_moves_one_place_and_leaves_the_other(day):
    moved = move(day.etten_leur, "volgende")

    day.rijssen.refresh_from_db()
    assert (moved.current_step.number, moved.rev) == (2, 1)
    assert (day.rijssen.current_step.number, day.rijssen.rev) == (1, 0)
    event = Event.objects.get(meetup=day.meetup)
    assert (event.kind, event.live_session, event.ref) == (
        Event.Kind.STEP_CHANGED,
        day.etten_leur,
        str(moved.current_step.pk),
    )


@pytest.mark.parametrize(
    ("here", "to", "there"), [(5, "vorige", 4), (5, "volgende", 6), (5, "29", 29), (29, "1", 1)]
)
def test_go_to_step_from_anywhere(day, here, to, there):
    go_to_number(day.etten_leur, here)

    assert move(day.etten_leur, to).current_step.number == there


@pytest.mark.parametrize(("here", "to"), [(1, "vorige"), (LAST_STEP, "volgende"), (5, "5")])
def test_go_to_step_that_leads_nowhere_changes_nothing(day, here, to):
    go_to_number(day.etten_leur, here)
    before = seq_of(day.meetup)

    moved = move(day.etten_leur, to)

    assert moved.current_step.number == here
    assert seq_of(day.meetup) == before


@pytest.mark.parametrize("to", ["30", "0", "overmorgen", ""])
def test_go_to_step_that_is_not_there_is_impossible(day, to):
    with pytest.raises(Impossible):
        move(day.etten_leur, to)

    assert round_of(day.etten_leur).step.number == 1


def test_go_to_step_when_somebody_moved_first_says_where_the_place_is(day):
    move(day.etten_leur, "7", expect_rev=0)

    with pytest.raises(MovedOn) as moved:
        move(day.etten_leur, "volgende", expect_rev=0)

    assert (moved.value.live_session.rev, moved.value.live_session.current_step.number) == (1, 7)
    assert round_of(day.etten_leur).step.number == 7


@pytest.mark.django_db(transaction=True)
def test_many_facilitators_who_press_next_at_once_move_one_step():
    day = make_day()
    together = threading.Barrier(6)
    outcomes = []

    def press_next():
        together.wait()
        try:
            outcomes.append(move(day.etten_leur, "volgende", expect_rev=0).current_step.number)
        except MovedOn as moved:
            outcomes.append(moved)
        finally:
            connection.close()

    presses = [threading.Thread(target=press_next) for _ in range(together.parties)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()

    assert [outcome for outcome in outcomes if not isinstance(outcome, MovedOn)] == [2]
    assert len(outcomes) == together.parties
    assert round_of(day.etten_leur).step.number == 2
    assert events_of(day.meetup) == [Event.Kind.STEP_CHANGED]


def test_going_back_and_forth_loses_nothing(day):
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    answer = give_answer(day.anna, "Jongeren blijven hier wonen", "kans")
    reveal_step(day.etten_leur)
    give_support(day.bram, answer)
    question = round_of(day.etten_leur)

    for to in ("1", "29", "vorige", str(question.step.number)):
        move(day.etten_leur, to)

    again = round_of(day.etten_leur)
    assert (again.state, again.revealed) == (Round.State.OPEN, True)
    assert again.answers.get().supports.count() == 1


def test_back_from_the_votes_to_the_grouping_and_forward_again_keeps_every_vote(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    talent, stages = give_answer(day.anna, "Talent"), give_answer(day.bram, "Stages")
    group_answers(meetup=day.meetup, answer_ids=[talent.pk], name="Talent")
    go_to(day.etten_leur, Section.PRIORITIES)
    line = Option.objects.get(step=open_step(day.etten_leur).step)
    give_choice(day.anna, line, value=3)
    give_choice(day.bram, line, value=2)

    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    group_answers(meetup=day.meetup, answer_ids=[stages.pk], name="Stages")
    go_to(day.etten_leur, Section.PRIORITIES)
    ballot = round_of(day.etten_leur)
    kept = ballot.state
    open_step(day.etten_leur)  # to let the new group on the list

    assert kept == Round.State.OPEN
    assert sorted(ballot.choices.values_list("option", "value")) == [(line.pk, 2), (line.pk, 3)]
    assert [option.text for option in options_of(ballot.step)] == ["Talent", "Stages"]


# Steps that are switched off


def switch_off(day, *numbers):
    day.meetup.steps.filter(number__in=numbers).update(is_off=True)


@pytest.mark.parametrize(("here", "to", "there"), [(5, "volgende", 8), (8, "vorige", 5)])
def test_go_to_step_passes_over_what_is_switched_off(day, here, to, there):
    go_to_number(day.etten_leur, here)
    switch_off(day, 6, 7)

    assert move(day.etten_leur, to).current_step.number == there


def test_go_to_step_that_is_switched_off_is_impossible(day):
    switch_off(day, 6)

    with pytest.raises(Impossible, match="uitgezet"):
        move(day.etten_leur, "6")


# When a place came where it is


def test_go_to_step_notes_when_the_place_came_there(day):
    before = timezone.now()

    moved = move(day.etten_leur, "7")

    day.rijssen.refresh_from_db()
    assert before <= moved.step_since <= timezone.now()
    assert day.rijssen.step_since is None


def test_the_day_starts_when_a_place_leaves_the_welcome_and_not_by_a_jump(day):
    jumped = move(day.etten_leur, "7").day_since
    move(day.etten_leur, "1")

    started = move(day.etten_leur, "volgende")
    later = move(day.etten_leur, "volgende")

    assert jumped is None
    assert started.day_since == started.step_since
    assert later.day_since == started.day_since


def test_the_day_starts_after_the_first_step_that_is_on(day):
    switch_off(day, 1)
    go_to_number(day.etten_leur, 2)

    assert move(day.etten_leur, "volgende").day_since is not None


# Opening, closing, revealing


def test_open_round_with_a_timer_ends_after_so_many_seconds(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)

    round_ = open_step(day.etten_leur, seconds=300)

    assert round_.is_open
    assert round_.ends_at - round_.opened_at == datetime.timedelta(minutes=5)


def test_open_round_again_while_open_sets_the_time_anew(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    open_step(day.etten_leur, seconds=300)

    assert open_step(day.etten_leur).ends_at is None


def test_open_round_that_was_closed_takes_answers_again(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    open_step(day.etten_leur)
    close_step(day.etten_leur)

    round_ = open_step(day.etten_leur)

    assert (round_.state, round_.closed_at) == (Round.State.OPEN, None)
    assert give_answer(day.anna, "Toch nog iets").state == Answer.State.VISIBLE


def test_open_round_of_a_slide_is_impossible(day):
    with pytest.raises(Impossible, match="niets te openen"):
        open_step(day.etten_leur)


def test_open_round_of_a_ballot_without_groups_is_impossible(day):
    go_to(day.etten_leur, Section.PRIORITIES)

    with pytest.raises(Impossible, match="Groepeer eerst"):
        open_step(day.etten_leur)

    assert round_of(day.etten_leur).state == Round.State.PREPARED


def test_open_round_of_a_ballot_tells_the_other_places_that_the_list_may_have_grown(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    open_step(day.etten_leur)
    answer = give_answer(day.anna, "Op welke schaal werken we samen?")
    group_answers(meetup=day.meetup, answer_ids=[answer.pk], name="Schaal")
    go_to(day.rijssen, Section.PRIORITIES)

    open_step(day.rijssen)

    changed = Event.objects.get(meetup=day.meetup, kind=Event.Kind.BALLOT_CHANGED)
    assert changed.live_session is None


def test_close_round_makes_what_comes_after_it_late(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    open_step(day.etten_leur, seconds=300)

    round_ = close_step(day.etten_leur)

    assert (round_.state, round_.ends_at) == (Round.State.CLOSED, None)
    assert give_answer(day.anna, "Te laat").state == Answer.State.LATE


def test_close_round_that_is_not_open_is_impossible(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)

    with pytest.raises(Impossible, match="niet open"):
        close_step(day.etten_leur)


def test_reveal_and_conceal_keep_the_round_as_it_was(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    open_step(day.etten_leur)

    revealed = reveal_step(day.etten_leur).revealed
    concealed = conceal_step(day.etten_leur)

    assert (revealed, concealed.revealed, concealed.state) == (True, False, Round.State.OPEN)


def test_reveal_round_that_was_never_open_is_impossible(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)

    with pytest.raises(Impossible, match="Open de ronde eerst"):
        reveal_step(day.etten_leur)


@pytest.mark.parametrize("action", facilitation.ROUND_ACTIONS.values())
def test_round_actions_on_an_old_revision_change_nothing(day, action):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    round_ = open_step(day.etten_leur)

    with pytest.raises(MovedOn):
        action(live_session=day.etten_leur, expect_rev=0)

    assert round_of(day.etten_leur).opened_at == round_.opened_at
    assert round_of(day.etten_leur).state == Round.State.OPEN


def test_each_round_action_raises_the_revision_and_tells_the_screens(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    before = len(events_of(day.meetup))

    open_step(day.etten_leur)
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)
    conceal_step(day.etten_leur)

    day.etten_leur.refresh_from_db()
    assert day.etten_leur.rev == 5
    assert events_of(day.meetup)[before:] == [Event.Kind.ROUND_CHANGED] * 4


# The clock


def test_close_due_rounds_waits_for_answers_on_their_way(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    ends_at = open_step(day.etten_leur, seconds=60).ends_at

    facilitation.close_due_rounds(meetup_id=day.meetup.pk, now=ends_at + GRACE)
    within_grace = round_of(day.etten_leur).state
    facilitation.close_due_rounds(meetup_id=day.meetup.pk, now=ends_at + GRACE + datetime.timedelta(seconds=1))

    assert within_grace == Round.State.OPEN
    assert round_of(day.etten_leur).state == Round.State.CLOSED
    assert Event.objects.filter(meetup=day.meetup).last().actor == Event.Actor.CLOCK


def test_close_due_rounds_closes_a_step_the_place_has_left(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    round_ = open_step(day.etten_leur, seconds=60)
    go_to_number(day.etten_leur, 1)

    facilitation.close_due_rounds(meetup_id=day.meetup.pk, now=timezone.now() + datetime.timedelta(hours=1))

    round_.refresh_from_db()
    assert round_.state == Round.State.CLOSED


def test_close_due_rounds_leaves_rounds_without_a_timer_and_other_meetups(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    open_step(day.etten_leur)
    before = seq_of(day.meetup)

    facilitation.close_due_rounds(meetup_id=day.meetup.pk, now=timezone.now() + datetime.timedelta(days=1))

    assert round_of(day.etten_leur).is_open
    assert seq_of(day.meetup) == before


def test_choices_survive_closing_and_opening_again(day):
    go_to(day.etten_leur, Section.POSITION)
    option = open_step(day.etten_leur).step.options.first()
    give_choice(day.anna, option)

    close_step(day.etten_leur)
    open_step(day.etten_leur)

    assert round_of(day.etten_leur).choices.get().option == option
    assert Step.objects.get(pk=option.step_id).kind == Step.Kind.POLL
