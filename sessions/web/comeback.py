"""Coming back: somebody on another phone, or at another address of this server, becomes who he was."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sessions.models import LiveSession, Participant
from sessions.qrcodes import qr_svg
from sessions.recovery import participant_with, personal_code
from sessions.web import throttle
from sessions.web.addresses import public_address
from sessions.web.cookies import remember
from sessions.web.forms import ComebackForm
from sessions.web.phone_access import for_participant, for_place
from sessions.web.replies import invalid, wants_json

UNKNOWN = "Deze persoonlijke code kennen wij niet. Kijk nog eens goed."
LOOK = "mijn-antwoorden"  # what the button sends of who wants to see what became of his answers
TOO_MANY = "Er zijn net veel verkeerde codes ingevuld. Wacht een paar tellen en probeer het opnieuw."


@require_http_methods(["GET", "POST"])
@for_place
def page(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Where somebody types his personal code; the link for another phone carries it behind the `#`."""
    if request.method == "GET":
        return _page(request, live_session, ComebackForm())
    form = ComebackForm(request.POST)
    if not form.is_valid():
        return invalid(form) if wants_json(request) else _page(request, live_session, form, status=422)
    participant = participant_with(live_session, form.cleaned_data["code"])
    if participant is None:
        return _unknown(request, live_session, form)
    participant.live_session = live_session
    if wants_json(request):
        response: HttpResponse = JsonResponse({"participant": str(participant.pk)})
    else:
        response = redirect(_where(form), code=live_session.code)
        response.status_code = 303
    remember(response, participant)
    return response


@require_GET
@for_participant
def qr(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The QR code with which another phone becomes this participant."""
    return HttpResponse(qr_svg(public_address(request) + comeback_link(participant)), content_type="image/svg+xml")


def comeback_link(participant: Participant) -> str:
    """Return the path that brings this participant back. What stands behind `#` reaches no log and no server."""
    return (
        reverse("phone-comeback", kwargs={"code": participant.live_session.code})
        + "#"
        + personal_code(participant.pk)
    )


def _unknown(request: HttpRequest, live_session: LiveSession, form: ComebackForm) -> HttpResponse:
    too_many = throttle.count_wrong(request)
    form.add_error("code", TOO_MANY if too_many else UNKNOWN)
    status = 429 if too_many else 422
    if wants_json(request):
        response: HttpResponse = invalid(form)
        response.status_code = status
    else:
        response = _page(request, live_session, form, status)
    if too_many:
        response["Retry-After"] = throttle.RETRY_SECONDS
    return response


def _where(form: ComebackForm) -> str:
    """Return the name of the page to which somebody comes back: the one that he asked for."""
    return "phone-own-answers" if form.data.get("naar") == LOOK else "phone"


def comeback_page(
    request: HttpRequest, live_session: LiveSession, form: ComebackForm, *, looks: bool = False, status: int = 200
) -> HttpResponse:
    """Return the page that asks for a personal code; who only `looks` sees what became of his answers after it."""
    context = {"live_session": live_session, "form": form, "looks": looks, "look": LOOK}
    return render(request, "phone/comeback.html", context, status=status)


def _page(request: HttpRequest, live_session: LiveSession, form: ComebackForm, status: int = 200) -> HttpResponse:
    looks = _where(form) == "phone-own-answers"
    return comeback_page(request, live_session, form, looks=looks, status=status)
