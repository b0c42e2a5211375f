"""Files of other laptops that wait for somebody to agree with what they add."""

from django.db import models

from sessions.models.meetup import Meetup


class WaitingParcel(models.Model):
    """The last file that was sent for a meet-up, until what it holds is taken over."""

    meetup = models.OneToOneField(Meetup, on_delete=models.CASCADE, related_name="waiting_parcel")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "bestand van een andere laptop"
        verbose_name_plural = "bestanden van andere laptops"

    def __str__(self) -> str:
        return f"bestand voor {self.meetup}"
