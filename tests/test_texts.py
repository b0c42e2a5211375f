"""Cleaning what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.texts import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Stages bij het mkb  ", "Stages bij het mkb"),
        ("Een\r\ntwee", "Een\ntwee"),
        ("Een\n\n\n\n\ntwee", "Een\n\ntwee"),
        ("nul\x00teken", "nul teken"),
        ("cafe\u0301", "café"),
        ("\u202egedraaid", "gedraaid"),
        ("half \ud83d paar", "half  paar"),
        ("duim 👍🏽 en gezin 👩‍👩‍👧", "duim 👍🏽 en gezin 👩‍👩‍👧"),
        ("z" + "\u0336" * 50, "z" + "\u0336" * 2),
        ("<b>vet</b> & =1+1", "<b>vet</b> & =1+1"),
        (" \n\t ", ""),
    ],
)
def test_clean_text(typed, clean):
    assert clean_text(typed) == clean


def test_clean_line_has_no_line_breaks():
    assert clean_line("Een\ntwee \t drie") == "Een twee drie"


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_clean_text_of_anything_can_be_stored_and_cleaned_again(typed):
    clean = clean_text(typed)

    clean.encode("utf-8")
    assert "\x00" not in clean
    assert clean_text(clean) == clean
