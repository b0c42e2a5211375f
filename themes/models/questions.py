"""What the programme asks of the room: three standing questions, positions, statements, forms of work."""

from django.db import models

from .base import KeyedModel, NumberedModel, numbered_from_one, texts_filled, unique_within
from .programme import Programme


class DiscussionQuestion(KeyedModel, NumberedModel):
    """A standing question: it is asked in the same words after the trends and tasks of every theme."""

    class Kind(models.TextChoices):
        """How an answer says what it is about."""

        CATEGORISED = "categorised", "met soorten antwoord"
        OPEN = "open", "open"
        SUB_QUESTIONS = "sub_questions", "met deelvragen"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="questions", verbose_name="programma")
    text = models.TextField("vraag")
    kind = models.CharField(
        "soort vraag",
        max_length=20,
        choices=Kind,
        default=Kind.OPEN,
        help_text=(
            "Met soorten antwoord: de deelnemer kiest een soort, zoals kans of bedreiging. "
            "Met deelvragen: de deelnemer antwoordt op een van de deelvragen."
        ),
    )

    class Meta:
        verbose_name = "discussievraag"
        verbose_name_plural = "discussievragen"
        ordering = ["programme", "number"]
        constraints = [
            unique_within("programme", "number"),
            unique_within("programme", "key"),
            numbered_from_one(),
            texts_filled("text", "key"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["categorised", "open", "sub_questions"]),
                name="%(app_label)s_%(class)s_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class QuestionLabel(KeyedModel, NumberedModel):
    """What an answer can be filed under: a kind of answer ("kansen") or a sub-question."""

    question = models.ForeignKey(
        DiscussionQuestion, models.CASCADE, related_name="labels", verbose_name="discussievraag"
    )
    text = models.CharField(
        "tekst", max_length=200, help_text="De soort antwoord in het meervoud, of de deelvraag."
    )
    singular = models.CharField(
        "enkelvoud",
        max_length=60,
        blank=True,
        help_text="Voor één antwoord, bijvoorbeeld kans. Leeg bij een deelvraag.",
    )

    class Meta:
        verbose_name = "label bij een vraag"
        verbose_name_plural = "labels bij een vraag"
        ordering = ["question", "number"]
        constraints = [
            unique_within("question", "number"),
            unique_within("question", "key"),
            numbered_from_one(),
            texts_filled("text", "key"),
        ]

    def __str__(self) -> str:
        return self.text


class RegionPosition(KeyedModel, NumberedModel):
    """Where a medium-sized town stands in its region, such as close to a larger city."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="positions", verbose_name="programma")
    text = models.CharField("tekst", max_length=300, help_text="Zoals op de dia, met het voorbeeld.")
    statement = models.CharField(
        "omschrijving",
        max_length=300,
        help_text="Zonder het voorbeeld: hieruit kiezen de deelnemers.",
    )
    example_municipality = models.CharField("voorbeeldgemeente", max_length=100, blank=True)
    example_region = models.CharField("stad of regio van het voorbeeld", max_length=100, blank=True)

    class Meta:
        verbose_name = "positie in de regio"
        verbose_name_plural = "posities in de regio"
        ordering = ["programme", "number"]
        constraints = [
            unique_within("programme", "number"),
            unique_within("programme", "key"),
            numbered_from_one(),
            texts_filled("text", "statement", "key"),
        ]

    def __str__(self) -> str:
        return self.statement


class Statement(KeyedModel, NumberedModel):
    """A stelling on what is strong or weak about being medium-sized; the room says how far it agrees."""

    class Kind(models.TextChoices):
        """Which side of the slide the statement stands on."""

        STRENGTH = "strength", "kracht"
        WEAKNESS = "weakness", "zwakte"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="statements", verbose_name="programma")
    kind = models.CharField("kracht of zwakte", max_length=10, choices=Kind)
    text = models.CharField("stelling", max_length=300)

    class Meta:
        verbose_name = "stelling"
        verbose_name_plural = "stellingen"
        ordering = ["programme", "number"]
        constraints = [
            unique_within("programme", "number"),
            unique_within("programme", "key"),
            numbered_from_one(),
            texts_filled("text", "key"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["strength", "weakness"]),
                name="%(app_label)s_%(class)s_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class FormOfWork(KeyedModel, NumberedModel):
    """A way to take up a knowledge question together, such as a leerkring (learning circle), and what it asks.

    What it asks is a start for the work programme, which staff change there; what is empty is not said.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="forms", verbose_name="programma")
    text = models.CharField("vorm", max_length=100, help_text="Zoals het op de dia staat.")
    singular = models.CharField(
        "enkelvoud", max_length=100, help_text="Voor één activiteit, bijvoorbeeld leerkring."
    )
    description = models.CharField(
        "wat het is", max_length=300, blank=True, default="", help_text="In een of twee korte zinnen."
    )
    least_municipalities = models.PositiveSmallIntegerField("gemeenten, minstens", null=True, blank=True)
    most_municipalities = models.PositiveSmallIntegerField("gemeenten, hooguit", null=True, blank=True)
    meetings = models.PositiveSmallIntegerField("aantal bijeenkomsten", null=True, blank=True)
    duration = models.CharField(
        "hoe lang het duurt", max_length=60, blank=True, default="", help_text="Bijvoorbeeld: een half jaar."
    )
    product = models.CharField(
        "wat het oplevert", max_length=200, blank=True, default="", help_text="Bijvoorbeeld: verslag of paper."
    )

    class Meta:
        verbose_name = "vorm"
        verbose_name_plural = "vormen"
        ordering = ["programme", "number"]
        constraints = [
            unique_within("programme", "number"),
            unique_within("programme", "key"),
            numbered_from_one(),
            texts_filled("text", "singular", "key"),
            models.CheckConstraint(
                condition=models.Q(most_municipalities__gte=models.F("least_municipalities"))
                | models.Q(least_municipalities=None)
                | models.Q(most_municipalities=None),
                name="%(app_label)s_%(class)s_most_is_not_less",
                violation_error_message="Hooguit kan niet minder zijn dan minstens.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def municipalities(self) -> str:
        """Return how many municipalities it takes, in words: "6 tot 12 gemeenten"; empty when that is free."""
        least, most = self.least_municipalities, self.most_municipalities
        if least and most and least != most:
            return f"{least} tot {most} gemeenten"
        if least and not most:
            return f"minstens {_counted(least, 'gemeente', 'gemeenten')}"
        if most and not least:
            return f"hooguit {_counted(most, 'gemeente', 'gemeenten')}"
        return _counted(most, "gemeente", "gemeenten") if most else ""

    @property
    def planning(self) -> str:
        """Return how much time it takes, in words: "4 bijeenkomsten", "een half jaar"; empty when that is free."""
        meetings = _counted(self.meetings, "bijeenkomst", "bijeenkomsten") if self.meetings else ""
        return ", ".join(part for part in (meetings, self.duration) if part)

    @property
    def asks(self) -> str:
        """Return all it asks on one line."""
        return " · ".join(part for part in (self.municipalities, self.planning, self.product) if part)

    def takes(self, count: int) -> bool:
        """Tell whether so many municipalities can do it."""
        too_few = self.least_municipalities is not None and count < self.least_municipalities
        too_many = self.most_municipalities is not None and count > self.most_municipalities
        return not (too_few or too_many)


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
