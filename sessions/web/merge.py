"""The answers of another laptop: giving all to it in a file, and taking over what its file holds."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pmg_workshop.limits import Limits
from pmg_workshop.uploads import is_ticket_for, ticket_for
from sessions import merging, parcel
from sessions.merging import Gain
from sessions.models import Meetup, WaitingParcel
from sessions.parcel import BrokenParcel
from sessions.web.access import for_meetup

TOO_LATE = "De pagina stond te lang open. Kies het bestand nog eens."
GONE = "Een collega heeft dit net verwerkt, of een ander bestand gekozen. Dit is de stand van nu."


class ParcelForm(forms.Form):
    """The file that another laptop made."""

    file = forms.FileField(
        label="Bestand van de andere laptop",
        error_messages={
            "required": "Kies eerst het bestand.",
            "empty": "Dit bestand is leeg.",
            "invalid": "Kies eerst het bestand.",
            "missing": "Kies eerst het bestand.",
        },
    )


class TakeForm(forms.Form):
    """Which file is taken over: the one that the page told of."""

    digest = forms.RegexField(r"\A[0-9a-f]{64}\Z")


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """What can be given and taken, and what the file that waits would add."""
    return _page(request, meetup, ParcelForm())


@require_GET
@for_meetup
def download(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Everything of this meet-up as a file for another laptop."""
    made = parcel.parcel_of(meetup)
    name = f"overdracht-{made.made_at:%Y-%m-%d-%H%M}.json"
    return HttpResponse(
        parcel.write(made),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@for_meetup
def upload(request: HttpRequest, meetup: Meetup, ticket: str) -> HttpResponse:
    """Take in a file, and show what it would add."""
    form = ParcelForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            if not is_ticket_for(ticket, meetup.pk):
                raise BrokenParcel(TOO_LATE)
            merging.lay_ready(meetup=meetup, content=form.cleaned_data["file"].read(Limits.file_bytes))
        except BrokenParcel as broken:
            form.add_error("file", str(broken))
    if not form.is_valid():
        return _page(request, meetup, form, status=422)
    return redirect("merge", meetup=meetup.pk)


@require_POST
@for_meetup
def take(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Put what the waiting file holds with what is here."""
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _page(request, meetup, ParcelForm(), status=422)
    try:
        gains = merging.take_waiting(meetup=meetup, digest=form.cleaned_data["digest"])
    except BrokenParcel as broken:
        return _page(request, meetup, ParcelForm(), notice=str(broken), status=409)
    if gains is None:
        return _page(request, meetup, ParcelForm(), notice=GONE, status=409)
    answers = sum(gain.answers for gain in gains)
    messages.success(request, f"Gedaan: {answers} {'antwoord' if answers == 1 else 'antwoorden'} erbij.")
    return redirect("merge", meetup=meetup.pk)


def _page(
    request: HttpRequest, meetup: Meetup, form: ParcelForm, *, notice: str = "", status: int = 200
) -> HttpResponse:
    waiting = WaitingParcel.objects.filter(meetup=meetup).first()
    gains: list[Gain] = []
    separate = ""
    if waiting:
        try:
            given = parcel.read(bytes(waiting.content))
            separate = given.title if given.meetup != meetup.key else ""
            gains = merging.preview(meetup=meetup, parcel=given)
        except BrokenParcel as broken:
            notice = notice or str(broken)
    context = {
        "meetup": meetup,
        "form": form,
        "notice": notice,
        "waiting": waiting,
        "separate": separate,
        "gains": [gain for gain in gains if not gain.is_nothing],
        "ticket": ticket_for(meetup.pk),
    }
    return render(request, "desk/merge.html", context, status=status)
