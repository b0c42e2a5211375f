"""What a facilitator decides about all places of a meet-up, at the desk of one of them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sessions.models import LiveSession
from sessions.pacing import SWITCHES, say_ready
from sessions.seen import ChangedMeanwhile
from sessions.sharing import show_places
from sessions.web.access import for_live_session
from sessions.web.desk_replies import MOVED, act, done, refused
from sessions.web.forms import PaceForm, ReadyForm, ScopeForm
from sessions.web.replies import invalid


@require_POST
@for_live_session
def ready(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Say that this place is ready for the next step, or not after all."""
    form = ReadyForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    return act(request, live_session, lambda: say_ready(live_session=live_session, **form.cleaned_data))


@require_POST
@for_live_session
def switch(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Have the places go together or apart, and wait for each other or not."""
    form = PaceForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    turn = SWITCHES[form.cleaned_data.pop("switch")]
    return _decide(request, live_session, lambda: turn(meetup=live_session.meetup, **form.cleaned_data))


@require_POST
@for_live_session
def scope(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Choose whose answers the screen and the desk of this place show."""
    form = ScopeForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    return _decide(request, live_session, lambda: show_places(live_session=live_session, **form.cleaned_data))


def _decide(request: HttpRequest, live_session: LiveSession, decide: Callable[[], None]) -> HttpResponse:
    try:
        decide()
    except ChangedMeanwhile:
        return refused(request, live_session, {"status": "changed"}, MOVED)
    return done(request, live_session)
