"""The work programme by quarter, and whether enough municipalities join."""

import pytest

from sessions.models import Activity
from sessions.work_programme import Work, size_remark, timeline_of
from themes.models import FormOfWork

LEARNING_CIRCLE = FormOfWork(singular="leerkring", least_municipalities=6, most_municipalities=12)


def work(*starts):
    return [Work(f"W{number}", Activity(quarter=start), []) for number, start in enumerate(starts, start=1)]


def numbers(slots):
    return [(slot.name, [one.number for one in slot.work]) for slot in slots]


def test_quarters_between_activities_stand_in_the_line_too():
    assert numbers(timeline_of(work("2017-2", "2017-4", "2017-2"))) == [
        ("2e kwartaal 2017", ["W1", "W3"]),
        ("3e kwartaal 2017", []),
        ("4e kwartaal 2017", ["W2"]),
    ]


def test_activities_without_a_quarter_come_last():
    undated = Work("W9", Activity(planning="in 2017"), [])

    slots = timeline_of([*work("", "2017-2"), undated])

    assert numbers(slots) == [("2e kwartaal 2017", ["W2"]), ("in 2017", ["W9"]), ("nog te bepalen", ["W1"])]
    assert [slot.is_set for slot in slots] == [True, False, False]


def test_long_line_shows_only_the_quarters_in_use():
    assert [slot.name for slot in timeline_of(work("2017-1", "2021-4"))] == [
        "1e kwartaal 2017",
        "4e kwartaal 2021",
    ]


def test_line_of_nothing_is_empty():
    assert timeline_of([]) == []


@pytest.mark.parametrize(
    ("joining", "remark"),
    [
        (0, "Er doet nog geen gemeente mee; een leerkring vraagt 6 tot 12 gemeenten."),
        (1, "Er doet 1 gemeente mee; een leerkring vraagt 6 tot 12 gemeenten."),
        (13, "Er doen 13 gemeenten mee; een leerkring vraagt 6 tot 12 gemeenten."),
        (6, ""),
    ],
)
def test_too_few_or_too_many_municipalities_are_remarked_on(joining, remark):
    assert size_remark(LEARNING_CIRCLE, joining) == remark


def test_form_without_a_range_takes_any_number():
    assert size_remark(FormOfWork(singular="praktijkonderzoek"), 0) == size_remark(None, 3) == ""
