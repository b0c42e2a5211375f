"""Names of people in a text: after a title, after a first name, or by what stands between first and last name.

It knows first and last names that are common in the Netherlands (words/), and no language. What it points at is
looked at by a person, who may say that it is no name, or one that may stay. A municipality, a province, a word of
the deck or of no-names.txt is no name, and neither is a street that is called after somebody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sessions.identifiers import Sort, Spot
from sessions.wordlist import folded, word_list

# After these stands a name, also one that is a municipality (mevrouw Utrecht) or is typed without capital.
_PERSONAL_TITLES = (
    "dames dhr dhr. dokter heer heren juf juffrouw meester meneer mevr mevr. mevrouw mijnheer mw mw."
)
# After these may stand a portfolio or a place as well: wethouder Wonen, burgemeester van Zeist.
_FUNCTIONS = """
    adviseur ambtenaar beleidsadviseur beleidsmedewerker burg. burgemeester burgemeesters collega commissaris
    dijkgraaf directeur dominee dr dr. drs drs. fractievoorzitter gedeputeerde gedeputeerden
    gemeentesecretaris griffier hoogleraar ing. ir ir. jhr. loco-burgemeester locoburgemeester manager
    minister mr. oud-burgemeester oud-wethouder pastoor prof prof. professor programmamanager projectleider
    raadsleden raadslid secretaris staatssecretaris voorzitter weth. wethouder wethouders
"""
_PARTICLES = """
    's 't aan achter af am auf ben bij bin da de del della den der des di do dos du el el- het in la las le
    los onder op te ten ter tho thoe toe tot uijt uit van vanden vander ver von voor zu zum zur
"""
# Names that are words too. At the start of a sentence they count only with a last name that is known.
_WORDS_TOO = """
    al ali bas ben bo bob faisal floor iris koen koos lies linde lot mark mart max may mees mette min noor rob
    roos rose sam stan stef sterre storm til tim ton toon wil wilma
"""
_STREETS = ("laan", "straat", "weg", "plein", "kade", "singel", "gracht", "plantsoen", "dreef", "park", "brug")
_LISTED_AFTER = (
    "bijlage categorie deel fase groep klasse lijn model niveau optie plan punt route scenario type variant"
)

_TOKEN = re.compile(
    r"(?P<initials>\b(?:(?:[^\W\d_a-z]|Th|Ch|Chr|Ph|IJ)\.[ -]?)+(?=\w|'))"
    r"|(?P<word>['’][stn](?!\w)|\w+(?:['’-]\w+)*\.?)"
)
_SENTENCE_END = re.compile(r"[.!?:;\n•–—\"“„(]|^\s*-|\n\s*-")
_APART = re.compile(r"[^\s]|\n")  # between the words of one name stands white space alone
_MOST_PARTICLES = 3


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PERSONAL_TITLES, FUNCTIONS, PARTICLES = _set(_PERSONAL_TITLES), _set(_FUNCTIONS), _set(_PARTICLES)
WORDS_TOO, LISTED_AFTER = _set(_WORDS_TOO), _set(_LISTED_AFTER)
# These stand in names, and hardly anywhere else.
SURE_PARTICLES = _set("ben bin den der el ten ter")
SEVERAL = _set("dames heren burgemeesters wethouders gedeputeerden raadsleden")


@dataclass(frozen=True)
class Token:
    """A word of a text, or initials, from `start` up to `end` (in characters).

    `opens` tells whether a sentence starts with it, `joined` whether it follows the last word after space alone.
    """

    text: str
    start: int
    end: int
    is_initials: bool
    opens: bool
    joined: bool

    @cached_property
    def plain(self) -> str:
        """Return the word without capitals and accents."""
        return folded(self.text).replace("’", "'")

    @property
    def has_capital(self) -> bool:
        """Tell whether it is written as a name is; a word all in capitals is one of an organisation."""
        return self.text[0].isupper() and self.text.replace("-", "").isalpha() and not self.text.isupper()


class Vocabulary:
    """Which words are no name of a person here: those of `places`, and each that `texts` write without capital."""

    def __init__(self, places: Iterable[str], texts: Iterable[str]) -> None:
        self._places: dict[str, list[tuple[str, ...]]] = {}
        for place in places:
            words = tuple(token.plain for token in _tokens(place))
            if words:
                self._places.setdefault(words[0], []).append(words)
        self._common = word_list("no-names") | {
            token.plain for text in texts for token in _tokens(text) if token.text[0].islower()
        }

    def places_in(self, tokens: list[Token]) -> set[int]:
        """Return the numbers of the words that are part of the name of a place."""
        found: set[int] = set()
        for at, token in enumerate(tokens):
            for words in self._places.get(token.plain, ()):
                if tuple(other.plain for other in tokens[at : at + len(words)]) == words and token.has_capital:
                    found.update(range(at, at + len(words)))
        return found

    def is_common(self, token: Token) -> bool:
        """Tell whether a word is one of the language, of an organisation, or of the deck."""
        return token.plain in self._common


def is_first_name(token: Token) -> bool:
    """Tell whether a word is a first name that is common here, or two of them: Anne-Marie."""
    return word_list("first-names").issuperset(token.plain.split("-"))


def names_in(text: str, vocabulary: Vocabulary) -> list[Spot]:
    """Return the pieces of a text that look like the name of a person, in order."""
    reading = _Reading(list(_tokens(text)), vocabulary)
    spots, at = [], 0
    while at < len(reading.tokens):
        last = reading.name_at(at)
        if last is None:
            at += 1
            continue
        spots.append(Spot(reading.tokens[at].start, reading.tokens[last].end, Sort.NAME))
        at = last + 1
    return spots


class _Reading:
    """The words of one text. A name is told by the number of its last word, and None is none."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary) -> None:
        self.tokens = tokens
        self.vocabulary = vocabulary
        self.places = vocabulary.places_in(tokens)

    def name_at(self, at: int) -> int | None:
        """Return where the name ends that starts with a word, its title included."""
        token = self.tokens[at]
        last = None
        if token.plain in PERSONAL_TITLES or token.plain in FUNCTIONS:
            last = self._after_title(at)
        elif token.is_initials:
            last = self._after_initials(at)
        elif at not in self.places:
            last = self._after_first_name(at) or self._by_itself(at)
        return None if last is None or self._is_street(last) else last

    def _after_title(self, at: int) -> int | None:
        title = self.tokens[at]
        is_person = title.plain in PERSONAL_TITLES
        following = self._token(at + 1)
        if following is None:
            return None
        if following.plain in PERSONAL_TITLES or following.plain in FUNCTIONS:
            return self._after_title(at + 1)
        if following.is_initials:
            at += 1
        last = self._last_name(at, is_person=is_person)
        if last is None:
            return None
        further = self._last_name(last) if self._is_first_name(last) or last == at + 1 else None
        last = further or last
        if title.plain in SEVERAL and (another := self._token(last + 1)) and another.plain == "en":
            last = self._last_name(last + 1, is_person=is_person) or last
        return last

    def _after_initials(self, at: int) -> int | None:
        last = self._last_name(at)
        if last is None:
            return None
        token, name = self.tokens[at], self.tokens[last]
        is_sure = last > at + 1 or token.text.count(".") > 1 or self._is_last_name(name)
        before = self._before(at)
        # "Plan B. Daarna", and "A. Minder regels" in a list
        is_list = token.opens or (before is not None and before.plain.rstrip(".") in LISTED_AFTER)
        return last if is_sure or not is_list else None

    def _after_first_name(self, at: int) -> int | None:
        token = self.tokens[at]
        if not is_first_name(token):
            return None
        last = self._last_name(at)
        if last is None:
            return self._typed_small(at)
        is_known = self._is_last_name(self.tokens[last])
        if not token.has_capital:
            return last if is_known and token.plain not in WORDS_TOO else None
        return None if token.opens and token.plain in WORDS_TOO and not is_known else last

    def _typed_small(self, at: int) -> int | None:
        """Return the end of a name in small letters: "jan de vries", where both are known."""
        if self.tokens[at].plain in WORDS_TOO or self.vocabulary.is_common(self.tokens[at]):
            return None
        name = self._beyond_particles(at)
        token = self._token(name)
        return name if token and self._is_last_name(token) and not self.vocabulary.is_common(token) else None

    def _by_itself(self, at: int) -> int | None:
        """Return the end of a name whose first name is not known, or of a last name alone: "Van der Meer"."""
        token = self.tokens[at]
        if token.plain in PARTICLES:
            if token.opens or not token.has_capital:
                return None
            last = self._last_name(at - 1, within_sentence=True)
            several = last is not None and last - at > 1
            return last if last is not None and (several or self._is_last_name(self.tokens[last])) else None
        if not token.has_capital or self.vocabulary.is_common(token) or token.plain in PARTICLES:
            return None
        last = self._last_name(at)
        if last is None:
            return None
        between = [one.plain for one in self.tokens[at + 1 : last]]
        # "Gebruik van de Markt" and "Bouw Schiphol af" start many a sentence.
        starts_one = len(between) > 1 and between[-1] != "de"
        is_sure = (starts_one if token.opens else len(between) != 1) or not SURE_PARTICLES.isdisjoint(between)
        return last if is_sure or self._is_last_name(self.tokens[last]) else None

    def _last_name(self, at: int, *, is_person: bool = False, within_sentence: bool = False) -> int | None:
        """Return where a last name ends that comes after a word, with what stands before it (van der)."""
        name = self._beyond_particles(at)
        token = self._token(name, joined=not within_sentence or name > at + 1)
        if token is None or token.is_initials:
            return None
        if is_person:
            known = self._is_last_name(token)
            return name if known or (token.has_capital and token.plain not in FUNCTIONS) else None
        if not token.has_capital:
            before = self._before(name)
            is_after_function = before is not None and before.plain in FUNCTIONS
            return name if is_after_function and self._is_last_name(token) else None
        if name in self.places and not self._is_first_name(at):
            return None
        if name in self.places and name == at + 1:
            return None
        is_known = self._is_last_name(token)
        return name if is_known or not self.vocabulary.is_common(token) else None

    def _beyond_particles(self, at: int) -> int:
        """Return the number of the first word after this one that is no "van" or "der"."""
        name = at + 1
        while name - at <= _MOST_PARTICLES and (token := self._token(name)) and token.plain in PARTICLES:
            name += 1
        return name

    def _token(self, at: int, *, joined: bool = True) -> Token | None:
        """Return a word when there is one, and it belongs to the words before it."""
        if at >= len(self.tokens) or (joined and not self.tokens[at].joined):
            return None
        return self.tokens[at]

    def _before(self, at: int) -> Token | None:
        return self.tokens[at - 1] if at else None

    def _is_first_name(self, at: int) -> bool:
        return at >= 0 and is_first_name(self.tokens[at])

    def _is_last_name(self, token: Token) -> bool:
        parts = token.plain.split("-")
        return any(part in word_list("surnames") for part in parts)

    def _is_street(self, last: int) -> bool:
        return any(self.tokens[last].plain.endswith(street) for street in _STREETS)


def _tokens(text: str) -> Iterator[Token]:
    before = 0
    for match in _TOKEN.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        is_initials = match.lastgroup == "initials"
        between = text[before:start]
        if not is_initials and word.endswith(".") and folded(word) not in PERSONAL_TITLES | FUNCTIONS:
            word, end = word[:-1], end - 1
        elif is_initials:
            word = word.rstrip(" -")
            end = start + len(word)
        yield Token(
            text=word,
            start=start,
            end=end,
            is_initials=is_initials,
            opens=before == 0 or bool(_SENTENCE_END.search(between)),
            joined=before > 0 and not _APART.search(between),
        )
        before = end
