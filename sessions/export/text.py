"""The agenda as a Word document, laid out as a tree that pandoc turns into the file."""

from collections.abc import Iterable

from sessions.export.document import AgendaDocument
from sessions.export.pandoc import (
    Node,
    bullets,
    convert,
    header,
    in_style,
    link,
    meta_text,
    paragraph,
    plain,
    raw_block,
    raw_inline,
    table,
    words,
)
from sessions.export.reference import REFERENCE
from sessions.export.text_appendices import answers_appendix, municipalities_appendix, terms_appendix
from sessions.export.text_cards import activity_blocks
from sessions.export.text_chapters import chapter_blocks, poll_table
from sessions.export.text_parts import filled, linked_number, text_cell
from sessions.export.wording import counted, dutch_date, dutch_moment, listed

PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
# A field of Word, filled in advance: Word adds the page numbers when it opens the document, other programs
# show the lines as they are.
CONTENTS_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
CONTENTS_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def write(document: AgendaDocument) -> bytes:
    """Return the agenda as a .docx file. Raises ConversionFailed."""
    body = [
        *_summary(document),
        *_purpose(document),
        *_method(document),
        header(1, words("3 Kennisagenda per thema")),
        *(block for chapter in document.chapters for block in chapter_blocks(chapter)),
        header(1, words("4 Werkprogramma")),
        *activity_blocks(document),
        *_not_taken_up(document),
        *_next_steps(),
        raw_block(PAGE_BREAK),
        *answers_appendix(document),
        *municipalities_appendix(document),
        *terms_appendix(),
    ]
    meta = {
        "title": meta_text(document.title),
        "subtitle": meta_text(f"CONCEPT · versie {document.version} · {dutch_date(document.date)}"),
        "lang": meta_text("nl-NL"),
    }
    blocks = [*_front(document), *_contents(body), raw_block(PAGE_BREAK), *body]
    return convert(blocks, "docx", meta=meta, reference=REFERENCE)


def _front(document: AgendaDocument) -> list[Node]:
    places = listed([place.place for place in document.places])
    blocks = [in_style("Subtitle", [paragraph(*words(f"{document.meetup}. Meet-up in {places}"))])]
    if document.is_rehearsal:
        blocks.append(
            paragraph(*words("Let op: in deze agenda staan antwoorden van een repetitie. Wis die eerst."))
        )
    return blocks


def _contents(body: Iterable[Node]) -> list[Node]:
    """Return the table of contents, and give each heading in it an id to link to."""
    entries = []
    for number, block in enumerate(body):
        if block["t"] != "Header" or block["c"][0] > 2:
            continue
        level, attributes, inlines = block["c"]
        attributes[0] = attributes[0] or f"kop_{number}"
        entries.append((level, [link(attributes[0], inlines)]))
    entries[0][1].insert(0, raw_inline(CONTENTS_BEGIN))
    entries[-1][1].append(raw_inline(CONTENTS_END))
    return [
        in_style("TOC Heading", [paragraph(*words("Inhoud"))]),
        *(in_style(f"toc {level}", [paragraph(*inlines)]) for level, inlines in entries),
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
    return [*blocks, table([0.07, 0.36, 0.17, 0.1, 0.18, 0.12], rows, headings=headings)]


def _purpose(document: AgendaDocument) -> list[Node]:
    return [
        header(1, words("1 Aanleiding en doel")),
        paragraph(*words(document.goal)),
        paragraph(*filled("")),
        *(poll_table(poll) for poll in document.polls if poll.people),
    ]


def _method(document: AgendaDocument) -> list[Node]:
    method = document.method
    places = [f"{place.place} ({counted(place.people, 'deelnemer', 'deelnemers')})" for place in document.places]
    total = counted(sum(method.answers.values()), "antwoord", "antwoorden")
    blocks = [
        header(1, words("2 Zo kwam deze agenda tot stand")),
        _sentence(
            f"Op {dutch_date(document.date)} kwamen deelnemers bijeen in {listed(places)}. "
            "Zij antwoordden op hun eigen telefoon, zonder naam."
        ),
        _sentence(f"Er kwamen {total} op deze vragen:"),
        bullets([[plain(*words(question))] for question in method.questions]),
    ]
    if method.groups:
        groups = counted(method.groups, "groep", "groepen")
        grouped = counted(method.grouped, "antwoord", "antwoorden")
        blocks.append(
            _sentence(
                f"Antwoorden die hetzelfde zeggen, staan samen in een groep: {groups} met {grouped}. "
                "De tekst van de antwoorden bleef zoals hij was."
            )
        )
    if method.dots:
        dots = counted(method.dots, "stip", "stippen")
        blocks.append(_sentence(f"Deelnemers verdeelden {dots} over de groepen."))
    if method.answers:
        states = listed([f"{count} {state}" for state, count in method.answers.items()])
        blocks.append(_sentence(f"Stand van de antwoorden: {states}. Bijlage A noemt ze allemaal."))
    if method.dropped_questions:
        blocks.append(_sentence("Vervallen kennisvragen:"))
        blocks.append(bullets([[plain(*words(question))] for question in method.dropped_questions]))
    if document.as_of:
        blocks.append(_sentence(f"Bijgewerkt tot {dutch_moment(document.as_of)}."))
    return blocks


def _sentence(text: str) -> Node:
    return paragraph(*words(text))


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
    if not rows:
        return [*blocks, paragraph(*words("Alle kennisvragen hebben een vorm en een trekker."))]
    return [*blocks, table([0.09, 0.54, 0.37], rows, headings=["Nr", "Kennisvraag", "Reden"])]


def _next_steps() -> list[Node]:
    names = ("Reageren vóór", "Reageren bij", "Presentatie op", "Plaats")
    rows = [[text_cell(name), text_cell("")] for name in names]
    return [header(1, words("6 Vervolg")), table([0.28, 0.72], rows, style="Kaart")]
