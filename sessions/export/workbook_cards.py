"""The kennisvragen and the werkprogramma as rows of a workbook: every field of a card in a column of its own."""

from sessions.export.document_parts import TO_FILL_IN, QuestionCard
from sessions.export.document_rows import ActivityRow
from sessions.export.text_cards import card_partners
from sessions.export.wording import listed

Cell = str | int | float

QUESTION_COLUMNS = {
    "Nr": 7,
    "Kennisvraag": 48,
    "Thema": 20,
    "Toelichting": 60,
    "Deelvragen": 80,
    "Soort": 16,
    "Opgave": 24,
    "Pijler": 24,
    "Stippen": 9,
    "Gemeenten met stippen": 12,
    "Dit vind ik ook": 9,
    "Antwoorden": 12,
    "Stippen per locatie": 24,
    "Ingebracht in": 22,
    "Ingebracht door": 28,
    "Wat is er al": 32,
    "Vorm": 22,
    "Stemmen per vorm": 28,
    "Met wie": 28,
    "Deelnemende gemeenten": 32,
    "Deelnemers zonder gemeente": 13,
    "Trekker": 22,
    "Gewenst product": 22,
    "Prioriteit": 10,
    "Reden": 32,
    "Activiteiten": 12,
    "Stond ook in": 14,
    "Groepen": 28,
    "Herkomst": 80,
}


def question_cells(card: QuestionCard) -> list[Cell]:
    """Return a kennisvraag as the cells of QUESTION_COLUMNS."""
    support = card.support
    return [
        card.number,
        card.question,
        card.theme or "alle thema's",
        _filled(card.explanation),
        _filled("\n".join(card.sub_questions)),
        _filled(card.kind),
        _filled(card.task),
        _filled(card.pillar),
        support.dots,
        support.municipalities,
        support.endorsements,
        support.answers,
        _counts(support.dots_by_place),
        listed(card.places),
        ", ".join(card.brought_in_by),
        _filled(card.existing),
        _filled(card.form),
        _counts(card.form_votes),
        _filled(card_partners(card)),
        _filled(", ".join(card.joining)),
        card.joining_unnamed,
        _filled(card.lead),
        _filled(card.product),
        card.priority,
        card.reason,
        ", ".join(card.activities),
        ", ".join(card.earlier),
        "\n".join(card.groups.values()),
        _filled(", ".join(card.origin)),
    ]


ACTIVITY_COLUMNS = {
    "Nr": 7,
    "Activiteit": 40,
    "Vorm": 24,
    "Kennisvragen": 16,
    "Doel": 32,
    "Doelgroep": 24,
    "Trekker": 24,
    "Contactpersoon Platform31": 24,
    "Deelnemende gemeenten": 36,
    "Partners": 28,
    "Wie zoekt": 24,
    "Wie brengt iets in": 24,
    "Kwartaal": 18,
    "Planning": 20,
    "Product": 24,
    "Inzet en kosten": 24,
    "Eerste stap, wie, wanneer": 36,
    "Status": 12,
}


def activity_cells(activity: ActivityRow) -> list[Cell]:
    """Return an activity as the cells of ACTIVITY_COLUMNS."""
    return [
        activity.number,
        activity.title,
        _filled(activity.form),
        _filled(", ".join(activity.questions)),
        _filled(activity.goal),
        _filled(activity.audience),
        _filled(activity.lead),
        _filled(activity.contact),
        _filled(", ".join(activity.joining)),
        _filled(activity.partners),
        _filled(", ".join(activity.seeking)),
        _filled(", ".join(activity.offering)),
        _filled(activity.quarter),
        _filled(activity.planning),
        _filled(activity.product),
        _filled(activity.effort),
        _filled(activity.first_step),
        activity.status,
    ]


def _filled(text: str) -> str:
    return text or TO_FILL_IN


def _counts(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in numbers.items())
