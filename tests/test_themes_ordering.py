"""Putting numbered rows in order by typing numbers, on the page of a theme."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin_page import Page
from themes.content import load_content
from themes.models import Programme, Trend

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    load_content()
    return Programme.objects.get(key="meetup-2017")


@pytest.fixture
def theme(programme):
    return programme.themes.get(number=4)


@pytest.fixture
def page(admin_client):
    return Page(admin_client)


def outline(lines):
    return [(head.number, head.text, [child.text for child in head.children_list]) for head in lines.nested()]


def texts(lines):
    return [text for _, text, _ in outline(lines)]


HOUSING = [
    "Dynamische arbeidsmarkt vraagt om flexibelere woonarrangementen",
    "Gezinsverdunning + vergrijzing: meer behoefte aan kleinere en levensloopbestendige woningen en vrije "
    "sector huur",
    "Nieuwe woningwet: impact op rol woningcorporaties",
]
GAPS = "Sociale en economische verschillen nemen toe"
MARKET = "Woningmarkt:"
OFFICES = "Transitie in kantorenmarkt, bedrijfshuisvesting en retail"
ENERGY = "Energietransitie: verduurzaming vastgoed en klimaatadaptatie"
LAW = "Nieuwe omgevingswet: nieuwe instrumenten + andere manier van werken"


def test_theme_page_shows_lines_as_people_read_them(page, theme):
    page.open(theme)

    forms = page.response.context["inline_admin_formsets"][0].formset.forms
    assert [form.instance.text for form in forms] == [GAPS, MARKET, *HOUSING, OFFICES, ENERGY, LAW]
    assert ["sub-line" in str(form["text"]) for form in forms] == [False] * 2 + [True] * 3 + [False] * 3


def test_saving_an_unchanged_theme_changes_nothing(page, theme):
    before = list(Trend.objects.order_by("pk").values())

    page.open(theme).save()

    assert page.response.status_code == 302
    assert list(Trend.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("text", "number", "order"),
    [
        (ENERGY, 1, [ENERGY, GAPS, MARKET, OFFICES, LAW]),
        (ENERGY, 2, [GAPS, ENERGY, MARKET, OFFICES, LAW]),
        (GAPS, 3, [MARKET, OFFICES, GAPS, ENERGY, LAW]),
        (GAPS, 99, [MARKET, OFFICES, ENERGY, LAW, GAPS]),
        (GAPS, "", [MARKET, OFFICES, ENERGY, LAW, GAPS]),
    ],
)
def test_a_typed_number_moves_the_line_there(page, theme, text, number, order):
    page.open(theme)

    page.save(**{f"{page.row('trends', text)}-number": number})

    assert texts(theme.trends) == order
    assert [head.number for head in theme.trends.nested()] == [1, 2, 3, 4, 5]
    assert [children for _, head, children in outline(theme.trends) if head == MARKET] == [HOUSING]


def test_two_lines_can_swap_numbers(page, theme):
    page.open(theme)

    page.save(
        **{f"{page.row('trends', GAPS)}-number": 5, f"{page.row('trends', LAW)}-number": 1},
    )

    assert texts(theme.trends) == [LAW, MARKET, OFFICES, ENERGY, GAPS]


def test_sub_lines_are_ordered_under_their_head(page, theme):
    page.open(theme)

    page.save(**{f"{page.row('trends', HOUSING[2])}-number": 1})

    assert outline(theme.trends)[1] == (2, MARKET, [HOUSING[2], HOUSING[0], HOUSING[1]])
    assert texts(theme.trends) == [GAPS, MARKET, OFFICES, ENERGY, LAW]


@pytest.mark.parametrize(
    ("number", "order"),
    [("", [GAPS, MARKET, OFFICES, ENERGY, LAW, "Netcongestie"]), (1, ["Netcongestie", GAPS, MARKET, OFFICES])],
)
def test_a_new_line_goes_to_its_number_or_last(page, theme, number, order):
    page.open(theme)

    page.save(**page.new_row("trends", text="Netcongestie", number=number))

    assert texts(theme.trends)[: len(order)] == order
    assert theme.trends.get(text="Netcongestie").key.startswith("eigen-")


def test_a_new_line_can_go_under_another(page, theme):
    page.open(theme)

    page.save(**page.new_row("trends", text="Flexwonen", parent=theme.trends.get(text=MARKET).pk, number=1))

    assert outline(theme.trends)[1] == (2, MARKET, ["Flexwonen", *HOUSING])


def test_a_line_can_move_under_another_and_back_to_the_top(page, theme):
    page.open(theme).save(
        **{f"{page.row('trends', OFFICES)}-parent": theme.trends.get(text=MARKET).pk},
    )
    assert outline(theme.trends)[:3] == [(1, GAPS, []), (2, MARKET, [*HOUSING, OFFICES]), (3, ENERGY, [])]

    page.open(theme).save(**{f"{page.row('trends', OFFICES)}-parent": ""})

    assert texts(theme.trends) == [GAPS, MARKET, ENERGY, LAW, OFFICES]


def test_removing_a_line_closes_the_gap(page, theme):
    page.open(theme)

    page.save(**{f"{page.row('trends', GAPS)}-DELETE": "on"})

    assert [(number, text) for number, text, _ in outline(theme.trends)][:2] == [(1, MARKET), (2, OFFICES)]


def test_a_line_with_sub_lines_is_not_removed_from_over_them(page, theme):
    page.open(theme)

    page.save(**{f"{page.row('trends', MARKET)}-DELETE": "on"})

    assert page.errors() == ["Deze regel wordt verwijderd. Kies een andere regel, of geen."] * 3
    assert len(texts(theme.trends)) == 5


def test_a_line_can_be_removed_with_its_sub_lines(page, theme):
    page.open(theme)
    rows = [page.row("trends", text) for text in [MARKET, *HOUSING]]

    page.save(**{f"{row}-DELETE": "on" for row in rows})

    assert outline(theme.trends) == [(1, GAPS, []), (2, OFFICES, []), (3, ENERGY, []), (4, LAW, [])]


def test_lines_cannot_be_nested_deeper_in_one_go(page, theme):
    page.open(theme)

    page.save(
        **{
            f"{page.row('trends', GAPS)}-parent": theme.trends.get(text=OFFICES).pk,
            f"{page.row('trends', OFFICES)}-parent": theme.trends.get(text=ENERGY).pk,
        },
    )

    assert page.errors() == ["Kies een regel die niet zelf onder een andere regel staat."]
    assert texts(theme.trends) == [GAPS, MARKET, OFFICES, ENERGY, LAW]


def test_a_head_with_sub_lines_cannot_move_under_another_line(page, theme):
    page.open(theme)

    page.save(**{f"{page.row('trends', MARKET)}-parent": theme.trends.get(text=GAPS).pk})

    assert page.errors() == ["Deze regel heeft zelf regels onder zich. Verplaats die eerst."]


def test_a_line_of_another_theme_is_no_choice(page, programme, theme):
    elsewhere = programme.themes.get(number=1).trends.first()
    page.open(theme)

    page.save(**{f"{page.row('trends', GAPS)}-parent": elsewhere.pk})

    assert len(page.errors()) == 1
    assert theme.trends.get(text=GAPS).parent is None


def test_line_breaks_in_a_text_become_spaces(page, theme):
    page.open(theme)

    page.save(**{f"{page.row('trends', GAPS)}-text": "Verschillen\r\n  nemen toe "})

    assert texts(theme.trends)[0] == "Verschillen nemen toe"


def test_theme_page_takes_the_same_queries_however_many_lines(admin_client, theme, django_assert_num_queries):
    url = reverse("admin:themes_theme_change", args=[theme.pk])
    with CaptureQueriesContext(connection) as with_all_lines:
        admin_client.get(url)
    theme.trends.exclude(text=GAPS).delete()
    theme.tasks.exclude(number=1).delete()

    with django_assert_num_queries(len(with_all_lines)):
        admin_client.get(url)
