"""What the pages of the agenda share: how a form is saved or shown again, and where it leads after that."""

from collections.abc import Callable

from django.forms import BoundField
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from sessions import export
from sessions.agenda_parts import Agenda
from sessions.models import Meetup
from sessions.seen import ChangedMeanwhile
from sessions.web.forms import SeenForm

CHANGED_MEANWHILE = (
    "Een collega heeft dit net gewijzigd. Uw versie staat hieronder en is nog niet opgeslagen. "
    "Sla opnieuw op als uw versie moet gelden."
)
NOT_DROPPED = "Er was net iets veranderd. Dit is de stand van nu. Doe het nog eens als dat nodig is."


def context_of(agenda: Agenda) -> dict[str, object]:
    """Return what every page of the agenda shows."""
    return {"agenda": agenda, "meetup": agenda.meetup, "formats": export.FORMATS, "files": export.FILES}


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


def ids_of(field: BoundField) -> set[int]:
    """Return the ids that are ticked, or were typed into the request."""
    return {int(value) for value in field.value() or [] if str(value).isdecimal()}


def to(name: str, meetup: Meetup, *, fragment: str = "", **kwargs: int) -> HttpResponseRedirect:
    """Return the way to a page of the agenda."""
    address = reverse(name, kwargs={"meetup": meetup.pk, **kwargs})
    return HttpResponseRedirect(f"{address}#{fragment}" if fragment else address, status=303)
