"""Where a facilitator rehearses with simulated people, and clears what they gave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sessions import rehearsing
from sessions.facilitation import Impossible
from sessions.models import Meetup
from sessions.rehearsal import background
from sessions.rehearsed import rehearsal_of
from sessions.web.access import for_meetup
from sessions.web.rehearsal_forms import BeginForm, ClearForm

LOOPBACK = "127.0.0.1"


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """What rehearsing is, how far it is, and the way to begin, to end and to clear."""
    return _page(request, meetup, BeginForm())


@require_GET
@for_meetup
def view(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """How far the rehearsal is: the part of the page that changes by itself."""
    context = {"meetup": meetup, "rehearsed": rehearsal_of(meetup), "form": BeginForm()}
    return render(request, "desk/_rehearsal.html", context)


@require_POST
@for_meetup
def begin(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Let simulated people come in at every place of the meet-up, on this very server."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _page(request, meetup, form, status=422)
    asked = form.cleaned_data
    try:
        meetup = rehearsing.begin_rehearsal(
            meetup=meetup, minutes=asked["minutes"], beside_real=asked["beside_real"]
        )
    except Impossible as impossible:
        return _page(request, meetup, form, status=409, notice=str(impossible))
    background.start(meetup, _own_address(request), asked["phones"])
    return redirect("rehearsal", meetup=meetup.pk)


@require_POST
@for_meetup
def end(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Let the simulated people go; what they gave stays until it is cleared."""
    rehearsing.end_rehearsal(meetup=meetup)
    return redirect("rehearsal", meetup=meetup.pk)


@require_http_methods(["GET", "POST"])
@for_meetup
def clear(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Show exactly what goes and what stays, and (by a post) let it go."""
    if request.method == "GET":
        return _clear_page(request, meetup)
    form = ClearForm(request.POST)
    form.full_clean()
    try:
        gone = rehearsing.clear_rehearsal(meetup=meetup, to_start=form.cleaned_data["to_start"])
    except Impossible as impossible:
        return _clear_page(request, meetup, status=409, notice=str(impossible))
    messages.success(
        request, f"De repetitie is gewist: {gone.people} gespeelde deelnemers en {gone.answers} antwoorden."
    )
    return redirect("rehearsal", meetup=meetup.pk)


def _page(
    request: HttpRequest, meetup: Meetup, form: BeginForm, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {"meetup": meetup, "rehearsed": rehearsal_of(meetup), "form": form, "notice": notice}
    return render(request, "desk/rehearsal.html", context, status=status)


def _clear_page(request: HttpRequest, meetup: Meetup, status: int = 200, notice: str = "") -> HttpResponse:
    context = {"meetup": meetup, "rehearsed": rehearsal_of(meetup), "notice": notice}
    return render(request, "desk/rehearsal_clear.html", context, status=status)


def _own_address(request: HttpRequest) -> str:
    """Return where this process listens: the end of the connection that this request came by."""
    host = request.META["SERVER_NAME"]
    return f"http://{LOOPBACK if ':' in host else host}:{request.META['SERVER_PORT']}"
