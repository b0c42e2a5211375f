"""The agenda as it was published: each edition is kept as it was, and readers of a concept may comment on it."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sessions.models.agenda import Activity, KnowledgeQuestion
from sessions.models.meetup import Meetup


def new_token() -> str:
    """Return an unguessable token of 128 bits, for an address that needs no login."""
    return secrets.token_urlsafe(16)


class Colophon(models.Model):
    """What staff say of the agenda as a whole, and whether it names the municipalities a question came from."""

    meetup = models.OneToOneField(
        Meetup, on_delete=models.CASCADE, related_name="colophon", verbose_name="meet-up"
    )
    introduction = models.TextField("aanleiding", blank=True, default="")
    contact = models.CharField("reageren bij", max_length=200, blank=True, default="")
    presented_on = models.DateField("presentatie op", null=True, blank=True)
    presented_in = models.CharField("plaats van de presentatie", max_length=120, blank=True, default="")
    names_municipalities = models.BooleanField("noemt gemeenten bij kennisvragen", default=False)

    class Meta:
        verbose_name = "colofon"
        verbose_name_plural = "colofons"

    def __str__(self) -> str:
        return f"colofon van {self.meetup}"


class Edition(models.Model):
    """The agenda of one moment, in `content` as the export writes it, without answers in full.

    A concept can be read at an address with its token, and commented on until the end of `closes_on`. The adopted
    one ("vastgesteld") can be read there too. One that was withdrawn can be read by staff only.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "concept"
        ADOPTED = "adopted", "vastgesteld"

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="editions", verbose_name="meet-up")
    number = models.PositiveSmallIntegerField("versie")
    state = models.CharField("stand", max_length=10, choices=State)
    token = models.CharField("sleutel", max_length=32, unique=True, default=new_token)
    content = models.JSONField("inhoud")
    note = models.CharField("wat er anders is", max_length=500, blank=True, default="")
    closes_on = models.DateField("reageren tot en met", null=True, blank=True)
    published_at = models.DateTimeField("gepubliceerd om")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name="gepubliceerd door",
    )
    is_withdrawn = models.BooleanField("ingetrokken", default=False)

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"
        ordering = ["meetup", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meetup", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(state="adopted", closes_on__isnull=True) | Q(state="draft"),
                name="adopted_edition_takes_no_comments",
            ),
        ]

    def __str__(self) -> str:
        return f"versie {self.number} ({self.get_state_display()})"


class Comment(models.Model):
    """What a reader says of one line of a concept, or of the whole of it, and what staff did with it.

    `key` is made by the page, so that sending twice stores once. `number` is what the line was called then.
    """

    class Outcome(models.TextChoices):
        OPEN = "", "nog te verwerken"
        TAKEN_OVER = "taken_over", "overgenomen"
        PARTLY = "partly", "deels overgenomen"
        NOT_TAKEN_OVER = "not_taken_over", "niet overgenomen"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="comments", verbose_name="versie")
    key = models.UUIDField("kenmerk", default=uuid.uuid4)
    question = models.ForeignKey(
        KnowledgeQuestion,
        on_delete=models.SET_NULL,
        related_name="comments",
        null=True,
        blank=True,
        verbose_name="kennisvraag",
    )
    activity = models.ForeignKey(
        Activity,
        on_delete=models.SET_NULL,
        related_name="comments",
        null=True,
        blank=True,
        verbose_name="activiteit",
    )
    number = models.CharField("nummer", max_length=10, blank=True, default="")
    text = models.TextField("reactie", max_length=2000)
    on_behalf_of = models.CharField("namens", max_length=120, blank=True, default="")
    at = models.DateTimeField("gegeven om")
    outcome = models.CharField("verwerking", max_length=15, choices=Outcome, blank=True, default="")
    reply = models.CharField("antwoord", max_length=1000, blank=True, default="")

    class Meta:
        verbose_name = "reactie"
        verbose_name_plural = "reacties"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="comment_key_once"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
        ]

    def __str__(self) -> str:
        return f"reactie op {self.number or 'het geheel'}"


class Clearance(models.Model):
    """Words that looked like personal data, and of which a person said that they may be published."""

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="clearances", verbose_name="meet-up")
    words = models.CharField("woorden", max_length=200)

    class Meta:
        verbose_name = "vrijgave"
        verbose_name_plural = "vrijgaven"
        constraints = [models.UniqueConstraint(fields=["meetup", "words"], name="cleared_once")]

    def __str__(self) -> str:
        return self.words


class HouseStyle(models.Model):
    """A document of the organisation, in whose styles files of one kind are laid out instead of in ours."""

    suffix = models.CharField("soort bestand", max_length=5, unique=True)
    name = models.CharField("naam van het bestand", max_length=200)
    content = models.BinaryField("inhoud")
    replaced_at = models.DateTimeField("vervangen om", auto_now=True)

    class Meta:
        verbose_name = "huisstijl"
        verbose_name_plural = "huisstijlen"

    def __str__(self) -> str:
        return self.name
