"""What still stands between the agenda as it is now and everybody who may read it."""

from dataclasses import dataclass
from enum import StrEnum

from sessions.agenda_parts import Agenda
from sessions.editions import comments_of
from sessions.models import Comment, Edition
from sessions.personal_data import undecided_count


class Weight(StrEnum):
    """How much a finding counts: it is in order, somebody should look, or nothing can be published yet."""

    DONE = "done"
    WARNING = "warning"
    BLOCKS = "blocks"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what was found, and the name of the page where it is put right.

    `adopting` is how much it counts for the edition that PMG adopts, which is stricter than a concept.
    """

    says: str
    page: str
    publishing: Weight
    adopting: Weight

    def weight_for(self, state: Edition.State) -> Weight:
        """Return how much it counts for an edition in this state."""
        return self.adopting if state == Edition.State.ADOPTED else self.publishing


def checks_of(agenda: Agenda) -> list[Check]:
    """Return what was looked at in the agenda as it is now, in the order in which staff put it right."""
    questions = [line.question for line in agenda.lines]
    bare = sum(not (question.form_id and question.lead and question.explanation) for question in questions)
    undecided = undecided_count(agenda.meetup)
    comments = comments_of(agenda.meetup).filter(outcome=Comment.Outcome.OPEN).count()
    checks = [
        _check(
            agenda.is_rehearsal,
            "Er staan nog antwoorden van een repetitie in de agenda. Wis die eerst.",
            "Er staan geen antwoorden van een repetitie in de agenda.",
            "rehearsal",
        ),
        _check(
            agenda.unseen > 0,
            _counted(agenda.unseen, "groep of antwoord is", "groepen en antwoorden zijn")
            + " nog niet beoordeeld.",
            "Alle groepen en antwoorden zijn beoordeeld.",
            "triage",
            publishing=Weight.WARNING,
        ),
        _check(
            undecided > 0,
            _counted(undecided, "tekst bevat", "teksten bevatten")
            + " misschien een naam of een nummer. Bepaal eerst of dat mag blijven.",
            "Over alle namen en nummers is bepaald of ze mogen blijven.",
            "names",
        ),
        _check(not questions, "Er zijn nog geen kennisvragen.", _are(len(questions)), "agenda"),
        _check(
            bare > 0,
            _counted(bare, "kennisvraag heeft", "kennisvragen hebben") + " nog geen vorm, trekker of toelichting.",
            "Alle kennisvragen hebben een vorm, een trekker en een toelichting." if questions else "",
            "agenda",
            publishing=Weight.WARNING,
            adopting=Weight.WARNING,
        ),
        _check(
            comments > 0,
            _counted(comments, "reactie is", "reacties zijn") + " nog niet verwerkt.",
            "Er zijn geen reacties die nog verwerkt moeten worden.",
            "comments",
            publishing=Weight.WARNING,
        ),
    ]
    return [check for check in checks if check.says]


def _check(
    is_found: bool,
    found: str,
    fine: str,
    page: str,
    *,
    publishing: Weight = Weight.BLOCKS,
    adopting: Weight = Weight.BLOCKS,
) -> Check:
    if is_found:
        return Check(found, page, publishing, adopting)
    return Check(fine, page, Weight.DONE, Weight.DONE)


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _are(number: int) -> str:
    return f"Er {'is 1 kennisvraag' if number == 1 else f'zijn {number} kennisvragen'}."
