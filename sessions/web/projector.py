"""What a projector asks for. Its address is unguessable and needs no login: the room sees it anyway."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sessions.facilitation import close_due_rounds
from sessions.live.regions import Audience, context_of, paint
from sessions.models import LiveSession
from sessions.qrcodes import qr_svg
from sessions.stage import stage_of
from sessions.web.access import meetups_of
from sessions.web.addresses import public_address
from sessions.web.replies import regions

View = Callable[..., HttpResponse]


def for_screen(view: View) -> View:
    """Give a view the LiveSession whose screen has the key in the address."""

    @wraps(view)
    def found(request: HttpRequest, key: str) -> HttpResponse:
        return view(request, get_object_or_404(LiveSession.objects.select_related("meetup"), screen_key=key))

    return found


@require_GET
@for_screen
def page(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """The projector of one place; opened by who leads the meet-up, a presenter's clicker works in it."""
    close_due_rounds(meetup_id=live_session.meetup_id)
    address = public_address(request)
    context = context_of(stage_of(live_session.pk), Audience.SCREEN)
    context |= {
        "short_address": address.partition("://")[2],
        "leads": meetups_of(request.user).filter(pk=live_session.meetup_id).exists(),
    }
    return render(request, "screen/screen.html", context)


@require_GET
@for_screen
def view(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """All regions of the projector again, for a screen that is behind."""
    close_due_rounds(meetup_id=live_session.meetup_id)
    stage = stage_of(live_session.pk)
    return regions(paint(stage, Audience.SCREEN), stage.seq, stage.epoch)


@require_GET
@for_screen
def qr(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """The QR code that brings a phone straight to this place."""
    join_url = public_address(request) + reverse("phone", kwargs={"code": live_session.code})
    return HttpResponse(qr_svg(join_url), content_type="image/svg+xml")
