"""The motif: the programme as a line with stops."""

from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string
from pytest_django.asserts import assertHTMLEqual


@dataclass
class Stop:
    number: int
    title: str
    theme: int | None
    theme_title: str
    state: str


STOPS = [
    Stop(1, "Welkom", None, "", "done"),
    Stop(2, "Trends", 1, "Economie", "current"),
    Stop(3, "Opgaven", 1, "Economie", "ahead"),
    Stop(4, "Dank u wel", None, "", "ahead"),
]


def line(modifier: str, stops: list[Stop] = STOPS) -> str:
    return render_to_string(
        "_programme_line.html", {"stops": stops, "line_label": "Programma", "modifier": modifier}
    )


@pytest.mark.parametrize("modifier", ["thin", "strip"])
def test_line_lying_down_tells_where_we_are_in_words(modifier):
    html = line(modifier)

    assert 'aria-label="Programma: onderdeel 2 van 4"' in html


def test_line_without_a_current_stop_names_itself_only():
    html = line("thin", [Stop(1, "Welkom", None, "", "ahead")])

    assert 'aria-label="Programma"' in html


def test_strip_names_the_themes_and_both_neutral_ends():
    html = line("strip")

    names = [part.split("</span>")[0] for part in html.split('<span class="programme-line__name">')[1:]]
    assert names == ["Start", "1 Economie", "Afronding"]


def test_stretches_follow_the_themes_and_know_their_number_of_stops():
    html = line("thin")

    assert [part[0] for part in html.split('data-stops="')[1:]] == ["1", "2", "1"]
    assert [part.split('"')[0] for part in html.split('data-theme="')[1:]] == ["", "1", ""]


def test_list_marks_the_current_stop_and_shows_every_title():
    html = line("list", STOPS[1:2])

    assertHTMLEqual(
        html,
        """
        <nav class="programme-line programme-line--list" aria-label="Programma">
          <ol class="programme-line__stretches"><li class="programme-line__stretch" data-theme="1">
            <p class="programme-line__name"><span class="theme-mark">1</span>Economie</p>
            <ol class="programme-line__stops">
              <li class="programme-line__stop" data-state="current" aria-current="step">
                <span class="programme-line__title">2. Trends</span>
              </li>
            </ol>
          </li></ol>
        </nav>
        """,
    )


def test_title_of_a_stop_is_escaped():
    html = line("list", [Stop(1, "<b>Wonen</b> & werken", None, "", "current")])

    assert "&lt;b&gt;Wonen&lt;/b&gt; &amp; werken" in html
