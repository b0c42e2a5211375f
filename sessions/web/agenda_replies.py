"""What the pages of the agenda share: how an action or a form is answered, and where it leads after that."""

from collections.abc import Callable

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from sessions import export
from sessions.agenda import agenda_of
from sessions.agenda_parts import Agenda
from sessions.live.regions import Region, render_region
from sessions.models import Meetup
from sessions.origins import names_municipalities
from sessions.seen import ChangedMeanwhile
from sessions.web.forms import SeenForm
from sessions.web.replies import regions

AGENDA = Region("agenda", "agenda/_agenda.html", frozenset())
NOTICE = Region("melding", "desk/_notice.html", frozenset())
CHANGED_MEANWHILE = (
    "Een collega heeft dit net gewijzigd. Uw versie staat hieronder en is nog niet opgeslagen. "
    "Sla opnieuw op als uw versie moet gelden."
)
NOT_DONE = "Er was net iets veranderd. Dit is de stand van nu. Doe het nog eens als dat nodig is."


def context_of(agenda: Agenda) -> dict[str, object]:
    """Return what every page of the agenda shows."""
    return {
        "agenda": agenda,
        "meetup": agenda.meetup,
        "formats": export.FORMATS,
        "files": export.FILES,
        "names_municipalities": names_municipalities(agenda.meetup),
    }


def agenda_regions(agenda: Agenda, notice: str | None = None) -> HttpResponse:
    """Return the agenda as a page takes it up; after an action with a notice, or without the one before."""
    context = context_of(agenda) | {"notice": notice}
    content = render_region(AGENDA, context)
    if notice is not None:
        content += render_region(NOTICE, context)
    return regions(content, agenda.seq, agenda.meetup.epoch)


def act(request: HttpRequest, meetup: Meetup, do: Callable[[], None], fragment: str) -> HttpResponse:
    """Do something from the page of the agenda, or say that a colleague was first; show it as it is now."""
    try:
        do()
    except ChangedMeanwhile:
        agenda = agenda_of(meetup)
        if request.htmx:
            return agenda_regions(agenda, NOT_DONE)
        return render(request, "agenda/agenda.html", context_of(agenda) | {"notice": NOT_DONE}, status=409)
    return agenda_regions(agenda_of(meetup), "") if request.htmx else to("agenda", meetup, fragment=fragment)


def save_form(
    form: SeenForm,
    save: Callable[[], HttpResponse],
    show_again: Callable[..., HttpResponse],
    changed_meanwhile: str = CHANGED_MEANWHILE,
) -> HttpResponse:
    """Save what a form holds, or show it again with what was typed and why it is not saved."""
    if not form.is_valid():
        return show_again(status=422)
    try:
        return save()
    except ChangedMeanwhile:
        return show_again(status=409, notice=changed_meanwhile)


def seq_of(form: SeenForm, agenda: Agenda, status: int) -> object:
    """Return the seq that the page of a form shows: who only has to mend a field has seen no more than before."""
    seen = form.data.get("seen_seq", form.initial.get("seen_seq"))
    return seen if str(seen).isdecimal() and status != 409 else agenda.seq


def ids_of(field: BoundField) -> set[int]:
    """Return the ids that are ticked, or were typed into the request."""
    return {int(value) for value in field.value() or [] if str(value).isdecimal()}


def to(name: str, meetup: Meetup, *, fragment: str = "", **kwargs: int) -> HttpResponseRedirect:
    """Return the way to a page of the agenda."""
    address = reverse(name, kwargs={"meetup": meetup.pk, **kwargs})
    return HttpResponseRedirect(f"{address}#{fragment}" if fragment else address, status=303)
