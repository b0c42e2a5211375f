"""What becomes of the answers: groups, knowledge questions and activities."""

from django.db import models
from django.db.models import Q

from sessions.models.meetup import Meetup, ThemeBlock


class Cluster(models.Model):
    """Answers that say the same, under one name. An emptied cluster is dissolved, never deleted."""

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="clusters", verbose_name="meet-up")
    theme = models.ForeignKey(
        ThemeBlock,
        on_delete=models.PROTECT,
        related_name="clusters",
        null=True,
        blank=True,
        verbose_name="thema",
    )
    name = models.CharField("naam", max_length=200)
    on_ballot = models.BooleanField("op de stemlijst", default=True)
    is_dissolved = models.BooleanField("opgeheven", default=False)

    class Meta:
        verbose_name = "groep"
        verbose_name_plural = "groepen"
        ordering = ["theme__number", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="cluster_has_name")]

    def __str__(self) -> str:
        return self.name


class Priority(models.TextChoices):
    """When the network takes something up. What is undecided is written down as a question, and no more."""

    UNDECIDED = "", "nog te bepalen"
    NOW = "now", "nu"
    LATER = "later", "later"
    NOT = "not", "niet"


class Pillar(models.TextChoices):
    """The column in which members of the network work on something, as the network names them."""

    UNKNOWN = "", "nog te bepalen"
    GOVERNANCE = "governance", "bestuur"
    FINANCE = "finance", "financiën"
    ECONOMY = "economy", "economie & fysieke leefomgeving"
    SOCIETY = "society", "samenleving"


class KnowledgeQuestion(models.Model):
    """One line of the kennisagenda, in the words of staff, with the way back to where it came from.

    Without a `position` it stands in the order of support, behind those that staff put in an order of their own.
    """

    class Kind(models.TextChoices):
        UNKNOWN = "", "nog te bepalen"
        LEARNING_QUESTION = "learning", "leervraag"
        KNOWLEDGE_NEED = "need", "kennisbehoefte"

    meetup = models.ForeignKey(
        Meetup, on_delete=models.CASCADE, related_name="knowledge_questions", verbose_name="meet-up"
    )
    theme = models.ForeignKey(
        ThemeBlock,
        on_delete=models.PROTECT,
        related_name="knowledge_questions",
        null=True,
        blank=True,
        verbose_name="thema",
    )
    text = models.CharField("kennisvraag", max_length=300)
    explanation = models.TextField("toelichting", blank=True)
    kind = models.CharField("soort", max_length=10, choices=Kind, blank=True, default="")
    form = models.ForeignKey(
        "themes.FormOfWork",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="vorm",
    )
    lead = models.CharField("trekker", max_length=120, blank=True)
    priority = models.CharField("prioriteit", max_length=5, choices=Priority, blank=True, default=Priority.NOW)
    reason = models.CharField("reden", max_length=300, blank=True)
    clusters = models.ManyToManyField(
        Cluster, blank=True, related_name="knowledge_questions", verbose_name="groepen"
    )
    answers = models.ManyToManyField(
        "Answer", blank=True, related_name="knowledge_questions", verbose_name="losse antwoorden"
    )
    tasks = models.ManyToManyField("Option", blank=True, related_name="+", verbose_name="opgaven")
    pillar = models.CharField("pijler", max_length=10, choices=Pillar, blank=True, default="")
    existing = models.TextField("wat is er al", blank=True, default="")
    product = models.CharField("gewenst product", max_length=200, blank=True, default="")
    partners = models.CharField("met wie", max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField("plaats in het thema", null=True, blank=True)
    is_dropped = models.BooleanField("vervallen", default=False)

    class Meta:
        verbose_name = "kennisvraag"
        verbose_name_plural = "kennisvragen"
        ordering = ["theme__number", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="knowledge_question_has_text")]

    def __str__(self) -> str:
        return self.text


class Activity(models.Model):
    """One row of the werkprogramma: who does what, in which form, and when.

    `seeking` and `offering` are names of municipalities and other organisations, `audience` holds values of
    Audience, and `quarter` is a year and a quarter, as in "2017-2".
    """

    class Audience(models.TextChoices):
        EXECUTIVES = "executives", "bestuurders"
        POLICY = "policy", "beleid"
        IMPLEMENTATION = "implementation", "uitvoering"
        COUNCIL = "council", "raad"

    class Status(models.TextChoices):
        IDEA = "idea", "idee"
        AGREED = "agreed", "afgesproken"
        RUNNING = "running", "loopt"
        DONE = "done", "klaar"

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="activities", verbose_name="meet-up")
    knowledge_questions = models.ManyToManyField(
        KnowledgeQuestion, related_name="activities", verbose_name="kennisvragen"
    )
    title = models.CharField("activiteit", max_length=300)
    form = models.ForeignKey(
        "themes.FormOfWork",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="vorm",
    )
    lead = models.CharField("trekker", max_length=120, blank=True)
    partners = models.CharField("partners", max_length=300, blank=True)
    planning = models.CharField("planning", max_length=120, blank=True, help_text="Bijvoorbeeld: 2e kwartaal 2017")
    first_step = models.CharField("eerste stap", max_length=300, blank=True)
    goal = models.TextField("doel", blank=True, default="")
    audience = models.JSONField("doelgroep", blank=True, default=list)
    contact = models.CharField("contactpersoon Platform31", max_length=120, blank=True, default="")
    quarter = models.CharField("kwartaal", max_length=6, blank=True, default="")
    seeking = models.JSONField("wie zoekt", blank=True, default=list)
    offering = models.JSONField("wie brengt iets in", blank=True, default=list)
    product = models.CharField("product", max_length=200, blank=True, default="")
    effort = models.CharField("inzet en kosten", max_length=300, blank=True, default="")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.IDEA)
    is_dropped = models.BooleanField("vervallen", default=False)

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="activity_has_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def audience_names(self) -> list[str]:
        """Return for whom it is, in words."""
        return [one.label for one in self.Audience if one in self.audience]
