"""What staff decided of each group and each loose answer, so that none is left behind unseen."""

from django.db import models
from django.db.models import Q

from sessions.models.agenda import Cluster, KnowledgeQuestion
from sessions.models.answers import Answer
from sessions.models.meetup import Meetup


class Verdict(models.Model):
    """What staff decided of one group, or of one answer that stands in none.

    `judged_seq` is the seq of the meet-up at which they saw it: what came into the group later was not judged.
    """

    class Outcome(models.TextChoices):
        """The states of the James Lind Alliance, as far as they do not follow from a kennisvraag.

        QUESTION says only that it was seen as part of a kennisvraag; the priority of that is the state. A verdict
        that was taken back is UNSEEN again.
        """

        UNSEEN = "", "nog niet bekeken"
        IN_SCOPE = "in_scope", "binnen scope"
        OUT_OF_SCOPE = "out_of_scope", "buiten scope"
        QUESTION = "question", "kennisvraag"
        DUPLICATE = "duplicate", "dubbel"
        ANSWERED = "answered", "al beantwoord"
        NOT_NOW = "not_now", "niet nu"

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="verdicts", verbose_name="meet-up")
    cluster = models.OneToOneField(
        Cluster, on_delete=models.CASCADE, related_name="verdict", null=True, blank=True, verbose_name="groep"
    )
    answer = models.OneToOneField(
        Answer, on_delete=models.CASCADE, related_name="verdict", null=True, blank=True, verbose_name="antwoord"
    )
    outcome = models.CharField("oordeel", max_length=12, choices=Outcome, blank=True, default="")
    reason = models.CharField("reden", max_length=300, blank=True, default="")
    reference = models.CharField(
        "waar het antwoord staat", max_length=500, blank=True, default="", help_text="Een publicatie of een adres."
    )
    question = models.ForeignKey(
        KnowledgeQuestion,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="dubbel met kennisvraag",
    )
    judged_seq = models.PositiveBigIntegerField("beoordeeld bij", editable=False)

    class Meta:
        verbose_name = "oordeel"
        verbose_name_plural = "oordelen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cluster__isnull=False, answer__isnull=True)
                | Q(cluster__isnull=True, answer__isnull=False),
                name="verdict_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster or self.answer}: {self.get_outcome_display()}"
