"""What a facilitator puts on the projector of one place, over the programme."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from sessions.models import LiveSession
from sessions.projection import show_overlay
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_live_session
from sessions.web.desk_replies import MOVED, done, refused
from sessions.web.forms import ShowForm
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
    if wants_json(request):
        return JsonResponse({"show": request.POST["show"]})
    return done(request, live_session)
