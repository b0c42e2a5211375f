"""The agenda as files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from sessions import export
from sessions.models import Meetup
from sessions.web.access import for_meetup


@require_GET
@for_meetup
def download(request: HttpRequest, meetup: Meetup, suffix: str) -> HttpResponse:
    """The agenda as it is now, as a file."""
    if suffix not in export.FORMATS:
        raise Http404
    try:
        content = export.export(meetup, suffix)
    except export.ConversionFailed:
        messages.error(
            request, "Het bestand kon niet worden gemaakt. Probeer het nog eens, of kies een ander bestand."
        )
        return redirect("agenda", meetup=meetup.pk)
    name = export.file_name(meetup, suffix)
    return HttpResponse(
        content,
        content_type=export.FORMATS[suffix].content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
