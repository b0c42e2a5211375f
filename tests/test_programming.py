"""The programme of a meet-up is put in order, and nothing that was given is lost."""

from functools import partial

import pytest

from sessions import facilitation, moderation, programming
from sessions.facilitation import Impossible, MovedOn
from sessions.models import Event, Option, Round, Step
from sessions.programming import DOWN, UP, InUse
from sessions.seen import ChangedMeanwhile
from tests.cast import (
    Section,
    give_answer,
    give_choice,
    go_to,
    go_to_number,
    make_day,
    open_step,
    round_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def step(day, number):
    return day.meetup.steps.get(number=number)


def seq_of(day):
    day.meetup.refresh_from_db()
    return day.meetup.seq


def titles(day):
    return list(day.meetup.steps.values_list("title", flat=True))


def order(day):
    return list(day.meetup.steps.values_list("pk", flat=True))


def add(day, after=5, *, seen_seq=None, options=(), **fields):
    new = Step(**({"kind": Step.Kind.QUESTION, "title": "Wat missen we nog?"} | fields))
    return programming.add_step(
        meetup=day.meetup, after=step(day, after), seen_seq=seen_seq, step=new, options=options
    )


def reword(chosen, *, seen_seq=None, options=None, new_options=(), heading="", **words):
    programming.reword_step(
        step=chosen, seen_seq=seen_seq, words=words, options=options, new_options=new_options, heading=heading
    )


# Wording


def test_a_step_gets_other_words_and_every_place_hears_it(day):
    reword(step(day, 6), title="Trends van nu", notes="Kort houden", minutes=4)

    changed = step(day, 6)
    event = Event.objects.get(meetup=day.meetup)
    assert (changed.title, changed.notes, changed.minutes) == ("Trends van nu", "Kort houden", 4)
    assert (event.kind, event.ref, event.live_session) == (Event.Kind.PROGRAMME_CHANGED, str(changed.pk), None)


def test_the_same_words_again_change_nothing(day):
    seen = seq_of(day)
    reword(step(day, 6), seen_seq=seen, title="Trends van nu")

    reword(step(day, 6), seen_seq=seen, title="Trends van nu")

    assert seq_of(day) == seen + 1


def test_words_on_top_of_those_of_a_colleague_are_refused(day):
    seen = seq_of(day)
    reword(step(day, 6), seen_seq=seen, title="Van een collega")

    with pytest.raises(ChangedMeanwhile):
        reword(step(day, 6), seen_seq=seen, title="Van mij")

    reword(step(day, 7), seen_seq=seen, title="Een ander onderdeel")
    assert step(day, 6).title == "Van een collega"


def test_options_are_reworded_removed_and_added_under_a_heading(day):
    tasks = step(day, 7)
    first, second = tasks.options.all()[:2]

    reword(tasks, options={first.pk: "Anders gezegd", second.pk: ""}, new_options=["Nieuw"], heading="Erbij:")

    texts = list(tasks.options.values_list("text", flat=True))
    assert texts[0] == "Anders gezegd"
    assert second.text not in texts
    assert (tasks.options.last().text, tasks.options.last().group) == ("Nieuw", "Erbij:")


def test_an_option_that_somebody_chose_keeps_the_choice_and_cannot_go(day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Padafhankelijkheid")
    chosen = Option.objects.get(text="Padafhankelijkheid")

    with pytest.raises(InUse) as in_use:
        reword(step(day, 6), options={chosen.pk: ""}, title="Ook dit niet")
    reword(step(day, 6), options={chosen.pk: "Oude keuzes werken door"})

    chosen.refresh_from_db()
    assert in_use.value.option_ids == {chosen.pk}
    assert step(day, 6).title == "Trends"
    assert (chosen.text, chosen.choices.count()) == ("Oude keuzes werken door", 1)


def test_a_label_that_somebody_answered_under_cannot_go(day):
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    give_answer(day.anna, "Talent", "kans")
    label = step(day, 8).options.get(text="kans")

    with pytest.raises(InUse):
        reword(step(day, 8), options={label.pk: ""})


def test_an_option_of_another_step_is_left_alone(day):
    other = step(day, 7).options.first()

    reword(step(day, 6), options={other.pk: "Gekaapt"}, title="Trends van nu")

    assert step(day, 7).options.first().text == other.text


# Adding and removing


def test_a_new_step_stands_behind_another_with_a_round_in_every_place(day):
    before = order(day)

    new = add(day, after=5, options=["kans", "zorg"])

    assert order(day) == [*before[:5], new.pk, *before[5:]]
    assert list(day.meetup.steps.values_list("number", flat=True)) == list(range(1, 31))
    assert new.rounds.filter(state=Round.State.PREPARED).count() == 2
    assert list(new.options.values_list("text", flat=True)) == ["kans", "zorg"]


def test_a_new_question_takes_answers(day):
    new = add(day, after=5)
    go_to_number(day.etten_leur, new.number)
    open_step(day.etten_leur)

    assert give_answer(day.anna, "Nog iets").round.step == new


def test_the_same_new_step_sent_twice_is_added_once(day):
    seen = seq_of(day)
    add(day, seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        add(day, seen_seq=seen)

    assert titles(day).count("Wat missen we nog?") == 1


def test_a_step_that_nothing_came_in_for_is_removed_once(day):
    new = add(day)
    again = Step.objects.get(pk=new.pk)
    before = order(day)

    programming.remove_step(step=new, seen_seq=seq_of(day))
    seq = seq_of(day)
    programming.remove_step(step=again, seen_seq=seq)

    assert order(day) == [pk for pk in before if pk != again.pk]
    assert list(day.meetup.steps.values_list("number", flat=True)) == list(range(1, 30))
    assert seq_of(day) == seq


def test_a_step_with_answers_cannot_be_removed_only_switched_off(day):
    go_to(day.etten_leur, Section.BRIDGE)
    open_step(day.etten_leur)
    answer = give_answer(day.anna, "Dit betekent veel")
    moderation.hide_answer(answer=answer)
    go_to_number(day.etten_leur, 6)
    bridge = step(day, 5)

    with pytest.raises(Impossible, match="Zet het uit"):
        programming.remove_step(step=bridge, seen_seq=None)
    programming.switch_step(step=bridge, on=False, seen_seq=None)

    assert step(day, 5).is_off
    assert round_of(day.etten_leur).step.number == 6
    assert bridge.rounds.get(live_session=day.etten_leur).answers.get() == answer


def test_a_step_whose_second_round_holds_answers_cannot_be_removed(day):
    second = add(day, after=5, second_round_of=step(day, 5))
    go_to_number(day.etten_leur, second.number)
    open_step(day.etten_leur)
    give_answer(day.anna, "Bij nader inzien")
    go_to_number(day.etten_leur, 1)

    with pytest.raises(Impossible, match="Zet het uit"):
        programming.remove_step(step=step(day, 5), seen_seq=None)


# Order


@pytest.mark.parametrize(("by", "there"), [(UP, 7), (DOWN, 9)])
def test_moving_a_step_loses_none_of_its_answers_and_takes_the_room_along(day, by, there):
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    answer = give_answer(day.anna, "Talent", "kans")

    programming.move_step(step=step(day, 8), by=by, seen_seq=None)

    here = round_of(day.etten_leur)
    assert (here.step.number, here.is_open, here.answers.get()) == (there, True, answer)
    assert list(day.meetup.steps.values_list("number", flat=True)) == list(range(1, 30))


def test_a_move_sent_twice_moves_one_place(day):
    seen, moved = seq_of(day), step(day, 8)
    programming.move_step(step=moved, by=UP, seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        programming.move_step(step=moved, by=UP, seen_seq=seen)

    assert step(day, 7) == moved


@pytest.mark.parametrize(("number", "by"), [(1, UP), (29, DOWN)])
def test_at_either_end_a_step_stays(day, number, by):
    before = order(day)

    programming.move_step(step=step(day, number), by=by, seen_seq=None)

    assert order(day) == before
    assert seq_of(day) == 0


def test_a_desk_that_shows_the_old_order_moves_nothing(day):
    go_to_number(day.etten_leur, 7)
    rev = day.etten_leur.rev

    programming.move_step(step=step(day, 8), by=DOWN, seen_seq=None)

    with pytest.raises(MovedOn):
        facilitation.go_to_step(live_session=day.etten_leur, to="volgende", expect_rev=rev)


# Off and on


def test_a_step_is_switched_off_and_on_again_once_each(day):
    trends = step(day, 6)
    programming.switch_step(step=trends, on=False, seen_seq=None)
    seq = seq_of(day)
    programming.switch_step(step=trends, on=False, seen_seq=0)

    off = (step(day, 6).is_off, seq_of(day) - seq)
    programming.switch_step(step=trends, on=True, seen_seq=seq)

    assert off == (True, 0)
    assert not step(day, 6).is_off


@pytest.mark.parametrize("act", [partial(programming.switch_step, on=False), programming.remove_step])
def test_the_step_at_which_a_place_is_stays(day, act):
    go_to_number(day.rijssen, 6)

    with pytest.raises(Impossible, match="Rijssen-Holten is nu bij dit onderdeel"):
        act(step=step(day, 6), seen_seq=None)

    assert not step(day, 6).is_off


def test_putting_the_programme_in_order_takes_the_same_queries_for_more_steps(day, django_assert_max_num_queries):
    for _ in range(20):
        add(day)

    with django_assert_max_num_queries(14):
        programming.move_step(step=step(day, 20), by=UP, seen_seq=None)
