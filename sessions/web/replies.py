"""Replies that more than one kind of user gets: what a program reads, and what a page takes up."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse

from sessions.models import Option, Round, Step


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program asks, or a browser."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def step_as_json(step: Step) -> dict[str, object]:
    """Return a step as docs/protocol.md describes it; `theme` is its number, or null."""
    return {
        "number": step.number,
        "kind": step.kind,
        "choice_mode": step.choice_mode,
        "budget": step.budget if step.choice_mode == Step.ChoiceMode.DOTS else None,
        "title": step.title,
        "theme": step.theme.number if step.theme else None,
    }


def option_as_json(option: Option) -> dict[str, object]:
    """Return an option as docs/protocol.md describes it: a line of a ballot says for which group it is."""
    line = {"cluster": option.cluster_id, "joins": option.joins} if option.cluster_id else {}
    return {"id": option.pk, "text": option.text, **line}


def round_as_json(round_: Round) -> dict[str, object]:
    """Return a round as docs/protocol.md describes it; `ends_at` is a moment in ISO 8601, or null."""
    return {
        "id": round_.pk,
        "state": round_.state,
        "revealed": round_.revealed,
        "ends_at": round_.ends_at.isoformat() if round_.ends_at else None,
    }


def regions(content: str, seq: int, epoch: UUID, **headers: object) -> HttpResponse:
    """Return regions of a page as one reply, with what they show: the seq, and the epoch that it counts in."""
    return HttpResponse(content, headers={"PMG-Seq": str(seq), "PMG-Epoch": str(epoch), **headers})


def is_of_epoch(request: HttpRequest, epoch: UUID) -> bool:
    """Tell whether the `seq` in the address counts in this epoch; who names no epoch has not seen another."""
    return request.GET.get("epoch", str(epoch)) == str(epoch)


def invalid(form: Form) -> JsonResponse:
    """Return what is wrong with a form, by field."""
    return JsonResponse({"status": "invalid", "errors": form.errors}, status=422)
