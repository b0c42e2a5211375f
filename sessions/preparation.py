"""What staff do before the day: make a meet-up from a programme.

Wording is copied, so that past agendas stay true and today's steps can be edited.
"""

import datetime
import unicodedata
from collections.abc import Iterable, Sequence

from django.db import transaction

from sessions.drafts import Draft, drafts_of
from sessions.models import LiveSession, Meetup, Option, Round, Step
from themes.models import Programme


@transaction.atomic
def make_meetup(
    *, programme: Programme, places: Sequence[str] | None = None, date: datetime.date | None = None
) -> Meetup:
    """Make a meet-up with all steps of a programme, and a live session for each place, at its first step.

    Places and date default to the programme's own. Raises ValueError when there is no place or no date.
    """
    places = places or [place.name for place in programme.places.all()]
    date = date or programme.date
    if not places or date is None:
        raise ValueError("Een meet-up heeft een datum en minstens één locatie nodig.")
    meetup = Meetup.objects.create(
        title=programme.title,
        subtitle=programme.subtitle,
        goal=programme.goal,
        date=date,
        programme=programme,
    )
    _store(meetup, drafts_of(programme, meetup, places, list(programme.themes.all())), places)
    return meetup


def letters_for(places: Iterable[str]) -> list[str]:
    """Return a different capital for each place: its first letter that is free, else one of the alphabet."""
    letters: list[str] = []
    for place in places:
        plain = unicodedata.normalize("NFKD", place).upper()
        candidates = [sign for sign in plain if "A" <= sign <= "Z"] + [chr(code) for code in range(65, 91)]
        letters.append(next(letter for letter in candidates if letter not in letters))
    return letters


def _store(meetup: Meetup, drafts: Sequence[Draft], places: Sequence[str]) -> None:
    """Store the steps of a new meet-up in this order, and its places at the first of them."""
    for number, draft in enumerate(drafts, start=1):
        draft.step.meetup, draft.step.number = meetup, number
    Step.objects.bulk_create(draft.step for draft in drafts)
    Option.objects.bulk_create(
        _numbered(draft.step, number, option)
        for draft in drafts
        for number, option in enumerate(draft.options, start=1)
    )
    for place, letter in zip(places, letters_for(places), strict=True):
        live_session = LiveSession.objects.create(
            meetup=meetup, place=place, letter=letter, current_step=drafts[0].step
        )
        Round.objects.bulk_create(Round(live_session=live_session, step=draft.step) for draft in drafts)


def _numbered(step: Step, number: int, option: Option) -> Option:
    option.step, option.number = step, number
    return option
