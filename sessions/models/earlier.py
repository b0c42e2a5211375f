"""Agendas of earlier years, as far as this year's agenda looks back on them."""

from django.db import models
from django.db.models import Q

from sessions.models.agenda import KnowledgeQuestion
from sessions.models.meetup import Meetup


class EarlierAgenda(models.Model):
    """An agenda of an earlier year, taken in beside that of a meet-up; `digest` is of what it was read from."""

    meetup = models.ForeignKey(
        Meetup, on_delete=models.CASCADE, related_name="earlier_agendas", verbose_name="meet-up"
    )
    title = models.CharField("titel", max_length=200)
    year = models.PositiveSmallIntegerField("jaar")
    digest = models.CharField(max_length=64, editable=False)
    taken_in_at = models.DateTimeField("ingelezen om", auto_now_add=True)

    class Meta:
        verbose_name = "eerdere agenda"
        verbose_name_plural = "eerdere agenda's"
        ordering = ["-year", "pk"]
        constraints = [models.UniqueConstraint(fields=["meetup", "digest"], name="earlier_agenda_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


class EarlierQuestion(models.Model):
    """One line of an earlier agenda: what was carried out of it, and as which kennisvragen it comes back.

    `proposed` is what its own work programme says of that, and `ground` the activities it follows from; a person
    decides.
    """

    class Outcome(models.TextChoices):
        UNKNOWN = "", "nog te bepalen"
        DONE = "done", "uitgevoerd"
        RUNNING = "running", "loopt nog"
        NOT_DONE = "not_done", "niet uitgevoerd"

    agenda = models.ForeignKey(
        EarlierAgenda, on_delete=models.CASCADE, related_name="questions", verbose_name="eerdere agenda"
    )
    number = models.CharField("nummer", max_length=10, blank=True, default="")
    theme = models.CharField("thema", max_length=200, blank=True, default="")
    text = models.CharField("kennisvraag", max_length=300)
    form = models.CharField("vorm", max_length=100, blank=True, default="")
    lead = models.CharField("trekker", max_length=120, blank=True, default="")
    outcome = models.CharField("wat ervan kwam", max_length=10, choices=Outcome, blank=True, default="")
    proposed = models.CharField("voorstel", max_length=10, choices=Outcome, blank=True, default="", editable=False)
    ground = models.CharField("grond van het voorstel", max_length=300, blank=True, default="", editable=False)
    remark = models.CharField("toelichting", max_length=300, blank=True, default="")
    returns_as = models.ManyToManyField(
        KnowledgeQuestion, blank=True, related_name="earlier_questions", verbose_name="komt terug als"
    )

    class Meta:
        verbose_name = "eerdere kennisvraag"
        verbose_name_plural = "eerdere kennisvragen"
        ordering = ["agenda", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="earlier_question_has_text")]

    def __str__(self) -> str:
        return self.text

    @property
    def called(self) -> str:
        """Return the year and the number, as "2017 K2.1"; a line on paper may have no number."""
        return f"{self.agenda.year} {self.number}".strip()
