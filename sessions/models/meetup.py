"""One day: the meet-up, its places, its programme, and how far each place has come."""

import datetime
import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# No vowels (no words by accident), no 0/O, 1/I/L or A: 28 signs that survive being read from the back row.
CODE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
# What a network can be called (IEEE 802.11: 32 bytes), and the longest password (63 signs, or a key of 64).
WIFI_NAME_LENGTH = 32
WIFI_PASSWORD_LENGTH = 64
# Answers sent just before the timer ran out may still be on their way.
GRACE = datetime.timedelta(seconds=15)


def new_code() -> str:
    """Return a fresh join code, 28^6 possibilities."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_screen_key() -> str:
    """Return an unguessable key of 128 bits, for an address that needs no login."""
    return secrets.token_urlsafe(16)


def clean_code(typed: str) -> str:
    """Return a typed join code the way it is stored: capitals, without spaces, dashes and dots."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


class Meetup(models.Model):
    """One day on which people of municipalities meet, in one or more places at once."""

    title = models.CharField("titel", max_length=200)
    subtitle = models.CharField("ondertitel", max_length=200, blank=True)
    goal = models.TextField("doel", blank=True)
    date = models.DateField("datum")
    programme = models.ForeignKey(
        "themes.Programme", on_delete=models.PROTECT, related_name="+", verbose_name="gemaakt van programma"
    )
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="meetups", verbose_name="gespreksleiders"
    )
    moves_together = models.BooleanField(
        "locaties gaan samen", default=False, help_text="Wat aan één regie gebeurt, gebeurt dan in elke locatie."
    )
    waits_for_all = models.BooleanField("volgende stap als alle locaties klaar zijn", default=False)
    key = models.UUIDField("kenmerk", default=uuid.uuid4, editable=False, help_text="Op elke laptop hetzelfde.")
    seq = models.PositiveBigIntegerField("volgnummer", default=0, editable=False)
    epoch = models.UUIDField("tijdperk", default=uuid.uuid4, editable=False)
    rehearses_until = models.DateTimeField("repeteert tot", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "meet-up"
        verbose_name_plural = "meet-ups"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return self.title


class ThemeBlock(models.Model):
    """A theme as this meet-up discusses it (in the deck: Discussieblok), its wording copied from the content."""

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="themes", verbose_name="meet-up")
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=200)
    short_title = models.CharField("korte titel", max_length=60)

    class Meta:
        verbose_name = "themablok"
        verbose_name_plural = "themablokken"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meetup", "number"], name="theme_block_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Step(models.Model):
    """One item of the programme. Its kind decides what phone, screen and desk show."""

    class Kind(models.TextChoices):
        SLIDE = "slide", "lezen"
        POLL = "poll", "kiezen"
        QUESTION = "question", "antwoorden"
        BALLOT = "ballot", "stemmen"

    class ChoiceMode(models.TextChoices):
        NONE = "", "geen"
        ONE = "one", "één keuze"
        SEVERAL = "several", "meer keuzes"
        SCALE = "scale", "schaal van 1 tot 5"
        DOTS = "dots", "stippen verdelen"
        FORM = "form", "vorm en meedoen"

    class Section(models.TextChoices):
        """Where in the agenda the yield of a step lands."""

        NONE = "", "nergens"
        POSITION = "position", "positie in de regio"
        STATEMENTS = "statements", "kracht en zwakte"
        BRIDGE = "bridge", "wat dit betekent"
        TRENDS = "trends", "trends"
        TASKS = "tasks", "opgaven"
        OPPORTUNITIES = "opportunities", "kansen, opgaven, uitdagingen en bedreigingen"
        KNOWLEDGE = "knowledge", "leervragen en kennisbehoeften"
        COOPERATION = "cooperation", "leren en oppakken"
        THEMES = "themes", "keuze van thema's"
        PRIORITIES = "priorities", "prioriteiten"
        FORMS = "forms", "vormen"

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="steps", verbose_name="meet-up")
    theme = models.ForeignKey(
        ThemeBlock,
        on_delete=models.CASCADE,
        related_name="steps",
        null=True,
        blank=True,
        verbose_name="thema",
    )
    number = models.PositiveSmallIntegerField("nummer")
    kind = models.CharField("soort", max_length=10, choices=Kind)
    choice_mode = models.CharField("manier van kiezen", max_length=10, choices=ChoiceMode, blank=True, default="")
    section = models.CharField("plaats in de agenda", max_length=15, choices=Section, blank=True, default="")
    title = models.CharField("titel", max_length=300)
    body = models.TextField("tekst", blank=True)
    instruction = models.CharField("uitleg op de telefoon", max_length=300, blank=True)
    criterion = models.CharField(
        "maatstaf",
        max_length=200,
        blank=True,
        default="",
        help_text="Waarop mensen hun stem bepalen. Staat bij de vraag op telefoon en scherm.",
    )
    notes = models.TextField("aantekeningen", blank=True, help_text="Alleen de gespreksleider ziet deze.")
    budget = models.PositiveSmallIntegerField("aantal stippen", default=3)
    minutes = models.PositiveSmallIntegerField("minuten", default=5)
    shows_directly = models.BooleanField(
        "direct zichtbaar", default=False, help_text="Anders ziet de zaal antwoorden pas na het onthullen."
    )
    second_round_of = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        related_name="second_round",
        null=True,
        blank=True,
        verbose_name="tweede ronde van",
    )
    is_off = models.BooleanField(
        "uitgezet", default=False, help_text="De dag slaat dit onderdeel over; wat erbij hoort, blijft bewaard."
    )

    approves_first = models.BooleanField(
        "eerst goedkeuren", default=False, help_text="Antwoorden komen pas op het bord als u ze goedkeurt."
    )

    class Meta:
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meetup", "number"], name="step_number_once"),
            models.CheckConstraint(
                condition=(
                    Q(kind="slide", choice_mode="")
                    | Q(kind="question", choice_mode="")
                    | Q(kind="poll", choice_mode__in=["one", "several", "scale", "dots"])
                    | Q(kind="ballot", choice_mode__in=["dots", "form"])
                ),
                name="step_choice_mode_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def marked_title(self) -> str:
        """Return the title, with "tweede ronde" behind it where it is one."""
        return f"{self.title} (tweede ronde)" if self.second_round_of_id else self.title


class Option(models.Model):
    """A thing to choose, or the label an answer can carry.

    On a poll: one line to choose. On a question: a label (kans, opgave …) or a sub-question. On a ballot:
    one cluster to vote on, with `form` set for "this cluster in that form", and `joins` for "onze gemeente
    doet mee".
    """

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="options", verbose_name="onderdeel")
    number = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("tekst", max_length=500)
    group = models.CharField("kopje", max_length=500, blank=True)
    cluster = models.ForeignKey(
        "Cluster",
        on_delete=models.CASCADE,
        related_name="options",
        null=True,
        blank=True,
        verbose_name="groep",
    )
    form = models.ForeignKey(
        "themes.FormOfWork",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="vorm",
    )
    joins = models.BooleanField("onze gemeente doet mee", default=False)
    theme = models.ForeignKey(
        ThemeBlock, on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="thema"
    )

    class Meta:
        verbose_name = "keuze"
        verbose_name_plural = "keuzes"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="option_number_once"),
            # Two rules, because NULLs differ from each other: a line with a form, and a line without.
            models.UniqueConstraint(
                fields=["step", "cluster", "form"],
                name="ballot_form_line_once",
                condition=Q(cluster__isnull=False, form__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["step", "cluster", "joins"],
                name="ballot_line_once",
                condition=Q(cluster__isnull=False, form__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LiveSession(models.Model):
    """One place of a meet-up on its day: a room with a code, a screen and a desk of its own.

    `overlay` is what its projector shows over the programme, and `spotlight` one answer that it shows large; the
    phones see neither. With `holds_new` each answer waits for approval, with `is_paused` it is kept as late. The
    wifi is that of the room, for guests: whoever sees the projector may have it.
    """

    class Overlay(models.TextChoices):
        NONE = "", "niets"
        DARK = "dark", "zwart"
        JOIN = "join", "meedoen"
        WIFI = "wifi", "wifi"
        WHO = "who", "wie er is"

    # What is shown for a while, until the room goes on; a dark screen stays dark.
    SHEETS = frozenset({Overlay.JOIN, Overlay.WIFI, Overlay.WHO})

    class Scope(models.TextChoices):
        """Of which places the screen and the desk show answers and results."""

        OWN = "own", "alleen deze locatie"
        MERGED = "merged", "alle locaties bij elkaar"
        BESIDE = "beside", "locaties naast elkaar"

    meetup = models.ForeignKey(
        Meetup, on_delete=models.CASCADE, related_name="live_sessions", verbose_name="meet-up"
    )
    place = models.CharField("locatie", max_length=100)
    letter = models.CharField("letter", max_length=1, help_text="Eerste letter van de codes van antwoorden.")
    code = models.CharField("code", max_length=CODE_LENGTH, unique=True, default=new_code)
    screen_key = models.CharField("sleutel van het scherm", max_length=32, unique=True, default=new_screen_key)
    current_step = models.ForeignKey(
        Step, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="huidig onderdeel"
    )
    scope = models.CharField("wat scherm en regie tonen", max_length=10, choices=Scope, default=Scope.OWN)
    is_ready_for_next = models.BooleanField("klaar voor de volgende stap", default=False, editable=False)
    step_since = models.DateTimeField("bij dit onderdeel sinds", null=True, blank=True, editable=False)
    day_since = models.DateTimeField("dag begonnen om", null=True, blank=True, editable=False)
    rev = models.PositiveIntegerField("versie", default=0, editable=False)
    overlay = models.CharField("over het scherm", max_length=10, choices=Overlay, blank=True, default=Overlay.NONE)
    spotlight = models.ForeignKey(
        "Answer", on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="groot in beeld"
    )
    holds_new = models.BooleanField("houdt nieuwe antwoorden vast", default=False)
    is_paused = models.BooleanField("even pauze", default=False)
    wifi_name = models.CharField("naam van de wifi", max_length=WIFI_NAME_LENGTH, blank=True, default="")
    wifi_password = models.CharField(
        "wachtwoord van de wifi", max_length=WIFI_PASSWORD_LENGTH, blank=True, default=""
    )
    last_answer_number = models.PositiveIntegerField("laatste antwoordnummer", default=0, editable=False)

    class Meta:
        verbose_name = "locatie"
        verbose_name_plural = "locaties"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meetup", "place"], name="place_once_a_meetup"),
            models.UniqueConstraint(fields=["meetup", "letter"], name="letter_once_a_meetup"),
        ]

    def __str__(self) -> str:
        return self.place


class Round(models.Model):
    """One place's run of one step: when it was open, and whether the room may see what came in."""

    class State(models.TextChoices):
        PREPARED = "prepared", "klaargezet"
        OPEN = "open", "open"
        CLOSED = "closed", "gesloten"

    live_session = models.ForeignKey(
        LiveSession, on_delete=models.CASCADE, related_name="rounds", verbose_name="locatie"
    )
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="rounds", verbose_name="onderdeel")
    state = models.CharField("stand", max_length=10, choices=State, default=State.PREPARED)
    revealed = models.BooleanField("onthuld", default=False)
    opened_at = models.DateTimeField("geopend om", null=True, blank=True)
    ends_at = models.DateTimeField("tijd tot", null=True, blank=True)
    closed_at = models.DateTimeField("gesloten om", null=True, blank=True)

    class Meta:
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        ordering = ["live_session", "step__number"]
        constraints = [
            models.UniqueConstraint(fields=["live_session", "step"], name="round_once_a_place"),
            models.CheckConstraint(
                condition=Q(state="prepared", opened_at__isnull=True) | Q(opened_at__isnull=False),
                name="round_opened_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="round_closes_after_opening",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], condition=Q(state="open"), name="round_open_ends_at")]

    def __str__(self) -> str:
        return f"{self.step} in {self.live_session}"

    @property
    def is_open(self) -> bool:
        """Tell whether the round takes answers and choices."""
        return self.state == self.State.OPEN
