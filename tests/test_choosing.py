"""The rules of choosing, through the write that applies them."""

import pytest

from sessions.choosing import Refused
from sessions.clustering import group_answers
from sessions.models import Choice
from sessions.models.meetup import Step
from tests.cast import Section, close_step, give_answer, give_choice, go_to, make_day, open_step, round_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def chosen(participant):
    """What somebody has chosen at the current step: value by text."""
    round_ = round_of(participant.live_session)
    rows = Choice.objects.filter(round=round_, participant=participant)
    return {choice.option.text: choice.value for choice in rows.select_related("option")}


def open_ballot(day, section):
    """Two groups on a ballot that is open in Etten-Leur; return its lines."""
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    for name in ("Talent binden", "Stages"):
        group_answers(meetup=day.meetup, answer_ids=[give_answer(day.anna, name).pk], name=name)
    close_step(day.etten_leur)
    go_to(day.etten_leur, section)
    return list(open_step(day.etten_leur).step.options.all())


def test_one_choice_replaces_the_former(day):
    go_to(day.etten_leur, Section.POSITION)
    first, second, _ = open_step(day.etten_leur).step.options.all()

    give_choice(day.anna, first)
    give_choice(day.anna, second)

    assert chosen(day.anna) == {second.text: 1}


def test_several_choices_stand_beside_each_other_and_can_be_taken_back(day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    first, second, *_ = open_step(day.etten_leur).step.options.all()

    give_choice(day.anna, first)
    give_choice(day.anna, second)
    give_choice(day.anna, first, 0)

    assert chosen(day.anna) == {second.text: 1}


@pytest.mark.parametrize("value", [6, -1])
def test_a_mark_outside_the_scale_is_refused(day, value):
    go_to(day.etten_leur, Section.STATEMENTS)
    option = open_step(day.etten_leur).step.options.first()

    with pytest.raises(Refused):
        give_choice(day.anna, option, value)


def test_dots_can_be_divided_but_not_overspent(day):
    go_to(day.etten_leur, Section.THEMES)
    first, second, *_ = open_step(day.etten_leur).step.options.all()
    give_choice(day.anna, first, 2)
    give_choice(day.anna, second, 1)

    with pytest.raises(Refused, match="3 stippen"):
        give_choice(day.anna, second, 2)

    assert chosen(day.anna) == {first.text: 2, second.text: 1}


def test_a_dot_can_move_when_it_is_taken_back_first(day):
    go_to(day.etten_leur, Section.THEMES)
    first, second, *_ = open_step(day.etten_leur).step.options.all()
    give_choice(day.anna, first, 3)

    give_choice(day.anna, first, 2)
    give_choice(day.anna, second, 1)

    assert chosen(day.anna) == {first.text: 2, second.text: 1}


def test_dots_on_groups_are_divided_over_the_ballot(day):
    talent, stages = open_ballot(day, Section.PRIORITIES)

    give_choice(day.anna, talent, 4)
    give_choice(day.anna, stages, 1)

    assert chosen(day.anna) == {"Talent binden": 4, "Stages": 1}


def test_each_group_has_one_form_and_joining_stands_apart(day):
    lines = open_ballot(day, Section.FORMS)
    talent = [line for line in lines if line.cluster.name == "Talent binden"]
    stages = [line for line in lines if line.cluster.name == "Stages"]
    joins = next(line for line in talent if line.joins)

    give_choice(day.anna, talent[0])
    give_choice(day.anna, joins)
    give_choice(day.anna, stages[0])
    give_choice(day.anna, talent[1])

    kept = set(Choice.objects.filter(participant=day.anna).values_list("option", flat=True))
    assert kept == {talent[1].pk, joins.pk, stages[0].pk}


def test_every_way_to_choose_has_a_rule():
    from sessions.choosing import RULES

    assert set(RULES) == set(Step.ChoiceMode.values) - {""}
