"""Finding a municipality by what people type."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from themes.models import Municipality

pytestmark = pytest.mark.django_db


def make_municipality(name, code="GM0001", other_names="", current=True):
    return Municipality.objects.create(
        code=code,
        name=name,
        other_names=other_names,
        province="Utrecht",
        population=50_000,
        population_year=2023,
        current=current,
    )


def names_found(text):
    return [municipality.name for municipality in Municipality.objects.search(text)]


def test_search_puts_the_best_match_first():
    make_municipality("Enschede", "GM0153")
    make_municipality("Hof van Ede", "GM9001")
    make_municipality("Edam-Volendam", "GM0385")
    make_municipality("Ede", "GM0228")

    assert names_found("ede") == ["Ede", "Hof van Ede", "Enschede"]
    assert names_found("ed") == ["Edam-Volendam", "Ede", "Hof van Ede", "Enschede"]


def test_search_puts_merged_municipalities_after_those_of_today():
    make_municipality("Haaren", "GM0788", current=False)
    make_municipality("Haarlem", "GM0392")

    assert names_found("haar") == ["Haarlem", "Haaren"]
    assert names_found("haaren") == ["Haaren"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("den haag", "'s-Gravenhage"),
        ("Gravenhage", "'s-Gravenhage"),
        ("DEN BOSCH", "'s-Hertogenbosch"),
        ("s-hertogenbosch", "'s-Hertogenbosch"),
        ("’s Hertogenbosch", "'s-Hertogenbosch"),
        ("sudwest", "Súdwest-Fryslân"),
        ("Súdwest", "Súdwest-Fryslân"),
        ("fryslan", "Súdwest-Fryslân"),
    ],
)
def test_search_finds_other_names_and_other_spellings(typed, name):
    make_municipality("'s-Gravenhage", "GM0518", "Den Haag")
    make_municipality("'s-Hertogenbosch", "GM0796", "Den Bosch")
    make_municipality("Súdwest-Fryslân", "GM1900")

    assert names_found(typed) == [name]


@pytest.mark.parametrize("typed", ["", "   ", "%", ",", "-", "\x00", "xyz"])
def test_search_for_nothing_known_finds_nothing(typed):
    make_municipality("Zeist")

    assert names_found(typed) == []


def test_search_takes_one_query(django_assert_num_queries):
    for number in range(20):
        make_municipality(f"Stad {number}", f"GM{number:04}")

    with django_assert_num_queries(1):
        assert len(names_found("stad")) == 20


@pytest.mark.parametrize("typed", ["Den Haag", "den haag ", "'s-Gravenhage", "s-gravenhage", "gravenhage"])
def test_find_knows_every_whole_name(typed):
    the_hague = make_municipality("'s-Gravenhage", "GM0518", "Den Haag")

    assert Municipality.objects.find(typed) == the_hague


@pytest.mark.parametrize("typed", ["Den", "haag", "", "Utrecht"])
def test_find_of_a_part_or_an_unknown_name_is_none(typed):
    make_municipality("'s-Gravenhage", "GM0518", "Den Haag")

    assert Municipality.objects.find(typed) is None


def test_find_of_a_name_that_two_municipalities_share_is_none():
    make_municipality("Bergen (L.)", "GM0893", "Bergen")
    make_municipality("Bergen (NH.)", "GM0373", "Bergen")

    assert Municipality.objects.find("Bergen") is None


def test_find_prefers_the_municipality_of_today():
    make_municipality("Altena", "GM0001", current=False)
    today = make_municipality("Altena", "GM1959")

    assert Municipality.objects.find("altena") == today


def test_saving_one_field_keeps_the_search_key_in_step():
    municipality = make_municipality("'s-Hertogenbosch")

    municipality.other_names = "Den Bosch"
    municipality.save(update_fields=["other_names"])

    assert Municipality.objects.find("den bosch") == municipality


def test_list_puts_s_gravenhage_under_the_g():
    make_municipality("Gouda", "GM0513")
    make_municipality("'s-Gravenhage", "GM0518")
    make_municipality("Grave", "GM0786")

    assert [municipality.name for municipality in Municipality.objects.all()] == [
        "Gouda",
        "Grave",
        "'s-Gravenhage",
    ]


def test_municipality_needs_a_cbs_code_and_inhabitants():
    municipality = make_municipality("Zeist")
    municipality.code = "0355"

    with pytest.raises(ValidationError) as error:
        municipality.full_clean()

    assert error.value.message_dict == {"code": ["Een CBS-code is GM met vier cijfers, zoals GM0777."]}
    with pytest.raises(IntegrityError, match="inhabited"), transaction.atomic():
        Municipality.objects.update(population=0)
