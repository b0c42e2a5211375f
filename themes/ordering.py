"""Forms in which staff put numbered rows in order by typing numbers."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet

LAST = float("inf")


class OneLineField(forms.CharField):
    """A text that may wrap while it is typed, but is kept as one line."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 40})

    def to_python(self, value: Any) -> str:  # noqa: ANN401
        """Return the text with one space for every run of spaces and line breaks."""
        return " ".join(super().to_python(value).split())


class NumberedForm(forms.ModelForm):
    """One numbered row. Its number is a wish: the formset gives out the numbers when all rows are saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if "number" in self.fields:
            self.fields["number"].required = False
            self.fields["number"].help_text = "Bepaalt de volgorde. Leeg: achteraan."

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the number out of the checks, or two rows could not swap theirs."""
        return super()._get_validation_exclusions() | {"number"}

    def place(self) -> tuple[float, int, int]:
        """Return what to sort this row by: the number typed, and on which side of its equal it goes.

        A row that moves up goes before the one that had the number, a row that moves down after it.
        """
        wanted = self.cleaned_data.get("number")
        current = self.initial.get("number")
        if wanted is None or (current is not None and self.changes_group()):
            return (LAST, 0, current or 0)
        if current is None:
            return (wanted, -1, 0)
        return (wanted, (wanted > current) - (wanted < current), current)

    def changes_group(self) -> bool:
        """Return whether the row leaves the rows it was numbered among, so that its number has no meaning."""
        return False


class NumberedFormSet(BaseInlineFormSet):
    """The numbered rows of one parent; saving them numbers them 1, 2, 3 … in the order asked for."""

    def save(self, commit: bool = True) -> list[models.Model]:
        """Save the rows that changed, then the order of all; returns what Django's own formset returns."""
        self._move_changed_rows_aside()
        saved = super().save(commit=commit)
        if commit:
            self._renumber()
        return saved

    def groups(self, rows: Iterable[models.Model]) -> Iterable[tuple[models.QuerySet, list[models.Model]]]:
        """Yield the groups that are numbered from 1: each as a queryset and the very rows of it."""
        yield self._siblings(), list(rows)

    def _siblings(self) -> models.QuerySet:
        return self.model.objects.filter(**{self.fk.name: self.instance})

    def _move_changed_rows_aside(self) -> None:
        """Give new and changed rows numbers nobody has, for the database checks them one by one."""
        highest = self._siblings().aggregate(highest=models.Max("number"))["highest"] if self.instance.pk else 0
        free_numbers = count((highest or 0) + 1)
        for form in self.forms:
            if form.has_changed():
                form.instance.number = next(free_numbers)

    def _renumber(self) -> None:
        places = {form.instance.pk: form.place() for form in self.forms if hasattr(form, "cleaned_data")}
        in_order = sorted(self._siblings(), key=lambda row: places.get(row.pk, (row.number, 0, row.number)))
        for siblings, rows in self.groups(in_order):
            siblings.renumber(rows)


class ThemeLineForm(NumberedForm):
    """A trend or task of a theme, possibly under another one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if self.instance.parent_id and "text" in self.fields:
            self.fields["text"].widget.attrs["class"] = "sub-line"

    def changes_group(self) -> bool:
        """Return whether the line moves to another head, or to or from the top."""
        return "parent" in self.changed_data


class ThemeLineFormSet(NumberedFormSet):
    """The trends or tasks of one theme, in reading order, each group under its head numbered from 1."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Offer the theme's own heads to stand under, read once for all forms."""
        super().add_fields(form, index)
        if "parent" not in form.fields:
            return
        heads = [line for line in self.get_queryset() if line.parent_id is None and line != form.instance]
        parent = form.fields["parent"]
        parent.queryset = self.model.objects.filter(theme_id=self.instance.pk, parent=None)
        parent.widget.choices = [("", "—"), *((head.pk, head.text) for head in heads)]

    def clean(self) -> None:
        """Refuse what is right line by line but not together; the line's own rules are in its model."""
        super().clean()
        leaving = {form.instance.pk for form in self.deleted_forms}
        nested = {form.instance.pk for form in self.forms if form.cleaned_data.get("parent")}
        for form in self.forms:
            parent = form.cleaned_data.get("parent")
            if parent is None or form in self.deleted_forms:
                continue
            if parent.pk in leaving:
                form.add_error("parent", "Deze regel wordt verwijderd. Kies een andere regel, of geen.")
            elif parent.pk in nested:
                form.add_error("parent", "Kies een regel die niet zelf onder een andere regel staat.")
        if any(form.errors for form in self.forms):
            raise ValidationError("Er is nog niets opgeslagen. Kijk bij de gemarkeerde regels.")

    def groups(self, rows: Iterable[models.Model]) -> Iterable[tuple[models.QuerySet, list[models.Model]]]:
        """Yield the lines at the top, and those under each head."""
        by_parent = defaultdict(list)
        for row in rows:
            by_parent[row.parent_id].append(row)
        for parent_id, lines in by_parent.items():
            yield self._siblings().filter(parent_id=parent_id), lines
