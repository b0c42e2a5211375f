"""The personal code: whose it is."""

import pytest

from sessions.models.meetup import CODE_ALPHABET
from sessions.recovery import participant_with, personal_code
from tests.cast import join_many, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def test_a_personal_code_has_eight_signs_that_survive_being_written_down(day):
    code = personal_code(day.anna.pk)

    assert len(code) == 8
    assert set(code) <= set(CODE_ALPHABET)
    assert code == personal_code(day.anna.pk)


def test_everybody_has_a_code_of_his_own(day):
    everybody = join_many(day.etten_leur, 300)

    assert len({personal_code(participant.pk) for participant in everybody}) == 300


@pytest.mark.parametrize("count", [1, 50])
def test_finding_somebody_takes_one_query(day, count, django_assert_num_queries):
    join_many(day.etten_leur, count)

    with django_assert_num_queries(1):
        assert participant_with(day.etten_leur, personal_code(day.anna.pk)) == day.anna


def test_a_code_may_be_typed_as_it_is_read_aloud(day):
    code = personal_code(day.anna.pk).lower()

    assert participant_with(day.etten_leur, f" {code[:4]}-{code[4:]} ") == day.anna


def test_a_code_counts_in_its_own_place_only(day):
    assert participant_with(day.rijssen, personal_code(day.anna.pk)) is None
    assert participant_with(day.etten_leur, "") is None
