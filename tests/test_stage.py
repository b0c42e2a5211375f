"""What goes on in one place, as every view starts from it."""

import pytest

from sessions import moderation
from sessions.clustering import group_answers, set_on_ballot, undo_grouping
from sessions.models import LiveSession, Step
from sessions.stage import counts_of, stage_of
from tests.cast import (
    Section,
    close_step,
    give_answer,
    give_choice,
    go_to,
    go_to_number,
    join_many,
    make_day,
    open_step,
    reveal_step,
    round_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def group(day, *answers, name):
    return group_answers(meetup=day.meetup, answer_ids=[answer.pk for answer in answers], name=name)


def ballot_lines(stage):
    return [option.cluster.name for option in stage.options]


def test_a_day_starts_at_its_first_step_in_every_place(day):
    stage = stage_of(day.rijssen.pk)

    assert stage.live_session == day.rijssen
    assert stage.step.number == 1
    assert stage.round.live_session == day.rijssen
    assert stage.round.step == stage.step
    assert stage.seq == 0


def test_stage_follows_its_own_place_only(day):
    go_to(day.etten_leur, Section.TASKS, theme=2)

    assert stage_of(day.etten_leur.pk).step.section == Section.TASKS
    assert stage_of(day.etten_leur.pk).step.theme.number == 2
    assert stage_of(day.rijssen.pk).step.number == 1


def test_seq_is_that_of_the_whole_meetup(day):
    go_to_number(day.etten_leur, 2)
    go_to_number(day.etten_leur, 3)

    assert stage_of(day.rijssen.pk).seq == 2


def test_stage_of_an_unknown_place_does_not_exist(day):
    with pytest.raises(LiveSession.DoesNotExist):
        stage_of(day.rijssen.pk + 1)


def test_stops_before_the_current_are_done_and_after_it_ahead(day):
    number = go_to(day.etten_leur, Section.KNOWLEDGE, theme=1).step.number

    stops = stage_of(day.etten_leur.pk).stops

    assert [stop.number for stop in stops] == list(range(1, day.meetup.steps.count() + 1))
    assert [stop.state for stop in stops] == [
        *["done"] * (number - 1),
        "current",
        *["ahead"] * (len(stops) - number),
    ]


def test_stops_say_where_a_theme_starts(day):
    stops = stage_of(day.etten_leur.pk).stops

    assert [(stop.theme, stop.title) for stop in stops if stop.starts_theme] == [
        (1, "Trends"),
        (2, "Trends"),
        (3, "Trends"),
        (4, "Trends"),
    ]
    assert (stops[0].theme, stops[0].theme_title) == (None, "")
    assert stops[5].theme_title == "Economie"


def test_next_stop_is_the_one_ahead_and_none_at_the_end(day):
    assert stage_of(day.etten_leur.pk).next_stop.number == 2

    go_to_number(day.etten_leur, day.meetup.steps.count())

    assert stage_of(day.etten_leur.pk).next_stop is None


def test_steps_that_are_switched_off_are_no_stops_but_stay_in_the_programme(day):
    day.meetup.steps.filter(number__in=[2, 29]).update(is_off=True)

    stage = stage_of(day.etten_leur.pk)

    assert stage.next_stop.number == 3
    assert (len(stage.stops), stage.last_number) == (27, 28)
    assert len(stage.all_stops) == 29


def test_previous_stop_is_the_one_behind_and_none_at_the_start(day):
    assert stage_of(day.etten_leur.pk).previous_stop is None

    go_to_number(day.etten_leur, 5)

    assert stage_of(day.etten_leur.pk).previous_stop.number == 4


def test_options_of_a_poll_keep_the_order_of_the_deck(day):
    go_to(day.etten_leur, Section.TASKS, theme=1)

    options = stage_of(day.etten_leur.pk).options

    assert [option.number for option in options] == list(range(1, 14))
    assert (options[1].group, options[1].text) == (
        "Differentiëren en specialiseren:",
        "Zet in op variatie, diversificatie en cross-overs",
    )


def test_a_question_counts_visible_answers_and_the_people_who_gave_them(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    give_answer(day.anna, "Hoe houden we talent vast?")
    give_answer(day.anna, "Wat werkt tegen leegstand?")
    moderation.hide_answer(answer=give_answer(day.bram, "Onzin"))
    close_step(day.etten_leur)
    give_answer(day.bram, "Net te laat")

    counts = counts_of(round_of(day.etten_leur))

    assert (counts.answers, counts.people, counts.late, counts.participants) == (2, 1, 1, 2)


def test_a_poll_counts_people_once_however_much_they_choose(day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Padafhankelijkheid")
    give_choice(day.anna, "Economische veerkracht")
    give_choice(day.bram, "Padafhankelijkheid")

    counts = counts_of(round_of(day.etten_leur))

    assert (counts.answers, counts.people, counts.participants) == (0, 2, 2)


def test_answers_show_after_the_reveal(day):
    go_to(day.etten_leur, Section.BRIDGE)
    open_step(day.etten_leur)
    before = stage_of(day.etten_leur.pk).shows_results

    reveal_step(day.etten_leur)

    assert not before
    assert stage_of(day.etten_leur.pk).shows_results


def test_answers_of_a_step_that_shows_directly_show_from_the_opening(day):
    Step.objects.filter(meetup=day.meetup, section=Section.BRIDGE).update(shows_directly=True)
    go_to(day.etten_leur, Section.BRIDGE)
    before = stage_of(day.etten_leur.pk).shows_results

    open_step(day.etten_leur)

    assert not before
    assert stage_of(day.etten_leur.pk).shows_results


def test_a_ballot_lists_the_groups_that_are_on_it_by_theme(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    open_step(day.etten_leur)
    group(day, give_answer(day.anna, "Eén regio, één agenda"), name="Regionale agenda")
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    group(day, give_answer(day.anna, "Leegstand"), name="Leegstand in de binnenstad")
    off = group(day, give_answer(day.bram, "Parkeren"), name="Parkeren")
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)
    with_all = ballot_lines(stage_of(day.etten_leur.pk))

    set_on_ballot(cluster=off, on=False)

    assert with_all == ["Leegstand in de binnenstad", "Parkeren", "Regionale agenda"]
    assert ballot_lines(stage_of(day.etten_leur.pk)) == ["Leegstand in de binnenstad", "Regionale agenda"]


def test_a_group_that_was_dissolved_leaves_the_ballot(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    group(day, give_answer(day.anna, "Leegstand"), name="Leegstand")
    group(day, give_answer(day.bram, "Parkeren"), name="Parkeren")
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)

    undo_grouping(meetup=day.meetup)

    assert ballot_lines(stage_of(day.etten_leur.pk)) == ["Leegstand"]


def test_reading_a_stage_takes_the_same_queries_for_one_answer_and_for_many(day, django_assert_num_queries):
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    give_answer(day.anna, "Eén antwoord", "kans")

    def read_all_of_it():
        stage = stage_of(day.etten_leur.pk)
        return stage, counts_of(stage.round), stage.options, stage.stops

    with django_assert_num_queries(7):
        read_all_of_it()

    for number, participant in enumerate(join_many(day.etten_leur, 30)):
        give_answer(participant, f"Antwoord {number}", "opgave")
    with django_assert_num_queries(7):
        stage, counts, *_ = read_all_of_it()
    assert counts.answers == 31
    assert stage.round == round_of(day.etten_leur)
