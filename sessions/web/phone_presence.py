"""What a phone tells of this moment, and nobody stores: that somebody is writing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from sessions.live.presence import writers
from sessions.models import LiveSession, Participant
from sessions.web.forms import WritingForm
from sessions.web.phone_access import for_participant
from sessions.web.replies import invalid


@require_POST
@for_participant
def view(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Take the word that somebody writes, as `noted` does."""
    return noted(request, participant.live_session, participant.pk)


def noted(request: HttpRequest, place: LiveSession, participant_id: UUID) -> HttpResponse:
    """Remember for a moment that somebody writes, or no longer does. Nothing is asked of the database."""
    form = WritingForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    writers.note(place.pk, participant_id, form.cleaned_data["round"], is_writing=form.cleaned_data["on"])
    return JsonResponse({"status": "noted"})
