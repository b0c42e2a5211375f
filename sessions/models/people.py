"""Who takes part, and how a facilitator gets in."""

import datetime
import hashlib
import secrets
import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sessions.models.meetup import LiveSession

SEED_BITS = 31


def new_seed() -> int:
    """Return a random number of 31 bits: from it follows in which order one phone shows what can be chosen."""
    return secrets.randbits(SEED_BITS)


class ParticipantQuerySet(models.QuerySet):
    """Participants, and those of them that are people with a phone."""

    def people(self) -> "ParticipantQuerySet":
        """Return these participants without the scribe of a place."""
        return self.filter(is_scribe=False)


class Participant(models.Model):
    """A person with a phone in one place. No name, no address: a signed cookie holds the id.

    The id is random, not a counter, so that a restored backup can never hand one person's id to another. Each
    place has one more, its scribe, who gives what is typed at the desk for people without a phone.
    """

    class Role(models.TextChoices):
        UNKNOWN = "", "Zeg ik liever niet"
        EXECUTIVE = "executive", "Burgemeester of wethouder"
        COUNCILLOR = "councillor", "Raadslid"
        POLICY = "policy", "Beleidsmedewerker of adviseur"
        MANAGEMENT = "management", "Gemeentesecretaris of manager"
        OTHER = "other", "Anders"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    live_session = models.ForeignKey(
        LiveSession, on_delete=models.CASCADE, related_name="participants", verbose_name="locatie"
    )
    municipality = models.ForeignKey(
        "themes.Municipality",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="gemeente",
    )
    position = models.ForeignKey(
        "themes.RegionPosition",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="positie in de regio",
    )
    role = models.CharField("rol", max_length=12, choices=Role, blank=True, default="")
    is_muted = models.BooleanField("gedempt", default=False)
    is_scribe = models.BooleanField("notulist", default=False)
    seed = models.PositiveIntegerField("volgorde van keuzes", default=new_seed, editable=False)
    is_merged = models.BooleanField("deed mee op een andere laptop", default=False, editable=False)
    is_rehearsal = models.BooleanField("van een repetitie", default=False)
    joined_at = models.DateTimeField("doet mee sinds", auto_now_add=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        ordering = ["joined_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["live_session"], condition=models.Q(is_scribe=True), name="scribe_once_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"deelnemer in {self.live_session}"


class LoginLink(models.Model):
    """A link that logs one user in, once. Only a hash is kept, so the database gives no access."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="login_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "inloglink"
        verbose_name_plural = "inloglinks"

    def __str__(self) -> str:
        return f"inloglink voor {self.user}"

    @classmethod
    def make(cls, user: models.Model) -> str:
        """Store a new link for this user and return its token (128 bits)."""
        token = secrets.token_urlsafe(16)
        cls.objects.create(user=user, token_hash=cls.hash_of(token))
        return token

    @staticmethod
    def hash_of(token: str) -> str:
        """Return what is stored of a token."""
        return hashlib.sha256(token.encode()).hexdigest()


class HandoverPin(models.Model):
    """A number that lets another device lead one place as the same user. It is short, so it works once, briefly.

    Only a hash is kept, made with the secret key of the program.
    """

    LIFETIME = datetime.timedelta(minutes=10)
    DIGITS = 8

    live_session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="handover_pins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    pin_hash = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pincode om over te nemen"
        verbose_name_plural = "pincodes om over te nemen"

    def __str__(self) -> str:
        return f"pincode voor {self.live_session}"

    @classmethod
    def make(cls, live_session: LiveSession, user: AbstractBaseUser) -> str:
        """Store a new PIN for a place, instead of the one before it, and return its digits."""
        pin = "".join(secrets.choice("0123456789") for _ in range(cls.DIGITS))
        cls.objects.filter(live_session=live_session).delete()
        cls.objects.create(live_session=live_session, user=user, pin_hash=cls.hash_of(pin))
        return pin

    @classmethod
    def take(cls, live_session: LiveSession, pin: str) -> AbstractBaseUser | None:
        """Use up the PIN of a place and return the user that it stands for; None when it is not valid."""
        valid = cls.objects.filter(
            live_session=live_session,
            pin_hash=cls.hash_of(pin),
            created_at__gt=timezone.now() - cls.LIFETIME,
        )
        found = valid.select_related("user").first()
        # Deleting is the check: of two devices that type it at once, one gets in.
        return found.user if found and valid.delete()[0] else None

    @staticmethod
    def hash_of(pin: str) -> str:
        """Return what is stored of a PIN."""
        return salted_hmac("sessions.handover", pin).hexdigest()
