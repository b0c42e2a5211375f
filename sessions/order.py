"""In which order a phone shows what can be chosen.

What stands on top is chosen more often (Däubler & Rudolph 2018). So each phone has an order of its own, that
follows from the seed stored with its participant and the id of each option. Anybody can work it out again:
docs/protocol.md says how, and static/js/order.js does the same in the browser.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sessions.models import Option, Step

WORD = 0xFFFFFFFF
SHUFFLED = {Step.ChoiceMode.ONE, Step.ChoiceMode.SEVERAL, Step.ChoiceMode.DOTS, Step.ChoiceMode.FORM}


@dataclass(frozen=True)
class Block:
    """What stays together: one option, the options under one heading, or those of one group of answers.

    `id` is that of its first option; from it follows the place of the block.
    """

    options: list[Option]

    @property
    def id(self) -> int:
        """Return the id of the first option."""
        return self.options[0].pk

    @property
    def heading(self) -> str:
        """Return the heading of the deck above the options, if there is one."""
        return self.options[0].group


def rank(seed: int, option_id: int) -> int:
    """Return the 32-bit number by which one phone sorts an option: the finaliser of MurmurHash3 over both.

    The ids below 2^32 all get different numbers from the same seed.
    """
    mixed = (seed + option_id * 0x9E3779B1) & WORD
    mixed = ((mixed ^ mixed >> 16) * 0x85EBCA6B) & WORD
    mixed = ((mixed ^ mixed >> 13) * 0xC2B2AE35) & WORD
    return mixed ^ mixed >> 16


def is_shuffled(step: Step) -> bool:
    """Tell whether each phone shows the options in an order of its own: not those of a scale, and no labels."""
    return step.choice_mode in SHUFFLED


def blocks_of(step: Step, options: Iterable[Option], seed: int | None = None) -> list[Block]:
    """Return the blocks of a step: for a seed in the order of that phone, else in the order of the deck.

    Within a block the order of the deck stays.
    """
    blocks = [Block(list(together)) for _, together in groupby(options, key=_together)]
    if seed is None or not is_shuffled(step):
        return blocks
    return sorted(blocks, key=lambda block: rank(seed, block.id))


def _together(option: Option) -> tuple[str, int]:
    """Return what is the same for the options of one block that follow each other."""
    if option.cluster_id:
        return "cluster", option.cluster_id
    return ("heading " + option.group, 0) if option.group else ("option", option.pk)
