"""Loading the content that comes with the program, and what staff may count on when it is loaded again."""

import datetime
from importlib import import_module
from io import StringIO

import pytest
import yaml
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from themes import content
from themes.content import LoadReport, load_content
from themes.models import Municipality, Programme, Statement, Task, Theme, Trend

pytestmark = pytest.mark.django_db

ALL_MODELS = list(apps.get_app_config("themes").get_models())

# Per theme of the 2017 slides: short title, then heads and sub-lines of its trends and of its tasks.
THEME_LINES = [
    ("Economie", (8, 0), (7, 8)),
    ("Democratie & regio", (7, 0), (7, 2)),
    ("Sociale veerkracht", (7, 0), (6, 0)),
    ("Energie & leefomgeving", (5, 3), (6, 0)),
]


@pytest.fixture
def programme():
    load_content()
    return Programme.objects.get(key="meetup-2017")


def counts(lines):
    heads = lines.nested()
    return len(heads), sum(len(head.children_list) for head in heads)


def snapshot():
    """Every stored value of the content, to compare two moments."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in ALL_MODELS}


# What is on file


def test_lines_per_theme_are_nested_as_on_the_slides(programme):
    themes = programme.themes.all()

    assert [(theme.short_title, counts(theme.trends), counts(theme.tasks)) for theme in themes] == THEME_LINES
    assert [theme.number for theme in themes] == [1, 2, 3, 4]
    assert (Trend.objects.count(), Trend.objects.filter(parent=None).count()) == (30, 27)
    assert (Task.objects.count(), Task.objects.filter(parent=None).count()) == (36, 26)


def test_other_parts_of_the_programme_are_complete(programme):
    assert [place.name for place in programme.places.all()] == ["Etten-Leur", "Rijssen-Holten"]
    assert [(question.key, question.kind) for question in programme.questions.all()] == [
        ("q1", "categorised"),
        ("q2", "open"),
        ("q3", "sub_questions"),
    ]
    assert [[label.text for label in question.labels.all()] for question in programme.questions.all()] == [
        ["kansen", "opgaven", "uitdagingen", "bedreigingen"],
        [],
        [
            "Wat wilt u leren van elkaar?",
            "Wat wilt u samen met anderen oppakken?",
            "Wat wilt u samen met Platform31 oppakken?",
        ],
    ]
    assert [position.key for position in programme.positions.all()] == [
        "bij-grote-stad",
        "polycentrisch",
        "monocentrisch",
    ]
    assert [statement.kind for statement in programme.statements.all()] == ["strength"] * 4 + ["weakness"] * 3
    assert [(form.text, form.singular) for form in programme.forms.all()] == [
        ("Praktijkonderzoek", "praktijkonderzoek"),
        ("Experimenten", "experiment"),
        ("Excursies en netwerkbijeenkomsten", "excursie of netwerkbijeenkomst"),
        ("Werkgroepen", "werkgroep"),
        ("Leerkringen", "leerkring"),
    ]
    assert [form.asks for form in programme.forms.all()] == [
        "rapport",
        "2 tot 5 gemeenten · een jaar · evaluatie",
        "1 bijeenkomst",
        "3 tot 6 gemeenten · een half jaar · handreiking",
        "6 tot 12 gemeenten · 4 bijeenkomsten · verslag of paper",
    ]
    assert [item.text for item in programme.items.all()] == [
        "Introductie: de kracht en zwakte van middelgroot",
        "Trends – opgaven – discussie",
    ]


def test_front_page_and_wrap_up_are_word_for_word(programme):
    assert programme.date == datetime.date(2017, 2, 16)
    assert programme.date_line == "16 februari 2017 – Etten-Leur en Rijssen-Holten"
    assert programme.goal == "Doel: verkennen van vraagstukken en thema's"
    assert programme.output == "Input voor PMG-kennisagenda en werkprogramma 2017 e.v."
    assert programme.about.startswith("Platform31 ziet de trends in stad en regio. We verbinden beleid, prak")
    assert programme.about.endswith("direct aan de slag kunnen. Iedereen profiteert mee van de resultaten.")
    assert programme.bridge_question == "Wat betekent dit nu?"
    assert programme.wrap_up_title == "PMG-kennisagenda en werkprogramma 2017 e.v. Wrap-up"
    assert programme.themes_question == "Aan de slag met welke thema's?"
    assert programme.forms_question == "In welke vorm?"
    assert (programme.closing_name, programme.closing_payoff) == ("PLATFORM31", "kennis van stad en regio")


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (Trend, "Kennis, innovatie, en (ruimtelijke) clusterering"),
        (Trend, "Flexibilisering: steeds meer ZZP'ers"),
        (Trend, "Toenemend belang informele infrastructuur: vrijwilligerswerk, mantelzorg, burenhulp."),
        (Trend, "Nieuwe omgevingswet: nieuwe instrumenten + andere manier van werken"),
        (Task, "creëren van meer baanopeningen op MBO-niveau 2 en 3"),
        (Task, "hoe om te gaan met polarisatie op de arbeidsmarkt?"),
        (Task, "afspraken/afstemming over programma's/projecten"),
        (Task, "Samenwerking gemeenten – woningcorporaties: nieuwe rolverdeling, prestatieafspraken"),
        (Task, "Gun-factor"),
        (Statement, "Middelgrote steden zijn belangrijke schakels in het stedelijk netwerk van NL"),
        (Statement, "Voor veel middelgrote steden is het een dubbeltje op z'n kant"),
    ],
)
def test_lines_are_word_for_word(model, text, programme):
    assert model.objects.filter(text=text).count() == 1


def test_oddities_of_the_slides_are_kept(programme):
    themes = {theme.number: theme for theme in programme.themes.all()}

    assert [theme.block_label for theme in themes.values()] == [
        "Discussieblok 1",
        "Discussieblok 2",
        "Discussieblok 3",
        "Discussiepunt 4",
    ]
    assert {"where": "trends", "slide": 8, "text": "Economie en arbeidsmarkt Trends"} in themes[1].title_variants
    assert {
        "where": "section",
        "slide": 16,
        "text": "Sociale veerkracht & relatie burger- overheid",
    } in themes[3].title_variants


def test_sub_lines_hang_under_the_line_with_the_colon(programme):
    heads = [
        head.text
        for theme in programme.themes.all()
        for lines in (theme.trends, theme.tasks)
        for head in lines.nested()
        if head.children_list
    ]

    assert heads == [
        "Differentiëren en specialiseren:",
        "Ontwikkel effectief regionaal arbeidsmarktbeleid:",
        "Denk regionaal:",
        "Woningmarkt:",
    ]


@pytest.mark.parametrize("model", ALL_MODELS)
def test_every_row_on_file_is_valid(model, programme):
    rows = list(model.objects.all())

    for row in rows:
        row.full_clean()

    assert rows


def test_municipalities_are_those_of_2023_and_those_merged_since_2018(programme):
    today = Municipality.objects.filter(current=True)

    assert (today.count(), Municipality.objects.filter(current=False).count()) == (342, 18)
    assert sum(today.values_list("population", flat=True)) == 17_811_291
    assert set(today.values_list("population_year", flat=True)) == {2023}
    assert set(Municipality.objects.filter(current=False).values_list("population_year", flat=True)) == {2018}
    etten_leur = Municipality.objects.get(code="GM0777")
    assert (etten_leur.name, etten_leur.province, etten_leur.population) == (
        "Etten-Leur",
        "Noord-Brabant",
        44_578,
    )


# Those at the meet-up of 2017.
ATTENDED = [
    "Bergen op Zoom",
    "Coevorden",
    "De Ronde Venen",
    "Etten-Leur",
    "Gorinchem",
    "Harderwijk",
    "Lochem",
    "Nieuwegein",
    "Oss",
    "Roermond",
    "Roosendaal",
    "Rijssen-Holten",
    "Soest",
    "Veenendaal",
    "Veldhoven",
    "Waalwijk",
    "Zeist",
]


@pytest.mark.parametrize(
    "name", [*ATTENDED, "Den Haag", "Den Bosch", "s-hertogenbosch", "sudwest-fryslan", "Uden"]
)
def test_people_find_their_municipality(name, programme):
    assert Municipality.objects.find(name) == Municipality.objects.search(name).first()
    assert Municipality.objects.find(name) is not None


def test_every_municipality_is_found_by_its_own_name(programme):
    lost = [
        municipality.name
        for municipality in Municipality.objects.all()
        if Municipality.objects.find(municipality.name) != municipality
    ]

    assert lost == []


def test_database_of_before_gets_what_each_form_asks_as_on_file(programme):
    on_file = [form.asks for form in programme.forms.all()]
    nothing = {"least_municipalities": None, "most_municipalities": None, "meetings": None}
    programme.forms.update(description="", duration="", product="", **nothing)

    import_module("themes.migrations.0002_what_a_form_asks").fill_in(apps, connection.schema_editor())

    assert [form.asks for form in programme.forms.all()] == on_file
    assert all(form.description for form in programme.forms.all())


# Loading again


def test_first_load_reports_what_it_wrote():
    report = load_content()

    assert report == LoadReport(programmes=("meetup-2017",), municipalities=360)


def test_second_load_writes_nothing_and_takes_few_queries(programme, django_assert_num_queries):
    before = snapshot()

    with django_assert_num_queries(4):  # the savepoint and its release, the programmes, the municipalities
        report = load_content()

    assert report == LoadReport(programmes=(), municipalities=0)
    assert snapshot() == before


def test_load_leaves_the_work_of_staff_alone(programme):
    theme = programme.themes.get(number=4)
    theme.tasks.filter(key="omgevingswet").update(text="De Omgevingswet in de praktijk")
    theme.tasks.get(key="wonen").delete()
    theme.tasks.create(number=12, text="Netcongestie")
    Municipality.objects.filter(code="GM0777").update(population=1)
    before = snapshot()

    load_content()

    assert snapshot() == before


def test_load_adds_a_missing_municipality(programme):
    Municipality.objects.get(code="GM0777").delete()

    report = load_content()

    assert report == LoadReport(programmes=(), municipalities=1)
    assert Municipality.objects.find("etten-leur").code == "GM0777"


def test_load_adds_a_missing_programme_beside_one_of_staff(programme):
    programme.key = "eigen-programma"
    programme.save()

    report = load_content()

    assert report.programmes == ("meetup-2017",)
    assert [theme.trends.count() for theme in programme.themes.all()] == [8, 7, 7, 8]
    assert Trend.objects.count() == 60


def test_overwrite_right_after_loading_changes_nothing(programme):
    before = snapshot()

    report = load_content(overwrite=True)

    assert report == LoadReport(programmes=("meetup-2017",), municipalities=360)
    assert snapshot() == before


def test_overwrite_puts_back_texts_order_and_removed_lines(programme):
    before = [line for theme in programme.themes.all() for line in outline(theme.tasks)]
    theme = programme.themes.get(number=4)
    theme.tasks.filter(key="omgevingswet").update(text="De Omgevingswet in de praktijk")
    theme.tasks.get(key="wonen").delete()
    theme.tasks.renumber(list(theme.tasks.order_by("-number")))
    Programme.objects.update(goal="Iets anders")
    Municipality.objects.filter(code="GM0777").update(population=1)

    load_content(overwrite=True)

    programme.refresh_from_db()
    assert [line for theme in programme.themes.all() for line in outline(theme.tasks)] == before
    assert programme.goal == "Doel: verkennen van vraagstukken en thema's"
    assert Municipality.objects.get(code="GM0777").population == 44_578


def test_overwrite_keeps_what_staff_added_after_what_is_on_file(programme):
    theme = programme.themes.get(number=4)
    theme.trends.make_room(20)
    theme.trends.create(number=1, text="Netcongestie")
    theme.trends.create(number=1, parent=theme.trends.get(key="woningmarkt"), text="Flexwonen")
    programme.forms.create(number=9, text="Webinars", singular="webinar")

    load_content(overwrite=True)

    heads = theme.trends.nested()
    assert [(head.number, head.text) for head in heads][-2:] == [
        (5, "Nieuwe omgevingswet: nieuwe instrumenten + andere manier van werken"),
        (6, "Netcongestie"),
    ]
    assert [child.text for child in heads[1].children_list][2:] == [
        "Nieuwe woningwet: impact op rol woningcorporaties",
        "Flexwonen",
    ]
    assert list(programme.forms.values_list("number", "text"))[4:] == [(5, "Leerkringen"), (6, "Webinars")]


def test_overwrite_brings_a_moved_line_home_without_losing_lines_under_it(programme):
    theme = programme.themes.get(number=4)
    moved = theme.trends.get(key="woningwet")
    moved.parent, moved.number = None, 6
    moved.save()
    theme.trends.create(number=1, parent=moved, text="Van staf, onder de verplaatste regel")

    load_content(overwrite=True)

    assert counts(theme.trends) == (6, 3)
    assert theme.trends.nested()[-1].text == "Van staf, onder de verplaatste regel"


def test_load_is_all_or_nothing(tmp_path, monkeypatch):
    on_file = yaml.safe_load((content.CONTENT_FOLDER / "meetup-2017.yaml").read_text(encoding="utf-8"))
    on_file["themes"][3]["tasks"][0]["kleur"] = "groen"
    (tmp_path / "voorjaar.yaml").write_text(yaml.safe_dump(on_file), encoding="utf-8")
    monkeypatch.setattr(content, "CONTENT_FOLDER", tmp_path)

    with pytest.raises(TypeError, match="kleur"):
        load_content()

    assert Programme.objects.count() == 0
    assert Theme.objects.count() == 0


def test_command_says_what_it_loaded():
    first, second = StringIO(), StringIO()

    call_command("load_content", stdout=first)
    call_command("load_content", stdout=second)

    assert first.getvalue() == "Programma's geladen: meetup-2017. Gemeenten geladen: 360.\n"
    assert second.getvalue() == "Programma's geladen: geen. Gemeenten geladen: 0.\n"


def test_command_overwrites_when_asked(programme):
    Programme.objects.update(goal="Iets anders")

    call_command("load_content", "--overwrite", stdout=StringIO())

    assert Programme.objects.get().goal == "Doel: verkennen van vraagstukken en thema's"


def outline(lines):
    return [(head.number, head.text, [child.text for child in head.children_list]) for head in lines.nested()]
