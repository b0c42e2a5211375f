"""A meet-up made from the 2017 programme."""

import datetime

import pytest

from sessions.models import Meetup, Option, Round, Step
from sessions.models.meetup import CODE_ALPHABET, clean_code
from sessions.preparation import letters_for, make_meetup
from tests.cast import Section
from themes.content import load_content
from themes.models import Programme, Trend

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    load_content()
    return make_meetup(programme=Programme.objects.get(key="meetup-2017"))


def test_the_2017_meetup_has_its_day_and_two_places(meetup):
    places = list(meetup.live_sessions.values_list("place", "letter"))

    assert meetup.date == datetime.date(2017, 2, 16)
    assert places == [("Etten-Leur", "E"), ("Rijssen-Holten", "R")]


def test_the_programme_has_29_steps_in_the_order_of_the_day(meetup):
    kinds = list(meetup.steps.values_list("kind", flat=True))

    theme = ["poll", "poll", "question", "question", "question"]
    assert kinds == ["slide", "slide", "poll", "poll", "question", *theme * 4, "poll", "ballot", "ballot", "slide"]
    assert list(meetup.steps.values_list("number", flat=True)) == list(range(1, 30))


def test_each_place_starts_at_the_first_step_with_a_round_for_every_step(meetup):
    for place in meetup.live_sessions.all():
        assert place.current_step.number == 1
        assert place.rounds.filter(state=Round.State.PREPARED, revealed=False).count() == 29


def test_question_1_has_its_four_labels_and_question_3_its_sub_questions(meetup):
    def options(section):
        labels = Option.objects.filter(step__section=section, step__theme__number=3)
        return list(labels.values_list("text", flat=True))

    assert options(Section.OPPORTUNITIES) == ["kans", "opgave", "uitdaging", "bedreiging"]
    assert options(Section.COOPERATION) == [
        "Wat wilt u leren van elkaar?",
        "Wat wilt u samen met anderen oppakken?",
        "Wat wilt u samen met Platform31 oppakken?",
    ]


def test_every_step_has_notes_for_who_leads_it(meetup):
    assert not meetup.steps.filter(notes="").exists()


def test_sub_lines_of_the_deck_stand_under_their_heading(meetup):
    housing = meetup.steps.get(section=Section.TRENDS, theme__number=4).options.filter(group="Woningmarkt:")

    assert housing.count() == 3
    assert not meetup.steps.filter(options__text="Woningmarkt:").exists()


def test_editing_the_content_later_leaves_the_meetup_as_it_was(meetup):
    Trend.objects.update(text="Iets anders")

    assert Option.objects.filter(step__section=Section.TRENDS, text="Padafhankelijkheid").exists()


def test_codes_are_different_and_without_look_alikes(meetup):
    codes = list(meetup.live_sessions.values_list("code", flat=True))

    assert len(set(codes)) == 2
    assert all(len(code) == 6 and set(code) <= set(CODE_ALPHABET) for code in codes)
    assert not set("01OILA") & set(CODE_ALPHABET)


@pytest.mark.parametrize("typed", ["bcd234", "BCD 234", " bcd-234 ", "b c d 2 3 4"])
def test_a_code_may_be_typed_in_any_way(typed):
    assert clean_code(typed) == "BCD234"


def test_places_with_the_same_first_letter_get_different_letters():
    assert letters_for(["Soest", "Schagen", "Sst", "'s-Hertogenbosch"]) == ["S", "C", "T", "H"]


def test_making_a_meetup_takes_the_same_number_of_queries_for_more_places(django_assert_max_num_queries):
    load_content()
    programme = Programme.objects.get(key="meetup-2017")

    with django_assert_max_num_queries(60):
        make_meetup(programme=programme, places=["Soest"])
    with django_assert_max_num_queries(70):
        make_meetup(programme=programme, places=["Soest", "Zeist", "Goes"])

    assert Meetup.objects.count() == 2
    assert Step.objects.count() == 58
