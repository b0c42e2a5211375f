"""What is exactly the same, and what looks like it."""

import pytest

from sessions.grouping import fold, similar

SAID = [
    "Jongeren trekken na hun studie weg naar de Randstad",
    "Hoe houden we jong talent vast in de regio?",
    "Leegstand in de winkelstraten",
    "Winkels verdwijnen uit het centrum",
    "Te weinig betaalbare woningen voor starters",
    "De bus rijdt niet meer in het weekend",
    "Te weinig stageplekken voor mbo'ers",
]


@pytest.mark.parametrize(
    "same",
    [
        "hoe houden we jongeren vast",
        "  Hoe  houden we\njongeren vast?! ",
        "HOE HOUDEN WE JONGEREN VAST…",
        "Hoe houden we “jongeren” vast?",
    ],
)
def test_capitals_signs_and_white_space_do_not_count(same):
    assert fold(same) == fold("Hoe houden we jongeren vast?")


@pytest.mark.parametrize(
    "other", ["Hoe houden wij jongeren vast?", "Hoe houden we jongeren?", "Hoe houdenwe jongeren vast?"]
)
def test_another_word_counts(other):
    assert fold(other) != fold("Hoe houden we jongeren vast?")


def test_texts_of_signs_alone_are_not_all_the_same():
    assert fold("???") != fold("!!!")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("De jongeren gaan studeren en blijven weg", 0),
        ("Wat doen we met lege winkels?", 3),
        ("Er zijn geen stages voor het mbo", 6),
        ("Starters vinden geen woning", 4),
        ("Busvervoer in het weekend", 5),
    ],
)
def test_what_shares_parts_of_rare_words_comes_first(text, first):
    assert similar(text, SAID)[0] == first


def test_nothing_looks_like_a_text_of_other_or_common_words():
    assert similar("Zonnepanelen", SAID) == []
    assert similar("Hoe gaan wij dat met elkaar doen?", SAID) == []
    assert similar("Leegstand", []) == []


def test_the_same_texts_give_the_same_and_a_tie_goes_to_the_first():
    texts = ["Leegstand", "Iets anders", "Leegstand", "Leegstand!"]

    assert [similar("leegstand in het centrum", texts) for _ in range(3)] == [[0, 2, 3]] * 3


def test_a_thousand_texts_give_five_at_most():
    assert len(similar("Leegstand 7", [f"Leegstand {number}" for number in range(1000)])) == 5
