"""Taking over the desk on another laptop or a phone, with a PIN. Nothing is handed over by itself."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sessions.models import HandoverPin, LiveSession
from sessions.qrcodes import qr_data
from sessions.web import throttle
from sessions.web.access import for_live_session
from sessions.web.addresses import public_address
from sessions.web.forms import HandoverForm

GUESSES = "pins"
UNKNOWN = "Deze pincode is niet geldig. Hij werkt één keer, en tien minuten lang. Maak op de regie een nieuwe."
TOO_MANY = "Er zijn net veel verkeerde pincodes ingevuld. Wacht een minuut en probeer het opnieuw."


@require_http_methods(["GET", "POST"])
@for_live_session
def offer(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Show how to take over the desk of a place, and (after a post) a fresh PIN for it."""
    context: dict[str, object] = {"live_session": live_session, "address": public_address(request)}
    if request.method == "POST":
        pin = HandoverPin.make(live_session, request.user)
        link = f"{public_address(request)}{reverse('handover')}?code={live_session.code}#{pin}"
        context |= {"pin": f"{pin[:4]} {pin[4:]}", "qr": qr_data(link)}
    return render(request, "desk/handover.html", context)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Where somebody types the code of a place (`?code=`) and its PIN on another device, to go on at its desk."""
    if request.method == "GET":
        return _page(request, HandoverForm(initial={"code": request.GET.get("code", "")}))
    form = HandoverForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if throttle.guesses_too_much(request, GUESSES):
        form.add_error("pin", TOO_MANY)
        return _page(request, form, status=429)
    live_session = LiveSession.objects.filter(code=form.cleaned_data["code"]).first()
    user = HandoverPin.take(live_session, form.cleaned_data["pin"]) if live_session else None
    if user is None:
        throttle.count_wrong(request, GUESSES)
        form.add_error("pin", UNKNOWN)
        return _page(request, form, status=422)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("desk", live=live_session.pk)


def _page(request: HttpRequest, form: HandoverForm, status: int = 200) -> HttpResponse:
    response = render(request, "account/handover.html", {"form": form}, status=status)
    if status == 429:
        response["Retry-After"] = throttle.RETRY_SECONDS
    return response
