"""The look keeps its promises: contrast, tokens only, nothing from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from sessions.charts import SHADES

CSS = Path(settings.BASE_DIR) / "static" / "css"
COLOUR = re.compile(r"--pmg-color-([a-z0-9-]+):\s*(#[0-9a-f]{6});")
SHADE = re.compile(r"color-mix\(in srgb, var\(--pmg-theme\) (\d+)%, var\(--pmg-color-background\)\)")
THEMES = ("neutral", "theme-1", "theme-2", "theme-3", "theme-4")
PAPERS = ("background", "surface", "sunken")

TEXT_PAIRS = [
    *[(ink, paper) for ink in ("ink", "ink-muted", "danger") for paper in PAPERS],
    ("ink", "highlight-tint"),
    ("ink-muted", "highlight-tint"),
    ("highlight-ink", "highlight"),
    ("ink", "danger-tint"),
    ("danger", "danger-tint"),
    ("action-ink", "action"),
    ("action-ink", "action-hover"),
    *[(theme, paper) for theme in THEMES for paper in ("background", "surface")],
    *[(theme, f"{theme}-tint") for theme in THEMES],
    *[("ink", f"{theme}-tint") for theme in THEMES],
    *[("theme-ink", theme) for theme in THEMES],
    # The numbers in a bar of marks
    *[("background", mark) for mark in ("ink", "ink-muted")],
    ("ink", "hairline"),
]
SHAPE_PAIRS = [
    *[("control-border", paper) for paper in PAPERS],
    ("focus", "background"),
    ("focus", "focus-gap"),
    ("focus-gap", "action"),
    ("action", "background"),
    ("highlight-border", "background"),
    ("highlight-border", "surface"),
    ("danger", "danger-tint"),
    *[(theme, paper) for theme in THEMES for paper in PAPERS],
    *[(f"mark-{number}", paper) for number in range(1, 7) for paper in (*PAPERS, "highlight-tint")],
]


def palette(scheme: str) -> dict[str, str]:
    light, dark = (CSS / "tokens.css").read_text().split(':root[data-scheme="dark"] {')
    colours = dict(COLOUR.findall(light))
    return colours if scheme == "light" else colours | dict(COLOUR.findall(dark.split("}")[0]))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, percentage: int) -> str:
    parts = zip(*((int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in (one, other)), strict=True)
    return "#" + "".join(f"{round((a * percentage + b * (100 - percentage)) / 100):02x}" for a, b in parts)


def too_weak(scheme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    colours = palette(scheme)
    return [
        f"{fore} on {back}: {contrast(colours[fore], colours[back]):.2f}"
        for fore, back in pairs
        if contrast(colours[fore], colours[back]) < least
    ]


def style_sheets() -> list[Path]:
    return sorted(CSS.glob("*.css"))


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_by_4_5_to_1(scheme):
    assert too_weak(scheme, TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_focus_and_states_stand_out_by_3_to_1(scheme):
    assert too_weak(scheme, SHAPE_PAIRS, 3) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_number_in_a_heat_map_stands_out_by_4_5_to_1_in_each_shade(scheme):
    colours = palette(scheme)
    shades = SHADE.findall((CSS / "screen-charts.css").read_text())

    weak = [
        f"ink on {percentage}% {theme}"
        for percentage in map(int, shades)
        for theme in THEMES
        if contrast(colours["ink"], mixed(colours[theme], colours["background"], percentage)) < 4.5
    ]

    assert len(shades) == SHADES - 1  # the darkest is the colour of the theme itself
    assert weak == []


def test_dark_scheme_gives_every_paper_and_ink_a_colour_of_its_own():
    light, dark = palette("light"), palette("dark")

    same = {name for name in light if light[name] == dark[name]}

    assert same == {"highlight", "highlight-ink", "qr-paper", "dark-screen"}


def test_colours_are_written_in_the_tokens_only():
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)|\brgba?\(|\bhsla?\(")
    elsewhere = [sheet for sheet in style_sheets() if sheet.name not in {"tokens.css", "print.css"}]

    found = {sheet.name: literal.findall(sheet.read_text()) for sheet in elsewhere}

    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_token_that_is_used_is_defined():
    everything = "\n".join(sheet.read_text() for sheet in style_sheets())

    used = set(re.findall(r"var\((--[a-z0-9-]+)", everything))
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", everything))

    assert used - defined == set()


def test_every_file_a_style_sheet_names_lies_beside_it():
    missing = [
        f"{sheet.name}: {address}"
        for sheet in style_sheets()
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text())
        if not (CSS / address).resolve().is_file()
    ]

    assert missing == []


def test_style_sheets_load_nothing_from_another_host():
    remote = [
        sheet.name for sheet in style_sheets() if re.search(r"@import|https?://|url\(['\"]?//", sheet.read_text())
    ]

    assert remote == []
