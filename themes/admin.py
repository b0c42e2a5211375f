"""The pages on which staff edit the content, in the order in which a meet-up shows it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest

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
from themes.ordering import NumberedForm, NumberedFormSet, OneLineField, ThemeLineForm, ThemeLineFormSet

LONG_TEXT = 200  # a column that may hold this many characters needs more than a line

admin.site.site_header = "Meet-ups: beheer"
admin.site.site_title = "Beheer"
admin.site.index_title = "Overzicht"


class WrappingTextsMixin:
    """Shows long texts in two lines, so that they can be read without scrolling sideways."""

    def formfield_for_dbfield(
        self,
        db_field: models.Field,
        request: HttpRequest,
        **kwargs: Any,  # noqa: ANN401
    ) -> forms.Field | None:
        is_text = isinstance(db_field, (models.CharField, models.TextField)) and not db_field.choices
        if is_text and (db_field.max_length or LONG_TEXT) >= LONG_TEXT:
            return db_field.formfield(form_class=OneLineField, widget=OneLineField.widget, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class NumberedInline(WrappingTextsMixin, admin.TabularInline):
    """Rows on the page of their parent, ordered by the numbers typed in the first column."""

    form = NumberedForm
    formset = NumberedFormSet
    extra = 0

    class Media:
        css = {"all": ["themes/admin.css"]}


class ProgrammePlaceInline(NumberedInline):
    model = ProgrammePlace
    fields = ["number", "name"]


class ProgrammeItemInline(NumberedInline):
    model = ProgrammeItem
    fields = ["number", "text"]


class RegionPositionInline(NumberedInline):
    model = RegionPosition
    fields = ["number", "text", "statement", "example_municipality", "example_region"]


class StatementInline(NumberedInline):
    model = Statement
    fields = ["number", "kind", "text"]


class ThemeInline(NumberedInline):
    model = Theme
    fields = ["number", "block_label", "title", "short_title"]
    show_change_link = True
    can_delete = False  # its trends and tasks would go unseen; the theme's own page asks first


class DiscussionQuestionInline(NumberedInline):
    model = DiscussionQuestion
    fields = ["number", "text", "kind"]
    show_change_link = True
    can_delete = False  # its labels would go unseen; the question's own page asks first


class FormOfWorkInline(NumberedInline):
    model = FormOfWork
    fields = ["number", "text", "singular"]
    show_change_link = True


class QuestionLabelInline(NumberedInline):
    model = QuestionLabel
    fields = ["number", "text", "singular"]


class ThemeLineInline(NumberedInline):
    form = ThemeLineForm
    formset = ThemeLineFormSet
    fields = ["number", "text", "parent", "slide"]


class TrendInline(ThemeLineInline):
    model = Trend


class TaskInline(ThemeLineInline):
    model = Task


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    list_display = ["title", "date", "theme_count"]
    search_fields = ["title", "subtitle"]
    fieldsets = [
        ("Voorblad", {"fields": ["title", "subtitle", "date_line", "date", "organiser", "presenters", "key"]}),
        ("Doel", {"fields": ["goal", "output", "about"]}),
        ("Introductie", {"fields": ["positions_title", "statements_title", "bridge_question"]}),
        ("Afronding", {"fields": ["wrap_up_title", "themes_question", "forms_question"]}),
        ("Laatste dia", {"fields": ["closing_name", "closing_payoff"]}),
    ]
    inlines = [
        ProgrammePlaceInline,
        ProgrammeItemInline,
        RegionPositionInline,
        StatementInline,
        ThemeInline,
        DiscussionQuestionInline,
        FormOfWorkInline,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        return super().get_queryset(request).annotate(theme_count=Count("themes"))

    def get_readonly_fields(self, request: HttpRequest, obj: Programme | None = None) -> list[str]:
        """The key is what the program knows a programme by: it can be chosen once."""
        return ["key"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Programme | None = None) -> dict[str, list[str]]:
        return {} if obj else {"key": ["title"]}

    @admin.display(description="thema's", ordering="theme_count")
    def theme_count(self, programme: Programme) -> int:
        return programme.theme_count


class ProgrammePartAdmin(admin.ModelAdmin):
    """A part of a programme that has rows of its own; it is added and ordered on the programme's page."""

    list_filter = ["programme"]
    list_select_related = ["programme"]
    readonly_fields = ["programme", "number"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Theme)
class ThemeAdmin(ProgrammePartAdmin):
    list_display = ["number", "title", "short_title", "trend_count", "task_count", "programme"]
    list_display_links = ["title"]
    search_fields = ["title", "trends__text", "tasks__text"]
    fields = ["programme", "number", "block_label", "title", "short_title"]
    inlines = [TrendInline, TaskInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        counts = {
            "trend_count": Count("trends", distinct=True),
            "task_count": Count("tasks", distinct=True),
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description="trends", ordering="trend_count")
    def trend_count(self, theme: Theme) -> int:
        return theme.trend_count

    @admin.display(description="opgaven", ordering="task_count")
    def task_count(self, theme: Theme) -> int:
        return theme.task_count


@admin.register(DiscussionQuestion)
class DiscussionQuestionAdmin(WrappingTextsMixin, ProgrammePartAdmin):
    list_display = ["number", "text", "kind", "programme"]
    list_display_links = ["text"]
    search_fields = ["text"]
    fields = ["programme", "number", "text", "kind"]
    inlines = [QuestionLabelInline]


@admin.register(FormOfWork)
class FormOfWorkAdmin(WrappingTextsMixin, ProgrammePartAdmin):
    """A form of work with what it asks: the work programme starts from that."""

    list_display = ["number", "text", "asks", "programme"]
    list_display_links = ["text"]
    search_fields = ["text"]
    fieldsets = [
        (None, {"fields": ["programme", "number", "text", "singular", "description"]}),
        (
            "Wat deze vorm vraagt",
            {
                "description": "Een nieuwe activiteit in het werkprogramma begint hiermee.",
                "fields": ["least_municipalities", "most_municipalities", "meetings", "duration", "product"],
            },
        ),
    ]

    @admin.display(description="vraagt")
    def asks(self, form: FormOfWork) -> str:
        return form.asks


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    list_display = ["name", "other_names", "province", "inhabitants", "population_year", "current"]
    list_filter = ["current", "province", "population_year"]
    search_fields = ["name"]
    search_help_text = "Zoek op naam. Ook bekende andere namen werken, zoals Den Haag."
    fields = ["name", "other_names", "code", "province", "population", "population_year", "current"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Municipality], search_term: str
    ) -> tuple[QuerySet[Municipality], bool]:
        """Find as participants do: any case, without accents, by other names too."""
        if search_term:
            queryset = queryset.filter(pk__in=Municipality.objects.search(search_term).values("pk"))
        return queryset, False

    def has_delete_permission(self, request: HttpRequest, obj: Municipality | None = None) -> bool:
        """Past meet-ups refer to municipalities, and a missing one is loaded again: untick "bestaat nu"."""
        return False

    @admin.display(description="inwoners", ordering="population")
    def inhabitants(self, municipality: Municipality) -> str:
        return f"{municipality.population:,}".replace(",", ".")
