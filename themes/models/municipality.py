"""Dutch municipalities, and how people find theirs by typing."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Q, Value, When

# Around every name in `search_key`. No typed text holds it, for simplify() leaves letters, digits and spaces.
# It sorts before letters, so that Grave comes before 's-Gravenhage.
NAME_EDGE = ","


def simplify(text: str) -> str:
    """Return `text` in lower case, without accents, with one space for every run of other signs.

    "Súdwest-Fryslân" becomes "sudwest fryslan", "'s-Hertogenbosch" becomes "s hertogenbosch".
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


class MunicipalityQuerySet(models.QuerySet):
    """Municipalities, found by what people type."""

    def search(self, text: str) -> Self:
        """Return the municipalities with `text` in a name of theirs, the best matches first.

        A whole name comes before the start of a name, then the start of a later word, then the rest.
        Within each, municipalities of today come before merged ones. Nothing typed finds nothing.
        """
        typed = simplify(text)
        if not typed:
            return self.none()
        match = Case(
            When(search_key__contains=f"{NAME_EDGE}{typed}{NAME_EDGE}", then=Value(1)),
            When(search_key__contains=f"{NAME_EDGE}{typed}", then=Value(2)),
            When(search_key__contains=f" {typed}", then=Value(3)),
            default=Value(4),
        )
        return self.filter(search_key__contains=typed).order_by(match, "-current", "search_key")

    def find(self, name: str) -> "Municipality | None":
        """Return the municipality that is called exactly `name` (any case, with or without accents).

        None when there is none, or when two of today's municipalities share the name.
        """
        typed = simplify(name)
        if not typed:
            return None
        matches = list(self.filter(search_key__contains=f"{NAME_EDGE}{typed}{NAME_EDGE}"))
        today = [municipality for municipality in matches if municipality.current]
        candidates = today or matches
        return candidates[0] if len(candidates) == 1 else None


class Municipality(models.Model):
    """A Dutch gemeente that exists today, or existed at the time of the 2017 meet-up and merged since."""

    code = models.CharField(
        "CBS-code",
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^GM\d{4}\Z", "Een CBS-code is GM met vier cijfers, zoals GM0777.")],
        help_text="GM met vier cijfers, bijvoorbeeld GM0777.",
    )
    name = models.CharField("naam", max_length=100)
    other_names = models.CharField(
        "andere namen",
        max_length=200,
        blank=True,
        help_text="Namen die mensen ook intypen, met komma's ertussen, zoals Den Haag voor 's-Gravenhage.",
    )
    province = models.CharField("provincie", max_length=40)
    population = models.PositiveIntegerField("inwoners")
    population_year = models.PositiveSmallIntegerField(
        "peiljaar", help_text="Het aantal inwoners is dat op 1 januari van dit jaar."
    )
    current = models.BooleanField(
        "bestaat nu", default=True, help_text="Uit voor een gemeente die is opgegaan in een andere gemeente."
    )
    search_key = models.CharField(max_length=400, editable=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["search_key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code="") & ~Q(province="") & ~Q(search_key=""),
                name="%(app_label)s_%(class)s_texts_filled",
            ),
            models.CheckConstraint(condition=Q(population__gt=0), name="%(app_label)s_%(class)s_inhabited"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        """Save the municipality together with a search key that fits its names."""
        self.set_search_key()
        if update_fields is not None:
            update_fields = {*update_fields, "search_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def set_search_key(self) -> None:
        """Derive `search_key` from the names; save() does so, a bulk insert must do so itself."""
        self.search_key = f"{NAME_EDGE}{NAME_EDGE.join(self._typed_names())}{NAME_EDGE}"

    def _typed_names(self) -> Iterable[str]:
        names = [simplify(name) for name in [self.name, *self.other_names.split(",")]]
        # Dutch lists put 's-Gravenhage under the G. The key sorts them, so the name without 's goes first.
        without_article = [name.removeprefix("s ") for name in names]
        return dict.fromkeys(name for name in [*without_article, *names] if name)
