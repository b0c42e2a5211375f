"""A short agenda of made-up words, to see what a look makes of headings, cards, tables and quotes."""

import dataclasses
import datetime
from collections.abc import Mapping

from sessions.export.document import AgendaDocument, Chapter, PollResult, PollRow
from sessions.export.document_method import Grouping, Method, MethodStep, Run
from sessions.export.document_parts import AnswerList, GroupEntry, QuestionCard, QuestionYield, Quote, Support
from sessions.export.document_rows import ActivityRow, AnswerRow, ColophonText, PlaceRow
from sessions.export.formats import FILES
from sessions.export.orders import Orders

DATE = datetime.date(2017, 2, 16)
MOMENT = datetime.datetime(2017, 2, 16, 16, 40, tzinfo=datetime.UTC)
THEMES = (
    "Economie & Arbeidsmarkt",
    "Lokale democratie & regionale samenwerking",
    "Sociale veerkracht & relatie overheid-burger",
    "Energietransitie & fysieke leefomgeving",
)
ASKED = "Welke leervraag of kennisbehoefte heeft u?"
ANSWERS = ("Hoe houden we jong talent vast?", "Wat werkt voor een levendige binnenstad?", "Wie betaalt dat?")


def sample_agenda() -> AgendaDocument:
    """Return the agenda, with something in each of its parts."""
    return AgendaDocument(
        title="Voorbeeld van een kennisagenda",
        version="1",
        state="concept",
        dated=DATE,
        meetup_id=0,
        meetup="Voorbeeld in de huisstijl",
        date=DATE,
        goal="Laten zien hoe koppen, kaarten, tabellen en antwoorden er in deze stijl uitzien.",
        as_of=MOMENT,
        seq=0,
        is_rehearsal=False,
        method=_method(),
        polls=[],
        chapters=[_chapter(number, title) for number, title in enumerate(THEMES, start=1)],
        activities=[_activity()],
        answers=[_answer(number, text) for number, text in enumerate(ANSWERS, start=1)],
        set_aside=[],
        places=[PlaceRow("Etten-Leur", 20, {"Etten-Leur": 12, "Oss": 7}, 1), PlaceRow("Rijssen-Holten", 1, {}, 1)],
        segments=[],
        orders=Orders("", [], []),
        colophon=ColophonText("Dit is geen echte agenda.", "secretariaat@voorbeeld.nl", DATE, "Gorinchem"),
        closes_on=DATE,
        comments=[],
        earlier=[],
        references={},
    )


def _method() -> Method:
    run = Run("Etten-Leur", MOMENT, MOMENT, True, 20, len(ANSWERS))
    return Method(
        questions=[ASKED],
        answers={"zichtbaar": len(ANSWERS)},
        groups=1,
        grouped=2,
        dots=12,
        dropped_questions=[],
        dropped_activities=[],
        hidden={},
        judged={},
        steps=[MethodStep(9, ASKED, THEMES[0], "antwoorden", ["zichtbaar na onthullen"], [run])],
        skipped=[],
        grouping=Grouping(1, 0, 0, 0, 0, 0, ["gespreksleider"]),
        reworded=0,
    )


def _chapter(number: int, title: str) -> Chapter:
    quotes = [Quote(_code(position), text) for position, text in enumerate(ANSWERS, start=1)]
    group = GroupEntry(1, "Jong talent", 2, quotes[:2], 12)
    has_content = number == 1
    return Chapter(
        number=f"3.{number}",
        theme_number=number,
        title=title,
        polls=[PollResult("Trends", "gekozen door", 20, [PollRow("", "Grote steden trekken", 14, 14)])],
        opportunities=[],
        knowledge=[QuestionYield(ASKED, [AnswerList("", 3, [group], quotes[2:])])] if has_content else [],
        cooperation=[],
        cards=[_card()] if has_content else [],
        remaining_groups=[],
    )


def _card() -> QuestionCard:
    return QuestionCard(
        id=1,
        number="K1.1",
        question="Wat helpt jong talent om in een middelgrote gemeente te blijven?",
        theme=THEMES[0],
        explanation="Jongeren vertrekken voor hun studie. Gemeenten zoeken wat hen terugbrengt.",
        sub_questions=list(ANSWERS[:2]),
        sub_question_codes=[_code(1), _code(2)],
        kind="leervraag",
        support=Support(12, {"Etten-Leur": 12}, 2, 4, 2),
        places=["Etten-Leur"],
        form="leerkring",
        form_votes={"leerkring": 5},
        cooperation=["leren van elkaar"],
        joining=["Etten-Leur", "Oss"],
        joining_unnamed=0,
        lead="",
        priority="nu",
        reason="",
        obstacles=["nog geen trekker"],
        activities=["W1"],
        groups={1: "Jong talent"},
        origin=[_code(1), _code(2)],
        brought_in_by=[],
        earlier=[],
        task="Ontwikkel een eigen regionaal economisch beleid",
        pillar="economie & fysieke leefomgeving",
        existing="",
        product="handreiking",
        partners="mbo-instellingen",
    )


def _activity() -> ActivityRow:
    return ActivityRow(
        id=1,
        number="W1",
        title="Leerkring jong talent",
        form="leerkring",
        questions=["K1.1"],
        lead="Etten-Leur",
        joining=["Etten-Leur", "Oss"],
        partners="mbo-instellingen",
        planning="vier dagen bij een gastgemeente",
        first_step="Startbijeenkomst plannen",
        status="idee",
        goal="Leren wat werkt",
        audience="beleid",
        contact="",
        quarter="2e kwartaal 2017",
        seeking=["Oss"],
        offering=["Etten-Leur"],
        product="verslag",
        effort="",
    )


def _answer(number: int, text: str) -> AnswerRow:
    is_grouped = number < len(ANSWERS)
    return AnswerRow(
        id=number,
        code=_code(number),
        theme_number=1,
        theme=THEMES[0],
        question=ASKED,
        label="",
        text=text,
        place="Etten-Leur",
        state="zichtbaar",
        became="in K1.1" if is_grouped else "los",
        group_id=1 if is_grouped else None,
        group="Jong talent" if is_grouped else "",
        questions=["K1.1"] if is_grouped else [],
        support=number,
        source="",
        hidden_reason="",
        highlighted=False,
    )


def _code(number: int) -> str:
    return f"E1-{number:03d}"


def sample_file(suffix: str, references: Mapping[str, bytes]) -> bytes:
    """Return the sample as a file of one kind, in the look of these documents. Raises ConversionFailed."""
    return FILES[suffix].write(dataclasses.replace(sample_agenda(), references=references))
