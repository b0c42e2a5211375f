"""What is done before the day: make a meet-up from a programme, or after an earlier one.

Wording is copied, so that past agendas stay true and today's steps can be edited.
"""

import datetime
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from sessions.changes import writers_turn
from sessions.copying import drafts_of_meetup
from sessions.drafts import Draft, drafts_of
from sessions.models import LiveSession, Meetup, Option, Round, Step
from themes.models import Programme


class AlreadyThere(Exception):
    """There is a meet-up of this title on this day, perhaps made by the same post."""


@dataclass(frozen=True)
class Plan:
    """What a new meet-up is called, when and where it is, and the numbers of the themes it takes over."""

    title: str
    date: datetime.date
    places: Sequence[str]
    themes: Collection[int]
    subtitle: str = ""
    goal: str = ""


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
    plan = Plan(
        title=programme.title,
        subtitle=programme.subtitle,
        goal=programme.goal,
        date=date,
        places=places,
        themes=[theme.number for theme in programme.themes.all()],
    )
    return _make(programme, plan)


def plan_meetup(*, source: Programme | Meetup, plan: Plan, leader: AbstractBaseUser) -> Meetup:
    """Make a meet-up after a programme or an earlier meet-up, led by who makes it; return it.

    Nothing that people gave at the earlier one comes along. Raises AlreadyThere.
    """
    with writers_turn(), transaction.atomic():
        programme = source if isinstance(source, Programme) else source.programme
        Programme.objects.select_for_update().get(pk=programme.pk)  # one at a time, also on PostgreSQL
        if Meetup.objects.filter(title=plan.title, date=plan.date).exists():
            raise AlreadyThere
        meetup = _make(source, plan)
        meetup.facilitators.add(leader)
        return meetup


def _make(source: Programme | Meetup, plan: Plan) -> Meetup:
    is_programme = isinstance(source, Programme)
    meetup = Meetup.objects.create(
        title=plan.title,
        subtitle=plan.subtitle,
        goal=plan.goal,
        date=plan.date,
        programme=source if is_programme else source.programme,
    )
    if is_programme:
        themes = [theme for theme in source.themes.all() if theme.number in plan.themes]
        drafts = drafts_of(source, meetup, plan.places, themes)
    else:
        drafts = drafts_of_meetup(source, meetup, plan.places, plan.themes)
    _store(meetup, drafts, plan.places)
    return meetup


def add_place(meetup: Meetup, place: str) -> LiveSession:
    """Add a place to a meet-up, at the first step that is on, and return it."""
    taken = list(meetup.live_sessions.values_list("letter", flat=True))
    steps = list(meetup.steps.all())
    first = next(step for step in steps if not step.is_off)
    return _open_place(place, letters_for([place], taken)[0], steps, first)


def _open_place(place: str, letter: str, steps: Sequence[Step], first: Step) -> LiveSession:
    live_session = LiveSession.objects.create(meetup=first.meetup, place=place, letter=letter, current_step=first)
    Round.objects.bulk_create(Round(live_session=live_session, step=step) for step in steps)
    return live_session


def letters_for(places: Iterable[str], taken: Sequence[str] = ()) -> list[str]:
    """Return a different capital for each place: its first letter that is free, else one of the alphabet."""
    letters: list[str] = list(taken)
    for place in places:
        plain = unicodedata.normalize("NFKD", place).upper()
        candidates = [sign for sign in plain if "A" <= sign <= "Z"] + [chr(code) for code in range(65, 91)]
        letters.append(next(letter for letter in candidates if letter not in letters))
    return letters[len(taken) :]


def _store(meetup: Meetup, drafts: Sequence[Draft], places: Sequence[str]) -> None:
    """Store the steps of a new meet-up in this order, and its places at the first that is on."""
    for number, draft in enumerate(drafts, start=1):
        draft.step.meetup, draft.step.number = meetup, number
    Step.objects.bulk_create(draft.step for draft in drafts)
    Option.objects.bulk_create(
        _numbered(draft.step, number, option)
        for draft in drafts
        for number, option in enumerate(draft.options, start=1)
    )
    first = next(draft.step for draft in drafts if not draft.step.is_off)
    for place, letter in zip(places, letters_for(places), strict=True):
        _open_place(place, letter, [draft.step for draft in drafts], first)


def _numbered(step: Step, number: int, option: Option) -> Option:
    option.step, option.number = step, number
    return option
