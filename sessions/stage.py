"""What goes on in one place now: the step, its round, how many take part. The start of every view."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Count, F, Max, Q, Sum

from sessions.models import Answer, LiveSession, Option, Round, Step
from sessions.places import others_of


@dataclass(frozen=True)
class Stop:
    """One stop of the programme line; `state` is done, current or ahead."""

    number: int
    title: str
    theme: int | None
    theme_title: str
    starts_theme: bool
    state: str
    step: Step
    round: Round


@dataclass(frozen=True)
class Counts:
    """What came in at the current step: answers on the board, and people who answered or chose.

    `participants` have a phone, and `rehearsing` of them are simulated; `others` are the people whose answers were
    typed in at the desk. `new` answers wait for approval; the newest change to one of them has the number
    `new_until`.
    """

    answers: int
    people: int
    participants: int
    late: int
    others: int = 0
    rehearsing: int = 0
    new: int = 0
    new_until: int = 0


@dataclass(frozen=True)
class Stage:
    """One place of a meet-up as it is now. `seq` was read first, so the rest is never older than it says.

    `epoch` says which history `seq` counts: a restored backup begins another. What most pushes do not show is read
    when it is first asked for.
    """

    seq: int
    epoch: UUID
    live_session: LiveSession
    step: Step
    round: Round

    @property
    def shows_results(self) -> bool:
        """Tell whether the room may see what was answered or chosen.

        Votes are secret until the round closes, whatever was revealed: who sees a total follows it.
        """
        return is_shown(self.round)

    @cached_property
    def options(self) -> list[Option]:
        """Return the options of the step as people may choose them."""
        return options_of(self.step)

    @cached_property
    def all_stops(self) -> list[Stop]:
        """Return all steps of the programme as the stops of a line, those that are switched off too."""
        return programme_line(self.live_session)

    @cached_property
    def stops(self) -> list[Stop]:
        """Return the stops that the day passes: those that are not switched off."""
        return [stop for stop in self.all_stops if not stop.step.is_off]

    @property
    def last_number(self) -> int:
        """Return the number of the last stop."""
        return self.stops[-1].number

    @property
    def shows_other_places(self) -> bool:
        """Tell whether the screen and the desk of this place show what other places answered or chose, too."""
        return self.live_session.scope != LiveSession.Scope.OWN

    @property
    def shows_places_beside(self) -> bool:
        """Tell whether they show it place by place."""
        return self.live_session.scope == LiveSession.Scope.BESIDE

    @cached_property
    def rounds_elsewhere(self) -> list[Round]:
        """Return the rounds of the step in the other places, if this place shows them at all."""
        if not self.shows_other_places:
            return []
        rounds = Round.objects.filter(step=self.step, live_session__meetup=self.live_session.meetup_id)
        return list(rounds.exclude(pk=self.round.pk).select_related("live_session", "step__theme"))

    @cached_property
    def shown_elsewhere(self) -> list[Round]:
        """Return those of them that this place may show: what is revealed there."""
        return [round_ for round_ in self.rounds_elsewhere if is_shown(round_)]

    @property
    def hidden_elsewhere(self) -> list[Round]:
        """Return those of them that show nothing yet."""
        return [round_ for round_ in self.rounds_elsewhere if not is_shown(round_)]

    @cached_property
    def others(self) -> list[LiveSession]:
        """Return the other places of the meet-up, each with the step where it is."""
        return others_of(self.live_session)

    @property
    def next_stop(self) -> Stop | None:
        """Return the stop after the current one."""
        return next((stop for stop in self.stops if stop.number > self.step.number), None)

    @property
    def previous_stop(self) -> Stop | None:
        """Return the stop before the current one."""
        return next((stop for stop in reversed(self.stops) if stop.number < self.step.number), None)


def stage_of(live_session_id: int) -> Stage:
    """Return the stage of a place, in a fixed number of queries. Raises LiveSession.DoesNotExist."""
    seq, epoch = LiveSession.objects.values_list("meetup__seq", "meetup__epoch").get(pk=live_session_id)
    here = Round.objects.select_related("live_session__meetup", "step__theme").get(
        live_session=live_session_id, step=F("live_session__current_step")
    )
    return Stage(seq=seq, epoch=epoch, live_session=here.live_session, step=here.step, round=here)


def is_shown(round_: Round) -> bool:
    """Tell whether a room may see what was answered or chosen in a round: votes not before it closes."""
    return round_.revealed and not (round_.step.choice_mode and round_.is_open)


def programme_line(live_session: LiveSession) -> list[Stop]:
    """Return all steps of the programme as the stops of a line, each with its round in this place."""
    rounds = live_session.rounds.select_related("step__theme").order_by("step__number")
    here = live_session.current_step_id
    stops: list[Stop] = []
    state = "done"
    for round_ in rounds:
        step = round_.step
        is_here = step.pk == here
        stops.append(
            Stop(
                number=step.number,
                title=step.title,
                theme=step.theme.number if step.theme else None,
                theme_title=step.theme.short_title if step.theme else "",
                starts_theme=bool(step.theme) and (not stops or stops[-1].step.theme_id != step.theme_id),
                state="current" if is_here else state,
                step=step,
                round=round_,
            )
        )
        if is_here:
            state = "ahead"
    return stops


def options_of(step: Step) -> list[Option]:
    """Return the options of a step as people may choose them; a ballot shows only groups that are on it."""
    options = step.options.select_related("cluster__theme")
    if step.kind == Step.Kind.BALLOT:
        options = options.filter(cluster__on_ballot=True, cluster__is_dissolved=False).order_by(
            "cluster__theme__number", "cluster_id", "number"
        )
    return list(options)


def counts_of(round_: Round) -> Counts:
    """Return what came in for a round, in three queries."""
    on_board = Q(state=Answer.State.VISIBLE)
    words = round_.answers.aggregate(
        answers=Count("pk", filter=on_board),
        people=Count("participant", filter=on_board & Q(source=Answer.Source.PHONE), distinct=True),
        others=Sum("heads", filter=on_board & ~Q(source=Answer.Source.PHONE), default=0),
        late=Count("pk", filter=Q(state=Answer.State.LATE)),
        new=Count("pk", filter=Q(state=Answer.State.NEW)),
        new_until=Max("changed_seq", filter=Q(state=Answer.State.NEW), default=0),
    )
    choosers = round_.choices.aggregate(people=Count("participant", distinct=True))["people"]
    present = round_.live_session.participants.people().aggregate(
        people=Count("pk"), rehearsing=Count("pk", filter=Q(is_rehearsal=True))
    )
    return Counts(
        answers=words["answers"],
        people=words["people"] or choosers,
        participants=present["people"],
        late=words["late"],
        others=words["others"],
        rehearsing=present["rehearsing"],
        new=words["new"],
        new_until=words["new_until"],
    )


def spotlight_of(stage: Stage) -> Answer | None:
    """Return the answer that the projector shows large: on the board of this step, and shown to the room."""
    shown = stage.live_session.spotlight_id
    if shown is None or not stage.round.revealed:
        return None
    on_board = Answer.objects.filter(pk=shown, round=stage.round, state=Answer.State.VISIBLE)
    return on_board.select_related("option").first()
