"""The pages on which staff edit the content: what they can change, find, and may not do."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from tests.admin_page import Page
from themes.content import load_content
from themes.models import DiscussionQuestion, Municipality, Programme, Theme

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


def test_what_a_form_asks_is_changed_on_its_page(page, programme):
    form = programme.forms.get(key="leerkringen")
    page.open(form)

    page.save(most_municipalities=10, duration="een jaar")

    form.refresh_from_db()
    assert form.asks == "6 tot 10 gemeenten · 4 bijeenkomsten, een jaar · verslag of paper"


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

    assert "Woningmarkt:" in shown.content.decode()
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
