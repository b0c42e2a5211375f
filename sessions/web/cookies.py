"""How a phone is recognised: a signed cookie with the participant's random id. No login, no session row."""

from functools import cache
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from sessions.models import LiveSession, Participant

LIFETIME_SECONDS = 60 * 60 * 24 * 7


def remember(response: HttpResponse, participant: Participant) -> None:
    """Give a phone the cookie that makes it this participant."""
    live_session = participant.live_session
    response.set_cookie(
        _name(live_session),
        _signer(live_session).sign(str(participant.pk)),
        max_age=LIFETIME_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",  # Strict would be left out when a camera app opens the page
    )


def participant_id_of(request: HttpRequest, live_session: LiveSession) -> UUID | None:
    """Return the id that this phone was given in a place, or None when it has not joined there."""
    try:
        return UUID(_signer(live_session).unsign(request.COOKIES.get(_name(live_session), "")))
    except BadSignature:
        return None


def participant_of(request: HttpRequest, live_session: LiveSession) -> Participant | None:
    """Return who this phone is in a place, or None when nobody there has its id (any more)."""
    participant_id = participant_id_of(request, live_session)
    if participant_id is None:
        return None
    participant = Participant.objects.filter(pk=participant_id, live_session=live_session).first()
    if participant:
        participant.live_session = live_session
    return participant


def _name(live_session: LiveSession) -> str:
    return f"deelnemer-{live_session.code}"


def _signer(live_session: LiveSession) -> Signer:
    return _signer_of(live_session.pk)


@cache
def _signer_of(live_session_id: int) -> Signer:
    return Signer(salt=f"participant {live_session_id}")
