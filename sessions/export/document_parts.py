"""The parts of the agenda as a document: plain values only, so that a writer never queries.

An empty text, list or None is a field that nobody filled in yet; a writer prints it as TO_FILL_IN.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sessions.agenda_lines import Group, Line, most_supported
from sessions.agenda_parts import Discussion, Pile
from sessions.grouping import by_text
from sessions.models import Answer, Step

TO_FILL_IN = "[nog in te vullen]"
MAX_QUOTES = 3
MAX_SUB_QUESTIONS = 5


@dataclass(frozen=True)
class Quote:
    """An answer as it was typed, with the code that leads back to it."""

    code: str
    text: str


@dataclass(frozen=True)
class GroupEntry:
    """A group of answers, with how many it holds, a few of them, and the dots it got."""

    id: int
    name: str
    count: int
    quotes: list[Quote]
    dots: int

    @classmethod
    def of(cls, group: Group, answers: list[Answer]) -> "GroupEntry":
        """Return the entry of a group, or of the part of it that stands in one list."""
        return cls(
            id=group.cluster.pk,
            name=group.cluster.name,
            count=len(answers),
            quotes=[Quote(answer.code, answer.text) for answer in most_supported(answers)[:MAX_QUOTES]],
            dots=group.ballot.total_dots,
        )


@dataclass(frozen=True)
class AnswerList:
    """All answers under one label: groups with the largest first, then the loose ones."""

    label: str
    count: int
    groups: list[GroupEntry]
    loose: list[Quote]

    @classmethod
    def of(cls, pile: Pile, plurals: Mapping[str, str]) -> "AnswerList":
        """Return the list of a pile; `plurals` gives the heading for a label ("kans" becomes "kansen")."""
        return cls(
            label=plurals.get(pile.label, pile.label),
            count=pile.count,
            groups=[GroupEntry.of(share.group, share.answers) for share in pile.shares],
            loose=[Quote(answer.code, answer.text) for answer in most_supported(pile.loose)],
        )


@dataclass(frozen=True)
class QuestionYield:
    """What one question to the room brought, in a list for each label."""

    question: str
    lists: list[AnswerList]

    @classmethod
    def of(cls, discussion: Discussion, plurals: Mapping[str, str]) -> "QuestionYield":
        """Return the yield of a discussion; the list of answers without label is left out while empty."""
        piles = [pile for pile in discussion.piles if pile.label or pile.count]
        return cls(discussion.step.marked_title, [AnswerList.of(pile, plurals) for pile in piles])

    @property
    def count(self) -> int:
        """Return how many answers there are."""
        return sum(answers.count for answers in self.lists)


@dataclass(frozen=True)
class Support:
    """What the room put behind a knowledge question; `municipalities` is how many gave dots."""

    dots: int
    dots_by_place: dict[str, int]
    municipalities: int
    endorsements: int
    answers: int

    @classmethod
    def of(cls, line: Line) -> "Support":
        """Return the support of a knowledge question."""
        ballot = line.ballot
        return cls(ballot.total_dots, ballot.dots, len(ballot.voters), line.endorsements, len(line.answers))


@dataclass(frozen=True)
class QuestionCard:
    """The card of one kennisvraag; `groups` are the names by id of those it came from, `origin` the codes.

    `sub_question_codes` lead back to the answers that `sub_questions` are, in the same order. `brought_in_by`
    names municipalities only when that was announced: then the colophon says so. `earlier` says as which lines of
    earlier agendas it stood there before ("2017 K2.1").
    """

    id: int
    number: str
    question: str
    theme: str
    explanation: str
    sub_questions: list[str]
    kind: str
    support: Support
    places: list[str]
    form: str
    form_votes: dict[str, int]
    cooperation: list[str]
    joining: list[str]
    joining_unnamed: int
    lead: str
    priority: str
    reason: str
    obstacles: list[str]
    activities: list[str]
    groups: dict[int, str]
    origin: list[str]
    task: str
    pillar: str
    existing: str
    product: str
    partners: str
    sub_question_codes: list[str]
    brought_in_by: list[str]
    earlier: list[str]

    @classmethod
    def of(
        cls, line: Line, activity_numbers: Mapping[int, str], *, names_municipalities: bool = False
    ) -> "QuestionCard":
        """Return the card of a knowledge question; `activity_numbers` are W-numbers by id."""
        question, answers = line.question, line.answers
        asked = [answer for answer in answers if answer.round.step.section == Step.Section.KNOWLEDGE]
        alike = by_text(most_supported(asked or answers))
        sub_questions = [first for first, *_ in alike[:MAX_SUB_QUESTIONS]]
        return cls(
            id=question.pk,
            number=line.number,
            question=question.text,
            theme=question.theme.short_title if question.theme else "",
            explanation=question.explanation,
            sub_questions=[answer.text for answer in sub_questions],
            kind=question.get_kind_display() if question.kind else "",
            support=Support.of(line),
            places=line.places,
            form=question.form.singular if question.form else "",
            form_votes=line.ballot.forms_by_votes,
            cooperation=line.wishes,
            joining=line.ballot.joining_names,
            joining_unnamed=line.ballot.joining_unnamed,
            lead=question.lead,
            priority=question.get_priority_display(),
            reason=question.reason,
            obstacles=line.obstacles,
            activities=[activity_numbers[activity.pk] for activity in line.activities],
            groups={group.cluster.pk: group.cluster.name for group in line.groups},
            origin=[answer.code for answer in answers],
            task="; ".join(task.text.rstrip(":") for task in question.tasks.all()),
            pillar=question.get_pillar_display() if question.pillar else "",
            existing=question.existing,
            product=question.product,
            partners=question.partners,
            sub_question_codes=[answer.code for answer in sub_questions],
            brought_in_by=line.municipalities if names_municipalities else [],
            earlier=[one.called for one in line.earlier],
        )
