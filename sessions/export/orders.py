"""In which orders phones showed what could be chosen, so that anybody can check whether that was fair."""

from dataclasses import dataclass

from sessions.models import Meetup, Option, Participant, Step
from sessions.order import blocks_of, is_shuffled

FUNCTION = "murmur3-fmix32(seed + id * 0x9E3779B1)"


@dataclass(frozen=True)
class Line:
    """One option, or what stays together under its heading; `id` is what phones sort by, with their seed."""

    id: int
    text: str


@dataclass(frozen=True)
class ShuffledStep:
    """One poll or ballot of which each phone showed the lines in an order of its own; here as in the deck."""

    number: int
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Orders:
    """What the orders follow from. `seeds` are those of all phones, by size, so that none says whose it is."""

    function: str
    seeds: list[int]
    steps: list[ShuffledStep]

    @classmethod
    def of(cls, meetup: Meetup) -> "Orders":
        """Return what the orders of a meet-up follow from, in three queries."""
        phones = Participant.objects.filter(live_session__meetup=meetup).people()
        options: dict[int, list[Option]] = {}
        for option in Option.objects.filter(step__meetup=meetup).select_related("cluster").order_by("number"):
            options.setdefault(option.step_id, []).append(option)
        return cls(
            function=FUNCTION,
            seeds=sorted(phones.values_list("seed", flat=True)),
            steps=[
                ShuffledStep(step.number, step.title, _lines(step, options[step.pk]))
                for step in meetup.steps.all()
                if is_shuffled(step) and step.pk in options
            ],
        )


def _lines(step: Step, options: list[Option]) -> list[Line]:
    blocks = blocks_of(step, sorted(options, key=lambda option: (option.cluster_id or 0, option.number)))
    return [Line(block.id, block.heading or _text(block.options[0])) for block in blocks]


def _text(option: Option) -> str:
    return option.cluster.name if option.cluster else option.text
