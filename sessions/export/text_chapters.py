"""Chapter 3 of the agenda: what the room gave per theme, and the kennisvragen made of it."""

from sessions.export.document import Chapter, PollResult
from sessions.export.document_parts import AnswerList, GroupEntry, QuestionYield, Quote
from sessions.export.figures import figure_block, forms_figure, forms_table, support_figure
from sessions.export.pandoc import Node, bullets, header, paragraph, plain, strong, styled, table, words
from sessions.export.text_cards import question_blocks
from sessions.export.text_parts import linked_code, small, text_cell
from sessions.export.wording import capitalised, counted, dutch_number

MAX_LOOSE = 10  # Bijlage A has them all


def chapter_blocks(chapter: Chapter) -> list[Node]:
    """Return the section of one theme."""
    title = words(f"{chapter.number} {chapter.title}")
    if chapter.theme_number:
        title = [styled(f"Thema {chapter.theme_number}", title)]
    blocks = [header(2, title)]
    if chapter.theme_number:
        blocks += [header(3, words("Trends en opgaven waarop is gereageerd")), *_polls(chapter.polls)]
    for found in chapter.opportunities:
        heading = "Kansen, opgaven, uitdagingen en bedreigingen" if chapter.theme_number else found.question
        blocks += [header(3, words(heading)), *_lists(found)]
    blocks += [header(3, words("Kennisvragen")), *_knowledge(chapter)]
    for found in chapter.cooperation:
        blocks += [header(3, words("Leren en oppakken")), *_lists(found)]
    return blocks


def poll_table(poll: PollResult) -> Node:
    """Return a poll as a table: what was chosen, most chosen first; marks keep the order of the deck."""
    rows = [row for row in poll.rows if row.people]
    if poll.measure != "gemiddeld cijfer":
        rows.sort(key=lambda row: -row.value)
    people = counted(poll.people, "deelnemer", "deelnemers")
    return table(
        [0.8, 0.2],
        [
            [text_cell(f"{row.heading.rstrip(':')}: {row.text}" if row.heading else row.text), _number(row.value)]
            for row in rows
        ],
        headings=[f"{poll.title} ({people})", capitalised(poll.measure)],
        numbers=[1],
    )


def _number(value: float) -> list[Node]:
    return [plain(*words(dutch_number(value)))]


def _polls(polls: list[PollResult]) -> list[Node]:
    blocks: list[Node] = []
    for poll in polls:
        if poll.people:
            blocks.append(poll_table(poll))
        else:
            blocks.append(paragraph(*words(f"{poll.title}: hierop is niet gereageerd.")))
    return blocks


def _lists(found: QuestionYield) -> list[Node]:
    if not found.count:
        return [paragraph(*words("Hierop kwamen geen antwoorden."))]
    blocks: list[Node] = []
    for answers in found.lists:
        if len(found.lists) > 1:
            label = capitalised(answers.label) or "Zonder label"
            blocks.append(header(4, words(f"{label} ({answers.count})")))
        blocks += _answers(answers)
    return blocks


def _answers(answers: AnswerList) -> list[Node]:
    if not answers.count:
        return [paragraph(*words("Geen antwoorden."))]
    shown = answers.loose[:MAX_LOOSE]
    items = [_group(group) for group in answers.groups] + [[plain(*_quote(quote))] for quote in shown]
    blocks = [bullets(items)]
    if more := len(answers.loose) - len(shown):
        rest = counted(more, "los antwoord", "losse antwoorden")
        blocks.append(paragraph(*words(f"En nog {rest}; zie bijlage A.")))
    return blocks


def _group(group: GroupEntry) -> list[Node]:
    figures = counted(group.count, "antwoord", "antwoorden")
    if group.dots:
        figures += f", {counted(group.dots, 'stip', 'stippen')}"
    name = plain(strong(group.name), small(f" · {figures}"))
    return [name, bullets([[plain(*_quote(quote))] for quote in group.quotes])] if group.quotes else [name]


def _quote(quote: Quote) -> list[Node]:
    return [*words(f"{quote.text} "), linked_code(quote.code)]


def _knowledge(chapter: Chapter) -> list[Node]:
    support, forms = support_figure(chapter), forms_figure(chapter)
    blocks = [figure_block(support)] if support else []
    blocks += [block for card in chapter.cards for block in question_blocks(card)]
    if forms:
        blocks += [figure_block(forms), forms_table(forms)]
    if not chapter.cards:
        blocks.append(paragraph(*words("Voor dit thema zijn nog geen kennisvragen gemaakt.")))
    if chapter.remaining_groups:
        blocks.append(header(4, words("Groepen zonder kennisvraag")))
        blocks.append(bullets([_group(group) for group in chapter.remaining_groups]))
    loose = [quote for found in chapter.knowledge for answers in found.lists for quote in answers.loose]
    if loose:
        blocks.append(header(4, words("Losse antwoorden")))
        blocks += _answers(AnswerList("", len(loose), [], loose))
    return blocks
