"""What staff do before the day: make a meet-up from a programme.

Wording is copied, so that past agendas stay true and today's steps can be edited.
"""

import datetime
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from sessions.models import LiveSession, Meetup, Option, Round, Step, ThemeBlock
from themes.models import DiscussionQuestion, Programme, Statement, Theme

QUESTION_SECTIONS = {
    DiscussionQuestion.Kind.CATEGORISED: Step.Section.OPPORTUNITIES,
    DiscussionQuestion.Kind.OPEN: Step.Section.KNOWLEDGE,
    DiscussionQuestion.Kind.SUB_QUESTIONS: Step.Section.COOPERATION,
}
STATEMENT_GROUPS = {Statement.Kind.STRENGTH: "Kracht", Statement.Kind.WEAKNESS: "Zwakte"}
THEME_DOTS = 3
PRIORITY_DOTS = 5


@dataclass
class Draft:
    """A step on its way into the database, with the options it gets."""

    step: Step
    options: list[Option] = field(default_factory=list)


@transaction.atomic
def make_meetup(
    *, programme: Programme, places: Sequence[str] | None = None, date: datetime.date | None = None
) -> Meetup:
    """Make a meet-up with all steps of a programme, and a live session for each place, at its first step.

    Places and date default to the programme's own. Raises ValueError when there is no place or no date.
    """
    places = places or [place.name for place in programme.places.all()]
    date = date or programme.date
    if not places or date is None:
        raise ValueError("Een meet-up heeft een datum en minstens één locatie nodig.")
    meetup = Meetup.objects.create(
        title=programme.title,
        subtitle=programme.subtitle,
        goal=programme.goal,
        date=date,
        programme=programme,
    )
    first = _copy_steps(meetup, programme)
    for place, letter in zip(places, letters_for(places), strict=True):
        live_session = LiveSession.objects.create(meetup=meetup, place=place, letter=letter, current_step=first)
        Round.objects.bulk_create(Round(live_session=live_session, step=step) for step in meetup.steps.all())
    return meetup


def letters_for(places: Iterable[str]) -> list[str]:
    """Return a different capital for each place: its first letter that is free, else one of the alphabet."""
    letters: list[str] = []
    for place in places:
        plain = unicodedata.normalize("NFKD", place).upper()
        candidates = [sign for sign in plain if "A" <= sign <= "Z"] + [chr(code) for code in range(65, 91)]
        letters.append(next(letter for letter in candidates if letter not in letters))
    return letters


def _copy_steps(meetup: Meetup, programme: Programme) -> Step:
    drafts = [*_opening(programme)]
    labels_by_question = [(question, list(question.labels.all())) for question in programme.questions.all()]
    blocks = []
    for theme in programme.themes.all():
        block = ThemeBlock.objects.create(
            meetup=meetup, number=theme.number, title=theme.title, short_title=theme.short_title
        )
        blocks.append(block)
        drafts += _theme_steps(theme, block, labels_by_question)
    drafts += _wrap_up(programme, blocks)

    for number, draft in enumerate(drafts, start=1):
        draft.step.meetup, draft.step.number = meetup, number
    Step.objects.bulk_create(draft.step for draft in drafts)
    Option.objects.bulk_create(
        _numbered(draft.step, number, option)
        for draft in drafts
        for number, option in enumerate(draft.options, start=1)
    )
    return drafts[0].step


def _numbered(step: Step, number: int, option: Option) -> Option:
    option.step, option.number = step, number
    return option


def _opening(programme: Programme) -> Iterable[Draft]:
    yield Draft(
        Step(
            kind=Step.Kind.SLIDE,
            title=programme.title,
            body="\n".join(filter(None, [programme.subtitle, programme.date_line, programme.presenters])),
            minutes=5,
        )
    )
    items = "\n".join(
        [f"- {item.text}" for item in programme.items.all()]
        + [f"  - {theme.title}" for theme in programme.themes.all()]
    )
    yield Draft(
        Step(
            kind=Step.Kind.SLIDE,
            title=programme.goal,
            body=f"{programme.output}\n{items}\n\n{programme.about}",
            minutes=5,
        )
    )
    yield Draft(
        Step(
            kind=Step.Kind.POLL,
            choice_mode=Step.ChoiceMode.ONE,
            section=Step.Section.POSITION,
            title=programme.positions_title,
            instruction="Welke beschrijving past het best bij uw gemeente?",
            minutes=5,
        ),
        [Option(text=position.text) for position in programme.positions.all()],
    )
    yield Draft(
        Step(
            kind=Step.Kind.POLL,
            choice_mode=Step.ChoiceMode.SCALE,
            section=Step.Section.STATEMENTS,
            title=programme.statements_title,
            instruction="Hoe sterk herkent u dit? 1 is helemaal niet, 5 is heel sterk.",
            minutes=8,
        ),
        [
            Option(text=statement.text, group=STATEMENT_GROUPS[statement.kind])
            for statement in programme.statements.all()
        ],
    )
    yield Draft(
        Step(
            kind=Step.Kind.QUESTION,
            section=Step.Section.BRIDGE,
            title=programme.bridge_question,
            instruction="Eén punt per antwoord. U kunt vaker antwoorden.",
            minutes=5,
        )
    )


def _theme_steps(
    theme: Theme, block: ThemeBlock, labels_by_question: list[tuple[DiscussionQuestion, list]]
) -> Iterable[Draft]:
    yield Draft(
        Step(
            theme=block,
            kind=Step.Kind.POLL,
            choice_mode=Step.ChoiceMode.SEVERAL,
            section=Step.Section.TRENDS,
            title="Trends",
            instruction="Welke trends merkt u in uw gemeente? U mag er meer kiezen.",
            minutes=6,
        ),
        list(_lines(theme.trends.nested())),
    )
    yield Draft(
        Step(
            theme=block,
            kind=Step.Kind.POLL,
            choice_mode=Step.ChoiceMode.SEVERAL,
            section=Step.Section.TASKS,
            title="Opgaven",
            instruction="Met welke opgaven gaat u aan de slag? U mag er meer kiezen.",
            minutes=6,
        ),
        list(_lines(theme.tasks.nested())),
    )
    for question, labels in labels_by_question:
        yield Draft(
            Step(
                theme=block,
                kind=Step.Kind.QUESTION,
                section=QUESTION_SECTIONS[question.kind],
                title=question.text,
                instruction="Eén punt per antwoord. U kunt vaker antwoorden.",
                minutes=10,
            ),
            [Option(text=label.singular or label.text) for label in labels],
        )


def _lines(nested: Iterable) -> Iterable[Option]:
    """Yield an option for each line of the deck; a line with sub-lines is their heading, and no choice itself."""
    for line in nested:
        if line.children_list:
            yield from (Option(text=child.text, group=line.text) for child in line.children_list)
        else:
            yield Option(text=line.text)


def _wrap_up(programme: Programme, blocks: list[ThemeBlock]) -> Iterable[Draft]:
    yield Draft(
        Step(
            kind=Step.Kind.POLL,
            choice_mode=Step.ChoiceMode.DOTS,
            section=Step.Section.THEMES,
            title=programme.themes_question,
            instruction=f"Verdeel {THEME_DOTS} stippen over de thema's waaraan u wilt werken.",
            criterion="Hier wil mijn gemeente in de komende jaren aan werken.",
            budget=THEME_DOTS,
            minutes=5,
        ),
        [Option(text=block.title, theme=block) for block in blocks],
    )
    yield Draft(
        Step(
            kind=Step.Kind.BALLOT,
            choice_mode=Step.ChoiceMode.DOTS,
            section=Step.Section.PRIORITIES,
            title="Welke vragen pakken we op?",
            instruction=f"Verdeel {PRIORITY_DOTS} stippen over de vragen waaraan u wilt werken.",
            criterion="Hier wil mijn gemeente in de komende jaren samen met andere gemeenten aan werken.",
            budget=PRIORITY_DOTS,
            minutes=8,
        )
    )
    yield Draft(
        Step(
            kind=Step.Kind.BALLOT,
            choice_mode=Step.ChoiceMode.FORM,
            section=Step.Section.FORMS,
            title=programme.forms_question,
            criterion="In deze vorm komt mijn gemeente hier echt verder mee.",
            instruction="Kies per vraag de vorm die past, en zeg of uw gemeente meedoet.",
            minutes=8,
        )
    )
    yield Draft(
        Step(
            kind=Step.Kind.SLIDE,
            title="Dank u wel",
            body="\n".join(
                filter(None, [programme.wrap_up_title, programme.closing_name, programme.closing_payoff])
            ),
            minutes=5,
        )
    )
