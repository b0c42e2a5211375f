"""The agenda as a tree of headings, paragraphs and tables: what every file that people read holds."""

from dataclasses import dataclass

from sessions.export.document import AgendaDocument
from sessions.export.figures import figure_block, position_figure
from sessions.export.pandoc import Node, header, link, paragraph, plain, table, words
from sessions.export.text_appendices import (
    answers_appendix,
    comments_appendix,
    earlier_appendix,
    municipalities_appendix,
    terms_appendix,
)
from sessions.export.text_cards import activity_blocks
from sessions.export.text_chapters import chapter_blocks, poll_table
from sessions.export.text_method import method_blocks, steps_appendix
from sessions.export.text_parts import filled, linked_code, linked_list, linked_number, text_cell
from sessions.export.wording import counted, dutch_date, listed

LANGUAGE = "nl-NL"


@dataclass(frozen=True)
class Front:
    """What stands on the front page; `warning` is empty unless answers of a rehearsal are in the agenda."""

    title: str
    subtitle: str
    occasion: str
    warning: str

    @classmethod
    def of(cls, document: AgendaDocument) -> "Front":
        """Return the front page of an agenda."""
        places = listed([place.place for place in document.places])
        return cls(
            title=document.title,
            subtitle=f"{document.state.upper()} · versie {document.version} · {dutch_date(document.dated)}",
            occasion=f"{document.meetup}. Meet-up in {places}",
            warning="Let op: in deze agenda staan antwoorden van een repetitie. Wis die eerst."
            if document.is_rehearsal
            else "",
        )


def chapters(document: AgendaDocument) -> list[Node]:
    """Return the agenda itself, from the summary to what comes next."""
    return [
        *_summary(document),
        *_purpose(document),
        *method_blocks(document),
        header(1, words("3 Kennisagenda per thema")),
        *(block for chapter in document.chapters for block in chapter_blocks(chapter)),
        header(1, words("4 Werkprogramma")),
        *activity_blocks(document),
        *_not_taken_up(document),
        *_next_steps(document),
    ]


def contents(body: list[Node]) -> list[tuple[int, Node]]:
    """Return what the table of contents lists, as level and link; each heading in it gets an id to link to."""
    entries = []
    for number, block in enumerate(body):
        if block["t"] != "Header" or block["c"][0] > 2:
            continue
        level, attributes, inlines = block["c"]
        attributes[0] = attributes[0] or f"kop_{number}"
        entries.append((level, link(attributes[0], inlines)))
    return entries


def appendices(document: AgendaDocument) -> list[Node]:
    """Return what comes after the agenda: answers, who took part, words, how the day went, comments."""
    return [
        *answers_appendix(document),
        *municipalities_appendix(document),
        *terms_appendix(),
        *steps_appendix(document),
        *comments_appendix(document),
        *earlier_appendix(document),
    ]


def _summary(document: AgendaDocument) -> list[Node]:
    rows = [
        [
            [plain(linked_number(card.number))],
            text_cell(card.question),
            text_cell(card.theme or "alle thema's"),
            text_cell(counted(card.support.dots, "stip", "stippen")),
            text_cell(card.form),
            text_cell(card.lead),
        ]
        for card in document.cards
    ]
    blocks = [header(1, words("Samenvatting"))]
    if not rows:
        return [*blocks, paragraph(*words("Er zijn nog geen kennisvragen gemaakt."))]
    headings = ["Nr", "Kennisvraag", "Thema", "Steun", "Vorm", "Trekker"]
    return [*blocks, table([0.07, 0.37, 0.16, 0.12, 0.15, 0.13], rows, headings=headings)]


def _purpose(document: AgendaDocument) -> list[Node]:
    return [
        header(1, words("1 Aanleiding en doel")),
        paragraph(*words(document.goal)),
        paragraph(*filled(document.colophon.introduction)),
        *([figure_block(positions)] if (positions := position_figure(document)) else []),
        *(poll_table(poll) for poll in document.polls if poll.people),
    ]


def _not_taken_up(document: AgendaDocument) -> list[Node]:
    blocks = [header(1, words("5 Wat we nu niet oppakken"))]
    rows = [
        [
            [plain(linked_number(card.number))],
            text_cell(card.question),
            text_cell("\n".join(filter(None, [card.reason, listed(card.obstacles)]))),
        ]
        for card in document.not_taken_up
    ]
    if rows:
        blocks.append(table([0.09, 0.54, 0.37], rows, headings=["Nr", "Kennisvraag", "Reden"]))
    else:
        blocks.append(paragraph(*words("Alle kennisvragen hebben een vorm en een trekker.")))
    aside = [
        [text_cell(one.text), text_cell(one.ending), [plain(*linked_list(map(linked_code, one.codes)))]]
        for one in document.set_aside
    ]
    if aside:
        blocks.append(header(2, words("Geen kennisvraag geworden")))
        headings = ["Groep of antwoord", "Besluit", "Herkomst"]
        blocks.append(table([0.4, 0.37, 0.23], aside, headings=headings))
    return blocks


def next_steps(document: AgendaDocument) -> dict[str, str]:
    """Return what comes next, by name: until when and to whom to react, and where the agenda is presented."""
    colophon = document.colophon
    steps = {
        "Reageren tot en met": dutch_date(document.closes_on) if document.closes_on else "",
        "Reageren bij": colophon.contact,
        "Presentatie op": dutch_date(colophon.presented_on) if colophon.presented_on else "",
        "Plaats": colophon.presented_in,
    }
    if document.is_adopted:
        del steps["Reageren tot en met"]
    return steps


def _next_steps(document: AgendaDocument) -> list[Node]:
    rows = [[text_cell(name), text_cell(value)] for name, value in next_steps(document).items()]
    return [header(1, words("6 Vervolg")), table([0.28, 0.72], rows, style="Kaart")]
