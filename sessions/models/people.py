"""Who takes part, and how a facilitator gets in."""

import hashlib
import secrets
import uuid

from django.conf import settings
from django.db import models

from sessions.models.meetup import LiveSession


class Participant(models.Model):
    """A person with a phone in one place. No name, no address: a signed cookie holds the id.

    The id is random, not a counter, so that a restored backup can never hand one person's id to another.
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
    is_rehearsal = models.BooleanField("van een repetitie", default=False)
    joined_at = models.DateTimeField("doet mee sinds", auto_now_add=True)

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        ordering = ["joined_at"]

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
