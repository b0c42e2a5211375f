"""How a kennisvraag reads best: what a person can check of it while he types. It never keeps anybody from saving.

The numbers and words stand here only; the page hands them to the script that looks along (static/js/phrasing.js).
"""

import re
from dataclasses import dataclass

# A question in the agenda reads best as one sentence of at most so many words.
QUESTION_MAX_WORDS = 25
_QUESTION_WORDS = """
    hoe hoelang hoeveel hoever hoeverre hoezo waar waaraan waarbij waardoor waarheen waarin waarmee waarom waarop
    waaronder waarover waartoe waaruit waarvan waarvoor wanneer wat welk welke wie wiens
"""
# A question can begin with one of these before its question word: "op welke manier", "in hoeverre".
_PREPOSITIONS = """
    aan bij binnen door in met na naar om onder op over per sinds tegen tot tussen uit van vanaf via volgens voor
    vanuit zonder
"""
_VERBS = """
    ben bent bestaan bestaat blijft blijven denken denkt dient dienen doen doet draagt dragen ga gaan gaat
    geeft geldt geven had hadden heb hebben hebt heeft helpen helpt houden houdt is kan kiezen kiest klopt
    komen komt kon konden kun kunnen laat laten leiden leidt leert leren levert leveren lukt maakt maken mag
    mogen moet moeten past passen speelt spelen staan staat vindt vinden vraagt vragen weet weten werken werkt
    wil willen worden wordt zal zien ziet zijn zorgen zorgt zou zouden zullen
"""
QUESTION_WORDS = tuple(_QUESTION_WORDS.split())
PREPOSITIONS = tuple(_PREPOSITIONS.split())
VERBS = tuple(_VERBS.split())
AND = "en"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Check:
    """One thing to look at: what is asked, whether it is so, and what to say when it is not."""

    key: str
    advice: str
    is_met: bool
    remark: str


def checks_on(text: str) -> list[Check]:
    """Return what can be checked of the wording of a kennisvraag, the weightiest first."""
    words, count = words_of(text), len(text.split())
    return [
        Check(
            "mark",
            "Eindigt met een vraagteken",
            text.rstrip().endswith("?"),
            "De kennisvraag eindigt niet op een vraagteken.",
        ),
        Check(
            "length",
            f"Is hooguit {QUESTION_MAX_WORDS} woorden lang",
            0 < count <= QUESTION_MAX_WORDS,
            f"De kennisvraag telt {count} woorden; {QUESTION_MAX_WORDS} is het streven.",
        ),
        Check(
            "start",
            "Begint met een vraagwoord of een werkwoord, zoals hoe, welke of kunnen",
            _asks(words) or (words[:1] != [] and words[0] in VERBS),
            "De kennisvraag begint niet met een vraagwoord of een werkwoord.",
        ),
        Check(
            "one",
            "Stelt één vraag tegelijk",
            text.count("?") < 2 and not any(_asks(words[place + 1 :]) for place in _places_of(AND, words)),
            "Het lijken twee vragen. Eén tegelijk leest makkelijker.",
        ),
    ]


def remarks_on(text: str) -> list[str]:
    """Return what could still be better about the wording of a kennisvraag."""
    return [check.remark for check in checks_on(text) if not check.is_met]


def words_of(text: str) -> list[str]:
    """Return the words of a text, without signs and capitals."""
    return _WORD.findall(text.casefold())


def _asks(words: list[str]) -> bool:
    """Tell whether words begin as a question does that has a question word."""
    after = words[1:] if words[:1] and words[0] in PREPOSITIONS else words
    return bool(after) and after[0] in QUESTION_WORDS


def _places_of(word: str, words: list[str]) -> list[int]:
    return [place for place, one in enumerate(words) if one == word]
