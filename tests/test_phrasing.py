"""What can be checked of the wording of a kennisvraag."""

import pytest

from sessions.phrasing import QUESTION_MAX_WORDS, checks_on, remarks_on

GOOD = [
    "Hoe houden we talent vast?",
    "Op welke manier werken gemeenten samen?",
    "In hoeverre helpt loting?",
    "Kunnen wij dit samen?",
    "Is er genoeg water? ",
    "Wat levert samenwerken van gemeente en regio op?",
]
UNMET = [
    ("Hoe houden we talent vast", "mark"),
    ("Hoe " + "heel " * QUESTION_MAX_WORDS + "?", "length"),
    ("Talent vasthouden?", "start"),
    ("Wat kost het? En wie betaalt?", "one"),
    ("Wat kost het en wie betaalt?", "one"),
    ("Wat kost het en op welke termijn?", "one"),
]


def unmet(text):
    return [check.key for check in checks_on(text) if not check.is_met]


@pytest.mark.parametrize("text", GOOD)
def test_good_question_has_no_remarks(text):
    assert remarks_on(text) == []


@pytest.mark.parametrize(("text", "key"), UNMET)
def test_each_check_finds_what_it_is_for_and_nothing_else(text, key):
    assert unmet(text) == [key]


def test_remark_on_the_length_says_how_many_words_there_are():
    assert remarks_on("Hoe " + "heel " * 25 + "?") == ["De kennisvraag telt 27 woorden; 25 is het streven."]


@pytest.mark.parametrize("text", ["", "?", "👩‍👩‍👧‍👧", "‮?tsav ew", "e" * 300, "\x00\x07"])
def test_awkward_text_is_checked_like_any_other(text):
    assert len(checks_on(text)) == 4
