"""What a participant's phone asks for; what it sends is in phone_writes."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sessions import participation
from sessions.facilitation import close_due_rounds
from sessions.live.regions import Audience, Region, context_of, paint, render_region
from sessions.mine import Mine, mine_of
from sessions.models import LiveSession, Participant
from sessions.order import blocks_of
from sessions.recovery import personal_code, readable
from sessions.stage import Stage, stage_of
from sessions.web.cookies import participant_of, remember
from sessions.web.forms import AnswerForm, JoinForm, RevisionForm, new_key
from sessions.web.phone_access import for_participant, for_place
from sessions.web.replies import (
    invalid,
    is_of_epoch,
    option_as_json,
    regions,
    round_as_json,
    step_as_json,
    wants_json,
)
from themes.models import Municipality

MINE = Region("mijn", "phone/_mine.html", frozenset())


@require_GET
@for_place
def page(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """The phone page; who has not joined is asked three things first, all of them optional."""
    participant = participant_of(request, live_session)
    if participant is None:
        return join_page(request, live_session, JoinForm())
    close_due_rounds(meetup_id=live_session.meetup_id)
    return phone_page(request, participant)


@require_POST
@for_place
def join(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Take part; a phone that already does stays who it is."""
    form = JoinForm(request.POST, place=live_session)
    participant = joined(request, live_session, form)
    if participant:
        return welcome(request, participant)
    return invalid(form) if wants_json(request) else join_page(request, live_session, form, status=422)


def joined(request: HttpRequest, live_session: LiveSession, form: JoinForm) -> Participant | None:
    """Return who takes part from now on, or who this phone was already; None when the form is not valid."""
    if not form.is_valid():
        return None
    who = form.cleaned_data
    return participant_of(request, live_session) or participation.join(
        live_session=live_session,
        municipality=who["municipality"],
        position=who["position"],
        role=who["role"],
        is_rehearsal=who["rehearsal"],
    )


def welcome(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Return the reply to who takes part, with the cookie that he is known by."""
    if wants_json(request):
        response: HttpResponse = JsonResponse({"participant": str(participant.pk)})
    else:
        response = redirect("phone", code=participant.live_session.code)
        response.status_code = 303
    remember(response, participant)
    return response


@require_GET
@for_participant
def view(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The whole phone view with its seq, or 304 when nothing changed since `seq`."""
    close_due_rounds(meetup_id=participant.live_session.meetup_id)
    stage = stage_of(participant.live_session_id)
    if request.GET.get("seq") == str(stage.seq) and is_of_epoch(request, stage.epoch):
        return HttpResponse(status=304)
    mine = mine_of(participant, stage.round)
    if wants_json(request):
        return JsonResponse(_as_json(stage, mine))
    content = paint(stage, Audience.PHONE) + render_region(MINE, {"stage": stage, "mine": mine})
    headers = {"PMG-Step": stage.step.number, "PMG-Round": stage.round.pk}
    return regions(content, stage.seq, stage.epoch, **headers)


@require_GET
@for_participant
def own(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The personal part alone: own answers and choices in the current round."""
    stage = stage_of(participant.live_session_id)
    context = {"stage": stage, "mine": mine_of(participant, stage.round)}
    return HttpResponse(render_region(MINE, context))


def join_page(request: HttpRequest, live_session: LiveSession, form: JoinForm, status: int = 200) -> HttpResponse:
    """Return the page of who has not joined, with what he filled in."""
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


def phone_page(
    request: HttpRequest, participant: Participant, form: Form | None = None, status: int = 200
) -> HttpResponse:
    """Return the phone page as it is now, with a form that was refused in its place."""
    stage = stage_of(participant.live_session_id)
    mine = mine_of(participant, stage.round)
    return render_page(request, stage, mine, new_key(), readable(personal_code(participant.pk)), form, status)


def render_page(
    request: HttpRequest,
    stage: Stage,
    mine: Mine,
    key: str,
    code: str,
    form: Form | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Return the phone page of who gave `mine`, with the `key` of the next write and the personal code.

    `more` is what the templates get besides that.
    """
    context = context_of(stage, Audience.PHONE) | {"mine": mine, "form": form, "key": key, "personal_code": code}
    context |= {"seed": mine.seed} | more | _typed(form, stage, mine)
    return render(request, "phone/phone.html", context, status=status)


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


def _as_json(stage: Stage, mine: Mine) -> dict[str, object]:
    return {
        "seq": stage.seq,
        "epoch": stage.epoch,
        "rev": stage.live_session.rev,
        "step": step_as_json(stage.step),
        "round": round_as_json(stage.round),
        "seed": mine.seed,
        "options": [
            option_as_json(option)
            for block in blocks_of(stage.step, stage.options, mine.seed)
            for option in block.options
        ],
        "mine": [
            {
                "id": own_answer.pk,
                "text": own_answer.text,
                "label": own_answer.option_id,
                "state": own_answer.shown_state,
                "rev": own_answer.rev,
            }
            for own_answer in mine.answers
        ],
        "choices": mine.choices,
        "supported": sorted(mine.supported),
    }
