"""What changed between two texts, word by word."""

import pytest

from sessions.differences import word_differences


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Een vraag?", "Een vraag?", [("same", "Een vraag?")]),
        ("", "Nieuw", [("new", "Nieuw")]),
        ("Weg", "", [("gone", "Weg")]),
        (
            "Hoe houden we talent vast?",
            "Hoe houden wij jong talent vast?",
            [("same", "Hoe houden "), ("gone", "we "), ("new", "wij jong "), ("same", "talent vast?")],
        ),
        ("a b", "a  b\n", [("same", "a  b\n")]),
    ],
)
def test_texts_are_compared_word_by_word(before, after, pieces):
    assert word_differences(before, after) == pieces


def test_what_is_the_same_or_new_is_the_text_as_it_became():
    before = "Eerste regel\nover talent en wonen in de regio"
    after = "  Eerste regel\n\nover wonen, werken en talent in onze regio "

    pieces = word_differences(before, after)

    assert "".join(text for kind, text in pieces if kind != "gone") == after
    assert "".join(text for kind, text in pieces if kind != "new").split() == before.split()
