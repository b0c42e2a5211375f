"""The content's models: order, nesting, constraints, and finding a municipality by typing."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from themes.models import (
    DiscussionQuestion,
    FormOfWork,
    Municipality,
    Programme,
    ProgrammeItem,
    ProgrammePlace,
    QuestionLabel,
    RegionPosition,
    Statement,
    Task,
    Theme,
    Trend,
)

pytestmark = pytest.mark.django_db


def make_programme(key="voorjaar", **fields):
    texts = {
        "title": "Samen verder",
        "goal": "Doel: verkennen",
        "output": "Input voor de agenda",
        "positions_title": "Positie",
        "statements_title": "Kracht en zwakte",
        "bridge_question": "Wat betekent dit?",
        "wrap_up_title": "Afronding",
        "themes_question": "Welke thema's?",
        "forms_question": "Welke vorm?",
    }
    return Programme.objects.create(key=key, **{**texts, **fields})


def make_theme(programme, number=1):
    return Theme.objects.create(
        programme=programme, number=number, block_label=f"Blok {number}", title="Wonen", short_title="Wonen"
    )


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def theme(programme):
    return make_theme(programme)


def make_municipality(name, code="GM0001", other_names="", current=True):
    return Municipality.objects.create(
        code=code,
        name=name,
        other_names=other_names,
        province="Utrecht",
        population=50_000,
        population_year=2023,
        current=current,
    )


def outline(lines):
    return [(line.text, [child.text for child in line.children_list]) for line in lines]


# Nesting


def test_nested_puts_sub_lines_under_their_head_in_order(theme):
    last = theme.tasks.create(number=2, text="Omgevingswet")
    head = theme.tasks.create(number=1, text="Wonen:")
    theme.tasks.create(number=2, parent=head, text="betaalbaar")
    theme.tasks.create(number=1, parent=head, text="beschikbaar")

    nested = theme.tasks.nested()

    assert outline(nested) == [("Wonen:", ["beschikbaar", "betaalbaar"]), ("Omgevingswet", [])]
    assert nested == [head, last]


def test_nested_without_lines_is_empty(theme):
    assert theme.trends.nested() == []


@pytest.mark.parametrize("heads", [1, 12])
def test_nested_takes_one_query_however_many_lines(theme, heads, django_assert_num_queries):
    for number in range(1, heads + 1):
        head = theme.trends.create(number=number, text=f"Trend {number}")
        theme.trends.create(number=1, parent=head, text="onderdeel")

    with django_assert_num_queries(1):
        nested = outline(theme.trends.nested())

    assert nested == [(f"Trend {number}", ["onderdeel"]) for number in range(1, heads + 1)]


def test_nested_uses_prefetched_lines(programme, django_assert_num_queries):
    for number in (1, 2):
        make_theme(programme, number).trends.create(number=1, text=f"Trend van {number}")
    themes = list(programme.themes.prefetch_related("trends"))

    with django_assert_num_queries(0):
        nested = [outline(theme.trends.nested()) for theme in themes]

    assert nested == [[("Trend van 1", [])], [("Trend van 2", [])]]


def test_lines_of_a_programme_stand_in_reading_order(programme):
    second, first = make_theme(programme, 2), make_theme(programme, 1)
    second.trends.create(number=1, text="thema 2")
    first.trends.create(number=2, text="daarna")
    head = first.trends.create(number=1, text="kop")
    first.trends.create(number=1, parent=head, text="onder de kop")

    texts = [trend.text for trend in Trend.objects.filter(theme__programme=programme)]

    assert texts == ["kop", "onder de kop", "daarna", "thema 2"]


def test_sub_line_of_another_theme_is_refused(programme, theme):
    head = theme.tasks.create(number=1, text="Wonen:")

    with pytest.raises(ValidationError) as error:
        make_theme(programme, 2).tasks.create(number=1, parent=head, text="betaalbaar")

    assert error.value.message_dict == {"parent": ["Kies een regel van hetzelfde thema."]}


def test_sub_line_of_a_sub_line_is_refused(theme):
    head = theme.tasks.create(number=1, text="Wonen:")
    child = theme.tasks.create(number=1, parent=head, text="betaalbaar")

    with pytest.raises(ValidationError) as error:
        theme.tasks.create(number=1, parent=child, text="te diep")

    assert error.value.message_dict == {"parent": ["Kies een regel die niet zelf onder een andere regel staat."]}


def test_head_with_sub_lines_cannot_become_a_sub_line(theme):
    head = theme.tasks.create(number=1, text="Wonen:")
    theme.tasks.create(number=1, parent=head, text="betaalbaar")
    head.parent = theme.tasks.create(number=2, text="Omgevingswet:")

    with pytest.raises(ValidationError) as error:
        head.save()

    assert error.value.message_dict == {
        "parent": ["Deze regel heeft zelf regels onder zich. Verplaats die eerst."]
    }


def test_line_under_itself_is_refused(theme):
    line = theme.tasks.create(number=1, text="Wonen:")
    line.parent = line

    with pytest.raises(ValidationError) as error:
        line.save()

    assert error.value.message_dict == {"parent": ["Een regel kan niet onder zichzelf staan."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=line.pk).update(parent=line.pk)


def test_head_cannot_leave_its_sub_lines_behind_in_another_theme(programme, theme):
    head = theme.tasks.create(number=1, text="Wonen:")
    theme.tasks.create(number=1, parent=head, text="betaalbaar")
    head.theme = make_theme(programme, 2)

    with pytest.raises(ValidationError) as error:
        head.save()

    assert error.value.message_dict == {"theme": ["Onder deze regel staan regels van een ander thema."]}


def test_numbers_repeat_under_different_heads_only(theme):
    first = theme.tasks.create(number=1, text="Wonen:")
    second = theme.tasks.create(number=2, text="Werken:")

    theme.tasks.create(number=1, parent=first, text="betaalbaar")
    theme.tasks.create(number=1, parent=second, text="talent")

    with pytest.raises(IntegrityError), transaction.atomic():
        theme.tasks.create(number=1, parent=second, text="scholing")
    with pytest.raises(IntegrityError), transaction.atomic():
        theme.tasks.create(number=2, text="nog een tweede")


# Numbers and keys


def test_renumber_gives_numbers_in_the_order_given(programme):
    first = programme.forms.create(number=1, text="Werkgroepen", singular="werkgroep")
    second = programme.forms.create(number=2, text="Leerkringen", singular="leerkring")
    third = programme.forms.create(number=7, text="Experimenten", singular="experiment")

    programme.forms.renumber([third, first, second])

    assert list(programme.forms.values_list("text", "number")) == [
        ("Experimenten", 1),
        ("Werkgroepen", 2),
        ("Leerkringen", 3),
    ]


def test_renumber_of_rows_in_order_takes_no_query(programme, django_assert_num_queries):
    rows = [programme.items.create(number=number, text=f"Onderdeel {number}") for number in (1, 2, 3)]

    with django_assert_num_queries(0):
        programme.items.renumber(rows)


def test_make_room_frees_the_numbers_asked_for(programme):
    programme.items.create(number=1, text="Introductie")
    programme.items.create(number=2, text="Thema's")

    programme.items.make_room(5)

    assert list(programme.items.values_list("number", flat=True)) == [6, 7]


def test_rows_of_staff_get_a_key_of_their_own(programme):
    keys = {programme.items.create(number=number, text="Pauze").key for number in (1, 2)}

    assert len(keys) == 2
    assert all(key.startswith("eigen-") for key in keys)


# Constraints

PART_TEXTS = {
    ProgrammePlace: {"name": "Zeist"},
    ProgrammeItem: {"text": "Introductie"},
    Theme: {"block_label": "Blok 1", "title": "Wonen", "short_title": "Wonen"},
    DiscussionQuestion: {"text": "Wat wilt u leren?"},
    RegionPosition: {"text": "Bij een stad (Zeist / Utrecht)", "statement": "Bij een stad"},
    Statement: {"text": "Menselijke maat"},
    FormOfWork: {"text": "Leerkringen", "singular": "leerkring"},
}
EXTRA_FIELDS = {Statement: {"kind": Statement.Kind.STRENGTH}}


def make_part(model, programme, **fields):
    return model.objects.create(
        programme=programme, **{**PART_TEXTS[model], **EXTRA_FIELDS.get(model, {}), **fields}
    )


@pytest.mark.parametrize("model", PART_TEXTS)
def test_parts_of_a_programme_have_unique_numbers_from_one(model, programme):
    make_part(model, programme, number=1)
    another_text = {"name": "Soest"} if model is ProgrammePlace else {}

    with pytest.raises(IntegrityError, match="number"), transaction.atomic():
        make_part(model, programme, number=1, **another_text)
    with pytest.raises(IntegrityError, match="number_from_one"), transaction.atomic():
        make_part(model, programme, number=0, **another_text)


@pytest.mark.parametrize("model", PART_TEXTS)
def test_parts_of_two_programmes_may_share_numbers_and_keys(model, programme):
    make_part(model, programme, number=1, key="gelijk")

    make_part(model, make_programme(key="najaar"), number=1, key="gelijk")

    assert model.objects.filter(number=1, key="gelijk").count() == 2


@pytest.mark.parametrize(
    ("model", "field"), [(model, field) for model, texts in PART_TEXTS.items() for field in texts]
)
def test_parts_of_a_programme_have_no_empty_texts(model, field, programme):
    with pytest.raises(IntegrityError, match="texts_filled"), transaction.atomic():
        make_part(model, programme, number=1, **{field: ""})


@pytest.mark.parametrize("model", [Trend, Task])
def test_lines_have_no_empty_text(model, theme):
    with pytest.raises(IntegrityError, match="texts_filled"), transaction.atomic():
        model.objects.create(theme=theme, number=1, text="")


def test_labels_have_unique_numbers_and_a_text(programme):
    question = make_part(DiscussionQuestion, programme, number=1)
    question.labels.create(number=1, text="kansen", singular="kans")

    with pytest.raises(IntegrityError), transaction.atomic():
        question.labels.create(number=1, text="opgaven")
    with pytest.raises(IntegrityError, match="texts_filled"), transaction.atomic():
        question.labels.create(number=2, text="")
    assert QuestionLabel.objects.get().singular == "kans"


@pytest.mark.parametrize("field", ["key", "title", "goal", "bridge_question", "forms_question"])
def test_programme_has_no_empty_texts(field):
    with pytest.raises(IntegrityError, match="texts_filled"), transaction.atomic():
        Programme.objects.create(**{**vars_of_programme(), field: ""})


def vars_of_programme():
    names = [
        "key",
        "title",
        "goal",
        "output",
        "positions_title",
        "statements_title",
        "bridge_question",
        "wrap_up_title",
        "themes_question",
        "forms_question",
    ]
    return dict.fromkeys(names, "tekst")


@pytest.mark.parametrize("model", [Statement, DiscussionQuestion])
def test_unknown_kind_is_refused(model, programme):
    with pytest.raises(IntegrityError, match="known_kind"), transaction.atomic():
        make_part(model, programme, number=1, kind="anders")


def test_programme_is_named_with_its_year():
    programme = make_programme(date=datetime.date(2017, 2, 16))

    assert str(programme) == "Samen verder (2017)"


# Municipalities


def names_found(text):
    return [municipality.name for municipality in Municipality.objects.search(text)]


def test_search_puts_the_best_match_first():
    make_municipality("Enschede", "GM0153")
    make_municipality("Hof van Ede", "GM9001")
    make_municipality("Edam-Volendam", "GM0385")
    make_municipality("Ede", "GM0228")

    assert names_found("ede") == ["Ede", "Hof van Ede", "Enschede"]
    assert names_found("ed") == ["Edam-Volendam", "Ede", "Hof van Ede", "Enschede"]


def test_search_puts_merged_municipalities_after_those_of_today():
    make_municipality("Haaren", "GM0788", current=False)
    make_municipality("Haarlem", "GM0392")

    assert names_found("haar") == ["Haarlem", "Haaren"]
    assert names_found("haaren") == ["Haaren"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("den haag", "'s-Gravenhage"),
        ("Gravenhage", "'s-Gravenhage"),
        ("DEN BOSCH", "'s-Hertogenbosch"),
        ("s-hertogenbosch", "'s-Hertogenbosch"),
        ("’s Hertogenbosch", "'s-Hertogenbosch"),
        ("sudwest", "Súdwest-Fryslân"),
        ("Súdwest", "Súdwest-Fryslân"),
        ("fryslan", "Súdwest-Fryslân"),
    ],
)
def test_search_finds_other_names_and_other_spellings(typed, name):
    make_municipality("'s-Gravenhage", "GM0518", "Den Haag")
    make_municipality("'s-Hertogenbosch", "GM0796", "Den Bosch")
    make_municipality("Súdwest-Fryslân", "GM1900")

    assert names_found(typed) == [name]


@pytest.mark.parametrize("typed", ["", "   ", "%", ",", "-", "\x00", "xyz"])
def test_search_for_nothing_known_finds_nothing(typed):
    make_municipality("Zeist")

    assert names_found(typed) == []


def test_search_takes_one_query(django_assert_num_queries):
    for number in range(20):
        make_municipality(f"Stad {number}", f"GM{number:04}")

    with django_assert_num_queries(1):
        assert len(names_found("stad")) == 20


@pytest.mark.parametrize("typed", ["Den Haag", "den haag ", "'s-Gravenhage", "s-gravenhage", "gravenhage"])
def test_find_knows_every_whole_name(typed):
    the_hague = make_municipality("'s-Gravenhage", "GM0518", "Den Haag")

    assert Municipality.objects.find(typed) == the_hague


@pytest.mark.parametrize("typed", ["Den", "haag", "", "Utrecht"])
def test_find_of_a_part_or_an_unknown_name_is_none(typed):
    make_municipality("'s-Gravenhage", "GM0518", "Den Haag")

    assert Municipality.objects.find(typed) is None


def test_find_of_a_name_that_two_municipalities_share_is_none():
    make_municipality("Bergen (L.)", "GM0893", "Bergen")
    make_municipality("Bergen (NH.)", "GM0373", "Bergen")

    assert Municipality.objects.find("Bergen") is None


def test_find_prefers_the_municipality_of_today():
    make_municipality("Altena", "GM0001", current=False)
    today = make_municipality("Altena", "GM1959")

    assert Municipality.objects.find("altena") == today


def test_saving_one_field_keeps_the_search_key_in_step():
    municipality = make_municipality("'s-Hertogenbosch")

    municipality.other_names = "Den Bosch"
    municipality.save(update_fields=["other_names"])

    assert Municipality.objects.find("den bosch") == municipality


def test_list_puts_s_gravenhage_under_the_g():
    make_municipality("Gouda", "GM0513")
    make_municipality("'s-Gravenhage", "GM0518")
    make_municipality("Grave", "GM0786")

    assert [municipality.name for municipality in Municipality.objects.all()] == [
        "Gouda",
        "Grave",
        "'s-Gravenhage",
    ]


def test_municipality_needs_a_cbs_code_and_inhabitants():
    municipality = make_municipality("Zeist")
    municipality.code = "0355"

    with pytest.raises(ValidationError) as error:
        municipality.full_clean()

    assert error.value.message_dict == {"code": ["Een CBS-code is GM met vier cijfers, zoals GM0777."]}
    with pytest.raises(IntegrityError, match="inhabited"), transaction.atomic():
        Municipality.objects.update(population=0)
