"""What the projector shows when the room reads and chooses."""

from html import unescape

import pytest

from sessions.clustering import group_answers
from sessions.models import Option
from sessions.stage import options_of
from tests.cast import (
    Section,
    close_step,
    give_answer,
    give_choice,
    go_to,
    go_to_number,
    join,
    make_day,
    open_step,
    reveal_step,
)
from tests.screen_page import get, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def test_a_poll_lists_what_can_be_chosen_under_the_headings_of_the_deck(client, day):
    go_to(day.etten_leur, Section.TASKS, theme=1)
    open_step(day.etten_leur)

    shown = text_of(get(client, day.etten_leur))

    assert "0 van 2 hebben gekozen" in shown
    assert "Differentiëren en specialiseren: Zet in op variatie, diversificatie en cross-overs" in shown


def test_a_poll_hides_its_results_until_the_closing_and_the_reveal(client, day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Padafhankelijkheid")
    before = get(client, day.etten_leur)
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    after = get(client, day.etten_leur)

    assert "1 van 2 heeft gekozen" in text_of(before)
    assert "bar__fill" not in before.content.decode()
    assert "Padafhankelijkheid 1 keer gekozen 100%" in text_of(after)
    assert 'class="bar__fill" width="100%"' in after.content.decode()


def test_the_most_chosen_task_comes_first_with_the_heading_it_stands_under(client, day):
    go_to(day.etten_leur, Section.TASKS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Zet in op variatie, diversificatie en cross-overs")
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    shown = text_of(get(client, day.etten_leur))

    assert shown.index(
        "Differentiëren en specialiseren: Zet in op variatie, diversificatie en cross-overs 1 keer gekozen 100%"
    ) < shown.index("Agglomeratievoordelen ontwikkelen 0 keer gekozen 0%")


def test_positions_keep_the_order_of_the_deck(client, day):
    go_to(day.etten_leur, Section.POSITION)
    open_step(day.etten_leur)
    first, *_, last = options_of(day.meetup.steps.get(section=Section.POSITION))
    give_choice(day.anna, last)
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    shown = text_of(get(client, day.etten_leur))

    assert shown.index(f"{first.text} 0 keer gekozen") < shown.index(f"{last.text} 1 keer gekozen")


def test_a_scale_draws_who_gave_which_mark_and_says_the_mean(client, day):
    go_to(day.etten_leur, Section.STATEMENTS)
    open_step(day.etten_leur)
    statement = "Wel de lusten, niet de lasten van de grote stad"
    give_choice(day.anna, statement, 4)
    give_choice(day.bram, statement, 1)
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    page = get(client, day.etten_leur)

    assert f"{statement} gemiddeld 2,5" in text_of(page)
    assert "cijfer 1: 1 keer, cijfer 2: 0 keer, cijfer 3: 0 keer, cijfer 4: 1 keer" in text_of(page)
    assert 'class="mark__part mark__part--1" x="0.0%" width="50.0%"' in page.content.decode()
    assert 'class="mark__part mark__part--4" x="50.0%" width="50.0%"' in page.content.decode()


def test_each_dot_for_a_theme_is_drawn(client, day):
    go_to(day.etten_leur, Section.THEMES)
    open_step(day.etten_leur)
    give_choice(day.anna, "Economie & Arbeidsmarkt", 2)
    give_choice(day.bram, "Energietransitie & fysieke leefomgeving", 1)
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    page = get(client, day.etten_leur)

    assert page.content.decode().count('class="bar__dot"') == 3
    assert "Economie & Arbeidsmarkt 2 stippen" in unescape(text_of(page))
    assert "Energietransitie & fysieke leefomgeving 1 stip" in unescape(text_of(page))


def test_a_ballot_ranks_groups_by_their_dots(client, day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    for name in ("Leegstand", "Talent"):
        group_answers(meetup=day.meetup, answer_ids=[give_answer(day.anna, name).pk], name=f"Groep {name}")
    go_to(day.etten_leur, Section.PRIORITIES)
    before = text_of(get(client, day.etten_leur))
    open_step(day.etten_leur)
    give_choice(day.anna, "Groep Talent", 3)
    give_choice(day.anna, "Groep Leegstand", 1)
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    shown = text_of(get(client, day.etten_leur))

    assert "De stemming gaat zo open." in before
    assert shown.index("Groep Talent 3 stippen") < shown.index("Groep Leegstand 1 stip")


def test_forms_show_votes_and_how_many_municipalities_join(client, day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    group = group_answers(meetup=day.meetup, answer_ids=[give_answer(day.anna, "Talent").pk], name="Talent")
    go_to(day.etten_leur, Section.FORMS)
    open_step(day.etten_leur)
    lines = Option.objects.filter(step__section=Section.FORMS, cluster=group)
    give_choice(day.anna, lines.get(form__singular="leerkring"))
    for participant in (day.anna, day.bram, join(day.etten_leur, "Zeist"), join(day.etten_leur)):
        give_choice(participant, lines.get(joins=True))
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    page = get(client, day.etten_leur)

    assert "Werkgroepen 0 Leerkringen 1" in text_of(page)
    assert "2 gemeenten doen mee , 1 zonder naam" in text_of(page)
    assert page.content.decode().count('data-shade="4"') == 1
    assert page.content.decode().count('data-shade="0"') == 4


# Slides and the line


def test_a_slide_nests_the_points_of_its_text(client, day):
    go_to_number(day.etten_leur, 2)

    page = get(client, day.etten_leur).content.decode()

    main_point = page[page.index("Trends – opgaven – discussie") :].partition("</ul>")[0]
    assert main_point.count("<li>") == 4
    assert "- Trends" not in page


def test_the_line_says_how_far_the_day_is(client, day):
    step = go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1).step

    page = get(client, day.etten_leur).content.decode()

    assert f"onderdeel {step.number} van {day.meetup.steps.count()}" in page
    assert page.count('data-state="current"') == 1
