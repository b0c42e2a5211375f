"""The cards of the agenda: one for each kennisvraag, one for each activity of the werkprogramma."""

from sessions.export.document import AgendaDocument
from sessions.export.document_parts import QuestionCard, Support
from sessions.export.document_rows import ActivityRow
from sessions.export.pandoc import Node, bullets, header, paragraph, plain, table, words
from sessions.export.text_parts import anchor, filled, linked_code, linked_list, linked_number, small, text_cell
from sessions.export.wording import counted, listed

CARD_WIDTHS = [0.24, 0.76]


def question_blocks(card: QuestionCard) -> list[Node]:
    """Return the card of one kennisvraag under its own heading."""
    rows = {
        "Toelichting": text_cell(card.explanation),
        "Deelvragen": [bullets([[plain(*words(text))] for text in card.sub_questions])]
        if card.sub_questions
        else text_cell(""),
        "Soort": text_cell(card.kind),
        "Opgave": text_cell(card.task),
        "Pijler": text_cell(card.pillar),
        "Steun": text_cell(_support(card.support, card.places)),
        **({"Ingebracht door": text_cell(listed(card.brought_in_by))} if card.brought_in_by else {}),
        **({"Stond ook in": text_cell(listed(card.earlier))} if card.earlier else {}),
        "Wat is er al": text_cell(card.existing),
        "Vorm": [plain(*filled(card.form), *words(_votes(card.form_votes)))],
        "Met wie": text_cell(card_partners(card)),
        "Deelnemende gemeenten": text_cell(_joining(card)),
        "Trekker": text_cell(card.lead),
        "Gewenst product": text_cell(card.product),
        "Prioriteit": text_cell(": ".join(filter(None, [card.priority, card.reason]))),
        "Herkomst": [plain(*words(_groups(card)), *linked_list(linked_code(code) for code in card.origin))]
        if card.origin
        else text_cell(""),
    }
    title = f"{card.number} {card.question}"
    return [header(4, words(title), anchor(card.number)), _card(rows)]


def activity_blocks(document: AgendaDocument) -> list[Node]:
    """Return the werkprogramma: an overview, and a card for each activity."""
    if not document.activities:
        return [paragraph(*words("Er zijn nog geen activiteiten gepland."))]
    overview = table(
        [0.06, 0.2, 0.19, 0.1, 0.14, 0.17, 0.14],
        [
            [
                [plain(linked_number(activity.number))],
                text_cell(activity.title),
                text_cell(activity.form),
                [plain(*linked_list(linked_number(number) for number in activity.questions))],
                text_cell(activity.lead),
                text_cell(planned(activity)),
                text_cell(activity.status),
            ]
            for activity in document.activities
        ],
        headings=["Nr", "Activiteit", "Vorm", "Vragen", "Trekker", "Planning", "Status"],
    )
    cards = [block for activity in document.activities for block in _activity(activity)]
    return [overview, header(2, words("Per activiteit")), *cards]


def _activity(activity: ActivityRow) -> list[Node]:
    rows = {
        "Vorm": text_cell(activity.form),
        "Kennisvragen": [plain(*linked_list(linked_number(number) for number in activity.questions))]
        if activity.questions
        else text_cell(""),
        "Doel": text_cell(activity.goal),
        "Doelgroep": text_cell(activity.audience),
        "Trekker": text_cell(activity.lead),
        "Contactpersoon Platform31": text_cell(activity.contact),
        "Deelnemende gemeenten": text_cell(listed(activity.joining)),
        "Partners": text_cell(activity.partners),
        "Wie zoekt": text_cell(listed(activity.seeking)),
        "Wie brengt iets in": text_cell(listed(activity.offering)),
        "Planning": text_cell(planned(activity)),
        "Product": text_cell(activity.product),
        "Inzet en kosten": text_cell(activity.effort),
        "Eerste stap, wie, wanneer": text_cell(activity.first_step),
        "Status": text_cell(activity.status),
    }
    return [header(3, words(f"{activity.number} {activity.title}"), anchor(activity.number)), _card(rows)]


def card_partners(card: QuestionCard) -> str:
    """Return with whom a kennisvraag is taken up: what the room wished, and the partners that staff named."""
    return " · ".join([*card.cooperation, *filter(None, [card.partners])])


def planned(activity: ActivityRow) -> str:
    """Return when an activity starts, and how it goes on from there; a quarter that is said twice is said once."""
    if not activity.quarter or activity.quarter in activity.planning:
        return activity.planning
    return "; ".join(filter(None, [activity.quarter, activity.planning]))


def _card(rows: dict[str, list[Node]]) -> Node:
    return table(CARD_WIDTHS, [[[plain(small(name))], value] for name, value in rows.items()], style="Kaart")


def _support(support: Support, places: list[str]) -> str:
    parts = []
    if support.dots:
        by_place = ", ".join(f"{place} {dots}" for place, dots in support.dots_by_place.items())
        parts.append(
            f"{counted(support.dots, 'stip', 'stippen')} ({by_place}) "
            f"uit {counted(support.municipalities, 'gemeente', 'gemeenten')}"
        )
    if support.endorsements:
        parts.append(f"{support.endorsements} keer ‘dit vind ik ook’")
    parts.append(counted(support.answers, "antwoord", "antwoorden"))
    sentence = "; ".join(parts)
    if places:
        sentence += f". Ingebracht in {places[0]}"
    if places[1:]:
        sentence += f", ook in {listed(places[1:])}"
    return f"{sentence}."


def _votes(votes: dict[str, int]) -> str:
    return f" (stemmen: {', '.join(f'{form} {count}' for form, count in votes.items())})" if votes else ""


def _joining(card: QuestionCard) -> str:
    unnamed = counted(card.joining_unnamed, "deelnemer", "deelnemers") if card.joining_unnamed else ""
    return listed([*card.joining, *([f"{unnamed} zonder gemeente"] if unnamed else [])])


def _groups(card: QuestionCard) -> str:
    return f"{listed([f'“{name}”' for name in card.groups.values()])}: " if card.groups else ""
