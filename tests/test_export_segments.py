"""Results by group of participants in files: complete in JSON and on a sheet, never of fewer than five people."""

import json

import pytest

from sessions.export import export
from sessions.models import Participant
from tests.cast import make_day
from tests.choosers import COUNCILLOR, Section, five_of_each, let_in, step_of, vote
from tests.excel import Excel
from tests.ods import Ods

KINDS = {"xlsx": Excel, "ods": Ods}


@pytest.fixture
def day(db):
    """A day on which fourteen people of two roles and a third of one marked a statement."""
    day = make_day()
    Participant.objects.all().delete()
    executives, policy = five_of_each(day)
    step = step_of(day, Section.STATEMENTS)
    vote(step, [*executives, *policy[:1]], 1, 4)
    vote(step, [*policy[1:], *let_in(day.etten_leur, 6, role=Participant.Role.OTHER)], 1, 3)
    vote(step, let_in(day.etten_leur, 1, role=COUNCILLOR), 1, 5)
    return day


def in_division(rows, name):
    return {
        row["Groep"]: (row["Mensen"], row["Waarde"], row["Opmerking"]) for row in rows if row["Indeling"] == name
    }


@pytest.mark.parametrize("kind", KINDS)
def test_sheet_has_the_total_and_each_group_with_a_remark_where_it_has_no_numbers(kind, day):
    rows = KINDS[kind](export(day.meetup, kind)).rows("Uitslagen")
    first = [row for row in rows if row["Regel"] == rows[0]["Regel"]]

    total = first[0]
    assert (total["Groep"], total["Mensen"], total["Waarde"], total["Maat"]) == (
        "Totaal",
        18,
        3.4,
        "gemiddeld cijfer",
    )
    assert (total["Ronde"], total["Indeling"]) == (1, "")
    assert in_division(first, "Rol") == {
        "Burgemeester of wethouder": ("", "", "minder dan 5"),
        "Raadslid": ("", "", "minder dan 5"),
        "Beleidsmedewerker of adviseur": (6, 3.2, ""),
        "Gemeentesecretaris of manager": ("", "", "minder dan 5"),
        "Anders": (6, 3, ""),
        "geen opgegeven": ("", "", "minder dan 5"),
    }


def test_json_holds_every_round_with_null_for_what_may_not_be_shown(day):
    [outcome] = json.loads(export(day.meetup, "json"))["segments"]

    assert (outcome["measure"], outcome["mode"]) == ("gemiddeld cijfer", "scale")
    [tally] = outcome["rounds"]
    assert (tally["round"], tally["people"], tally["withheld"]) == (1, 18, "")
    role = next(division for division in tally["divisions"] if division["key"] == "rol")
    people = {group["name"]: group["people"] for group in role["groups"]}
    assert people["Raadslid"] is None
    assert people["Anders"] == 6
    assert len(role["cells"]) == len(tally["lines"])
    assert [cell for cell in role["cells"][0] if cell] == [
        {"people": 6, "value": 3.2},
        {"people": 6, "value": 3.0},
    ]


def test_sheet_says_why_there_is_only_a_total(db):
    day = make_day()
    vote(step_of(day, Section.POSITION), [day.anna, day.bram])

    rows = Excel(export(day.meetup, "xlsx")).rows("Uitslagen")

    assert {row["Opmerking"] for row in rows} == {"minder dan 5 mensen: alleen het totaal"}
    assert {row["Groep"] for row in rows} == {"Totaal"}
