"""Who a phone is, and where: the guards of everything that participants open and send."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from sessions.models import LiveSession
from sessions.models.meetup import clean_code
from sessions.web import throttle
from sessions.web.cookies import participant_of
from sessions.web.replies import wants_json

View = Callable[..., HttpResponse]


def for_place(view: View) -> View:
    """Give a view the LiveSession that the code in its address names, or a page that helps."""

    @wraps(view)
    def found(request: HttpRequest, code: str) -> HttpResponse:
        live_session = (
            LiveSession.objects.select_related("meetup__programme").filter(code=clean_code(code)).first()
        )
        return view(request, live_session) if live_session else _unknown_code(request, code)

    return found


def for_participant(view: View) -> View:
    """Give a view the Participant that this phone is; a phone that has not joined is told so."""

    @wraps(view)
    @for_place
    def found(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
        participant = participant_of(request, live_session)
        if participant:
            return view(request, participant)
        if wants_json(request):
            return JsonResponse({"status": "unknown"}, status=401)
        return redirect("phone", code=live_session.code)

    return found


def _unknown_code(request: HttpRequest, code: str) -> HttpResponse:
    """Help somebody with a wrong code; many wrong ones from one address are slowed down, never locked out."""
    too_many = throttle.count_wrong(request)
    status = 429 if too_many else 404
    context = {"typed": clean_code(code)[:12], "too_many": too_many}
    response = render(request, "phone/unknown_code.html", context, status=status)
    if too_many:
        response["Retry-After"] = throttle.RETRY_SECONDS
    return response
