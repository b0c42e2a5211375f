"""The charts in the files of the agenda: what each shows in numbers and in words. `charts.typ` draws them.

No chart stands alone: the same numbers stand in a table or on the cards, and its alt text names the main ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions.export.document import AgendaDocument, Chapter
from sessions.export.document_parts import QuestionCard
from sessions.export.pandoc import Node, image, plain, table, words
from sessions.export.printable import breakable, printable
from sessions.export.text_parts import text_cell
from sessions.export.wording import capitalised, counted, listed
from sessions.models import Step

# More bars than this make a chart that nobody reads, and a picture that fits on no slide.
MOST_ROWS = 10
# A label with more signs than this is cut between words: the whole text stands on its card or in its table.
LONGEST_QUESTION, LONGEST_LABEL = 80, 120
# So many of them are named in an alt text.
NAMED = 3
TURNOUT = "opkomst"
# As wide as a page of text.
WIDTH = "16.4cm"


@dataclass(frozen=True)
class Bar:
    """One row of a chart: its name, its value in each of the series, and the number that it goes by, or ""."""

    label: str
    values: list[int]
    number: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart of bars. It has one series, or more side by side under their names; `unit` says what is counted.

    `key` tells charts of one document apart; `theme_number` is that of its colour, None for neutral.
    """

    key: str
    title: str
    unit: str
    theme_number: int | None
    series: list[str]
    bars: list[Bar]
    alt: str


def figures_of(document: AgendaDocument) -> list[Figure]:
    """Return all charts of an agenda, in the order in which it is read."""
    of_themes = [
        figure for chapter in document.chapters for figure in (support_figure(chapter), forms_figure(chapter))
    ]
    figures = [position_figure(document), *of_themes, turnout_figure(document)]
    return [figure for figure in figures if figure]


def turnout_figure(document: AgendaDocument) -> Figure | None:
    """Return how many people took part in each place; None when nobody did."""
    if not document.people:
        return None
    return _of_one_series(
        TURNOUT,
        "Deelnemers per locatie",
        ("deelnemer", "deelnemers"),
        None,
        [(place.place, place.people) for place in document.places],
    )


def position_figure(document: AgendaDocument) -> Figure | None:
    """Return which position in the region people chose for their municipality; None when nobody did."""
    polls = [outcome for outcome in document.segments if outcome.section == Step.Section.POSITION]
    if not polls:
        return None
    last = polls[0].rounds[-1]
    title = f"{polls[0].title} (tweede ronde)" if last.round > 1 else polls[0].title
    lines = [(line.text, int(line.total.value)) for line in last.lines]
    return _of_one_series("posities", title, ("keer gekozen", "keer gekozen"), None, lines)


def support_figure(chapter: Chapter) -> Figure | None:
    """Return the dots for the knowledge questions of a theme, or for its groups before there are any questions."""
    lines = [(_name(card), card.support.dots) for card in chapter.cards]
    if not chapter.cards:
        lines = [(group.name, group.dots) for group in chapter.remaining_groups]
    if not any(dots for _, dots in lines):
        return None
    title = f"Steun in stippen: {_title(chapter)}"
    ordered = sorted(lines, key=lambda line: -line[1])
    return _of_one_series(f"steun-{chapter.number}", title, ("stip", "stippen"), chapter.theme_number, ordered)


def forms_figure(chapter: Chapter) -> Figure | None:
    """Return how often each form of work was chosen for the knowledge questions of a theme; None if never."""
    cards = [card for card in chapter.cards if card.form_votes][:MOST_ROWS]
    if not cards:
        return None
    series = sorted({form for card in cards for form in card.form_votes})
    most = [f"bij {card.number} {_most(card.form_votes)}" for card in cards[:NAMED]]
    title = f"Stemmen per vorm: {_title(chapter)}"
    return Figure(
        key=f"vormen-{chapter.number}",
        title=title,
        unit="stemmen",
        theme_number=chapter.theme_number,
        series=series,
        bars=[Bar(_name(card), [card.form_votes.get(form, 0) for form in series], card.number) for card in cards],
        alt=f"{title}. Meest gekozen: {listed([*most, *_rest(len(cards))])}.",
    )


def figure_block(figure: Figure) -> Node:
    """Return a chart with its title, as a block of the document; the image names the chart by its key."""
    return _block([plain(*words(figure.title))], image(figure.key, words(figure.alt), width=WIDTH))


def bare_block(figure: Figure) -> Node:
    """Return a chart alone, for a slide that has its title; pandoc would set the alt text of an image below it."""
    return _block([], image(figure.key, [], width=WIDTH))


def key_of(block: Node) -> str:
    """Return the key of the chart that a block shows."""
    _, _, [content] = block["c"]
    [picture] = content["c"]
    return picture["c"][2][0]


def _block(caption: list[Node], picture: Node) -> Node:
    return {"t": "Figure", "c": [["", [], []], [None, caption], [plain(picture)]]}


def places_table(figure: Figure) -> Node:
    """Return the numbers of the chart of who took part as a table."""
    rows = [[text_cell(bar.label), *map(_number_cell, bar.values)] for bar in figure.bars]
    return table([0.75, 0.25], rows, headings=["Locatie", "Deelnemers"], numbers=[1])


def forms_table(figure: Figure) -> Node:
    """Return the numbers of a chart of forms as a table, with a column for each knowledge question."""
    count = len(figure.bars)
    width = min(0.1, 0.75 / count)
    rows = [
        [text_cell(capitalised(form)), *(_number_cell(bar.values[at]) for bar in figure.bars)]
        for at, form in enumerate(figure.series)
    ]
    headings = ["Vorm", *(bar.number for bar in figure.bars)]
    widths = [1 - width * count, *(width for _ in figure.bars)]
    return table(widths, rows, headings=headings, numbers=range(1, 1 + count))


def drawing_of(figure: Figure) -> dict[str, object]:
    """Return a chart as `charts.typ` reads it: values, never markup; no word in it is too long for a line."""
    return {
        "unit": figure.unit,
        "colour": f"Thema {figure.theme_number}" if figure.theme_number else "",
        "series": [breakable(printable(name)) for name in figure.series],
        "bars": [{"label": breakable(printable(bar.label)), "values": bar.values} for bar in figure.bars],
    }


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many signs, cut between words if there are any, with three dots where it was."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return f"{kept.rpartition(' ')[0] or kept}…"


def _of_one_series(
    key: str, title: str, unit: tuple[str, str], theme: int | None, lines: Iterable[tuple[str, int]]
) -> Figure:
    """Return a chart with a bar for each line; `unit` is its noun, in singular and plural."""
    shown = [(shortened(text, LONGEST_LABEL), value) for text, value in lines][:MOST_ROWS]
    named = sorted(shown, key=lambda line: -line[1])[:NAMED]
    told = [f"{text} ({counted(value, *unit)})" for text, value in named]
    return Figure(
        key=key,
        title=title,
        unit=unit[1],
        theme_number=theme,
        series=[unit[1]],
        bars=[Bar(text, [value]) for text, value in shown],
        alt=f"{title}. {listed([*told, *_rest(len(shown))])}.",
    )


def _number_cell(number: int) -> list[Node]:
    return [plain(*words(str(number)))]


def _rest(count: int) -> list[str]:
    return [f"nog {count - NAMED}"] if count > NAMED else []


def _most(votes: dict[str, int]) -> str:
    form, count = max(votes.items(), key=lambda item: item[1])
    return f"{form} ({count})"


def _name(card: QuestionCard) -> str:
    return f"{card.number} {shortened(card.question, LONGEST_QUESTION)}"


def _title(chapter: Chapter) -> str:
    return chapter.title[:1].lower() + chapter.title[1:] if chapter.theme_number is None else chapter.title
