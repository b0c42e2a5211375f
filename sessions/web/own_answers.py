"""What became of one's own answers: for the phone that gave them, and for who has the personal code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sessions.models import LiveSession
from sessions.own_answers import own_answers_of
from sessions.recovery import personal_code, readable
from sessions.web.comeback import comeback_page
from sessions.web.cookies import participant_of
from sessions.web.forms import ComebackForm
from sessions.web.phone_access import for_place


@require_GET
@for_place
def page(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Every answer of this participant with what became of it; who is nobody here types his code first."""
    participant = participant_of(request, live_session)
    if participant is None:
        return comeback_page(request, live_session, ComebackForm(), looks=True)
    context = {
        "live_session": live_session,
        "own": own_answers_of(participant),
        "personal_code": readable(personal_code(participant.pk)),
    }
    return render(request, "phone/own_answers.html", context)
