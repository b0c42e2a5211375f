"""The running order: the whole programme of a meet-up as who prepares it reads it, with what came in already."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from sessions.models import Answer, Choice, LiveSession, Meetup, Step


@dataclass(frozen=True)
class Line:
    """A step in the running order: after how many minutes it starts, and which places are at it now."""

    step: Step
    starts_after: int
    places: list[str]
    is_used: bool
    is_first: bool
    is_last: bool

    @property
    def clock(self) -> str:
        """Return when the step starts, in hours and minutes from the start of the day."""
        hours, minutes = divmod(self.starts_after, 60)
        return f"{hours}:{minutes:02d}"


@dataclass(frozen=True)
class RunningOrder:
    """All steps in order. `seq` was read first, so the rest is never older than it says."""

    seq: int
    meetup: Meetup
    lines: list[Line]

    @property
    def minutes(self) -> int:
        """Return how long the day is planned to take."""
        return sum(line.step.minutes for line in self.lines if not line.step.is_off)

    @property
    def length(self) -> str:
        """Return how long the day is planned to take, in words."""
        hours, minutes = divmod(self.minutes, 60)
        return f"{hours} uur en {minutes} min" if hours else f"{minutes} min"


def running_order_of(meetup: Meetup) -> RunningOrder:
    """Return the programme of a meet-up as it is now, in a fixed number of queries."""
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    places = defaultdict(list)
    for place in LiveSession.objects.filter(meetup=meetup):
        places[place.current_step_id].append(place.place)
    of_step = {"round__step": OuterRef("pk")}
    steps = list(
        meetup.steps.select_related("theme").annotate(
            is_used=Exists(Answer.objects.filter(**of_step)) | Exists(Choice.objects.filter(**of_step))
        )
    )
    lines = []
    minutes = 0
    for position, step in enumerate(steps):
        lines.append(
            Line(
                step=step,
                starts_after=minutes,
                places=places[step.pk],
                is_used=step.is_used,
                is_first=position == 0,
                is_last=position == len(steps) - 1,
            )
        )
        minutes += 0 if step.is_off else step.minutes
    return RunningOrder(seq=seq, meetup=meetup, lines=lines)
