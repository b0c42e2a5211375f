"""The pass of a rehearsal: how the server knows that whoever joins is simulated.

Only who holds the secret key of the data folder can make one. It is good for one meet-up, and for the rehearsal
that is on: a simulated person who comes too late is turned away, and can never be taken for a real one.
"""

from django.core.signing import Signer
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from sessions.models import Meetup


def pass_of(meetup: Meetup) -> str:
    """Return the pass of the rehearsal that is on in a meet-up. Raises ValueError when there is none."""
    if meetup.rehearses_until is None:
        raise ValueError(f"nobody rehearses {meetup}")
    return Signer(salt="rehearsal").signature(f"{meetup.pk} {meetup.rehearses_until.timestamp()}")


def is_valid(given: str, meetup_id: int) -> bool:
    """Tell whether this is the pass of a rehearsal that is on in this meet-up."""
    meetup = Meetup.objects.filter(pk=meetup_id, rehearses_until__gt=timezone.now()).first()
    return meetup is not None and constant_time_compare(given, pass_of(meetup))
