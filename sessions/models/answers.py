"""What participants give: answers, support for each other's answers, and choices."""

import uuid

from django.db import models
from django.db.models import Q

from sessions.models.agenda import Cluster
from sessions.models.meetup import Option, Round
from sessions.models.people import Participant

ANSWER_MAX_LENGTH = 500


def answer_code(round_: Round, number: int) -> str:
    """Return the code of an answer, as E1-034: letter of the place, number of the theme, serial number."""
    theme = round_.step.theme
    return f"{round_.live_session.letter}{theme.number if theme else 0}-{number:03d}"


class Answer(models.Model):
    """What one person typed under one question. Only its author edits it, and moderation never deletes it."""

    class State(models.TextChoices):
        NEW = "new", "nieuw"
        VISIBLE = "visible", "zichtbaar"
        HIDDEN = "hidden", "verborgen"
        WITHDRAWN = "withdrawn", "ingetrokken"
        LATE = "late", "na sluiting of in de pauze"
        ERASED = "erased", "gewist"

    class HiddenReason(models.TextChoices):
        """Why a facilitator took an answer off the board."""

        DUPLICATE = "duplicate", "dubbel"
        OFF_TOPIC = "off_topic", "niet ter zake"
        INDECENT = "indecent", "onfatsoenlijk"
        PERSONAL = "personal", "persoonsgegevens"
        OTHER = "other", "anders"

    class Source(models.TextChoices):
        """How it came in; what did not come from a phone was typed at the desk."""

        PHONE = "phone", "telefoon"
        PAPER = "paper", "papier"
        MICROPHONE = "microphone", "microfoon"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers", verbose_name="ronde")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="answers", verbose_name="deelnemer"
    )
    option = models.ForeignKey(
        Option, on_delete=models.PROTECT, related_name="answers", null=True, blank=True, verbose_name="label"
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.SET_NULL,
        related_name="answers",
        null=True,
        blank=True,
        verbose_name="groep",
    )
    # The same on every laptop, where the number of the row is not.
    key = models.UUIDField("kenmerk", default=uuid.uuid4, editable=False)
    code = models.CharField("code", max_length=12)
    text = models.CharField("antwoord", max_length=ANSWER_MAX_LENGTH, blank=True)
    state = models.CharField("stand", max_length=10, choices=State, default=State.VISIBLE)
    hidden_reason = models.CharField(
        "reden van verbergen", max_length=10, choices=HiddenReason, blank=True, default=""
    )
    is_highlighted = models.BooleanField("uitgelicht", default=False)
    source = models.CharField("bron", max_length=10, choices=Source, default=Source.PHONE)
    heads = models.PositiveSmallIntegerField("aantal mensen", default=1)
    rev = models.PositiveIntegerField("versie", default=1)
    created_seq = models.PositiveBigIntegerField("gemaakt bij", editable=False)
    changed_seq = models.PositiveBigIntegerField("veranderd bij", editable=False)
    created_at = models.DateTimeField("gegeven om", editable=False)

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["created_seq"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="answer_code_once"),
            models.CheckConstraint(condition=~Q(text="") | Q(state="erased"), name="answer_has_text"),
        ]
        indexes = [models.Index(fields=["round", "state", "created_seq"])]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"

    @property
    def standing(self) -> str:
        """Return the state in Dutch words, with the reason why it is hidden if one was given."""
        words = self.get_state_display()
        return f"{words}: {self.get_hidden_reason_display()}" if self.hidden_reason else words

    @property
    def origin(self) -> str:
        """Return how the answer came in and from how many people, "" when one person sent it from his phone."""
        if self.source == self.Source.PHONE:
            return ""
        return f"{self.get_source_display()}, {self.heads} {'persoon' if self.heads == 1 else 'mensen'}"


class Support(models.Model):
    """ "Dit vind ik ook": one person's support for somebody else's answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="supports", verbose_name="antwoord")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="supports", verbose_name="deelnemer"
    )

    class Meta:
        verbose_name = "steun"
        verbose_name_plural = "steun"
        constraints = [models.UniqueConstraint(fields=["answer", "participant"], name="support_once")]

    def __str__(self) -> str:
        return f"steun voor {self.answer.code}"


class Choice(models.Model):
    """What one person chose: 1 for a tick, 1 to 5 on a scale, a number of dots. Nothing chosen is no row."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="choices", verbose_name="ronde")
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="choices", verbose_name="keuze")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="choices", verbose_name="deelnemer"
    )
    value = models.PositiveSmallIntegerField("waarde")

    class Meta:
        verbose_name = "keuze van een deelnemer"
        verbose_name_plural = "keuzes van deelnemers"
        constraints = [
            models.UniqueConstraint(fields=["round", "option", "participant"], name="choice_once"),
            models.CheckConstraint(condition=Q(value__gte=1), name="choice_has_value"),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.value}"


class Done(models.Model):
    """Somebody said to be ready with a round. An answer of the same person that came after it takes it back."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="done", verbose_name="ronde")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="done", verbose_name="deelnemer"
    )
    seq = models.PositiveBigIntegerField("volgnummer")

    class Meta:
        verbose_name = "klaar"
        verbose_name_plural = "klaar"
        constraints = [models.UniqueConstraint(fields=["round", "participant"], name="done_once")]

    def __str__(self) -> str:
        return f"klaar met {self.round}"
