"""Charts on the page on which the agenda is read: bars in HTML, which a screen reader hears as one image."""

from xml.etree.ElementTree import Element, SubElement

from sessions.export.figures import Bar, Figure
from sessions.templatetags.screen import breakable


def add_chart(parent: Element, figure: Figure) -> None:
    """Add a chart with its title. What it is made of a screen reader leaves out, and says its alt text instead."""
    theme = str(figure.theme_number or "")
    element = SubElement(parent, "figure", {"class": "chart", "data-theme": theme})
    bars = SubElement(element, "div", {"role": "img", "aria-label": figure.alt})
    most = max(value for bar in figure.bars for value in bar.values)
    if len(figure.series) > 1:
        names = SubElement(bars, "div", {"class": "chart__row chart__row--names"})
        SubElement(names, "span", {"class": "chart__label"})
        for name in figure.series:
            SubElement(names, "span", {"class": "chart__value"}).text = breakable(name)
    for bar in figure.bars:
        _add_row(bars, bar, most)
    SubElement(element, "figcaption").text = figure.title


def _add_row(parent: Element, bar: Bar, most: int) -> None:
    row = SubElement(parent, "div", {"class": "chart__row"})
    SubElement(row, "span", {"class": "chart__label"}).text = bar.label
    for value in bar.values:
        cell = SubElement(row, "span", {"class": "chart__value"})
        drawn = SubElement(cell, "svg", {"class": "bar", "preserveAspectRatio": "none"})
        width = f"{100 * value / most:.1f}%" if most else "0"
        SubElement(drawn, "rect", {"class": "bar__fill", "width": width, "height": "100%"})
        SubElement(cell, "b", {"class": "number"}).text = str(value)
