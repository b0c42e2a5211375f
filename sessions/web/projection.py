"""What a facilitator puts on the projector of one place, over the programme."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sessions.facilitation import Impossible
from sessions.models import LiveSession
from sessions.projection import set_wifi, show_overlay
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_live_session
from sessions.web.desk_replies import MOVED, done, refused
from sessions.web.forms import ShowForm
from sessions.web.forms_wifi import WifiForm
from sessions.web.replies import invalid, wants_json


@require_POST
@for_live_session
def overlay(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Put something over the programme, or show the programme again."""
    form = ShowForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    shown, seen_seq = form.cleaned_data["show"], form.cleaned_data["seen_seq"]
    try:
        show_overlay(live_session=live_session, overlay=shown, seen_seq=seen_seq)
    except ChangedMeanwhile:
        return refused(request, live_session, {"status": "changed"}, MOVED)
    except Impossible as nothing:
        return refused(request, live_session, {"status": "impossible", "error": str(nothing)}, str(nothing))
    if wants_json(request):
        return JsonResponse({"show": request.POST["show"]})
    return done(request, live_session)


@require_http_methods(["GET", "POST"])
@for_live_session
def wifi(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Fill in the wifi of a place once, so that its projector can show it."""
    seen = {"seen_seq": live_session.meetup.seq}
    if request.method == "GET":
        filled_in = {"name": live_session.wifi_name, "password": live_session.wifi_password}
        return _wifi_page(request, live_session, WifiForm(initial=filled_in | seen))
    form = WifiForm(request.POST)
    if not form.is_valid():
        return _wifi_page(request, live_session, form, status=422)
    try:
        set_wifi(live_session=live_session, **form.cleaned_data)
    except ChangedMeanwhile:
        form = WifiForm(request.POST.dict() | seen)
        name = live_session.wifi_name or "geen wifi"
        form.add_error(
            None, f"Een collega heeft dit net veranderd in “{name}”. Bewaar nog eens als u dat niet wilt."
        )
        return _wifi_page(request, live_session, form, status=409)
    return HttpResponseRedirect(reverse("desk", kwargs={"live": live_session.pk}), status=303)


def _wifi_page(request: HttpRequest, live_session: LiveSession, form: WifiForm, status: int = 200) -> HttpResponse:
    return render(request, "desk/wifi.html", {"live_session": live_session, "form": form}, status=status)
