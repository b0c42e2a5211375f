"""What a participant's phone sends. All six writes are checked, done and answered in the same way.

The outbox asks for JSON, and takes the fast lane; a form without JavaScript comes here as any other form does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sessions import participation, voting
from sessions.choosing import Refused
from sessions.models import Participant
from sessions.once import KeyReused, NotFound, Outcome, RoundClosed, UnknownParticipant
from sessions.participation import Stale
from sessions.refusals import Refusal
from sessions.web.forms import AnswerForm, ChoiceForm, DoneForm, RevisionForm, SupportForm, WithdrawalForm
from sessions.web.phone import phone_page
from sessions.web.phone_access import View, for_participant
from sessions.web.replies import wants_json

# What the protocol calls a thing, and what the domain calls its id.
ARGUMENTS = {"round": "round_id", "answer": "answer_id", "label": "option_id", "option": "option_id"}
RECEIVED = {
    "accepted": "Opgeslagen.",
    "duplicate": "Opgeslagen.",
    "late": "Uw antwoord kwam na de sluiting. Het ligt bij de gespreksleider.",
}


@dataclass(frozen=True)
class Action:
    """One thing a phone can send: the form that checks it, and what does it."""

    form: type[Form]
    act: Callable[..., Outcome]


ACTIONS = {
    "antwoord": Action(AnswerForm, participation.submit_answer),
    "wijzigen": Action(RevisionForm, participation.revise_answer),
    "intrekken": Action(WithdrawalForm, participation.withdraw_answer),
    "steun": Action(SupportForm, voting.support_answer),
    "keuze": Action(ChoiceForm, voting.choose),
    "klaar": Action(DoneForm, voting.say_done),
}


@dataclass(frozen=True)
class Reply:
    """How a write ended, as docs/protocol.md says it, and `words` for who has no JavaScript."""

    body: dict[str, object]
    status: int = 200
    words: str = ""

    def as_json(self) -> JsonResponse:
        """Return what a program gets."""
        return JsonResponse(self.body, status=self.status)


def arguments_of(form: Form) -> dict[str, object]:
    """Return what a valid form gives to the write it asks for."""
    return {ARGUMENTS.get(name, name): value for name, value in form.cleaned_data.items()}


def accepted(outcome: Outcome) -> Reply:
    """Return the reply to a write that was stored."""
    body = {"status": outcome.status, "id": outcome.id, "rev": outcome.rev, "seq": outcome.seq}
    return Reply(body, 202 if outcome.status == "late" else 200, RECEIVED[outcome.status])


def refused(refusal: Refusal, form: Form) -> Reply:
    """Return the reply to a write that was refused for good."""
    match refusal:
        case UnknownParticipant():
            return Reply({"status": "unknown"}, 401)
        case NotFound():
            return Reply({"status": "not_found"}, 404, "Dit onderdeel is er niet meer.")
        case RoundClosed():
            return Reply({"status": "closed"}, 409, "Deze vraag is gesloten.")
        case Stale(answer=answer):
            body = {"status": "stale", "text": answer.text, "rev": answer.rev}
            return Reply(body, 409, "Dit antwoord is ondertussen veranderd.")
        case KeyReused():
            form.add_error("key", "Deze sleutel is al gebruikt.")
        case Refused():
            form.add_error("value", str(refusal))
    return invalid(form)


def invalid(form: Form) -> Reply:
    """Return the reply to a form that is not valid."""
    return Reply({"status": "invalid", "errors": form.errors}, 422)


def _reply(action: Action, form: Form, participant: Participant) -> Reply:
    """Check a form, do what it asks, and return how that ended."""
    if not form.is_valid():
        return invalid(form)
    try:
        return accepted(action.act(participant=participant, **arguments_of(form)))
    except Refusal as refusal:
        return refused(refusal, form)


def _view(action: Action) -> View:
    """Return the view that takes a form and does what it asks."""

    @require_POST
    @for_participant
    def write(request: HttpRequest, participant: Participant) -> HttpResponse:
        form = action.form(request.POST)
        reply = _reply(action, form, participant)
        if wants_json(request):
            return reply.as_json()
        if reply.status < 300:
            messages.success(request, reply.words)
            response = redirect("phone", code=participant.live_session.code)
            response.status_code = 303
            return response
        if reply.words:
            messages.error(request, reply.words)
        return phone_page(request, participant, form, status=reply.status)

    return write


views = {word: _view(action) for word, action in ACTIONS.items()}
