"""No result may be worked out of fewer than five people, whatever is subtracted from whatever."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.disclosure import MIN_PEOPLE, hidden_among

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=7).map(lambda counts: dict(enumerate(counts)))


def subsets(groups):
    return chain.from_iterable(combinations(groups, size) for size in range(len(groups) + 1))


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ({"a": 12, "b": 7}, set()),
        ({"a": 12, "b": 7, "c": 4}, {"b", "c"}),
        ({"a": 12, "b": 7, "c": 4, "d": 3}, {"c", "d"}),
        ({"a": 12, "b": 7, "c": 0}, {"c"}),
        ({"a": 8, "b": 3}, {"a", "b"}),
        ({"a": 2, "b": 1}, {"a", "b"}),
        ({"a": 12, "b": 7, "c": 7, "d": 4}, {"b", "c", "d"}),
        ({"a": 12, "b": 7, "c": 4, "d": 4}, {"b", "c", "d"}),
    ],
)
def test_small_groups_are_hidden_and_one_more_where_they_could_be_subtracted(people, hidden):
    assert hidden_among(people) == hidden


@given(COUNTS)
def test_no_sum_or_difference_of_what_is_shown_is_of_fewer_than_five_people(people):
    total, hidden = sum(people.values()), hidden_among(people)
    shown = [count for key, count in people.items() if key not in hidden]

    if total >= MIN_PEOPLE:
        known = [sum(some) for some in subsets(shown) if some] + [total - sum(some) for some in subsets(shown)]
        assert [count for count in known if 0 < count < MIN_PEOPLE] == []
    else:
        assert shown == []


@given(COUNTS, st.sets(st.integers(0, 6)))
def test_what_is_hidden_elsewhere_stays_hidden_and_is_no_help_either(people, elsewhere):
    hidden = hidden_among(people, elsewhere)

    assert elsewhere & set(people) <= hidden
    together = sum(people[key] for key in hidden)
    assert together == 0 or together >= MIN_PEOPLE or hidden == set(people)


@pytest.mark.parametrize(("groups", "most"), [(2, 20), (3, 16), (4, 9)])
def test_who_knows_the_rule_cannot_tell_the_size_of_a_hidden_group_either(groups, most):
    worlds = {}
    for counts in product(range(most), repeat=groups):
        hidden = hidden_among(dict(enumerate(counts)))
        picture = sum(counts), tuple(None if at in hidden else count for at, count in enumerate(counts))
        worlds.setdefault(picture, []).append(counts)

    told = [
        (picture, at)
        for picture, possible in worlds.items()
        for at in range(groups)
        if picture[1][at] is None
        and len({counts[at] for counts in possible}) == 1
        and possible[0][at]  # that nobody is in a group says nothing of anybody
    ]

    assert told == []
