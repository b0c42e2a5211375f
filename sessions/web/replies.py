"""Replies that more than one kind of user gets: what a program reads, and what a page takes up."""

from django.forms import Form
from django.http import HttpRequest, JsonResponse

from sessions.models import Round, Step


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program asks, or a browser."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def step_as_json(step: Step) -> dict[str, object]:
    """Return a step as docs/protocol.md describes it; `theme` is its number, or null."""
    return {
        "number": step.number,
        "kind": step.kind,
        "title": step.title,
        "theme": step.theme.number if step.theme else None,
    }


def round_as_json(round_: Round) -> dict[str, object]:
    """Return a round as docs/protocol.md describes it; `ends_at` is a moment in ISO 8601, or null."""
    return {
        "id": round_.pk,
        "state": round_.state,
        "revealed": round_.revealed,
        "ends_at": round_.ends_at.isoformat() if round_.ends_at else None,
    }


def invalid(form: Form) -> JsonResponse:
    """Return what is wrong with a form, by field."""
    return JsonResponse({"status": "invalid", "errors": form.errors}, status=422)
