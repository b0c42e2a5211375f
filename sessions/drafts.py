"""The steps that a programme becomes, in the order of the day, with what the facilitator reads beside each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import formats

from sessions.models import Meetup, Option, Step, ThemeBlock
from themes.models import DiscussionQuestion, Programme, Statement, Theme

QUESTION_SECTIONS = {
    DiscussionQuestion.Kind.CATEGORISED: Step.Section.OPPORTUNITIES,
    DiscussionQuestion.Kind.OPEN: Step.Section.KNOWLEDGE,
    DiscussionQuestion.Kind.SUB_QUESTIONS: Step.Section.COOPERATION,
}
STATEMENT_GROUPS = {Statement.Kind.STRENGTH: "Kracht", Statement.Kind.WEAKNESS: "Zwakte"}
THEME_DOTS = 3
PRIORITY_DOTS = 5

WELCOME_NOTES = (
    "Heet ook de andere locatie welkom. Laat iedereen de QR-code scannen, "
    "en wacht tot de meeste telefoons meedoen."
)
GOAL_NOTES = (
    "Vertel wat er met de antwoorden gebeurt: aan het eind van de middag ligt er een kennisagenda. "
    "Noem de thema's, en hoe laat u klaar bent."
)
THANKS_NOTES = "Noem twee dingen die de zaal vandaag koos, en wanneer iedereen de kennisagenda krijgt."
NOTES = {
    Step.Section.POSITION: (
        "Laat ook wie twijfelt kiezen. Vraag bij de uitslag één gemeente per positie om een voorbeeld."
    ),
    Step.Section.STATEMENTS: (
        "Eerst kiezen, dan pas praten. Zoek bij de uitslag de stelling waarover de zaal het meest verschilt, "
        "en vraag waarom."
    ),
    Step.Section.BRIDGE: "Geef twee minuten stilte om te schrijven. Onthul daarna, en lees er drie voor.",
    Step.Section.TRENDS: "Licht de trends in één minuut toe. Vraag na de uitslag welke trend de zaal nog mist.",
    Step.Section.TASKS: (
        "Opgaven zijn wat een gemeente zelf moet doen. Vraag wie met de meest gekozen opgave al bezig is."
    ),
    Step.Section.OPPORTUNITIES: (
        "Eerst stil schrijven, dan praten: zo komen er meer verschillende antwoorden. "
        "Onthul na het sluiten, en bespreek van elke soort één antwoord."
    ),
    Step.Section.KNOWLEDGE: (
        "Vraag door tot het een vraag is: wat wilt u precies weten, en waarvoor? Groepeer wat hetzelfde is."
    ),
    Step.Section.COOPERATION: "Wijs op de deelvragen. Vraag bij een antwoord: met wie, en wie begint?",
    Step.Section.THEMES: "Alle stippen op één thema mag. De keuze zegt wat het eerst komt; er vervalt niets.",
    Step.Section.PRIORITIES: (
        "Kijk vooraf bij Groepen of de stemlijst klopt. Zeg waarop men kiest: waaraan werkt uw gemeente echt mee?"
    ),
    Step.Section.FORMS: "Leg de vormen kort uit. Meedoen is een toezegging om verder te praten, geen contract.",
}


@dataclass
class Draft:
    """A step on its way into the database, with the options it gets."""

    step: Step
    options: list[Option] = field(default_factory=list)


def drafts_of(programme: Programme, meetup: Meetup, places: Iterable[str], themes: list[Theme]) -> list[Draft]:
    """Return the steps of a programme with these themes of it, for a meet-up that has been stored already.

    The themes are stored with the meet-up, and numbered anew from 1.
    """
    blocks = [
        ThemeBlock(meetup=meetup, number=number, title=theme.title, short_title=theme.short_title)
        for number, theme in enumerate(themes, start=1)
    ]
    ThemeBlock.objects.bulk_create(blocks)
    labels_by_question = [(question, list(question.labels.all())) for question in programme.questions.all()]
    drafts = [*_opening(programme, meetup, places, blocks)]
    for theme, block in zip(themes, blocks, strict=True):
        drafts += _theme_steps(theme, block, labels_by_question)
    drafts += _wrap_up(programme, blocks)
    for draft in drafts:
        draft.step.notes = draft.step.notes or NOTES[draft.step.section]
    return drafts


def _opening(
    programme: Programme, meetup: Meetup, places: Iterable[str], blocks: list[ThemeBlock]
) -> Iterable[Draft]:
    is_of_the_deck = meetup.date == programme.date and set(places) == {
        place.name for place in programme.places.all()
    }
    line = programme.date_line if is_of_the_deck else date_line(meetup, places)
    yield Draft(
        Step(
            kind=Step.Kind.SLIDE,
            title=meetup.title,
            body="\n".join(filter(None, [meetup.subtitle, line, programme.presenters])),
            minutes=5,
            notes=WELCOME_NOTES,
        )
    )
    items = "\n".join(
        [f"- {item.text}" for item in programme.items.all()] + [f"  - {block.title}" for block in blocks]
    )
    yield Draft(
        Step(
            kind=Step.Kind.SLIDE,
            title=meetup.goal or "Wat we vandaag doen",
            body=f"{programme.output}\n{items}\n\n{programme.about}",
            minutes=5,
            notes=GOAL_NOTES,
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
    if len(blocks) > 1:  # of one theme there is nothing to choose
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
            notes=THANKS_NOTES,
        )
    )


def date_line(meetup: Meetup, places: Iterable[str]) -> str:
    """Return when and where a meet-up is, as its first slide says: the date, a dash, the places."""
    *most, last = places
    where = f"{', '.join(most)} en {last}" if most else last
    return f"{formats.date_format(meetup.date, 'j F Y')} – {where}"
