"""How choices moved between the first round of a step and the second."""

from dataclasses import dataclass

from sessions.models import Option, Round, Step
from sessions.results import Bar, results_of
from sessions.stage import Stage, options_of

NOTHING = "–"


@dataclass(frozen=True)
class Shift:
    """One option in both rounds, as people read it; `change` has its sign, and is empty for what is new."""

    text: str
    first: str
    second: str
    change: str


@dataclass(frozen=True)
class Shifts:
    """All options of a second round beside the first, with how many people chose in each."""

    lines: list[Shift]
    first_people: int
    second_people: int


def shifts_of(stage: Stage) -> Shifts | None:
    """Return how choices moved since the first round, once the second is closed; None at any other moment."""
    step = stage.step
    if not (step.second_round_of_id and step.choice_mode and stage.round.state == Round.State.CLOSED):
        return None
    first_step = step.second_round_of
    first_round = Round.objects.get(step=first_step, live_session=stage.live_session)
    first = results_of(first_step, options_of(first_step), [first_round])
    second = results_of(step, stage.options, [stage.round])
    before = {key_of(bar.option): bar for bar in first.bars}
    lines = [_shift(before.get(key_of(bar.option)), bar) for bar in second.bars]
    return Shifts(lines, first.people, second.people)


def key_of(option: Option) -> tuple[object, ...]:
    """Return what is the same for an option and its copy: on a ballot its line, elsewhere its words."""
    if option.cluster_id:
        return option.cluster_id, option.form_id, option.joins
    return option.group, option.text


def _shift(first: Bar | None, second: Bar) -> Shift:
    option = second.option
    text = f"{option.cluster.name}: {option.text}" if _is_line_of_forms(option) else str(option)
    if first is None:
        return Shift(text, NOTHING, second.text, "")
    return Shift(text, first.text, second.text, signed(second.value - first.value))


def _is_line_of_forms(option: Option) -> bool:
    return option.step.choice_mode == Step.ChoiceMode.FORM


def signed(difference: float) -> str:
    """Return a difference with its sign, and a decimal comma: +3 or +0,5."""
    difference = round(difference, 1)
    if not difference:
        return "0"
    return f"{difference:+g}".replace("-", "−").replace(".", ",")
