"""Words that the desk is warned of: whole words, whatever their capitals and accents."""

import pytest

from sessions.wordlist import FOLDER, is_flagged


@pytest.mark.parametrize("text", ["Wat een KLOOTZAK!", "die (idioten) daar", "een klóótzak", "sukkel"])
def test_abusive_words_are_flagged(text):
    assert is_flagged(text)


@pytest.mark.parametrize(
    "text",
    ["", "Meer stageplekken in de regio", "De klootzakkerij", "Zakelijk, met een hoofdletter", "tokkielied"],
)
def test_other_words_are_not(text):
    assert not is_flagged(text)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_list_is_in_order_and_holds_each_word_once(path):
    words = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

    assert words == sorted(set(words))
