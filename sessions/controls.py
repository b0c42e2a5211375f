"""What a facilitator can do now: the one natural next thing, and what else makes sense."""

from dataclasses import dataclass

from sessions.models import LiveSession, Round, Step
from sessions.places import waited_for
from sessions.stage import Stage

TIMER_MINUTES = {3, 5, 10}
SECONDS_A_MINUTE = 60


@dataclass(frozen=True)
class Action:
    """A button of the desk: what it says, the name of the address it posts to, and what it sends.

    `is_on` is whether a switch stands there now, None for a button that is no switch.
    """

    label: str
    url_name: str
    fields: dict[str, str]
    is_on: bool | None = None

    @property
    def name(self) -> str:
        """Return what tells this action from the others of its moment: open, open-300, volgende."""
        return "-".join(self.fields.values())


@dataclass(frozen=True)
class Controls:
    """The actions of one moment. `timers` open with a time limit.

    `shows` are the two stands of the switch that says when the room sees what comes in; a slide has none. `second`
    asks the room the same once more, when it is closed and was asked once. `primary` is None when nothing comes
    next, or when this place is ready and waits for the places in `waits_for`.
    """

    primary: Action | None
    secondary: list[Action]
    timers: list[Action]
    shows: list[Action]
    second: Action | None
    previous: Action | None
    waits_for: list[LiveSession]


def controls_of(stage: Stage) -> Controls:
    """Return what a facilitator can do at the current step; costs a query where places wait for each other."""
    here = stage.live_session
    waits_for = waited_for(here, here.meetup) if stage.next_stop else []
    onward = _step("Volgende onderdeel", "volgende") if stage.next_stop else None
    if waits_for:
        onward = _ready("Klaar voor de volgende stap", on=True)
    back = _step("Vorige", "vorige") if stage.previous_stop else None
    is_slide = stage.step.kind == Step.Kind.SLIDE
    skip = _step("Sla dit onderdeel over", "volgende") if stage.next_stop and not waits_for else None
    actions = [onward] if is_slide else _of_round(stage.round, onward, skip)
    if waits_for:
        actions.append(_step("Ga nu verder, zonder te wachten", "volgende"))
        if here.is_ready_for_next:
            others = [action for action in actions if action != onward]
            actions = [None, _ready("Toch nog niet klaar", on=False), *others]
    primary, *secondary = actions
    return Controls(
        primary=primary,
        secondary=[action for action in secondary if action],
        timers=[] if is_slide else _timers(stage.step),
        shows=[] if is_slide else _shows(stage.step),
        second=None if is_slide else _second(stage),
        previous=back,
        waits_for=waits_for,
    )


def _of_round(round_: Round, onward: Action | None, skip: Action | None) -> list[Action | None]:
    """Return what fits the state of a round, the natural next thing first.

    What is chosen can be shown only after closing, so until then there is nothing to show or to hide. `skip` goes
    where `onward` goes, in the words that fit a round that nobody opened.
    """
    word = "de stemming" if round_.step.kind == Step.Kind.BALLOT else "de vraag"
    reveal = None if round_.revealed else _round("Laat zien aan de zaal", "reveal")
    conceal = _round("Verberg weer", "conceal") if round_.revealed else None
    reopen = _round(f"Heropen {word}", "open")
    match round_.state:
        case Round.State.PREPARED:
            return [_round(f"Open {word}", "open"), skip]
        case Round.State.OPEN if round_.step.choice_mode:
            return [_round(f"Sluit {word}", "close"), onward]
        case Round.State.OPEN:
            return [_round(f"Sluit {word}", "close"), reveal, conceal, onward]
        case _ if reveal:
            return [reveal, reopen, onward]
        case _:
            return [onward, conceal, reopen]


def _timers(step: Step) -> list[Action]:
    minutes = sorted(TIMER_MINUTES | ({step.minutes} - {0}))
    return [_round(f"{count} min", "open", seconds=str(count * SECONDS_A_MINUTE)) for count in minutes]


def _shows(step: Step) -> list[Action]:
    directly = "bij het sluiten" if step.choice_mode else "direct"
    return [
        _round(directly, "direct", is_on=step.shows_directly),
        _round("na onthullen", "later", is_on=not step.shows_directly),
    ]


def _second(stage: Stage) -> Action | None:
    has_second = any(stop.step.second_round_of_id == stage.step.pk for stop in stage.stops)
    if stage.round.state != Round.State.CLOSED or stage.step.second_round_of_id or has_second:
        return None
    return _round("Tweede ronde", "second")


def _step(label: str, to: str) -> Action:
    return Action(label, "desk-step", {"to": to})


def _ready(label: str, *, on: bool) -> Action:
    return Action(label, "desk-ready", {"on": "1" if on else "0"})


def _round(label: str, action: str, is_on: bool | None = None, **fields: str) -> Action:
    return Action(label, "desk-round", {"action": action, **fields}, is_on)
