"""The charts of the agenda as charts of Excel, beside the numbers that they show on the sheet `Grafieken`."""

from collections.abc import Iterable

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sessions.export.figures import Figure
from sessions.export.printable import printable

SHEET = "Grafieken"
COLUMNS = {"Grafiek": 34, "Reeks": 22, "Regel": 44, "Waarde": 9}
LABEL, VALUE = 2, 3  # columns
FIRST_COLUMN = 5
# In pixels.
WIDTH, AROUND, PER_BAR, BETWEEN = 760, 90, 34, 24
NEUTRAL = "#55606E"
THEMES = {1: "#1F5FA8", 2: "#7A3E9D", 3: "#B3264A", 4: "#2E7D4F"}
# For forms of work beside each other; each bar has its number, and the legend their order.
SERIES = ("#0B7285", "#B35900", "#5B4BB5", "#66700A", "#A5359B", "#6B5A4B")


def chart_rows(figures: Iterable[Figure]) -> list[list[str | int]]:
    """Return the cells of COLUMNS: a row for each bar, those of one series together."""
    return [
        [figure.title, figure.series[at], bar.label, bar.values[at]]
        for figure in figures
        for at in range(len(figure.series))
        for bar in figure.bars
    ]


def add_charts(book: Workbook, page: Worksheet, figures: Iterable[Figure]) -> None:
    """Put a chart of each figure beside its rows, one below the other, with a description for screen readers."""
    row, top = 1, BETWEEN
    for figure in figures:
        chart = book.add_chart(
            {"type": "bar", "subtype": "stacked"} if len(figure.series) > 1 else {"type": "bar"}
        )
        for at, name in enumerate(figure.series):
            last = row + len(figure.bars) - 1
            chart.add_series(
                {
                    "name": printable(name),
                    "categories": [SHEET, row, LABEL, last, LABEL],
                    "values": [SHEET, row, VALUE, last, VALUE],
                    "fill": {"color": _colour(figure, at)},
                    "border": {"color": "#FFFFFF"},
                    "data_labels": _labels(figure, at),
                    "gap": 60,
                }
            )
            row = last + 1
        height = AROUND + PER_BAR * len(figure.bars) + (PER_BAR if len(figure.series) > 1 else 0)
        chart.set_title({"name": printable(figure.title), "name_font": {"size": 12, "bold": True}})
        chart.set_legend({"position": "bottom"} if len(figure.series) > 1 else {"none": True})
        # Excel draws the first bar at the bottom, unless told otherwise.
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "major_gridlines": {"visible": False}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        chart.set_size({"width": WIDTH, "height": height})
        place = {"y_offset": top, "object_position": 3, "description": printable(figure.alt)}
        page.insert_chart(0, FIRST_COLUMN, chart, place)
        top += height + BETWEEN


def _colour(figure: Figure, at: int) -> str:
    if len(figure.series) > 1:
        return SERIES[at % len(SERIES)]
    return THEMES.get(figure.theme_number or 0, NEUTRAL)


def _labels(figure: Figure, at: int) -> dict[str, object]:
    """Return how a bar shows its number; that of nothing is left out of a bar that is stacked."""
    if len(figure.series) == 1:
        return {"value": True}
    shown = [{} if bar.values[at] else {"delete": True} for bar in figure.bars]
    return {"value": True, "custom": shown, "font": {"color": "#FFFFFF", "bold": True}}
