"""Who is in the room, by municipality, and where these lie."""

import csv

import pytest

from sessions.gathering import KM_EAST, KM_SOUTH, Present, gathering_of
from tests.cast import join, join_many, make_day
from themes.centres import centres
from themes.content import MUNICIPALITIES_FILE
from themes.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def distance(one, other):
    """Return the kilometres between two municipalities."""
    (lat, lon), (other_lat, other_lon) = (centres()[Municipality.objects.find(name).code] for name in (one, other))
    return (((lat - other_lat) * KM_SOUTH) ** 2 + ((lon - other_lon) * KM_EAST) ** 2) ** 0.5


def test_people_count_for_their_municipality_and_who_named_none_only_as_a_number(day):
    join(day.etten_leur, "Zeist")
    join(day.etten_leur)
    join(day.etten_leur)

    gathering = gathering_of(day.etten_leur)

    assert [(present.name, present.people) for present in gathering.municipalities] == [
        ("Etten-Leur", 2),
        ("Zeist", 1),
    ]
    assert (gathering.people, gathering.unnamed) == (5, 2)


def test_each_place_shows_its_own_room(day):
    assert [present.name for present in gathering_of(day.rijssen).municipalities] == ["Rijssen-Holten"]


def test_municipalities_stand_under_their_province_from_a_to_z(day):
    for name in ("Zeist", "Veenendaal", "Breda"):
        join(day.etten_leur, name)

    provinces = gathering_of(day.etten_leur).provinces

    assert [(province.name, [present.name for present in province.municipalities]) for province in provinces] == [
        ("Noord-Brabant", ["Breda", "Etten-Leur"]),
        ("Utrecht", ["Veenendaal", "Zeist"]),
    ]


def test_reading_takes_one_query_for_one_person_and_for_many(day, django_assert_num_queries):
    for count in (0, 30):
        join_many(day.etten_leur, count)
        with django_assert_num_queries(1):
            assert gathering_of(day.etten_leur).provinces


def test_a_municipality_that_merged_since_is_in_the_list_and_not_on_the_map(day):
    join(day.etten_leur, "Delfzijl")

    merged = next(present for present in gathering_of(day.etten_leur).municipalities if present.name == "Delfzijl")

    assert (merged.x, merged.y) == (None, None)


def test_more_people_are_a_larger_dot_up_to_a_point():
    radii = [Present("GM0001", "Stad", "Utrecht", people).radius for people in (1, 4, 100)]

    assert radii == [5, 7, 12]


def test_every_municipality_of_today_has_its_place_and_lies_in_the_netherlands():
    with MUNICIPALITIES_FILE.open(encoding="utf-8", newline="") as file:
        today = {row["code"] for row in csv.DictReader(file) if row["current"] == "yes"}

    assert set(centres()) == today
    assert all(50.7 < latitude < 53.6 and 3.3 < longitude < 7.3 for latitude, longitude in centres().values())


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [("Zeist", "Utrecht", 8), ("Etten-Leur", "Rijssen-Holten", 149), ("Groningen", "Maastricht", 270)],
)
def test_municipalities_lie_as_far_apart_as_on_any_map(day, one, other, kilometres):
    assert distance(one, other) == pytest.approx(kilometres, abs=10)
