"""The meet-up's memory of its own changes: a gapless row of events, and a receipt for each write of a phone."""

from django.conf import settings
from django.db import models

from sessions.models.meetup import LiveSession, Meetup
from sessions.models.people import Participant


class Event(models.Model):
    """One change, in one place or (without `live_session`) in all of them.

    It holds ids only, never text or names, so that erasing a person never touches it. `user` is who did it, when
    that was somebody with an account.
    """

    class Kind(models.TextChoices):
        ANSWER_SUBMITTED = "answer_submitted"
        ANSWER_REVISED = "answer_revised"
        ANSWER_WITHDRAWN = "answer_withdrawn"
        ANSWER_HIDDEN = "answer_hidden"
        ANSWER_RESTORED = "answer_restored"
        ANSWER_ADMITTED = "answer_admitted"
        ANSWER_HIGHLIGHTED = "answer_highlighted"
        ANSWER_REVERTED = "answer_reverted"
        SUPPORT_CHANGED = "support_changed"
        CHOICE_CHANGED = "choice_changed"
        DONE_CHANGED = "done_changed"
        STEP_CHANGED = "step_changed"
        ROUND_CHANGED = "round_changed"
        PROGRAMME_CHANGED = "programme_changed"
        OVERLAY_CHANGED = "overlay_changed"
        SPOTLIGHT_CHANGED = "spotlight_changed"
        OVERSIGHT_CHANGED = "oversight_changed"
        INTAKE_CHANGED = "intake_changed"
        MODERATION_UNDONE = "moderation_undone"
        GROUPING_CHANGED = "grouping_changed"
        GROUPING_UNDONE = "grouping_undone"
        CLUSTER_RENAMED = "cluster_renamed"
        BALLOT_CHANGED = "ballot_changed"
        MERGED = "merged"
        PACE_CHANGED = "pace_changed"
        SCOPE_CHANGED = "scope_changed"
        AGENDA_CHANGED = "agenda_changed"
        VERDICT_CHANGED = "verdict_changed"
        EDITION_CHANGED = "edition_changed"
        COMMENT_CHANGED = "comment_changed"
        COLOPHON_CHANGED = "colophon_changed"
        CLEARANCE_CHANGED = "clearance_changed"
        EARLIER_CHANGED = "earlier_changed"
        REHEARSAL_CHANGED = "rehearsal_changed"

    class Actor(models.TextChoices):
        PARTICIPANT = "participant", "deelnemer"
        FACILITATOR = "facilitator", "gespreksleider"
        STAFF = "staff", "medewerker"
        READER = "reader", "lezer"
        CLOCK = "clock", "klok"

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="events")
    live_session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="+", null=True)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    ref = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    actor = models.CharField(max_length=12, choices=Actor)
    # Written with every answer of a room, and never sought by: an index would only cost.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        ordering = ["meetup", "seq"]
        constraints = [models.UniqueConstraint(fields=["meetup", "seq"], name="event_seq_once")]

    def __str__(self) -> str:
        return f"{self.seq}: {self.kind} {self.ref}"


class Revision(models.Model):
    """What somebody with an account wrote, before and after an event, and why he did it.

    It stands beside the event, which holds ids only. `before` and `after` hold the fields that changed, by name.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="revision")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"

    def __str__(self) -> str:
        return f"wijziging {self.event_id}"


class Receipt(models.Model):
    """Proof that a phone's write was taken, so that the same key is never taken twice."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="receipts")
    key = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=10)
    ref = models.BigIntegerField()
    rev = models.PositiveIntegerField(default=1)
    seq = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "ontvangstbewijs"
        verbose_name_plural = "ontvangstbewijzen"
        constraints = [models.UniqueConstraint(fields=["participant", "key"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
