"""Quarters of a year, stored, said and read."""

import datetime

import pytest

from sessions.quarters import name_of, quarter_of, quarters_from, starts


@pytest.mark.parametrize(
    ("planning", "start"),
    [
        ("2e kwartaal 2017", (2017, 2)),
        ("kwartaal 3, 2018", (2018, 3)),
        ("Q4 2017", (2017, 4)),
        ("in 2018", (2018, 9999)),
        ("1e kw", (9999, 1)),
        ("zo snel mogelijk", (9999, 9999)),
        ("", (9999, 9999)),
    ],
)
def test_start_is_read_from_the_words_of_the_planning(planning, start):
    assert starts("", planning) == start


def test_stored_quarter_says_more_than_the_words():
    assert starts("2018-1", "in het 4e kwartaal 2017 het verslag") == (2018, 1)


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, "2017-1"), (3, "2017-1"), (4, "2017-2"), (9, "2017-3"), (12, "2017-4")]
)
def test_a_day_falls_in_a_quarter(month, quarter):
    assert quarter_of(datetime.date(2017, month, 1)) == quarter


def test_quarters_go_on_in_the_next_year():
    assert quarters_from(datetime.date(2017, 11, 30), 3) == ["2017-4", "2018-1", "2018-2"]


@pytest.mark.parametrize(("quarter", "name"), [("2017-2", "2e kwartaal 2017"), ("", ""), ("later", "later")])
def test_quarter_is_said_in_words(quarter, name):
    assert name_of(quarter) == name
