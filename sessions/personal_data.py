"""What looks like personal data in the texts that are published: found by rules alone, decided by people.

Nothing is changed here. Each text is read as it is now, with the words of which somebody said that they may stay.
A hidden answer is not published, and needs no decision.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Model

from sessions.identifiers import Sort, Spot, identifiers_in
from sessions.models import (
    Activity,
    Answer,
    Clearance,
    Cluster,
    Colophon,
    Comment,
    EarlierQuestion,
    KnowledgeQuestion,
    LiveSession,
    Meetup,
    Option,
    Step,
    Verdict,
)
from sessions.person_names import Vocabulary, names_in
from themes.models import Municipality

# Of these the documents show the words.
PUBLISHED = (Answer.State.VISIBLE, Answer.State.LATE)
WORDS_MAX_LENGTH = Clearance._meta.get_field("words").max_length
# What staff write, field by field.
FIELDS: dict[type[Model], tuple[str, ...]] = {
    KnowledgeQuestion: ("text", "explanation", "existing", "product", "partners", "lead", "reason"),
    Activity: (
        *("title", "goal", "first_step", "product", "lead", "contact", "partners", "planning", "effort"),
        *("seeking", "offering"),
    ),
    Cluster: ("name",),
    Verdict: ("reason", "reference"),
    Colophon: ("introduction", "contact", "presented_in"),
    Comment: ("on_behalf_of", "reply"),
    EarlierQuestion: ("text", "lead", "remark"),
    Answer: ("text",),
}


@dataclass(frozen=True)
class Piece:
    """A part of a text as it stands there: plain, or found (with a `sort`), and then perhaps cleared."""

    text: str
    sort: Sort | None = None
    is_cleared: bool = False

    @property
    def words(self) -> str:
        """Return what is decided about: the words on one line."""
        return words_of(self.text)


@dataclass(frozen=True)
class Finding:
    """A text that holds what looks like personal data: the row it stands in, the field, and the text in pieces."""

    item: Model
    field: str
    pieces: list[Piece]

    @property
    def key(self) -> str:
        """Return what tells this text from all others of the meet-up."""
        return f"{self.item._meta.model_name}-{self.item.pk}-{self.field}"

    @property
    def model(self) -> str:
        """Return the kind of row that the text stands in, as Django names it."""
        return self.item._meta.model_name

    @property
    def what(self) -> str:
        """Return in Dutch what row and field it is."""
        if isinstance(self.item, Answer):
            return f"Antwoord {self.item.code}"
        kind = str(self.item._meta.verbose_name).capitalize()
        field = str(self.item._meta.get_field(self.field).verbose_name)
        return kind if field == self.item._meta.verbose_name else f"{kind}: {field}"

    @property
    def of(self) -> str:
        """Return of which question, activity or group it is a text; "" when the text is that itself."""
        name = "" if isinstance(self.item, Answer | Colophon) else str(self.item)
        return "" if name == getattr(self.item, self.field) else name

    @property
    def undecided(self) -> list[Piece]:
        """Return the words that nobody decided about, each once."""
        found = {key_of(piece.text): piece for piece in self.pieces if piece.sort and not piece.is_cleared}
        return list(found.values())


def words_of(text: str) -> str:
    """Return a found piece of a text as it is cleared: on one line, and no longer than is stored."""
    return " ".join(text.split())[:WORDS_MAX_LENGTH]


def key_of(words: str) -> str:
    """Return what is the same for words that differ in capitals and white space only."""
    return words_of(words).casefold()


def findings_of(meetup: Meetup) -> list[Finding]:
    """Return the texts with what looks like personal data, decided about or not, in a fixed number of queries."""
    vocabulary = _vocabulary_of(meetup)
    cleared = {key_of(words) for words in meetup.clearances.values_list("words", flat=True)}
    found = []
    for item, field, text in _texts_of(meetup):
        spots = spots_in(text, vocabulary)
        if spots:
            found.append(Finding(item, field, list(_pieces(text, spots, cleared))))
    return found


def undecided_count(meetup: Meetup) -> int:
    """Return how many texts hold words that nobody decided about, in a fixed number of queries."""
    return sum(bool(finding.undecided) for finding in findings_of(meetup))


@lru_cache(maxsize=4096)
def spots_in(text: str, vocabulary: Vocabulary) -> tuple[Spot, ...]:
    """Return where a text holds what looks like personal data, in order; none overlap."""
    identifiers = identifiers_in(text)
    names = [
        name
        for name in names_in(text, vocabulary)
        if not any(name.start < other.end and other.start < name.end for other in identifiers)
    ]
    return tuple(sorted([*identifiers, *names], key=lambda spot: spot.start))


def _pieces(text: str, spots: Iterable[Spot], cleared: set[str]) -> Iterator[Piece]:
    at = 0
    for spot in spots:
        if spot.start > at:
            yield Piece(text[at : spot.start])
        words = text[spot.start : spot.end]
        yield Piece(words, spot.sort, key_of(words) in cleared)
        at = spot.end
    if at < len(text):
        yield Piece(text[at:])


def _texts_of(meetup: Meetup) -> Iterator[tuple[Model, str, str]]:
    answers = Answer.objects.filter(round__live_session__meetup=meetup, state__in=PUBLISHED)
    rows = (
        meetup.knowledge_questions.order_by("pk"),
        meetup.activities.filter(is_dropped=False),
        meetup.clusters.filter(is_dissolved=False).order_by("pk"),
        meetup.verdicts.select_related("cluster", "answer"),
        Colophon.objects.filter(meetup=meetup),
        Comment.objects.filter(edition__meetup=meetup),
        EarlierQuestion.objects.filter(agenda__meetup=meetup).select_related("agenda"),
        answers.only("code", "text"),
    )
    for queryset in rows:
        for item in queryset:
            for field in _fields_of(item):
                value = getattr(item, field)
                yield item, field, ", ".join(value) if isinstance(value, list) else value


def _fields_of(item: Model) -> tuple[str, ...]:
    # Of a question that was dropped the documents still give the words, and no more.
    is_dropped = isinstance(item, KnowledgeQuestion) and item.is_dropped
    return ("text",) if is_dropped else FIELDS[type(item)]


def _vocabulary_of(meetup: Meetup) -> Vocabulary:
    """Return which words are no names here: all municipalities and provinces, the places, and the deck's words."""
    places: set[str] = set(LiveSession.objects.filter(meetup=meetup).values_list("place", flat=True))
    for name, others, province in Municipality.objects.values_list("name", "other_names", "province"):
        places.update(place.strip() for place in (name, *others.split(","), province))
    steps = Step.objects.filter(meetup=meetup).values_list("title", flat=True)
    options = Option.objects.filter(step__meetup=meetup, cluster=None).values_list("text", flat=True)
    return _vocabulary(frozenset(places), frozenset([*steps, *options]))


@lru_cache(maxsize=4)
def _vocabulary(places: frozenset[str], texts: frozenset[str]) -> Vocabulary:
    return Vocabulary(places, texts)
