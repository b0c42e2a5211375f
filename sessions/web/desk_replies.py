"""What every action at the desk of a place is answered with: the desk as it is now, and if need be a notice."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from sessions.facilitation import Impossible, MovedOn
from sessions.live.regions import Audience, Region, context_of, paint, render_region
from sessions.models import LiveSession
from sessions.stage import stage_of
from sessions.web.addresses import public_address
from sessions.web.replies import regions, wants_json

NOTICE = Region("melding", "desk/_notice.html", frozenset())
# A colleague may have been first, or the clock that closed the round.
MOVED = "Er was net iets veranderd. Dit is de stand van nu. Druk nog eens als u dat wilt."


def act(request: HttpRequest, live_session: LiveSession, move: Callable[[], LiveSession]) -> HttpResponse:
    """Make a move, or say that a colleague was first, or why it cannot be made."""
    try:
        live_session = move()
    except MovedOn as moved:
        reply = {
            "status": "moved",
            "rev": moved.live_session.rev,
            "current": moved.live_session.current_step.number,
        }
        return refused(request, moved.live_session, reply, MOVED)
    except Impossible as impossible:
        return refused(request, live_session, {"status": "impossible", "error": str(impossible)}, str(impossible))
    if wants_json(request):
        return JsonResponse({"rev": live_session.rev, "current": live_session.current_step.number})
    return done(request, live_session)


def done(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Return the desk as it is after an action: its regions, or without JavaScript the way back to it."""
    if request.htmx:
        return desk_regions(live_session)
    return redirect("desk", live=live_session.pk)


def refused(request: HttpRequest, live_session: LiveSession, reply: dict[str, object], text: str) -> HttpResponse:
    """Return the desk as it is now with a notice that says why nothing was done; to a program, `reply`."""
    if wants_json(request):
        return JsonResponse(reply, status=409)
    if request.htmx:
        return desk_regions(live_session, notice=text)
    context = context_of(stage_of(live_session.pk), Audience.DESK)
    context |= {"notice": text, "address": public_address(request)}
    return render(request, "desk/desk.html", context, status=409)


def desk_regions(live_session: LiveSession, notice: str = "") -> HttpResponse:
    """Return every region of the desk, with a notice or without the one before."""
    stage = stage_of(live_session.pk)
    content = paint(stage, Audience.DESK) + render_region(NOTICE, {"notice": notice})
    return regions(content, stage.seq, stage.epoch)
