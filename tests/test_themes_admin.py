"""The pages on which staff edit the content: order, nesting, search, and what they may not do."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from themes.content import load_content
from themes.models import DiscussionQuestion, Municipality, Programme, Theme, Trend

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


class Page:
    """An admin page as staff use it: open it, change some fields, save."""

    def __init__(self, client):
        self.client = client

    def open(self, item):
        self.url = reverse(f"admin:themes_{item._meta.model_name}_change", args=[item.pk])
        self.response = self.client.get(self.url)
        self.fields = dict(self._fields())
        return self

    def save(self, **changes):
        self.response = self.client.post(self.url, {**self.fields, **changes})
        return self

    def row(self, prefix, text):
        """The name of the row in the formset `prefix` that holds `text`, such as `trends-3`."""
        names = [
            name.rsplit("-", 1)[0]
            for name, value in self.fields.items()
            if value == text and name.startswith(prefix)
        ]
        return names[0]

    def new_row(self, prefix, **values):
        number = self.fields[f"{prefix}-TOTAL_FORMS"]
        added = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
        return {f"{prefix}-TOTAL_FORMS": number + 1, **added}

    def errors(self):
        """Every error message under the forms' fields."""
        return [
            message
            for inline in self.response.context["inline_admin_formsets"]
            for form in inline.formset.forms
            for messages in form.errors.values()
            for message in messages
        ]

    def _fields(self):
        context = self.response.context
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        forms = [context["adminform"].form]
        forms += [form for formset in formsets for form in [formset.management_form, *formset.forms]]
        for form in forms:
            for field in form:
                value = field.value()
                if value is not False:
                    yield field.html_name, "" if value is None else value


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


# Lines of a theme


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


# Programme and its other parts


def test_parts_of_a_programme_are_ordered_on_its_page(page, programme):
    page.open(programme)

    page.save(
        **{
            f"{page.row('forms', 'Leerkringen')}-number": 1,
            f"{page.row('themes', 'Economie')}-number": 4,
            f"{page.row('statements', 'Wel de lusten, niet de lasten van de grote stad')}-number": 1,
        },
    )

    assert list(programme.forms.values_list("number", "text"))[:2] == [
        (1, "Leerkringen"),
        (2, "Praktijkonderzoek"),
    ]
    assert list(programme.themes.values_list("short_title", flat=True)) == [
        "Democratie & regio",
        "Sociale veerkracht",
        "Energie & leefomgeving",
        "Economie",
    ]
    assert list(programme.statements.values_list("key", flat=True))[:3] == ["s2", "s1", "s3"]


def test_themes_and_questions_are_not_removed_on_the_programme_page(page, programme):
    page.open(programme)

    page.save(**{"themes-0-DELETE": "on", "questions-0-DELETE": "on"})

    assert (programme.themes.count(), programme.questions.count()) == (4, 3)


def test_staff_make_a_programme_with_a_theme(admin_client):
    url = reverse("admin:themes_programme_add")
    page = Page(admin_client)
    page.url, page.response = url, admin_client.get(url)
    page.fields = dict(page._fields())
    needed = [name for name, value in page.response.context["adminform"].form.fields.items() if value.required]

    page.save(
        **dict.fromkeys(needed, "tekst"),
        **page.new_row("themes", block_label="Blok 1", title="Wonen", short_title="Wonen"),
    )

    programme = Programme.objects.get(key="tekst")
    assert list(programme.themes.values_list("number", "title")) == [(1, "Wonen")]


def test_key_of_a_programme_cannot_change(page, programme):
    page.open(programme).save(key="iets-anders", title="Andere titel")

    programme.refresh_from_db()
    assert (programme.key, programme.title) == ("meetup-2017", "Andere titel")


def test_labels_are_ordered_on_the_page_of_their_question(page, programme):
    question = programme.questions.get(key="q1")
    page.open(question)

    page.save(**{f"{page.row('labels', 'kans')}-number": 4})

    assert [label.text for label in question.labels.all()] == [
        "opgaven",
        "uitdagingen",
        "bedreigingen",
        "kansen",
    ]


@pytest.mark.parametrize("model", [Theme, DiscussionQuestion])
def test_parts_are_added_on_the_programme_page_only(model, admin_client):
    response = admin_client.get(reverse(f"admin:themes_{model._meta.model_name}_add"))

    assert response.status_code == 403


def test_theme_list_counts_trends_and_tasks(admin_client, programme):
    response = admin_client.get(reverse("admin:themes_theme_changelist"))

    themes = response.context["cl"].result_list
    assert [(theme.number, theme.trend_count, theme.task_count) for theme in themes] == [
        (1, 8, 15),
        (2, 7, 9),
        (3, 7, 6),
        (4, 8, 6),
    ]


# Municipalities


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("den bosch", ["'s-Hertogenbosch"]),
        ("sudwest", ["Súdwest-Fryslân"]),
        ("ETTEN-L", ["Etten-Leur"]),
        ("%", []),
    ],
)
def test_staff_find_a_municipality_as_participants_do(admin_client, programme, typed, found):
    response = admin_client.get(reverse("admin:themes_municipality_changelist"), {"q": typed})

    assert [municipality.name for municipality in response.context["cl"].result_list] == found


def test_municipality_list_filters_merged_ones(admin_client, programme):
    response = admin_client.get(
        reverse("admin:themes_municipality_changelist"), {"current__exact": 0, "province__exact": "Groningen"}
    )

    assert [municipality.name for municipality in response.context["cl"].result_list] == [
        "Appingedam",
        "Delfzijl",
        "Loppersum",
    ]


def test_an_edited_municipality_is_found_by_its_new_other_name(page, programme):
    page.open(Municipality.objects.get(code="GM0777")).save(other_names="Etten")

    assert Municipality.objects.find("Etten").code == "GM0777"


def test_municipalities_cannot_be_removed(admin_client, programme):
    etten_leur = Municipality.objects.get(code="GM0777")

    response = admin_client.post(
        reverse("admin:themes_municipality_delete", args=[etten_leur.pk]), {"post": "yes"}
    )

    assert response.status_code == 403
    assert Municipality.objects.filter(code="GM0777").exists()


# Who may look, and what the browser gets


def test_staff_who_may_only_look_see_the_lines_but_cannot_save(client, theme):
    looker = User.objects.create_user("kijker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__in=["view_theme", "view_trend"]))
    client.force_login(looker)
    url = reverse("admin:themes_theme_change", args=[theme.pk])

    shown = client.get(url)
    refused = client.post(url, {"title": "Iets anders"})

    assert MARKET in shown.content.decode()
    assert refused.status_code == 403


def test_participants_without_login_see_nothing(client, theme):
    response = client.get(reverse("admin:themes_theme_change", args=[theme.pk]))

    assert response.status_code == 302


@pytest.mark.parametrize("name", ["programme", "theme", "discussionquestion"])
def test_pages_hold_no_inline_code_which_the_policy_would_block(admin_client, programme, name):
    item = {"programme": programme, "theme": Theme.objects.first()}.get(name, DiscussionQuestion.objects.first())
    html = admin_client.get(reverse(f"admin:themes_{name}_change", args=[item.pk])).content.decode()

    scripts = re.findall(r"<script\b[^>]*>", html)
    assert [tag for tag in scripts if "src=" not in tag] == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", html) == []
    assert "themes/admin.css" in html
