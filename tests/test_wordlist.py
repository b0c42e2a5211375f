"""Words that the desk is warned of: whole words, whatever their capitals and accents."""

import pytest

from sessions.wordlist import WORDS_FILE, is_flagged


@pytest.mark.parametrize("text", ["Wat een KLOOTZAK!", "die (idioten) daar", "een klóótzak", "sukkel"])
def test_abusive_words_are_flagged(text):
    assert is_flagged(text)


@pytest.mark.parametrize(
    "text",
    ["", "Meer stageplekken in de regio", "De klootzakkerij", "Zakelijk, met een hoofdletter", "tokkielied"],
)
def test_other_words_are_not(text):
    assert not is_flagged(text)


def test_the_list_is_in_order_and_holds_each_word_once():
    words = [line for line in WORDS_FILE.read_text().splitlines() if not line.startswith("#")]

    assert words == sorted(set(words))
