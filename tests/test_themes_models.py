"""The content's models: order, nesting and constraints."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from themes.models import (
    DiscussionQuestion,
    FormOfWork,
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


# What a form of work asks


@pytest.mark.parametrize(
    ("fields", "municipalities"),
    [
        ({"least_municipalities": 6, "most_municipalities": 12}, "6 tot 12 gemeenten"),
        ({"least_municipalities": 3}, "minstens 3 gemeenten"),
        ({"most_municipalities": 1}, "hooguit 1 gemeente"),
        ({"least_municipalities": 2, "most_municipalities": 2}, "2 gemeenten"),
        ({}, ""),
    ],
)
def test_form_says_how_many_municipalities_it_takes(fields, municipalities):
    assert FormOfWork(**fields).municipalities == municipalities


@pytest.mark.parametrize(
    ("fields", "planning"),
    [
        ({"meetings": 1}, "1 bijeenkomst"),
        ({"meetings": 4, "duration": "een jaar"}, "4 bijeenkomsten, een jaar"),
        ({"duration": "een half jaar"}, "een half jaar"),
        ({}, ""),
    ],
)
def test_form_says_how_much_time_it_takes(fields, planning):
    assert FormOfWork(**fields).planning == planning


def test_form_takes_a_number_of_municipalities_within_its_range():
    learning_circle = FormOfWork(least_municipalities=6, most_municipalities=12)

    assert [count for count in (0, 5, 6, 12, 13) if learning_circle.takes(count)] == [6, 12]
    assert FormOfWork().takes(0)


def test_form_cannot_take_fewer_at_most_than_at_least(programme):
    form = FormOfWork(
        programme=programme,
        number=1,
        text="Leerkringen",
        singular="leerkring",
        least_municipalities=6,
        most_municipalities=3,
    )

    with pytest.raises(ValidationError, match="Hooguit kan niet minder zijn dan minstens"):
        form.full_clean()
