"""The rows of the werkprogramma, when they start, and whether enough municipalities join for their form."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sessions.agenda_lines import Line
from sessions.models import Activity
from sessions.quarters import LAST, between, name_of, name_of_start, starts
from sessions.votes import Ballot
from themes.models import FormOfWork

# A line of so many quarters can be taken in at a glance; of a longer one only the quarters in use are shown.
LONGEST_LINE = 8


@dataclass(frozen=True)
class Work:
    """One row of the werkprogramma; `number` is empty when the activity was dropped."""

    number: str
    activity: Activity
    lines: list[Line]

    @property
    def joining_names(self) -> list[str]:
        """Return the municipalities that said they join one of its questions."""
        return joining_names_of(self.lines)

    @property
    def quarter_name(self) -> str:
        """Return the quarter in which it starts, in words."""
        return name_of(self.activity.quarter)

    @property
    def size_remark(self) -> str:
        """Return that too few or too many municipalities join for its form; empty when it fits."""
        return size_remark(self.activity.form, len(self.joining_names))


@dataclass(frozen=True)
class Slot:
    """A quarter of the werkprogramma with the activities that start in it; there may be none.

    With `is_set` false it holds those of which the year or the quarter is yet to be chosen.
    """

    name: str
    work: list[Work]
    is_set: bool


def joining_names_of(lines: Iterable[Line]) -> list[str]:
    """Return the municipalities that said they join one of these questions."""
    return Ballot.together(line.ballot for line in lines).joining_names


def size_remark(form: FormOfWork | None, joining: int) -> str:
    """Return that too few or too many municipalities join for a form of work; empty when it fits."""
    if form is None or form.takes(joining):
        return ""
    verb, count = ("doet", "nog geen gemeente") if joining == 0 else ("doen", f"{joining} gemeenten")
    if joining == 1:
        verb, count = "doet", "1 gemeente"
    return f"Er {verb} {count} mee; een {form.singular} vraagt {form.municipalities}."


def timeline_of(work: Iterable[Work]) -> list[Slot]:
    """Return the quarters in which activities start, with those between them; what has no start yet comes last."""
    by_start = defaultdict(list)
    for one in work:
        by_start[starts(one.activity.quarter, one.activity.planning)].append(one)
    known = sorted(start for start in by_start if LAST not in start)
    line = between(known[0], known[-1]) if known else []
    if len(line) > LONGEST_LINE:
        line = known
    return [
        Slot(name_of_start(start), by_start.get(start, []), LAST not in start)
        for start in sorted({*line, *by_start})
    ]
