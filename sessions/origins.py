"""Whether the agenda of a meet-up tells which municipalities brought a knowledge question in.

Participants were told that their municipality is shown only where that was announced, so it is off by itself.
"""

from sessions.models import Colophon, Meetup


def names_municipalities(meetup: Meetup) -> bool:
    """Tell whether the agenda of a meet-up says which municipalities brought a question in."""
    return Colophon.objects.filter(meetup=meetup, names_municipalities=True).exists()
