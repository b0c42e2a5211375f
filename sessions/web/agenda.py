"""The agenda as staff see it: what the room gave, its knowledge questions, its work programme."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sessions.agenda import agenda_of
from sessions.live.regions import ANSWERS, CHOICES
from sessions.models import Event, Meetup
from sessions.oversight import MODERATION
from sessions.web.access import for_meetup
from sessions.web.agenda_replies import agenda_regions, context_of
from sessions.web.replies import is_of_epoch

# These come by the hundreds while a round is open. The agenda takes them up when the round changes.
OF_PHONES = (ANSWERS | CHOICES) - MODERATION


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The whole agenda as it is now, with the way to every file of it."""
    return render(request, "agenda/agenda.html", context_of(agenda_of(meetup)))


@require_GET
@for_meetup
def view(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The agenda again, or 304 when nothing happened since `seq` but what phones sent in."""
    seen = request.GET.get("seq", "")
    if seen.isdecimal() and is_of_epoch(request, meetup.epoch):
        since = Event.objects.filter(meetup=meetup, seq__gt=int(seen)).exclude(kind__in=OF_PHONES)
        if not since.exists():
            return HttpResponseNotModified()
    return agenda_regions(agenda_of(meetup))
