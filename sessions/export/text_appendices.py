"""The appendices of the agenda."""

from itertools import groupby

from sessions.export.document import BEYOND_THE_THEMES, AgendaDocument
from sessions.export.document_rows import AnswerRow
from sessions.export.figures import figure_block, places_table, turnout_figure
from sessions.export.pandoc import Node, header, paragraph, plain, styled, table, words
from sessions.export.text_parts import anchor, linked_list, linked_number, small, text_cell
from sessions.export.wording import TERMS, counted

LONG_LABEL = 20  # signs; a sub-question needs a wider column than "bedreiging"
WITHOUT_TEXT = "(geen tekst)"
WHOLE = "het geheel"


def answers_appendix(document: AgendaDocument) -> list[Node]:
    """Return Bijlage A: every answer once, under its theme and question, with what became of it."""
    blocks = [header(1, words("Bijlage A Alle antwoorden"))]
    if not document.answers:
        return [*blocks, paragraph(*words("Er zijn nog geen antwoorden."))]
    blocks.append(
        paragraph(
            *words(
                "De tekst staat er zoals de deelnemer hem typte. "
                "Van verborgen, ingetrokken en gewiste antwoorden staat hier alleen de code."
            )
        )
    )
    answers = sorted(document.answers, key=lambda answer: answer.theme_number or len(document.chapters) + 1)
    for (number, theme), in_theme in groupby(answers, key=lambda answer: (answer.theme_number, answer.theme)):
        title = f"Thema {number}: {theme}" if number else BEYOND_THE_THEMES
        blocks.append(header(2, [styled(f"Thema {number}", words(title))] if number else words(title)))
        for question, rows in _by_question(in_theme).items():
            blocks += [header(3, words(question)), _answers_table(rows)]
    return blocks


def _by_question(answers: groupby) -> dict[str, list[AnswerRow]]:
    questions: dict[str, list[AnswerRow]] = {}
    for answer in answers:
        questions.setdefault(answer.question, []).append(answer)
    return questions


def _answers_table(answers: list[AnswerRow]) -> Node:
    longest = max(len(answer.label) for answer in answers)
    label = 0.24 if longest > LONG_LABEL else 0.13 if longest else 0
    columns = {"Code": 0.11, "Label": label, "Antwoord": 0.57 - label, "Locatie": 0.15, "Stand": 0.17}
    if not longest:
        del columns["Label"]
    rows = []
    for answer in answers:
        code = plain(styled("Klein", words(answer.code), anchor(answer.code)))
        text = words(answer.text) if answer.text else [small(WITHOUT_TEXT)]
        labels = [[plain(*words(answer.label))]] if longest else []
        rows.append([[code], *labels, [plain(*text)], [plain(*words(_origin(answer)))], [plain(*_state(answer))]])
    return table(list(columns.values()), rows, headings=list(columns))


def _origin(answer: AnswerRow) -> str:
    return f"{answer.place} ({answer.source})" if answer.source else answer.place


def _state(answer: AnswerRow) -> list[Node]:
    if not answer.questions:
        return words(answer.became)
    return [*words("in "), *linked_list(linked_number(number) for number in answer.questions)]


def municipalities_appendix(document: AgendaDocument) -> list[Node]:
    """Return Bijlage B: who took part, by place."""
    blocks = [header(1, words("Bijlage B Deelnemende gemeenten"))]
    if turnout := turnout_figure(document):
        blocks += [figure_block(turnout), places_table(turnout)]
    for place in document.places:
        rows = list(place.municipalities.items())
        if place.unnamed:
            rows.append(("Zonder gemeente", place.unnamed))
        people = counted(place.people, "deelnemer", "deelnemers")
        blocks.append(header(2, words(f"{place.place}: {people}")))
        if rows:
            cells = [[[plain(*words(name))], [plain(*words(str(count)))]] for name, count in rows]
            blocks.append(table([0.75, 0.25], cells, headings=["Gemeente", "Deelnemers"], numbers=[1]))
    return blocks


def terms_appendix() -> list[Node]:
    """Return Bijlage C: what the words of the agenda mean."""
    rows = [[[plain(*words(term))], [plain(*words(meaning))]] for term, meaning in TERMS.items()]
    return [header(1, words("Bijlage C Begrippen")), table([0.3, 0.7], rows, headings=["Begrip", "Betekenis"])]


def comments_appendix(document: AgendaDocument) -> list[Node]:
    """Return Bijlage E, once the agenda is adopted: what became of each comment, and whose it is if he said so."""
    if not (document.is_adopted and document.comments):
        return []
    rows = [
        [
            [plain(*words(comment.number or WHOLE))],
            [plain(*words(f"versie {comment.edition}"))],
            [plain(*words(comment.on_behalf_of))],
            [plain(*words(comment.outcome))],
            text_cell(comment.reply),
        ]
        for comment in document.comments
    ]
    headings = ["Over", "Bij", "Namens", "Verwerking", "Antwoord"]
    return [
        header(1, words("Bijlage E Verwerking van reacties")),
        table([0.12, 0.11, 0.2, 0.17, 0.4], rows, headings=headings),
    ]


def earlier_appendix(document: AgendaDocument) -> list[Node]:
    """Return Bijlage F, when there are earlier agendas: what came of each of their lines, and what comes back."""
    if not document.earlier:
        return []
    blocks = [header(1, words("Bijlage F Wat kwam er van eerdere agenda's"))]
    for (year, title), rows in groupby(document.earlier, key=lambda row: (row.year, row.agenda)):
        cells = [
            [
                [plain(*words(row.number))],
                text_cell(row.question),
                [plain(*words(": ".join(filter(None, [row.outcome, row.remark]))))],
                [plain(*linked_list(linked_number(number) for number in row.returns))],
            ]
            for row in rows
        ]
        headings = ["Nr", "Kennisvraag", "Wat ervan kwam", "Komt terug als"]
        blocks += [header(2, words(f"{year}: {title}")), table([0.1, 0.45, 0.3, 0.15], cells, headings=headings)]
    return blocks
