"""What a visitor gets when the program fails: try again when the storage has trouble, else an apology."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.defaults import server_error

from pmg_workshop import storage
from sessions.web.replies import wants_json

RETRY_AFTER_SECONDS = "2"


def failure(request: HttpRequest) -> HttpResponse:
    """Answer a request that raised: 503 when a later try may succeed, 500 for a mistake of the program.

    Django calls this while it handles the exception, wherever that was raised: in a view or in middleware.
    """
    if not storage.report(sys.exc_info()[1]):
        return server_error(request)
    if wants_json(request):
        response: HttpResponse = JsonResponse({"status": "unavailable"}, status=503)
    else:
        response = render(request, "503.html", {"typed": request.POST.get("text", "")}, status=503)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response
