"""Trends and tasks: the lines on a theme's slides, with sub-lines one level deep."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from .base import KeyedModel, NumberedModel, NumberedQuerySet, numbered_from_one, texts_filled, unique_within
from .programme import Theme


class ThemeLineQuerySet(NumberedQuerySet):
    """Trends or tasks, as people read them."""

    def nested(self) -> list["ThemeLine"]:
        """Return the lines without a parent, each with its sub-lines in `children_list`, in reading order.

        One query, or none when the lines were prefetched. Call it on whole themes: a sub-line whose
        parent is filtered out has no place in the result.
        """
        lines = list(self)
        top_lines = {line.pk: line for line in lines if line.parent_id is None}
        for line in lines:
            line.children_list = []
        for line in lines:
            if line.parent_id in top_lines:
                top_lines[line.parent_id].children_list.append(line)
        return list(top_lines.values())


class ThemeLine(KeyedModel, NumberedModel):
    """A line on one of a theme's slides; a line that ends in a colon has sub-lines."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="%(class)ss", verbose_name="thema")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="hoort onder",
        help_text="Leeg voor een gewone regel.",
    )
    text = models.CharField("tekst", max_length=300)
    slide = models.PositiveSmallIntegerField(
        "dia", null=True, blank=True, help_text="Nummer van de dia in de oorspronkelijke presentatie."
    )

    children_list: list[Self]  # set by ThemeLineQuerySet.nested()

    objects = ThemeLineQuerySet.as_manager()

    class Meta:
        abstract = True
        # Reading order: a line stands at its parent's place, after the parent itself.
        ordering = [
            "theme__programme_id",
            "theme__number",
            Coalesce("parent__number", "number"),
            F("parent__number").asc(nulls_first=True),
            "number",
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "number"],
                condition=Q(parent=None),
                name="%(app_label)s_%(class)s_unique_number_in_theme",
            ),
            models.UniqueConstraint(
                fields=["parent", "number"],
                condition=Q(parent__isnull=False),
                name="%(app_label)s_%(class)s_unique_number_in_parent",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="%(app_label)s_%(class)s_not_own_parent"
            ),
            unique_within("theme", "key"),
            numbered_from_one(),
            texts_filled("text", "key"),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Check that this line and its relatives belong to one theme and nest one level deep.

        Raises ValidationError, on the field `parent` or `theme`.
        """
        if self.parent_id is not None:
            self._clean_as_sub_line()
        elif self.pk and self.children.exclude(theme_id=self.theme_id).exists():
            raise ValidationError({"theme": "Onder deze regel staan regels van een ander thema."})

    def _clean_as_sub_line(self) -> None:
        if self.parent_id == self.pk:
            raise ValidationError({"parent": "Een regel kan niet onder zichzelf staan."})
        if self.parent.theme_id != self.theme_id:
            raise ValidationError({"parent": "Kies een regel van hetzelfde thema."})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": "Kies een regel die niet zelf onder een andere regel staat."})
        if self.pk and self.children.exists():
            raise ValidationError({"parent": "Deze regel heeft zelf regels onder zich. Verplaats die eerst."})

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        """Save the line; raises ValidationError when its nesting is wrong, which no constraint can check."""
        self.clean()
        super().save(*args, **kwargs)


class Trend(ThemeLine):
    """A development from outside that a municipality cannot steer, such as an ageing population."""

    class Meta(ThemeLine.Meta):
        abstract = False
        verbose_name = "trend"
        verbose_name_plural = "trends"


class Task(ThemeLine):
    """An opgave: what a municipality has to get done, such as keeping talent in the region."""

    class Meta(ThemeLine.Meta):
        abstract = False
        verbose_name = "opgave"
        verbose_name_plural = "opgaven"
