"""The look of the files: which documents give it, and how to put those of the organisation in their place."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pmg_workshop.uploads import is_ticket_for, ticket_for
from sessions import house_styles, restyling
from sessions.export import FILES, ConversionFailed, fitness
from sessions.export.fitness import KINDS, Kind, Unfit
from sessions.export.sample import sample_file
from sessions.models import HouseStyle
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_organisers

TOO_LATE = "De pagina stond te lang open. Kies het bestand nog eens."
CHANGED_MEANWHILE = "Een collega heeft deze huisstijl net vervangen of weggehaald. Dit is de stand van nu."
NO_SAMPLE = "Het voorbeeld kon niet worden gemaakt. Probeer het nog eens."
CHOOSE = "Kies eerst een bestand."


class ReferenceForm(forms.Form):
    """A document in whose styles files of one kind are laid out from now on."""

    seen = forms.CharField(required=False)
    file = forms.FileField(
        max_length=200,
        error_messages={
            "required": CHOOSE,
            "invalid": CHOOSE,
            "missing": CHOOSE,
            "empty": "Dit bestand is leeg.",
            "max_length": "De naam van dit bestand is te lang. Kies een kortere naam.",
        },
    )

    def __init__(self, *args: object, suffix: str, **kwargs: object) -> None:
        super().__init__(*args, auto_id=f"{suffix}-%s", **kwargs)
        self._suffix = suffix

    def clean_file(self) -> tuple[str, bytes]:
        """Return the name and the content of a document that is fit for its kind of file."""
        file = self.cleaned_data["file"]
        content = file.read(fitness.MOST_BYTES + 1)
        try:
            fitness.check(self._suffix, content)
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from unfit
        return file.name, content


@dataclass(frozen=True)
class _Look:
    """What the page shows of one kind of file: the document of the organisation, if there is one, and the form."""

    kind: Kind
    style: HouseStyle | None
    seen: str
    ticket: str
    form: ReferenceForm


@require_GET
@for_organisers
def page(request: HttpRequest) -> HttpResponse:
    """Which documents give the files their look."""
    return _page(request)


@require_POST
@for_organisers
def upload(request: HttpRequest, suffix: str, ticket: str) -> HttpResponse:
    """Put a document of the organisation in the place of the present one."""
    kind = _kind(suffix)
    form = ReferenceForm(request.POST, request.FILES, suffix=suffix)
    if not is_ticket_for(ticket, suffix):
        form.add_error("file", TOO_LATE)
    if not form.is_valid():
        return _page(request, form=(suffix, form), status=422)
    name, content = form.cleaned_data["file"]
    try:
        restyling.replace_reference(suffix=suffix, name=name, content=content, seen=form.cleaned_data["seen"])
    except ChangedMeanwhile:
        form.add_error("file", CHANGED_MEANWHILE)
        return _page(request, form=(suffix, form), status=409)
    messages.success(request, f"Elke {kind.name} krijgt voortaan deze huisstijl.")
    return redirect("house-style")


@require_POST
@for_organisers
def take_off(request: HttpRequest, suffix: str) -> HttpResponse:
    """Go back to the look of the program."""
    kind = _kind(suffix)
    try:
        restyling.take_off_reference(suffix=suffix, seen=request.POST.get("seen", ""))
    except ChangedMeanwhile:
        return _page(request, notice=CHANGED_MEANWHILE, status=409)
    messages.success(request, f"Elke {kind.name} krijgt weer de stijl van het programma.")
    return redirect("house-style")


@require_GET
@for_organisers
def download(request: HttpRequest, suffix: str) -> HttpResponse:
    """The document that gives a kind of file its look now, to change and put back."""
    kind = _kind(suffix)
    own = house_styles.references().get(suffix)
    return _file(own or kind.ours.read_bytes(), suffix, "huisstijl")


@require_GET
@for_organisers
def sample(request: HttpRequest, suffix: str) -> HttpResponse:
    """A short agenda of made-up words in the present look."""
    _kind(suffix)
    try:
        return _file(sample_file(suffix, house_styles.references()), suffix, "voorbeeld")
    except ConversionFailed:
        messages.error(request, NO_SAMPLE)
        return redirect("house-style")


def _kind(suffix: str) -> Kind:
    if suffix not in KINDS:
        raise Http404
    return KINDS[suffix]


def _file(content: bytes, suffix: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=FILES[suffix].content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{suffix}"'},
    )


def _page(
    request: HttpRequest, *, form: tuple[str, ReferenceForm] | None = None, notice: str = "", status: int = 200
) -> HttpResponse:
    present = {style.suffix: style for style in HouseStyle.objects.defer("content")}
    forms_by_suffix = dict([form] if form else [])
    looks = [
        _Look(
            kind=kind,
            style=present.get(suffix),
            seen=house_styles.version_of(present.get(suffix)),
            ticket=ticket_for(suffix),
            form=forms_by_suffix.get(suffix) or ReferenceForm(None, suffix=suffix),
        )
        for suffix, kind in KINDS.items()
    ]
    return render(request, "house_style/page.html", {"looks": looks, "notice": notice}, status=status)
