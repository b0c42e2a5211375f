"""Where a new meet-up is made, after a programme or after an earlier one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sessions.models import Meetup
from sessions.preparation import AlreadyThere, plan_meetup
from sessions.web.access import for_organisers, meetups_of
from sessions.web.meetup_forms import MeetupForm
from themes.models import Programme

ALREADY_THERE = "Er is al een meet-up met deze titel op deze dag. Kies een andere titel of een andere datum."


@require_http_methods(["GET", "POST"])
@for_organisers
def new(request: HttpRequest) -> HttpResponse:
    """Make a meet-up after what `?van=` names (`programma-1`, `meetup-3`), else after the first programme."""
    source = _source(request)
    form = MeetupForm(request.POST or None, source=source)
    if request.method == "GET":
        return _page(request, source, form)
    if not form.is_valid():
        return _page(request, source, form, status=422)
    try:
        meetup = plan_meetup(source=source, plan=form.plan, leader=request.user)
    except AlreadyThere:
        form.add_error("title", ALREADY_THERE)
        return _page(request, source, form, status=409)
    messages.success(request, "De meet-up is gemaakt. Pas hier het programma aan waar dat nodig is.")
    return HttpResponseRedirect(reverse("programme", kwargs={"meetup": meetup.pk}), status=303)


def _source(request: HttpRequest) -> Programme | Meetup:
    """Return what the address names; 404 for a meet-up that is not this user's, or when there is no programme."""
    kind, _, number = request.GET.get("van", "").partition("-")
    if not number.isdecimal():
        first = Programme.objects.first()
        if first is None:
            raise Http404
        return first
    if kind == "programma":
        return get_object_or_404(Programme, pk=number)
    return get_object_or_404(meetups_of(request.user), pk=number)


def _page(request: HttpRequest, source: Programme | Meetup, form: MeetupForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "source": source,
        "is_programme": isinstance(source, Programme),
        "programmes": Programme.objects.all(),
        "meetups": meetups_of(request.user),
    }
    return render(request, "programme/new_meetup.html", context, status=status)
