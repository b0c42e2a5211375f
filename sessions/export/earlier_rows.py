"""What came of agendas of earlier years, as every file tells it."""

from dataclasses import dataclass

from sessions.agenda_parts import Agenda
from sessions.earlier import pasts_of


@dataclass(frozen=True)
class EarlierRow:
    """One line of an earlier agenda; `returns` are the numbers of the knowledge questions it comes back as."""

    year: int
    agenda: str
    number: str
    theme: str
    question: str
    outcome: str
    remark: str
    returns: list[str]


def earlier_rows(agenda: Agenda) -> list[EarlierRow]:
    """Return the lines of all earlier agendas, the newest agenda first, in three queries."""
    return [
        EarlierRow(
            year=past.agenda.year,
            agenda=past.agenda.title,
            number=line.question.number,
            theme=line.question.theme,
            question=line.question.text,
            outcome=line.question.get_outcome_display(),
            remark=line.question.remark,
            returns=[one.number for one in line.returns],
        )
        for past in pasts_of(agenda)
        for line in past.lines
    ]
