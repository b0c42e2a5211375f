"""The rule of each way to choose: which values fit, what a choice replaces, and how much there is to spend."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from sessions.models import Option, Step
from sessions.refusals import Refusal

SCALE_MAX = 5


class Refused(Refusal):
    """The choice does not fit the rule; the message says it to the person who chose."""


@dataclass(frozen=True)
class Rule:
    """How people choose in one step. A value of 0 always takes a choice back."""

    step: Step

    def max_value(self, option: Option) -> int:
        """Return the largest value one option can get."""
        return 1

    def rivals(self, option: Option) -> Q:
        """Return which other choices of the same person this choice replaces: none, unless a rule says so."""
        return Q(pk__in=[])

    def check(self, option: Option, value: int, own: Mapping[int, int]) -> None:
        """Raise Refused when the value does not fit; `own` holds the person's values by option id."""
        if not 0 <= value <= self.max_value(option):
            raise Refused(f"Kies een waarde van 0 tot en met {self.max_value(option)}.")


class OneRule(Rule):
    """One option in all."""

    def rivals(self, option: Option) -> Q:
        return Q()


class SeveralRule(Rule):
    """As many options as one likes."""


class ScaleRule(Rule):
    """A mark from 1 to 5 for each option."""

    def max_value(self, option: Option) -> int:
        return SCALE_MAX


class DotsRule(Rule):
    """A number of dots to divide over the options."""

    def max_value(self, option: Option) -> int:
        return self.step.budget

    def check(self, option: Option, value: int, own: Mapping[int, int]) -> None:
        super().check(option, value, own)
        elsewhere = sum(spent for option_id, spent in own.items() if option_id != option.pk)
        if elsewhere + value > self.step.budget:
            raise Refused(f"U hebt {self.step.budget} stippen. Haal eerst ergens een stip weg.")


class FormRule(Rule):
    """One form for each cluster, and apart from it "onze gemeente doet mee"."""

    def rivals(self, option: Option) -> Q:
        if option.joins:
            return super().rivals(option)
        return Q(option__cluster=option.cluster_id, option__joins=False)


RULES: dict[str, type[Rule]] = {
    Step.ChoiceMode.ONE: OneRule,
    Step.ChoiceMode.SEVERAL: SeveralRule,
    Step.ChoiceMode.SCALE: ScaleRule,
    Step.ChoiceMode.DOTS: DotsRule,
    Step.ChoiceMode.FORM: FormRule,
}


def rule_for(step: Step) -> Rule:
    """Return the rule of a poll or ballot; raises KeyError for a step without choices."""
    return RULES[step.choice_mode](step)
