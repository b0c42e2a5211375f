"""The agenda as a short PowerPoint presentation for the meeting where it is fed back.

All answers stand in the other files; a slide holds a title, with one list or one table that fits on it.
"""

import math
import re
from collections.abc import Iterable, Iterator

from sessions.export.document import AgendaDocument, Chapter
from sessions.export.document_parts import QuestionCard
from sessions.export.figures import (
    TURNOUT,
    Figure,
    bare_block,
    figures_of,
    forms_figure,
    position_figure,
    support_figure,
)
from sessions.export.pandoc import Node, bullets, convert, header, meta_text, paragraph, plain, table, words
from sessions.export.pictures import Pictures
from sessions.export.reference import unzipped, zipped
from sessions.export.reference_pptx import REFERENCE_PPTX
from sessions.export.text import LANGUAGE, Front, next_steps
from sessions.export.text_cards import planned
from sessions.export.text_method import from_answers, left_out, rules
from sessions.export.text_parts import text_cell
from sessions.export.wording import counted, dutch_date, listed

# What fits on one slide: so many lines in the rows of a table, and so many signs on a line over all of its width.
LINES, SIGNS = 11, 88
METHOD = "Zo kwam deze agenda tot stand"
OPTIONS = ("--slide-level=1",)
# A piece of text in pandoc's slides, which it gives no language; and a table, which it gives no size of type.
RUN = "<a:rPr"
TABLE = re.compile("<a:tbl>.*?</a:tbl>", re.DOTALL)
TABLE_SIZE = 'sz="1400"'


def write(document: AgendaDocument) -> bytes:
    """Return the agenda as a .pptx file. Raises ConversionFailed."""
    front = Front.of(document)
    meta = {
        "title": meta_text(front.title),
        "subtitle": meta_text(f"{front.subtitle}\n{front.occasion}"),
        "lang": meta_text(LANGUAGE),
    }
    blocks = [
        *_method(document),
        *([*_chart(positions)] if (positions := position_figure(document)) else []),
        *_questions(document),
        *_work(document),
        *_later(document),
        *_next_steps(document),
        *_account(document),
    ]
    pictures = Pictures.of([figure for figure in figures_of(document) if figure.key != TURNOUT])
    blocks = pictures.placed_in(blocks)
    slides = convert(
        blocks, "pptx", meta=meta, reference=document.references.get("pptx", REFERENCE_PPTX), options=OPTIONS
    )
    return zipped(_in_dutch(pictures.described_in(unzipped(slides))))


def _method(document: AgendaDocument) -> Iterator[Node]:
    """Yield how the agenda came about: who, how many, what became of it."""
    places = [f"{place.place} ({counted(place.people, 'deelnemer', 'deelnemers')})" for place in document.places]
    answers = counted(sum(document.method.answers.values()), "antwoord", "antwoorden")
    told = [
        Front.of(document).warning,
        f"{dutch_date(document.date)}, in {listed(places)}",
        f"{answers}, op eigen telefoon en zonder naam",
        *from_answers(document),
    ]
    yield from _bullets(METHOD, [line for line in told if line])


def _account(document: AgendaDocument) -> Iterator[Node]:
    """Yield what was left out and why, and the rules that held."""
    yield from _bullets("Wat niet in de agenda staat", left_out(document.method))
    yield from _bullets("Spelregels", rules(document))


def _bullets(title: str, lines: list[str]) -> Iterator[Node]:
    """Yield a slide with a list, and more when not all of it fits on one."""
    for number, some in enumerate(_shares([[line] for line in lines], [1.0]), start=1):
        yield _title(title if number == 1 else f"{title} ({number})")
        yield bullets([[plain(*words(line))] for (line,) in some])


def _questions(document: AgendaDocument) -> Iterator[Node]:
    if not document.cards:
        yield from [_title("Kennisvragen"), paragraph(*words("Er zijn nog geen kennisvragen gemaakt."))]
    for chapter in document.chapters:
        rows = [[card.number, card.question, _dots(card), card.form, card.lead] for card in chapter.cards]
        headings = ["Nr", "Kennisvraag", "Steun", "Vorm", "Trekker"]
        yield from _tables(_heading(chapter), [0.08, 0.38, 0.13, 0.24, 0.17], headings, rows)
        for figure in filter(None, (support_figure(chapter), forms_figure(chapter))):
            yield from _chart(figure)


def _heading(chapter: Chapter) -> str:
    return f"Thema {chapter.theme_number}: {chapter.title}" if chapter.theme_number else chapter.title


def _dots(card: QuestionCard) -> str:
    return counted(card.support.dots, "stip", "stippen")


def _work(document: AgendaDocument) -> Iterator[Node]:
    rows = [
        [activity.number, activity.title, ", ".join(activity.questions), activity.lead, planned(activity)]
        for activity in document.activities
    ]
    headings = ["Nr", "Activiteit", "Vragen", "Trekker", "Planning"]
    if rows:
        yield from _tables("Werkprogramma", [0.08, 0.36, 0.14, 0.22, 0.2], headings, rows)
    else:
        yield from [_title("Werkprogramma"), paragraph(*words("Er zijn nog geen activiteiten gepland."))]


def _later(document: AgendaDocument) -> Iterator[Node]:
    rows = [
        [card.number, card.question, "\n".join(filter(None, [card.reason, listed(card.obstacles)]))]
        for card in document.not_taken_up
    ]
    yield from _tables("Wat we nu niet oppakken", [0.08, 0.52, 0.4], ["Nr", "Kennisvraag", "Reden"], rows)


def _next_steps(document: AgendaDocument) -> list[Node]:
    rows = [[name, value] for name, value in next_steps(document).items()]
    return list(_tables("Vervolg", [0.3, 0.7], ["Wat", "Wanneer en waar"], rows))


def _tables(title: str, widths: list[float], headings: list[str], rows: Iterable[list[str]]) -> Iterator[Node]:
    """Yield a slide with a table, and more when not all rows fit on one."""
    for number, some in enumerate(_shares(rows, widths), start=1):
        yield _title(title if number == 1 else f"{title} ({number})")
        yield table(widths, [[text_cell(cell) for cell in row] for row in some], headings=headings)


def _shares(rows: Iterable[list[str]], widths: list[float]) -> Iterator[list[list[str]]]:
    """Yield the rows of one slide after another."""
    share, lines = [], 0
    for row in rows:
        height = max(math.ceil(len(cell) / (SIGNS * width)) for cell, width in zip(row, widths, strict=True))
        if share and lines + height > LINES:
            yield share
            share, lines = [], 0
        share.append(row)
        lines += height
    if share:
        yield share


def _chart(figure: Figure) -> list[Node]:
    """Return a slide with a chart; its title says what it shows."""
    return [_title(figure.title), bare_block(figure)]


def _title(text: str) -> Node:
    return header(1, words(text))


def _in_dutch(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a file with the language of its texts, and a size of type that fits in its tables."""
    for name in parts:
        if name.startswith("ppt/slides/slide"):
            slide = TABLE.sub(lambda found: found[0].replace(RUN, f"{RUN} {TABLE_SIZE}"), parts[name].decode())
            parts[name] = slide.replace(RUN, f'{RUN} lang="{LANGUAGE}"').encode()
    return parts
