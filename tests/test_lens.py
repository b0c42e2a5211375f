"""Filters on answers, and what gives them their colour."""

import pytest

from sessions.groups import groups_of
from sessions.lens import Trait, lens_of
from tests.cast import Section, ask, give_answer, group, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    """Anna (executive) and Bram (policy) answer in Etten-Leur, Carla (policy) in Rijssen-Holten."""
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    give_answer(day.anna, "Ruimte", "kans")
    give_answer(day.bram, "Leegstand", "bedreiging")
    give_answer(day.carla, "Talent", "kans")
    return day


def shown(day, **asked):
    """The texts that an address shows, with the word of their colour."""
    groups = groups_of(day.meetup, lens=lens_of(day.meetup, None, asked))
    answers = [*groups.loose, *(answer for cluster in groups.clusters for answer in cluster.members)]
    return {answer.text: answer.mark.text if answer.mark else "" for answer in answers}


def test_without_a_filter_everything_is_shown_without_colour(day):
    assert shown(day) == {"Ruimte": "", "Leegstand": "", "Talent": ""}


def test_filters_by_place_label_and_role_leave_out_what_differs(day):
    place = str(day.rijssen.pk)

    assert list(shown(day, plaats=place)) == ["Talent"]
    assert list(shown(day, label="kans")) == ["Ruimte", "Talent"]
    assert list(shown(day, rol="policy")) == ["Leegstand", "Talent"]
    assert list(shown(day, rol="policy", label="kans")) == ["Talent"]
    assert list(shown(day, label="-")) == []


def test_filter_by_position_in_the_region(day):
    position = day.meetup.programme.positions.first()
    day.anna.position = position
    day.anna.save()

    assert list(shown(day, positie=str(position.pk))) == ["Ruimte"]
    assert list(shown(day, positie="-")) == ["Leegstand", "Talent"]


def test_colour_comes_with_its_word(day):
    assert shown(day, kleur="label") == {"Ruimte": "kans", "Leegstand": "bedreiging", "Talent": "kans"}
    assert shown(day, kleur="plaats")["Talent"] == "Rijssen-Holten"
    assert shown(day, kleur="positie") == dict.fromkeys(("Ruimte", "Leegstand", "Talent"), "positie onbekend")


def test_each_value_of_a_trait_has_a_colour_of_its_own(day):
    choices = {choice.trait: choice for choice in lens_of(day.meetup, None, {}).choices}

    for trait in (Trait.PLACE, Trait.ROLE, Trait.POSITION):
        marks = [value.mark for value in choices[trait].values]
        assert len(marks) == len(set(marks))


@pytest.mark.parametrize("nonsense", ["", "x", "999999", "9" * 40, "\x00"])
def test_filter_that_cannot_be_is_no_filter(day, nonsense):
    asked = dict.fromkeys(("plaats", "label", "positie", "rol", "kleur"), nonsense)

    assert lens_of(day.meetup, None, asked).fields == {}
    assert len(shown(day, **asked)) == 3


def test_counts_say_what_the_filter_leaves_out(day):
    answers = list(groups_of(day.meetup).loose)
    group(day, "Alles", *answers[:2])

    groups = groups_of(day.meetup, lens=lens_of(day.meetup, None, {"label": "bedreiging"}))

    cluster = groups.clusters[0]
    assert (len(cluster.members), cluster.total) == (1, 2)
    assert (len(groups.loose), groups.loose_total) == (0, 1)
