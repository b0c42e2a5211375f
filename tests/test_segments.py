"""Results by group of participants: beside the total, in every round, and never of fewer than five people."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.agenda import agenda_of
from sessions.ballots import draw_up_ballot
from sessions.disclosure import MIN_PEOPLE
from sessions.models import Participant, Round
from sessions.second_rounds import add_second_round
from sessions.segment_tables import table_of
from sessions.segments import DIVISIONS, NOT_GIVEN, segments_of
from tests.cast import ask, give_answer, make_day, promote
from tests.choosers import (
    COUNCILLOR,
    EXECUTIVE,
    POLICY,
    Section,
    five_of_each,
    held,
    let_in,
    step_of,
    vote,
)
from themes.models import Municipality, RegionPosition

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = make_day()
    Participant.objects.all().delete()
    return day


def outcomes_of(day):
    return segments_of(agenda_of(day.meetup))


def shown(table):
    """What a table shows of its lines with a value, by column: its texts, round by round."""
    return {
        (row.line.text, column.name): [value.text if value else None for value in entry.values] + [entry.change]
        for row in table.rows
        for column, entry in zip(table.columns, row.entries, strict=True)
        if any(value and value.text not in {"0", "0,0"} for value in entry.values)
    }


def people_of(table):
    return {column.name: column.people for column in table.columns}


def test_each_group_stands_beside_the_total(day):
    executives, policy = five_of_each(day)
    step = step_of(day, Section.POSITION)
    first, second = step.options.all()[:2]
    vote(step, [*executives[:4], *policy[:2]], first.number)
    vote(step, [executives[4], *policy[2:]], second.number)

    [outcome] = outcomes_of(day)
    table = table_of(outcome, "rol")

    assert (outcome.title, outcome.measure) == (step.title, "mensen")
    assert people_of(table) == {
        "Totaal": [11],
        "Burgemeester of wethouder": [5],
        "Beleidsmedewerker of adviseur": [6],
    }
    assert table.left_out == ["Raadslid", "Gemeentesecretaris of manager", "Anders", NOT_GIVEN]
    assert {key: value[0] for key, value in shown(table).items()} == {
        (first.text, "Totaal"): "6",
        (first.text, "Burgemeester of wethouder"): "4",
        (first.text, "Beleidsmedewerker of adviseur"): "2",
        (second.text, "Totaal"): "5",
        (second.text, "Burgemeester of wethouder"): "1",
        (second.text, "Beleidsmedewerker of adviseur"): "4",
    }
    assert table.rows[0].entries[1].values[0].percentage == 80


def test_group_of_four_is_not_shown_nor_the_one_that_would_give_it_away(day):
    executives, policy = five_of_each(day)
    vote(step_of(day, Section.POSITION), [*executives, *policy, *let_in(day.etten_leur, 4, role=COUNCILLOR)])

    table = table_of(outcomes_of(day)[0], "rol")

    assert people_of(table) == {"Totaal": [15], "Beleidsmedewerker of adviseur": [6]}
    assert {"Raadslid", "Burgemeester of wethouder"} <= set(table.left_out)


def test_of_fewer_than_five_people_only_the_total_is_shown(day):
    vote(step_of(day, Section.POSITION), let_in(day.etten_leur, 4, role=POLICY))

    table = table_of(outcomes_of(day)[0], "rol")

    assert people_of(table) == {"Totaal": [4]}
    assert table.withheld == "few"
    assert [[value[0] for value in shown(table).values()]] == [["4"]]


def test_people_are_divided_by_place_position_and_inhabitants_of_their_municipality(day):
    position = RegionPosition.objects.first()
    small, middle, large = (
        Municipality.objects.filter(population__gte=low, population__lt=high).first()
        for low, high in ((1, 30_000), (30_000, 50_000), (80_000, 10**7))
    )
    people = [
        *let_in(day.etten_leur, 5, municipality=small, position=position),
        *let_in(day.rijssen, 6, municipality=middle, position=position),
        *let_in(day.rijssen, 7, municipality=large),
        *let_in(day.rijssen, 8),
    ]
    vote(step_of(day, Section.POSITION), people)

    [outcome] = outcomes_of(day)

    assert {key: people_of(table_of(outcome, key)) for key in ("locatie", "positie", "grootte")} == {
        "locatie": {"Totaal": [26], "Etten-Leur": [5], "Rijssen-Holten": [21]},
        "positie": {"Totaal": [26], str(position): [11], NOT_GIVEN: [15]},
        "grootte": {
            "Totaal": [26],
            "tot 30.000 inwoners": [5],
            "30.000 tot 50.000": [6],
            "80.000 of meer": [7],
            NOT_GIVEN: [8],
        },
    }


def test_mean_mark_is_not_shown_where_fewer_than_five_of_a_group_gave_one(day):
    executives, policy = five_of_each(day)
    more = let_in(day.etten_leur, 9, role=COUNCILLOR)
    step = step_of(day, Section.STATEMENTS)
    everybody = [*executives, *policy, *more]
    vote(step, everybody, 1, 4)
    vote(step, [*executives[:4], *policy, *more], 2, 3)

    table = table_of(outcomes_of(day)[0], "rol")

    marks = [
        [entry.values[0].text if entry.values[0] else None for entry in row.entries] for row in table.rows[:2]
    ]
    assert [column.name for column in table.columns[1:]] == [
        "Burgemeester of wethouder",
        "Raadslid",
        "Beleidsmedewerker of adviseur",
    ]
    assert marks == [["4,0", "4,0", "4,0", "4,0"], ["3,0", None, "3,0", None]]


def test_second_round_stands_beside_the_first_with_the_change_in_each_group(day):
    executives, policy = five_of_each(day)
    first = step_of(day, Section.THEMES)
    vote(first, [*executives, *policy], 1, 3)
    second = add_second_round(first)
    vote(second, executives, 1, 2)
    vote(second, policy, 2, 3)

    [outcome] = outcomes_of(day)
    table = table_of(outcome, "rol")

    assert table.is_second
    assert people_of(table)["Burgemeester of wethouder"] == [5, 5]
    text = first.options.first().text
    values = shown(table)
    assert values[text, "Totaal"] == ["33", "10", "−23"]
    assert values[text, "Burgemeester of wethouder"] == ["15", "10", "−5"]
    assert values[text, "Beleidsmedewerker of adviseur"] == ["18", "0", "−18"]


def test_line_that_is_new_in_the_second_round_has_no_change(day):
    ask(day)
    [anna, *_] = people = let_in(day.etten_leur, 6, role=POLICY)
    promote(day, "Talent", give_answer(anna, "Hoe houden we talent vast?"))
    first = step_of(day, Section.PRIORITIES)
    draw_up_ballot(first)
    vote(first, people)
    promote(day, "Leegstand", give_answer(anna, "Hoe vullen we winkels?"))
    second = add_second_round(first)
    draw_up_ballot(second)
    vote(second, people, 2)

    table = table_of(outcomes_of(day)[0], "rol")

    assert shown(table)["Leegstand", "Totaal"] == [None, "6", ""]
    assert shown(table)["Talent", "Totaal"] == ["6", "0", "−6"]


@pytest.fixture
def ballot(day):
    """A ballot with two groups of one kennisvraag and one of another, and six people in each place."""
    ask(day)
    people = {place: let_in(place, 6, role=POLICY) for place in (day.etten_leur, day.rijssen)}
    author = people[day.etten_leur][0]
    talent = promote(day, "Talent", give_answer(author, "Hoe houden we talent vast?"))
    promote(day, "Leegstand", give_answer(author, "Hoe vullen we winkels?"))
    talent.clusters.add(*day.meetup.clusters.filter(name="Leegstand"))
    step = step_of(day, Section.PRIORITIES)
    draw_up_ballot(step)
    vote(step, people[day.etten_leur], 1, 2)
    vote(step, people[day.rijssen], 2)
    return step, people


def test_support_of_a_kennisvraag_is_that_of_its_groups_together(day, ballot):
    by_group, by_question = (table_of(outcome, "locatie") for outcome in outcomes_of(day))

    assert shown(by_group)["Talent", "Etten-Leur"] == ["12", ""]
    assert ("Leegstand", "Etten-Leur") not in shown(by_group)
    assert {key: value[0] for key, value in shown(by_question).items()} == {
        ("K1.1 Talent?", "Totaal"): "18",
        ("K1.1 Talent?", "Etten-Leur"): "12",
        ("K1.1 Talent?", "Rijssen-Holten"): "6",
        ("K1.2 Leegstand?", "Totaal"): "6",
        ("K1.2 Leegstand?", "Rijssen-Holten"): "6",
    }


def test_support_is_not_divided_when_one_place_alone_held_a_second_round(day, ballot):
    step, people = ballot
    second = add_second_round(step)
    draw_up_ballot(second)
    second.rounds.exclude(live_session=day.etten_leur).delete()
    vote(second, people[day.etten_leur], 1, 1)

    *_, support = outcomes_of(day)

    assert support.rounds[0].withheld == "mixed"
    assert support.rounds[0].divisions == []
    assert support.rounds[0].lines[0].total.value == 12


def test_while_a_round_is_open_there_is_only_a_total(day):
    executives, policy = five_of_each(day)
    step = step_of(day, Section.POSITION)
    vote(step, [*executives, *policy])
    held(step, Round.State.OPEN)

    table = table_of(outcomes_of(day)[0], "rol")

    assert table.withheld == "open"
    assert people_of(table) == {"Totaal": [11]}


@pytest.mark.parametrize("seed", range(8))
def test_no_poll_says_anything_of_fewer_than_five_people(day, seed):
    chance = random.Random(seed)
    roles = [role for role in Participant.Role for _ in range(chance.randrange(0, 9))]
    people = [let_in(chance.choice([day.etten_leur, day.rijssen]), 1, role=role)[0] for role in roles]
    step = step_of(day, Section.STATEMENTS)
    for number in (1, 2, 3):
        if marking := [person for person in people if chance.random() < 0.8]:
            vote(step, marking, number, chance.randrange(1, 6))

    tallies = [tally for outcome in outcomes_of(day) for tally in outcome.rounds]
    for tally in tallies:
        for division in tally.divisions:
            rows = [[group.people for group in division.groups]]
            rows += [[cell.people if cell else None for cell in row] for row in division.cells]
            totals = [tally.people, *(line.total.people for line in tally.lines)]
            for counts, total in zip(rows, totals, strict=True):
                known = [count for count in counts if count is not None]
                assert all(count >= MIN_PEOPLE for count in known)
                assert not known or total - sum(known) == 0 or total - sum(known) >= MIN_PEOPLE


def test_results_take_as_many_queries_for_many_people_and_polls_as_for_one(day, django_assert_num_queries):
    vote(step_of(day, Section.POSITION), let_in(day.etten_leur, 1))
    agenda = agenda_of(day.meetup)
    with CaptureQueriesContext(connection) as few:
        segments_of(agenda)
    everybody = [*let_in(day.etten_leur, 20, role=EXECUTIVE), *let_in(day.rijssen, 20, role=POLICY)]
    for section in (Section.STATEMENTS, Section.TRENDS, Section.TASKS, Section.THEMES):
        vote(step_of(day, section), everybody)

    with django_assert_num_queries(len(few)):
        outcomes = segments_of(agenda)

    assert len(outcomes) == 5
    assert all(len(outcome.rounds[0].divisions) == len(DIVISIONS) for outcome in outcomes[1:])
