"""What the room chose, as bars."""

import pytest

from sessions.clustering import group_answers, set_on_ballot
from sessions.models import Option
from sessions.results import results_of
from sessions.stage import stage_of
from tests.cast import (
    Section,
    give_answer,
    give_choice,
    go_to,
    join,
    join_many,
    make_day,
    open_step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def results_in(*places):
    stages = [stage_of(place.pk) for place in places]
    return results_of(stages[0].step, stages[0].options, [stage.round for stage in stages])


def bar_of(results, text):
    return next(bar for bar in results.bars if bar.option.text == text)


def open_poll(day, section, theme=None):
    go_to(day.etten_leur, section, theme)
    return open_step(day.etten_leur)


def open_ballot(day, section):
    """Open a ballot on two groups of answers in Etten-Leur; return the groups."""
    open_poll(day, Section.KNOWLEDGE, theme=1)
    groups = [
        group_answers(meetup=day.meetup, answer_ids=[give_answer(day.anna, name).pk], name=name)
        for name in ("Talent", "Leegstand")
    ]
    open_poll(day, section)
    return groups


def line(cluster, section, **fields):
    return Option.objects.get(step__section=section, cluster=cluster, **fields)


def test_votes_are_a_share_of_the_people_who_chose(day):
    open_poll(day, Section.TRENDS, theme=1)
    give_choice(day.anna, "Padafhankelijkheid")
    give_choice(day.anna, "Economische veerkracht")
    give_choice(day.bram, "Padafhankelijkheid")

    results = results_in(day.etten_leur)

    assert results.people == 2
    assert bar_of(results, "Padafhankelijkheid").value == 2
    assert bar_of(results, "Padafhankelijkheid").share == 100
    assert bar_of(results, "Economische veerkracht").share == 50
    assert bar_of(results, "Brain drain naar Randstad").value == 0
    assert len(results.bars) == 8


def test_bars_keep_the_order_and_the_headings_of_the_deck(day):
    open_poll(day, Section.TASKS, theme=1)

    results = results_in(day.etten_leur)

    assert [(group.heading, len(group.bars)) for group in results.groups] == [
        ("", 1),
        ("Differentiëren en specialiseren:", 2),
        ("", 4),
        ("Ontwikkel effectief regionaal arbeidsmarktbeleid:", 6),
    ]
    assert [bar.option.number for bar in results.bars] == list(range(1, 14))


def test_a_scale_gives_the_mean_mark_with_a_decimal_comma(day):
    open_poll(day, Section.STATEMENTS)
    statement = "Wel de lusten, niet de lasten van de grote stad"
    give_choice(day.anna, statement, 4)
    give_choice(day.bram, statement, 3)

    bar = bar_of(results_in(day.etten_leur), statement)

    assert (bar.value, bar.text, bar.people, bar.share) == (3.5, "3,5", 2, 70)


def test_a_scale_counts_how_many_gave_each_mark(day):
    open_poll(day, Section.STATEMENTS)
    statement = "Wel de lusten, niet de lasten van de grote stad"
    give_choice(day.anna, statement, 4)
    give_choice(day.bram, statement, 4)
    give_choice(join(day.etten_leur), statement, 1)

    results = results_in(day.etten_leur)

    assert bar_of(results, statement).marks == (1, 0, 0, 2, 0)
    assert {bar.marks for bar in results.bars if bar.option.text != statement} == {(0, 0, 0, 0, 0)}


def test_the_most_chosen_comes_first_and_a_tie_keeps_the_order_of_the_deck(day):
    open_poll(day, Section.THEMES)
    give_choice(day.anna, "Energietransitie & fysieke leefomgeving", 2)
    give_choice(day.bram, "Lokale democratie & regionale samenwerking", 1)

    results = results_in(day.etten_leur)

    assert [bar.option.number for bar in results.ranked] == [4, 2, 1, 3]
    assert results.most == 2


def test_strengths_and_weaknesses_stand_apart(day):
    open_poll(day, Section.STATEMENTS)

    groups = results_in(day.etten_leur).groups

    assert [(group.heading, len(group.bars)) for group in groups] == [("Kracht", 4), ("Zwakte", 3)]


def test_the_last_choice_of_one_counts(day):
    open_poll(day, Section.POSITION)
    first, second, _ = stage_of(day.etten_leur.pk).options
    give_choice(day.anna, first)
    give_choice(day.anna, second)

    assert [bar.value for bar in results_in(day.etten_leur).bars] == [0, 1, 0]


def test_most_dots_fill_the_bar(day):
    open_poll(day, Section.THEMES)
    give_choice(day.anna, "Economie & Arbeidsmarkt", 2)
    give_choice(day.anna, "Energietransitie & fysieke leefomgeving", 1)
    give_choice(day.bram, "Economie & Arbeidsmarkt", 2)

    results = results_in(day.etten_leur)

    assert [(bar.value, bar.share, bar.text) for bar in results.bars] == [
        (4, 100, "4"),
        (0, 0, "0"),
        (0, 0, "0"),
        (1, 25, "1"),
    ]


def test_dots_of_a_group_that_left_the_ballot_do_not_shorten_the_other_bars(day):
    talent, leegstand = open_ballot(day, Section.PRIORITIES)
    give_choice(day.anna, line(talent, Section.PRIORITIES), 4)
    give_choice(day.anna, line(leegstand, Section.PRIORITIES), 1)

    set_on_ballot(cluster=talent, on=False)

    assert [(bar.option.cluster, bar.share) for bar in results_in(day.etten_leur).bars] == [(leegstand, 100)]


def test_forms_stand_under_their_group_of_answers(day):
    talent, leegstand = open_ballot(day, Section.FORMS)
    give_choice(day.anna, line(talent, Section.FORMS, form__singular="leerkring"))
    give_choice(day.bram, line(talent, Section.FORMS, form__singular="leerkring"))

    groups = results_in(day.etten_leur).groups

    assert [(group.heading, group.cluster) for group in groups] == [("Talent", talent), ("Leegstand", leegstand)]
    assert {bar.option.text: bar.value for bar in groups[0].bars} == {
        "Praktijkonderzoek": 0,
        "Experimenten": 0,
        "Excursies en netwerkbijeenkomsten": 0,
        "Werkgroepen": 0,
        "Leerkringen": 2,
        "Onze gemeente doet mee": 0,
    }


def test_colleagues_of_one_municipality_join_once_and_people_without_one_are_told_apart(day):
    talent, _ = open_ballot(day, Section.FORMS)
    joins = line(talent, Section.FORMS, joins=True)
    for participant in (day.anna, day.bram, join(day.etten_leur, "Zeist"), join(day.etten_leur)):
        give_choice(participant, joins)

    bar = next(bar for bar in results_in(day.etten_leur).bars if bar.option == joins)

    assert (bar.people, bar.municipalities, bar.unnamed) == (4, 2, 1)


def test_places_count_together_when_asked_and_apart_otherwise(day):
    for place in (day.etten_leur, day.rijssen):
        go_to(place, Section.TRENDS, theme=1)
        open_step(place)
    give_choice(day.anna, "Padafhankelijkheid")
    give_choice(day.carla, "Padafhankelijkheid")

    assert bar_of(results_in(day.rijssen), "Padafhankelijkheid").value == 1
    assert bar_of(results_in(day.etten_leur, day.rijssen), "Padafhankelijkheid").value == 2
    assert results_in(day.etten_leur, day.rijssen).people == 2


@pytest.mark.parametrize("section", [Section.POSITION, Section.STATEMENTS, Section.THEMES])
def test_nobody_chose(day, section):
    open_poll(day, section)

    results = results_in(day.etten_leur)

    assert results.people == 0
    assert {(bar.value, bar.share) for bar in results.bars} == {(0, 0)}


def test_reading_a_scale_takes_two_queries_for_one_mark_and_for_many(day, django_assert_num_queries):
    open_poll(day, Section.STATEMENTS)
    stage = stage_of(day.etten_leur.pk)
    give_choice(day.anna, stage.options[0], 3)

    for participants in ([], join_many(day.etten_leur, 20)):
        for participant in participants:
            for option in stage.options:
                give_choice(participant, option, 5)
        with django_assert_num_queries(2):
            results_of(stage.step, stage.options, [stage.round])


def test_reading_results_takes_two_queries_for_one_choice_and_for_many(day, django_assert_num_queries):
    open_poll(day, Section.TRENDS, theme=1)
    give_choice(day.anna, "Padafhankelijkheid")
    stage = stage_of(day.etten_leur.pk)
    assert stage.options

    with django_assert_num_queries(2):
        results_of(stage.step, stage.options, [stage.round])

    for participant in join_many(day.etten_leur, 20):
        give_choice(participant, "Padafhankelijkheid")
        give_choice(participant, "Economische veerkracht")
    with django_assert_num_queries(2):
        results = results_of(stage.step, stage.options, [stage.round])
    assert bar_of(results, "Padafhankelijkheid").value == 21
