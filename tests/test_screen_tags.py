"""How the projector sets texts and marks."""

import pytest

from sessions.templatetags.screen import Block, Item, body_blocks, breakable, sentences


def test_lines_are_paragraphs_and_dashes_are_lists():
    body = "Input voor de agenda\n- Introductie\n- Trends\n  - Economie\n  - Energie\n\nPlatform31 verbindt."

    assert body_blocks(body) == [
        Block(text="Input voor de agenda"),
        Block(items=[Item("Introductie"), Item("Trends", ["Economie", "Energie"])]),
        Block(text="Platform31 verbindt."),
    ]


def test_a_paragraph_between_two_lists_keeps_them_apart():
    assert [len(block.items) for block in body_blocks("- één\n- twee\nEn verder:\n- drie")] == [2, 0, 1]


def test_a_sub_item_without_an_item_above_it_is_an_item():
    assert body_blocks("  - alleen") == [Block(items=[Item("alleen")])]


@pytest.mark.parametrize("body", ["", "\n \n"])
def test_an_empty_text_has_no_blocks(body):
    assert body_blocks(body) == []


def test_sentences_keep_their_own_end():
    assert sentences("Wat wilt u leren? Wat wilt u oppakken? Zeg het.") == [
        "Wat wilt u leren?",
        "Wat wilt u oppakken?",
        "Zeg het.",
    ]


def test_a_title_of_one_sentence_stays_whole():
    assert sentences("Aan de slag met Platform31 e.v.") == ["Aan de slag met Platform31 e.v."]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Praktijkonderzoek", "Praktijk|onderzoek"),
        ("Excursies en netwerkbijeenkomsten", "Excursies en netwerk|bijeenkomsten"),
        ("Netwerk", "Netwerk"),
        ("Leerkringen", "Leerkringen"),
    ],
)
def test_a_long_compound_may_break_between_its_words(text, broken):
    assert breakable(text) == broken.replace("|", "\N{SOFT HYPHEN}")
