"""What one participant gave in a round, and how a template reads it."""

import pytest

from sessions.intake import hold_new
from sessions.mine import mine_of
from sessions.moderation import hide_answer, mute_phone
from sessions.participation import withdraw_answer
from sessions.templatetags.mine import value_of
from tests import cast
from tests.cast import Section

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return cast.make_day()


def open_step(day, section, theme=None):
    cast.go_to(day.etten_leur, section, theme)
    return cast.open_step(day.etten_leur)


def test_mine_holds_own_answers_newest_first_also_hidden_and_late_ones(day):
    round_ = open_step(day, Section.KNOWLEDGE, 1)
    cast.give_answer(day.anna, "eerste")
    hide_answer(answer=cast.give_answer(day.anna, "verborgen"))
    cast.give_answer(day.bram, "van Bram")
    cast.close_step(day.etten_leur)
    cast.give_answer(day.anna, "te laat")

    mine = mine_of(day.anna, round_)

    assert [answer.text for answer in mine.answers] == ["te laat", "verborgen", "eerste"]


def test_an_answer_that_waits_is_shown_as_such_but_not_to_a_muted_phone(day):
    round_ = open_step(day, Section.KNOWLEDGE, 1)
    hold_new(live_session=day.etten_leur, on=True)
    waiting = cast.give_answer(day.anna, "wacht")
    joking = cast.give_answer(day.bram, "grap")
    mute_phone(answer=joking, on=True)
    day.bram.refresh_from_db()

    [seen] = mine_of(day.anna, round_).answers
    [seen_by_muted] = mine_of(day.bram, round_).answers

    assert (seen, seen.shown_state) == (waiting, "new")
    assert (seen_by_muted, seen_by_muted.shown_state) == (joking, "visible")


def test_mine_leaves_withdrawn_answers_out(day):
    round_ = open_step(day, Section.KNOWLEDGE, 1)
    answer = cast.give_answer(day.anna, "toch niet")
    withdraw_answer(participant=day.anna, answer_id=answer.pk, key=cast.new_key(), base_rev=1)

    assert mine_of(day.anna, round_).answers == []


def test_mine_holds_supported_answers(day):
    round_ = open_step(day, Section.KNOWLEDGE, 1)
    answer = cast.give_answer(day.bram, "van Bram")
    cast.reveal_step(day.etten_leur)
    cast.give_support(day.anna, answer)

    assert mine_of(day.anna, round_).supported == {answer.pk}
    assert mine_of(day.bram, round_).supported == set()


def test_mine_counts_the_dots_that_are_left(day):
    round_ = open_step(day, Section.THEMES)
    first, second, *_ = round_.step.options.all()
    cast.give_choice(day.anna, first, 2)
    cast.give_choice(day.bram, second, 3)

    mine = mine_of(day.anna, round_)

    assert mine.choices == {first.pk: 2}
    assert mine.dots_left == 1


@pytest.mark.parametrize("count", [1, 20])
def test_mine_takes_four_queries(day, count, django_assert_num_queries):
    round_ = open_step(day, Section.KNOWLEDGE, 1)
    for number in range(count):
        cast.give_answer(day.anna, f"antwoord {number}")

    with django_assert_num_queries(4):
        mine = mine_of(day.anna, round_)
        assert all(answer.option is None and answer.round.step for answer in mine.answers)


def test_value_of_an_option_is_what_was_given_to_it_or_nothing():
    assert value_of({7: 3}, 7) == 3
    assert value_of({7: 3}, 8) == 0


def test_value_of_an_option_in_a_region_for_everybody_is_nothing():
    assert value_of("", 7) == 0
