"""How results are drawn."""

import pytest

from sessions.charts import Part, diverging, dots, shade
from sessions.models import Option
from sessions.results import Bar


def bar(*marks):
    people = sum(marks)
    mean = sum(mark * given for mark, given in enumerate(marks, start=1)) / people if people else 0.0
    return Bar(Option(text="Stelling"), mean, people, 0, marks=marks)


def test_low_marks_reach_left_of_the_middle_and_high_ones_right():
    statement = bar(1, 1, 0, 1, 1)

    assert diverging(statement, [statement]) == [
        Part(1, 0, 25, 1),
        Part(2, 25, 25, 1),
        Part(4, 50, 25, 1),
        Part(5, 75, 25, 1),
    ]


def test_the_middle_mark_lies_across_the_middle():
    statement = bar(0, 0, 2, 0, 0)

    assert diverging(statement, [statement]) == [Part(3, 0, 100, 2)]


def test_a_bar_of_high_marks_only_starts_in_the_middle():
    statement = bar(0, 0, 0, 0, 3)

    assert diverging(statement, [statement]) == [Part(5, 50, 50, 3)]


def test_all_bars_of_a_chart_are_drawn_to_one_measure():
    split, agreed = bar(1, 0, 0, 0, 1), bar(0, 0, 0, 0, 4)

    assert diverging(split, [split, agreed]) == [Part(1, 25, 25, 1), Part(5, 50, 25, 1)]
    assert diverging(agreed, [split, agreed]) == [Part(5, 50, 50, 4)]


def test_nobody_gave_a_mark():
    nothing = bar(0, 0, 0, 0, 0)

    assert diverging(nothing, [nothing]) == []
    assert diverging(nothing, [nothing, bar(0, 0, 1, 0, 0)]) == []


def test_a_number_is_written_only_where_it_fits():
    statement = bar(1, 0, 0, 0, 99)

    assert [part.has_room for part in diverging(statement, [statement])] == [False, True]


@pytest.mark.parametrize(("most", "rows"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3), (60, 3)])
def test_each_dot_is_drawn_once_and_all_options_have_as_many_rows(most, rows):
    most_chosen, other = dots(most, most), dots(most // 2, most)

    assert most_chosen.rows == other.rows == rows
    assert len(set(most_chosen.places)) == most
    assert len(set(other.places)) == most // 2
    assert all(0 < x < 100 and 0 < y < 100 for x, y in most_chosen.places)


def test_more_dots_than_can_be_counted_are_not_drawn():
    assert dots(3, 61) is None


@pytest.mark.parametrize(("value", "dark"), [(0, 0), (1, 1), (2, 1), (3, 2), (6, 3), (8, 4)])
def test_the_most_wanted_is_the_darkest_and_nothing_is_not_coloured(value, dark):
    assert shade(value, 8) == dark


def test_nothing_is_coloured_when_nobody_chose():
    assert shade(0, 0) == 0
