"""The lines of an agenda: groups of answers, and the kennisvragen that staff made of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sessions.models import Activity, Answer, Cluster, EarlierQuestion, KnowledgeQuestion, Step
from sessions.models.agenda import Priority
from sessions.phrasing import remarks_on
from sessions.votes import Ballot


def most_supported(answers: Iterable[Answer]) -> list[Answer]:
    """Return answers with the most supported first, and else the oldest."""
    return sorted(answers, key=lambda answer: (-answer.support_count, answer.created_seq))


def support_of(ballot: Ballot, answers: list[Answer]) -> tuple[int, int, int, int]:
    """Return what counts as support, weightiest first: dots, municipalities that join, endorsements, answers."""
    return ballot.total_dots, len(ballot.joining), endorsements_of(answers), len(answers)


def wish(sub_question: str) -> str:
    """Return a sub-question as a wish: "Wat wilt u leren van elkaar?" becomes "leren van elkaar"."""
    return sub_question.removeprefix("Wat wilt u ").removesuffix("?")


def endorsements_of(answers: list[Answer]) -> int:
    """Return how often people said "dit vind ik ook" of these answers."""
    return sum(answer.support_count for answer in answers)


@dataclass
class Group:
    """Answers that say the same, with the votes on them. Hidden, withdrawn and late answers are left out.

    `lines` are the kennisvragen that came from it, without those that were dropped. `verdict` says in words what
    staff decided of it, or that they have to look again; "" when its kennisvragen say enough.
    """

    cluster: Cluster
    answers: list[Answer]
    ballot: Ballot
    lines: list["Line"] = field(default_factory=list, compare=False, repr=False)
    verdict: str = field(default="", compare=False)

    @property
    def support(self) -> tuple[int, int, int, int]:
        """Return what puts groups in order."""
        return support_of(self.ballot, self.answers)

    @property
    def endorsements(self) -> int:
        """Return how often people said "dit vind ik ook" of these answers."""
        return endorsements_of(self.answers)


@dataclass(frozen=True)
class PlaceDots:
    """The dots of one place, with what they are of the most that a place gave, in percents."""

    place: str
    dots: int
    percentage: int


@dataclass
class Line:
    """One kennisvraag of the agenda with its origin. `number` is empty when the question was dropped."""

    question: KnowledgeQuestion
    groups: list[Group]
    loose: list[Answer]
    ballot: Ballot
    activities: list[Activity] = field(default_factory=list)
    number: str = ""

    @property
    def answers(self) -> list[Answer]:
        """Return all answers the question came from, each once, oldest first."""
        found = {answer.pk: answer for group in self.groups for answer in group.answers}
        found |= {answer.pk: answer for answer in self.loose}
        return sorted(found.values(), key=lambda answer: answer.created_seq)

    @property
    def support(self) -> tuple[int, int, int, int]:
        """Return what puts questions in order."""
        return support_of(self.ballot, self.answers)

    @property
    def endorsements(self) -> int:
        """Return how often people said "dit vind ik ook" of its answers."""
        return endorsements_of(self.answers)

    @property
    def places(self) -> list[str]:
        """Return the places from which the question was brought in."""
        return list(dict.fromkeys(answer.round.live_session.place for answer in self.answers))

    @property
    def municipalities(self) -> list[str]:
        """Return the municipalities of those who brought the question in, as far as they named one."""
        found = {answer.participant.municipality for answer in self.answers}
        return [one.name for one in sorted(found - {None}, key=lambda one: one.search_key)]

    @property
    def dots_by_place(self) -> list[PlaceDots]:
        """Return the dots of each place that gave any, in the order of the places."""
        most = max(self.ballot.dots.values(), default=0)
        return [PlaceDots(place, dots, dots * 100 // most) for place, dots in self.ballot.dots.items() if dots]

    @property
    def wishes(self) -> list[str]:
        """Return with whom its answers want to take it up, as "samen met anderen oppakken"."""
        offered = [answer for answer in self.answers if answer.round.step.section == Step.Section.COOPERATION]
        return list(dict.fromkeys(wish(answer.option.text) for answer in offered if answer.option))

    @property
    def earlier(self) -> list[EarlierQuestion]:
        """Return the lines of earlier agendas that come back as this question, the newest first."""
        return sorted(self.question.earlier_questions.all(), key=lambda one: (-one.agenda.year, one.pk))

    @property
    def obstacles(self) -> list[str]:
        """Return why the question is not taken up now; empty when it is: due now, with a form and a lead."""
        missing = []
        if self.question.priority != Priority.NOW:
            missing.append(f"prioriteit: {self.question.get_priority_display()}")
        if not (self.question.form_id or any(activity.form_id for activity in self.activities)):
            missing.append("nog geen vorm")
        if not (self.question.lead or any(activity.lead for activity in self.activities)):
            missing.append("nog geen trekker")
        return missing

    @property
    def remarks(self) -> list[str]:
        """Return what could still be better about the wording."""
        return remarks_on(self.question.text)
