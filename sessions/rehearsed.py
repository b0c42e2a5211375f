"""What a rehearsal left in a meet-up, and what real people gave beside it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from sessions.models import Answer, Choice, LiveSession, Meetup, Participant, Round, Support

SECONDS_A_MINUTE = 60
LONGEST_MINUTES = 120


@dataclass(frozen=True)
class Share:
    """What simulated people gave in one place, or in all together; `real` counts answers and choices of others."""

    place: str
    people: int
    answers: int
    supports: int
    choices: int
    real: int


@dataclass(frozen=True)
class Rehearsed:
    """The rehearsal of a meet-up as it is now. `until` is when it ends by itself, or None when none is on.

    `is_at_start` tells whether the programme is where it was before anybody began.
    """

    until: datetime.datetime | None
    shares: list[Share]
    is_at_start: bool

    @property
    def total(self) -> Share:
        """Return all places together."""
        names = ("people", "answers", "supports", "choices", "real")
        return Share("", **{name: sum(getattr(share, name) for share in self.shares) for name in names})

    @property
    def minutes_left(self) -> int:
        """Return how many minutes are left, rounded up; 0 when no rehearsal is on."""
        if self.until is None:
            return 0
        return -int(-(self.until - timezone.now()).total_seconds() // SECONDS_A_MINUTE)

    @property
    def can_be_cleared(self) -> bool:
        """Tell whether simulated people were here."""
        return self.total.people > 0

    @property
    def can_go_to_start(self) -> bool:
        """Tell whether the programme moved on while nobody real gave anything."""
        return not self.total.real and not self.is_at_start


def rehearsal_of(meetup: Meetup) -> Rehearsed:
    """Return the rehearsal of a meet-up, in a fixed number of queries."""
    until = Meetup.objects.values_list("rehearses_until", flat=True).get(pk=meetup.pk)
    people = _by_place(Participant.objects.filter(is_rehearsal=True), "live_session", meetup)
    supports, _ = _given(Support.objects.all(), meetup)
    answers, real_answers = _given(Answer.objects.all(), meetup)
    choices, real_choices = _given(Choice.objects.all(), meetup)
    places = list(meetup.live_sessions.select_related("current_step"))
    return Rehearsed(
        until=until if until and until > timezone.now() else None,
        shares=[
            Share(
                place=place.place,
                people=people.get(place.pk, 0),
                answers=answers.get(place.pk, 0),
                supports=supports.get(place.pk, 0),
                choices=choices.get(place.pk, 0),
                real=real_answers.get(place.pk, 0) + real_choices.get(place.pk, 0),
            )
            for place in places
        ],
        is_at_start=_is_at_start(meetup, places),
    )


def is_on(meetup_id: int) -> bool:
    """Tell whether a rehearsal is on in a meet-up."""
    return Meetup.objects.filter(pk=meetup_id, rehearses_until__gt=timezone.now()).exists()


def count_real(meetup: Meetup) -> int:
    """Return how many answers and choices real people gave."""
    return sum(
        model.objects.filter(round__live_session__meetup=meetup, participant__is_rehearsal=False).count()
        for model in (Answer, Choice)
    )


def _is_at_start(meetup: Meetup, places: list[LiveSession]) -> bool:
    first = meetup.steps.filter(is_off=False).values_list("pk", flat=True).first()
    opened = Round.objects.filter(live_session__meetup=meetup).exclude(state=Round.State.PREPARED, revealed=False)
    return all(place.current_step_id == first for place in places) and not opened.exists()


def _given(rows: QuerySet, meetup: Meetup) -> tuple[dict[int, int], dict[int, int]]:
    """Count what simulated people gave by place, and what real people gave."""
    is_rehearsal = Q(participant__is_rehearsal=True)
    return (
        _by_place(rows.filter(is_rehearsal), "participant__live_session", meetup),
        _by_place(rows.exclude(is_rehearsal), "participant__live_session", meetup),
    )


def _by_place(rows: QuerySet, place: str, meetup: Meetup) -> Mapping[int, int]:
    counted = rows.filter(**{f"{place}__meetup": meetup}).order_by().values_list(place).annotate(Count("pk"))
    return dict(counted)
