"""What a participant's phone sends. All five writes are checked, done and answered in the same way."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sessions import participation
from sessions.choosing import Refused
from sessions.models import Participant
from sessions.participation import KeyReused, NotFound, Outcome, RoundClosed, Stale
from sessions.web.forms import AnswerForm, ChoiceForm, RevisionForm, SupportForm, WithdrawalForm
from sessions.web.phone import phone_page
from sessions.web.phone_access import View, for_participant
from sessions.web.replies import invalid, wants_json

# What the protocol calls a thing, and what the domain calls its id.
ARGUMENTS = {"round": "round_id", "answer": "answer_id", "label": "option_id", "option": "option_id"}
RECEIVED = {
    "accepted": "Opgeslagen.",
    "duplicate": "Opgeslagen.",
    "late": "Uw antwoord kwam na de sluiting. Het ligt bij de gespreksleider.",
}


def _write(form_class: type[Form], act: Callable[..., Outcome]) -> View:
    """Return the view that takes a form and does what it asks."""

    @require_POST
    @for_participant
    def write(request: HttpRequest, participant: Participant) -> HttpResponse:
        return _answer(request, participant, form_class(request.POST), act)

    return write


answer = _write(AnswerForm, participation.submit_answer)
revise = _write(RevisionForm, participation.revise_answer)
withdraw = _write(WithdrawalForm, participation.withdraw_answer)
support = _write(SupportForm, participation.support_answer)
choose = _write(ChoiceForm, participation.choose)


def _arguments(form: Form) -> dict[str, object]:
    return {ARGUMENTS.get(name, name): value for name, value in form.cleaned_data.items()}


def _answer(
    request: HttpRequest, participant: Participant, form: Form, act: Callable[..., Outcome]
) -> HttpResponse:
    """Check a form, do what it asks, and answer as docs/protocol.md says."""
    if not form.is_valid():
        return invalid(form) if wants_json(request) else phone_page(request, participant, form, status=422)
    try:
        outcome = act(participant=participant, **_arguments(form))
    except NotFound:
        return _final(request, participant, form, {"status": "not_found"}, 404, "Dit onderdeel is er niet meer.")
    except RoundClosed:
        return _final(request, participant, form, {"status": "closed"}, 409, "Deze vraag is gesloten.")
    except Stale as stale:
        now = {"status": "stale", "text": stale.answer.text, "rev": stale.answer.rev}
        return _final(request, participant, form, now, 409, "Dit antwoord is ondertussen veranderd.")
    except (Refused, KeyReused) as refused:
        field = "value" if isinstance(refused, Refused) else "key"
        form.add_error(field, str(refused) or "Deze sleutel is al gebruikt.")
        return invalid(form) if wants_json(request) else phone_page(request, participant, form, status=422)
    if wants_json(request):
        reply = {"status": outcome.status, "id": outcome.id, "rev": outcome.rev, "seq": outcome.seq}
        return JsonResponse(reply, status=202 if outcome.status == "late" else 200)
    messages.success(request, RECEIVED[outcome.status])
    response = redirect("phone", code=participant.live_session.code)
    response.status_code = 303
    return response


def _final(
    request: HttpRequest, participant: Participant, form: Form, reply: dict[str, object], status: int, text: str
) -> HttpResponse:
    """Answer a write that can never succeed; without JavaScript the page says so and keeps what was typed."""
    if wants_json(request):
        return JsonResponse(reply, status=status)
    messages.error(request, text)
    return phone_page(request, participant, form, status=status)
