"""What the parts of a programme have in common: a number that orders them and a key that stays."""

import secrets
from collections.abc import Sequence

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Max, Q, Value, When


def own_key() -> str:
    """Return a fresh key for a row that staff add themselves.

    Rows that come with the program carry the key of the content file. The prefix keeps the two apart,
    so that loading the content again never takes a row of staff for one of its own.
    """
    return f"eigen-{secrets.token_hex(5)}"


def texts_filled(*fields: str) -> models.CheckConstraint:
    """Return the constraint that none of these text fields is empty."""
    filled = Q(*[~Q(**{field: ""}) for field in fields])
    return models.CheckConstraint(condition=filled, name="%(app_label)s_%(class)s_texts_filled")


def numbered_from_one() -> models.CheckConstraint:
    """Return the constraint that numbers start at 1."""
    return models.CheckConstraint(condition=Q(number__gte=1), name="%(app_label)s_%(class)s_number_from_one")


def unique_within(parent: str, field: str) -> models.UniqueConstraint:
    """Return the constraint that a parent has no two rows with the same value of `field`."""
    return models.UniqueConstraint(fields=[parent, field], name=f"%(app_label)s_%(class)s_unique_{field}")


class NumberedQuerySet(models.QuerySet):
    """Rows that are numbered within one parent."""

    def make_room(self, count: int) -> None:
        """Raise all numbers, so that 1 up to and including `count` are free to give out again.

        Databases check unique numbers row by row, so two rows cannot swap theirs directly.
        """
        highest = self.aggregate(highest=Max("number"))["highest"]
        if highest is not None:
            self.update(number=F("number") + max(highest, count))

    def renumber(self, rows: Sequence[models.Model]) -> None:
        """Give `rows`, which are all rows of this queryset, the numbers 1, 2, 3 … in the order given.

        Run it inside a transaction: between its two statements the numbers are out of order.
        """
        if [row.number for row in rows] == list(range(1, len(rows) + 1)):
            return
        for number, row in enumerate(rows, start=1):
            row.number = number
        self.make_room(len(rows))
        numbers = Case(*[When(pk=row.pk, then=Value(row.number)) for row in rows])
        self.order_by().filter(pk__in=[row.pk for row in rows]).update(number=numbers)


class NumberedModel(models.Model):
    """A row with a place in the order of its parent."""

    number = models.PositiveSmallIntegerField("nummer", validators=[MinValueValidator(1)])

    objects = NumberedQuerySet.as_manager()

    class Meta:
        abstract = True


class KeyedModel(models.Model):
    """A row that keeps its key, however its text and its number change."""

    key = models.SlugField(
        "sleutel",
        max_length=60,
        default=own_key,
        db_index=False,  # always looked up within a parent, for which there is a unique constraint
        help_text="Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.",
    )

    class Meta:
        abstract = True
