"""What a participant's phone asks for and sends. Every view makes one call into the domain."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.cache import cache
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sessions import participation
from sessions.choosing import Refused
from sessions.live.frames import Audience, Region, context_of, paint, partial
from sessions.mine import Mine, mine_of
from sessions.models import LiveSession, Participant
from sessions.models.meetup import clean_code
from sessions.participation import KeyReused, NotFound, Outcome, RoundClosed, Stale
from sessions.stage import Stage, stage_of
from sessions.web.cookies import participant_of, remember
from sessions.web.forms import (
    AnswerForm,
    ChoiceForm,
    JoinForm,
    RevisionForm,
    SupportForm,
    WithdrawalForm,
    new_key,
)
from sessions.web.replies import round_as_json, step_as_json, wants_json
from themes.models import Municipality

WRONG_CODES_A_MINUTE = 60
MINE = Region("mijn", "phone/_mine.html", frozenset())
View = Callable[..., HttpResponse]


def for_place(view: View) -> View:
    """Give a view the LiveSession that the code in its address names, or a page that helps."""

    @wraps(view)
    def found(request: HttpRequest, code: str) -> HttpResponse:
        live_session = (
            LiveSession.objects.select_related("meetup__programme").filter(code=clean_code(code)).first()
        )
        return view(request, live_session) if live_session else _unknown_code(request, code)

    return found


def for_participant(view: View) -> View:
    """Give a view the Participant that this phone is; a phone that has not joined is told so."""

    @wraps(view)
    @for_place
    def found(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
        participant = participant_of(request, live_session)
        if participant:
            return view(request, participant)
        if wants_json(request):
            return JsonResponse({"status": "unknown"}, status=401)
        return redirect("phone", code=live_session.code)

    return found


@require_GET
@for_place
def page(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """The phone page; who has not joined is asked three things first, all of them optional."""
    participant = participant_of(request, live_session)
    if participant is None:
        return _join_page(request, live_session, JoinForm())
    return _phone_page(request, participant)


@require_POST
@for_place
def join(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Take part; a phone that already does stays who it is."""
    form = JoinForm(request.POST)
    if not form.is_valid():
        if wants_json(request):
            return _invalid(form)
        return _join_page(request, live_session, form, status=422)
    participant = participant_of(request, live_session) or participation.join(
        live_session=live_session, **form.cleaned_data
    )
    if wants_json(request):
        response: HttpResponse = JsonResponse({"participant": str(participant.pk)})
    else:
        response = redirect("phone", code=live_session.code)
        response.status_code = 303
    remember(response, participant)
    return response


@require_GET
@for_participant
def view(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The whole phone view with its seq, or 304 when nothing changed since `seq`."""
    stage = stage_of(participant.live_session_id)
    if request.GET.get("seq") == str(stage.seq):
        return HttpResponse(status=304)
    mine = mine_of(participant, stage.round)
    if wants_json(request):
        return JsonResponse(_as_json(stage, mine))
    content = paint(stage, Audience.PHONE) + partial(MINE, {"stage": stage, "mine": mine})
    headers = {"PMG-Seq": stage.seq, "PMG-Step": stage.step.number, "PMG-Round": stage.round.pk}
    return HttpResponse(content, headers=headers)


@require_GET
@for_participant
def own(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The personal part alone: own answers and choices in the current round."""
    stage = stage_of(participant.live_session_id)
    context = {"stage": stage, "mine": mine_of(participant, stage.round)}
    return HttpResponse(partial(MINE, context))


@require_POST
@for_participant
def answer(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Submit an answer."""
    form = AnswerForm(request.POST)
    return _write(
        request,
        participant,
        form,
        lambda data: participation.submit_answer(
            participant=participant,
            round_id=data["round"],
            key=data["key"],
            text=data["text"],
            option_id=data["label"],
        ),
    )


@require_POST
@for_participant
def revise(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Change one's own answer."""
    form = RevisionForm(request.POST)
    return _write(
        request,
        participant,
        form,
        lambda data: participation.revise_answer(
            participant=participant,
            answer_id=data["answer"],
            key=data["key"],
            base_rev=data["base_rev"],
            text=data["text"],
            option_id=data["label"],
        ),
    )


@require_POST
@for_participant
def withdraw(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Take one's own answer back."""
    form = WithdrawalForm(request.POST)
    return _write(
        request,
        participant,
        form,
        lambda data: participation.withdraw_answer(
            participant=participant, answer_id=data["answer"], key=data["key"], base_rev=data["base_rev"]
        ),
    )


@require_POST
@for_participant
def support(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Support somebody else's answer, or stop."""
    form = SupportForm(request.POST)
    return _write(
        request,
        participant,
        form,
        lambda data: participation.support_answer(
            participant=participant, answer_id=data["answer"], key=data["key"], on=data["on"]
        ),
    )


@require_POST
@for_participant
def choose(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Choose in a poll or on a ballot."""
    form = ChoiceForm(request.POST)
    return _write(
        request,
        participant,
        form,
        lambda data: participation.choose(
            participant=participant,
            round_id=data["round"],
            option_id=data["option"],
            key=data["key"],
            value=data["value"],
        ),
    )


def _write(
    request: HttpRequest, participant: Participant, form: Form, act: Callable[[dict], Outcome]
) -> HttpResponse:
    """Check a form, do what it asks, and answer as docs/protocol.md says."""
    if not form.is_valid():
        return _invalid(form) if wants_json(request) else _phone_page(request, participant, form, status=422)
    try:
        outcome = act(form.cleaned_data)
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
        return _invalid(form) if wants_json(request) else _phone_page(request, participant, form, status=422)
    if wants_json(request):
        reply = {"status": outcome.status, "id": outcome.id, "rev": outcome.rev, "seq": outcome.seq}
        return JsonResponse(reply, status=202 if outcome.status == "late" else 200)
    messages.success(request, RECEIVED[outcome.status])
    response = redirect("phone", code=participant.live_session.code)
    response.status_code = 303
    return response


RECEIVED = {
    "accepted": "Opgeslagen.",
    "duplicate": "Opgeslagen.",
    "late": "Uw antwoord kwam na de sluiting. Het ligt bij de gespreksleider.",
}


def _invalid(form: Form) -> JsonResponse:
    return JsonResponse({"status": "invalid", "errors": form.errors}, status=422)


def _final(
    request: HttpRequest, participant: Participant, form: Form, reply: dict[str, object], status: int, text: str
) -> HttpResponse:
    """Answer a write that can never succeed; without JavaScript the page says so and keeps what was typed."""
    if wants_json(request):
        return JsonResponse(reply, status=status)
    messages.error(request, text)
    return _phone_page(request, participant, form, status=status)


def _join_page(request: HttpRequest, live_session: LiveSession, form: JoinForm, status: int = 200) -> HttpResponse:
    municipalities = Municipality.objects.filter(current=True)
    names = (name.strip() for one in municipalities for name in [one.name, *one.other_names.split(",")])
    context = {
        "live_session": live_session,
        "form": form,
        "municipality_names": filter(None, names),
        "positions": live_session.meetup.programme.positions.all(),
        "roles": Participant.Role.choices[1:],
    }
    return render(request, "phone/join.html", context, status=status)


def _phone_page(
    request: HttpRequest, participant: Participant, form: Form | None = None, status: int = 200
) -> HttpResponse:
    stage = stage_of(participant.live_session_id)
    mine = mine_of(participant, stage.round)
    context = context_of(stage, Audience.PHONE) | {"mine": mine, "form": form, "key": new_key()}
    return render(request, "phone/phone.html", context | _typed(form, stage, mine), status=status)


def _typed(form: Form | None, stage: Stage, mine: Mine) -> dict[str, object]:
    """Return where a refused text stays: in the box it was typed in, or apart if that is no longer on the page."""
    if form is None:
        return {}
    if stage.round.is_open:
        if isinstance(form, AnswerForm) and form.data.get("round") == str(stage.round.pk):
            return {"answering": form}
        if isinstance(form, RevisionForm) and form.data.get("answer") in {str(own.pk) for own in mine.answers}:
            return {"revising": form}
    return {"leftover": form.data.get("text", "")}


def _unknown_code(request: HttpRequest, code: str) -> HttpResponse:
    """Help somebody with a wrong code; many wrong ones from one address are slowed down, never locked out."""
    counter = f"wrong-codes-{request.META.get('REMOTE_ADDR')}"
    wrong = cache.get(counter, 0) + 1
    cache.set(counter, wrong, timeout=60)
    too_many = wrong > WRONG_CODES_A_MINUTE
    status = 429 if too_many else 404
    context = {"typed": clean_code(code)[:12], "too_many": too_many}
    response = render(request, "phone/unknown_code.html", context, status=status)
    if too_many:
        response["Retry-After"] = "5"
    return response


def _as_json(stage: Stage, mine: Mine) -> dict[str, object]:
    return {
        "seq": stage.seq,
        "rev": stage.live_session.rev,
        "step": step_as_json(stage.step),
        "round": round_as_json(stage.round),
        "options": [{"id": option.pk, "text": option.text} for option in stage.options],
        "mine": [
            {
                "id": own_answer.pk,
                "text": own_answer.text,
                "label": own_answer.option_id,
                "state": own_answer.state,
                "rev": own_answer.rev,
            }
            for own_answer in mine.answers
        ],
        "choices": mine.choices,
        "supported": sorted(mine.supported),
    }
