"""What was published of an agenda, what it will be called next, and what readers said of it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from sessions.models import Colophon, Comment, Edition, Event, Meetup

# What happens to an edition, or to who may read it, leaves the words of the agenda as they are.
BESIDE_THE_TEXT = frozenset(
    {
        Event.Kind.EDITION_CHANGED,
        Event.Kind.COMMENT_CHANGED,
        Event.Kind.CLEARANCE_CHANGED,
    }
)
CONTENT = ("content__seq", "content__dated")


@dataclass(frozen=True)
class Standing:
    """What the agenda as it is now may call itself: an edition, or the next one that is being worked on.

    `dated` is the day of that edition, and None while there is none. `closes_on` is the last day on which readers
    may comment on the newest concept.
    """

    number: int
    state: Edition.State
    dated: datetime.date | None
    closes_on: datetime.date | None


@dataclass(frozen=True)
class Reading:
    """An edition as it is read: what was published then, by the parts of the page."""

    edition: Edition

    @property
    def chapters(self) -> list[dict[str, Any]]:
        """Return the parts of the agenda that hold kennisvragen, in order."""
        return [chapter for chapter in self.edition.content["chapters"] if chapter["cards"]]

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Return all kennisvragen in order of their numbers."""
        return [card for chapter in self.chapters for card in chapter["cards"]]

    @property
    def not_taken_up(self) -> list[dict[str, Any]]:
        """Return the kennisvragen that are not taken up now."""
        return [card for card in self.cards if card["obstacles"]]

    @property
    def activities(self) -> list[dict[str, Any]]:
        """Return the rows of the werkprogramma."""
        return self.edition.content["activities"]

    @property
    def ids(self) -> dict[str, tuple[str, int]]:
        """Return what each number stood for: a question or an activity, and its id."""
        questions = {card["number"]: ("question", card["id"]) for card in self.cards}
        return questions | {row["number"]: ("activity", row["id"]) for row in self.activities}

    @property
    def dated(self) -> datetime.date:
        """Return the day on which it was published, or adopted."""
        return datetime.date.fromisoformat(self.edition.content["dated"])

    @property
    def met_on(self) -> datetime.date:
        """Return the day of the meet-up."""
        return datetime.date.fromisoformat(self.edition.content["date"])

    @property
    def presented_on(self) -> datetime.date | None:
        """Return the day on which the agenda is presented, if that is known."""
        day = self.edition.content["colophon"]["presented_on"]
        return datetime.date.fromisoformat(day) if day else None

    @property
    def takes_comments(self) -> bool:
        """Tell whether readers may comment on it now."""
        return takes_comments(self.edition)


def takes_comments(edition: Edition) -> bool:
    """Tell whether readers may comment on an edition: a concept that can be read, until the end of its day."""
    is_concept = edition.state == Edition.State.DRAFT and not edition.is_withdrawn
    return is_concept and edition.closes_on is not None and today() <= edition.closes_on


def colophon_of(meetup: Meetup) -> Colophon:
    """Return the colophon of a meet-up: a new, empty one while nobody filled it in."""
    return Colophon.objects.filter(meetup=meetup).first() or Colophon(meetup=meetup)


def standing_of(meetup: Meetup) -> Standing:
    """Return what the agenda of a meet-up is called as it is now, in two queries."""
    editions = list(meetup.editions.values("number", "state", "is_withdrawn", "closes_on", *CONTENT))
    if not editions:
        return Standing(1, Edition.State.DRAFT, None, None)
    newest = editions[-1]
    concepts = [edition for edition in editions if edition["state"] == Edition.State.DRAFT]
    closes_on = next((edition["closes_on"] for edition in reversed(concepts) if not edition["is_withdrawn"]), None)
    if newest["is_withdrawn"] or _is_changed_since(meetup, newest["content__seq"]):
        return Standing(newest["number"] + 1, Edition.State.DRAFT, None, closes_on)
    dated = datetime.date.fromisoformat(newest["content__dated"])
    return Standing(newest["number"], Edition.State(newest["state"]), dated, closes_on)


def _is_changed_since(meetup: Meetup, seq: int) -> bool:
    return Event.objects.filter(meetup=meetup, seq__gt=seq).exclude(kind__in=BESIDE_THE_TEXT).exists()


def next_number(meetup: Meetup) -> int:
    """Return the number that the next edition gets; one that was withdrawn keeps its own."""
    return (meetup.editions.aggregate(last=Max("number"))["last"] or 0) + 1


def comments_of(meetup: Meetup) -> QuerySet[Comment]:
    """Return all that readers said of the editions of a meet-up, in the order of the agenda of then."""
    comments = Comment.objects.filter(edition__meetup=meetup).select_related("edition", "question", "activity")
    return comments.defer("edition__content").order_by("edition__number", "pk")


def today() -> datetime.date:
    """Return the date in the Netherlands, by the clock of the server: days end at midnight there."""
    return timezone.localdate()
