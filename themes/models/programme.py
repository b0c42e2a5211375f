"""The programme of a meet-up: its front page, its places, its order of the day and its four themes."""

from django.db import models

from .base import (
    KeyedModel,
    NumberedModel,
    numbered_from_one,
    texts_filled,
    unique_within,
)


class Programme(models.Model):
    """The slide deck for one afternoon: what organisers show and ask, wherever and whenever it is held.

    A meet-up copies its wording from here when it is made, so later edits do not reach meet-ups that exist.
    """

    key = models.SlugField(
        "sleutel",
        max_length=60,
        unique=True,
        help_text="Vaste naam van dit programma, bijvoorbeeld meetup-2017.",
    )
    title = models.CharField("titel", max_length=200)
    subtitle = models.CharField("ondertitel", max_length=200, blank=True)
    date_line = models.CharField(
        "datum en plaats", max_length=200, blank=True, help_text="Zoals het op de eerste dia staat."
    )
    date = models.DateField(
        "datum",
        null=True,
        blank=True,
        help_text="Voorstel voor de datum als u met dit programma een meet-up maakt.",
    )
    organiser = models.CharField("organisator", max_length=200, blank=True)
    presenters = models.CharField("inleiders", max_length=200, blank=True)
    about = models.TextField("over de organisator", blank=True)
    goal = models.CharField("doel", max_length=300)
    output = models.CharField(
        "opbrengst", max_length=300, help_text="Waar de antwoorden van de deelnemers voor gebruikt worden."
    )

    positions_title = models.CharField("titel van de posities in de regio", max_length=200)
    statements_title = models.CharField("titel van kracht en zwakte", max_length=200)
    bridge_question = models.CharField(
        "vraag na de introductie", max_length=300, help_text="De vraag tussen de introductie en de thema's."
    )
    wrap_up_title = models.CharField("titel van de afronding", max_length=200)
    themes_question = models.CharField("vraag naar de thema's", max_length=300)
    forms_question = models.CharField("vraag naar de vorm", max_length=300)
    closing_name = models.CharField("naam op de laatste dia", max_length=200, blank=True)
    closing_payoff = models.CharField("motto op de laatste dia", max_length=200, blank=True)

    class Meta:
        verbose_name = "programma"
        verbose_name_plural = "programma's"
        ordering = ["-date", "title"]
        constraints = [
            texts_filled(
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.date:%Y})" if self.date else self.title


class ProgrammePlace(KeyedModel, NumberedModel):
    """A place where people sit together for this programme, such as Etten-Leur."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="places", verbose_name="programma")
    name = models.CharField("locatie", max_length=100)

    class Meta:
        verbose_name = "locatie"
        verbose_name_plural = "locaties"
        ordering = ["programme", "number"]
        constraints = [
            unique_within("programme", "number"),
            unique_within("programme", "key"),
            unique_within("programme", "name"),
            numbered_from_one(),
            texts_filled("name", "key"),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeItem(KeyedModel, NumberedModel):
    """A line of the order of the day, as the programme slide announces it.

    The four themes that hang under the last line are no items: they are the programme's themes.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="items", verbose_name="programma")
    text = models.CharField("tekst", max_length=200)

    class Meta:
        verbose_name = "programmaonderdeel"
        verbose_name_plural = "programmaonderdelen"
        ordering = ["programme", "number"]
        constraints = [
            unique_within("programme", "number"),
            unique_within("programme", "key"),
            numbered_from_one(),
            texts_filled("text", "key"),
        ]

    def __str__(self) -> str:
        return self.text


class Theme(KeyedModel, NumberedModel):
    """One of the subjects of the day, with its own discussion block: trends, tasks, questions."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="themes", verbose_name="programma")
    block_label = models.CharField(
        "naam van het blok", max_length=60, help_text="Boven de titel, bijvoorbeeld Discussieblok 1."
    )
    title = models.CharField("titel", max_length=200)
    short_title = models.CharField(
        "korte titel",
        max_length=40,
        help_text="Voor smalle plekken, zoals onder aan het grote scherm.",
    )
    title_variants = models.JSONField(
        "andere schrijfwijzen",
        default=list,
        blank=True,
        editable=False,
        help_text="Hoe de titel verder in de dia's staat: per regel de plek, de dia en de tekst.",
    )

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ["programme", "number"]
        constraints = [
            unique_within("programme", "number"),
            unique_within("programme", "key"),
            numbered_from_one(),
            texts_filled("block_label", "title", "short_title", "key"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
