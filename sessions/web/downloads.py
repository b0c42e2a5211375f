"""The agenda as a document: to read and to print, and as files.

Each file has an address that only has it made, for a page that tells how far that is.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sessions import export
from sessions.export.reading import Reading
from sessions.models import Meetup
from sessions.web.access import for_meetup

FAILED = "Het bestand kon niet worden gemaakt. Probeer het nog eens, of kies een ander bestand."


@require_GET
@for_meetup
def reading(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The agenda as it is now, as a document to read on the screen and to print."""
    context = {
        "meetup": meetup,
        "reading": Reading.of(export.build(meetup)),
        "formats": export.FORMATS,
        "files": export.FILES,
    }
    return render(request, "agenda/reading.html", context)


@require_GET
@for_meetup
def download(request: HttpRequest, meetup: Meetup, suffix: str) -> HttpResponse:
    """The agenda as it is now, as a file."""
    if suffix not in export.FORMATS:
        raise Http404
    try:
        content = export.shelf.file(meetup, suffix)
    except export.ConversionFailed:
        messages.error(request, FAILED)
        return redirect("agenda", meetup=meetup.pk)
    name = export.file_name(meetup, suffix)
    return HttpResponse(
        content,
        content_type=export.FORMATS[suffix].content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
@for_meetup
def make(request: HttpRequest, meetup: Meetup, suffix: str) -> HttpResponse:
    """Have a file made that is fetched in a moment: 204 once it is there, 503 with the reason when it failed."""
    if suffix not in export.FILES:
        raise Http404
    try:
        export.shelf.file(meetup, suffix)
    except export.ConversionFailed:
        return HttpResponse(FAILED, status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)
