"""What the program proposes for the card of a kennisvraag, each with its ground. Staff decide.

It reads only what the agenda holds already, and gives the same for the same agenda. No service is asked anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sessions.agenda_lines import Line, most_supported
from sessions.grouping import similar
from sessions.models import Answer, KnowledgeQuestion, Option, Step
from sessions.phrasing import QUESTION_WORDS, words_of
from themes.models import FormOfWork

Kind = KnowledgeQuestion.Kind
MOST_QUOTES = 3
# Where a text of several answers stops, so that it fits the field that takes it up.
MOST_WORDS_OF = {"text": 300, "explanation": 2000, "partners": 300}
SECRETARIAT = "Platform31"
LEARN = frozenset({"leer", "leert", "leren", "geleerd"})
# "Hoe vaak" asks for a fact, and "hoe" for a way to do something.
MEASURES = frozenset({"duur", "groot", "hoog", "lang", "vaak", "veel", "ver"})
WITH_OTHERS = "anderen"


@dataclass(frozen=True)
class Proposal:
    """What a field could hold: the value as the form takes it, how that reads, and why it is proposed."""

    value: str | list[int]
    words: str
    ground: str

    @property
    def typed(self) -> str:
        """Return the value as one text, for the script of the page."""
        return self.value if isinstance(self.value, str) else ",".join(map(str, self.value))


def proposals_for(line: Line, tasks: Sequence[Option], forms: Iterable[FormOfWork]) -> dict[str, Proposal]:
    """Return what is proposed for a knowledge question, by name of the field; a field without ground has none.

    `tasks` are the opgaven of its theme, `forms` all forms of work.
    """
    found = {
        "text": _text(line),
        "explanation": _explanation(line),
        "kind": _kind(line),
        "tasks": _tasks(line, tasks),
        "form": _form(line, forms),
        "lead": _lead(line),
        "product": _product(line, forms),
        "partners": _partners(line),
    }
    return {name: proposal for name, proposal in found.items() if proposal}


def _text(line: Line) -> Proposal | None:
    """Return the most supported answer that is a question, or else the name of the first group made into one."""
    for answer in most_supported(line.answers):
        words = _one_line(answer.text)
        if words.endswith("?") and len(words) <= MOST_WORDS_OF["text"]:
            return Proposal(words, words, f"het antwoord met de meeste steun dat een vraag is ({answer.code})")
    if not line.groups:
        return None
    name = _one_line(line.groups[0].cluster.name)
    words = name if name.endswith("?") else f"Hoe gaan gemeenten om met “{name}”?"
    return Proposal(words, words, "de naam van de groep")


def _explanation(line: Line) -> Proposal | None:
    """Return the answers that got the most support, quoted with their codes."""
    best = most_supported(line.answers)[:MOST_QUOTES]
    if not best:
        return None
    quotes = [f"“{_one_line(answer.text)}” ({answer.code})" for answer in best]
    words = "\n".join(_that_fit(quotes, MOST_WORDS_OF["explanation"], "\n"))
    return Proposal(words, words, "uit de antwoorden met de meeste steun" if len(best) > 1 else "uit het antwoord")


def _kind(line: Line) -> Proposal | None:
    """Return whether it asks to learn or to know.

    The rule: a question that begins with "hoe" is a leervraag, one that begins with another question word (wat,
    welke, hoeveel, "hoe vaak" …) is a kennisbehoefte. One that begins with neither is what most of the answers to
    question 2 are, by the same rule; an answer that speaks of learning asks to learn.
    """
    kind, word = _kind_of(line.question.text)
    if kind:
        return Proposal(kind.value, kind.label, f"de vraag begint met “{word}”")
    asked = [answer for answer in line.answers if answer.round.step.section == Step.Section.KNOWLEDGE]
    kinds = [_kind_of_answer(answer) for answer in asked]
    learning, knowing = kinds.count(Kind.LEARNING_QUESTION), kinds.count(Kind.KNOWLEDGE_NEED)
    if learning == knowing:
        return None
    kind = Kind.LEARNING_QUESTION if learning > knowing else Kind.KNOWLEDGE_NEED
    wish = "te leren" if learning > knowing else "feiten of inzicht"
    return Proposal(
        kind.value, kind.label, f"{max(learning, knowing)} van de {len(asked)} antwoorden vragen om {wish}"
    )


def _kind_of(text: str) -> tuple[KnowledgeQuestion.Kind | None, str]:
    """Return what a question is by its first words, and by which of them."""
    words = words_of(text)
    if not words or words[0] not in QUESTION_WORDS:
        return None, ""
    if words[0] != "hoe":
        return Kind.KNOWLEDGE_NEED, words[0]
    if words[1:] and words[1] in MEASURES:
        return Kind.KNOWLEDGE_NEED, f"hoe {words[1]}"
    return Kind.LEARNING_QUESTION, "hoe"


def _kind_of_answer(answer: Answer) -> KnowledgeQuestion.Kind | None:
    return _kind_of(answer.text)[0] or (Kind.LEARNING_QUESTION if LEARN & {*words_of(answer.text)} else None)


def _tasks(line: Line, tasks: Sequence[Option]) -> Proposal | None:
    """Return the opgave that looks most like the question: of what comes after it, most is wrong."""
    found = similar(line.question.text, [f"{task.group} {task.text}" for task in tasks])
    if not found:
        return None
    task = tasks[found[0]]
    return Proposal([task.pk], task.text, "lijkt op de kennisvraag")


def _form(line: Line, forms: Iterable[FormOfWork]) -> Proposal | None:
    """Return the form that most people voted for."""
    form, votes = _most_voted(line, forms)
    if form is None:
        return None
    return Proposal(str(form.pk), form.singular, f"{votes} {'stem' if votes == 1 else 'stemmen'}")


def _most_voted(line: Line, forms: Iterable[FormOfWork]) -> tuple[FormOfWork | None, int]:
    by_name = {form.singular: form for form in forms}
    votes = ((by_name[name], votes) for name, votes in line.ballot.forms_by_votes.items() if name in by_name)
    return next(votes, (None, 0))


def _lead(line: Line) -> Proposal:
    """Return a municipality that joins, the first of the alphabet, or else the secretariat."""
    joining = line.ballot.joining_names
    if not joining:
        return Proposal(SECRETARIAT, SECRETARIAT, "er doet nog geen gemeente mee")
    ground = "doet mee" if len(joining) == 1 else f"een van de {len(joining)} gemeenten die meedoen"
    return Proposal(joining[0], joining[0], ground)


def _product(line: Line, forms: Iterable[FormOfWork]) -> Proposal | None:
    """Return what the form usually gives: the one that was chosen, or else the one that people voted for."""
    form = line.question.form or _most_voted(line, forms)[0]
    if form is None or not form.product:
        return None
    return Proposal(form.product, form.product, f"past bij: {form.singular}")


def _partners(line: Line) -> Proposal | None:
    """Return what people want to take up with others, in their words."""
    given = [
        answer
        for answer in most_supported(line.answers)
        if answer.option and answer.round.step.section == Step.Section.COOPERATION
        if WITH_OTHERS in words_of(answer.option.text)
    ]
    texts = _that_fit([_one_line(answer.text) for answer in given], MOST_WORDS_OF["partners"], "; ")
    if not texts:
        return None
    words = "; ".join(texts)
    codes = ", ".join(answer.code for answer in given[: len(texts)])
    return Proposal(words, words, f"genoemd bij “samen met anderen” ({codes})")


def _that_fit(texts: Iterable[str], length: int, between: str) -> list[str]:
    """Return the first of these texts that fit together in so many characters."""
    fitting: list[str] = []
    for text in texts:
        if len(between.join([*fitting, text])) > length:
            break
        fitting.append(text)
    return fitting


def _one_line(text: str) -> str:
    return " ".join(text.split())
