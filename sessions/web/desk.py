"""What a facilitator asks for and does at the desk of one place."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from sessions import facilitation
from sessions.controls import Action, controls_of
from sessions.facilitation import ROUND_ACTIONS, go_to_step
from sessions.live.regions import Audience, context_of
from sessions.lookahead import look_ahead
from sessions.models import LiveSession, Meetup, Option, Participant
from sessions.pacing import say_ready
from sessions.stage import counts_of, stage_of
from sessions.web.access import for_live_session, may_make_meetups, meetups_of
from sessions.web.addresses import public_address
from sessions.web.desk_replies import act, desk_regions
from sessions.web.forms import ClickForm, RoundForm, StepForm
from sessions.web.replies import invalid, option_as_json, round_as_json, step_as_json, wants_json


@require_GET
@ensure_csrf_cookie  # Django's own log-out view asks for a token
def meetup_list(request: HttpRequest) -> HttpResponse:
    """The meet-ups that this user may lead, with the way to each desk, screen and agenda."""
    if not request.user.is_authenticated:
        return redirect("login")
    simulated = Participant.objects.filter(live_session__meetup=OuterRef("pk"), is_rehearsal=True)
    found = meetups_of(request.user).annotate(has_rehearsed=Exists(simulated))
    meetups: list[Meetup] = list(found.prefetch_related("live_sessions"))
    return render(
        request, "desk/meetup_list.html", {"meetups": meetups, "may_make": may_make_meetups(request.user)}
    )


@require_GET
@for_live_session
def page(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """The desk of one place."""
    facilitation.close_due_rounds(meetup_id=live_session.meetup_id)
    context = context_of(stage_of(live_session.pk), Audience.DESK)
    return render(request, "desk/desk.html", context | {"address": public_address(request)})


@require_GET
@for_live_session
def view(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """The whole desk view: for a program as JSON, for the page as its regions."""
    facilitation.close_due_rounds(meetup_id=live_session.meetup_id)
    if wants_json(request):
        return JsonResponse(_as_json(live_session))
    return desk_regions(live_session)


@require_GET
@for_live_session
def ahead(request: HttpRequest, live_session: LiveSession, number: int) -> HttpResponse:
    """Another step of the programme beside the one the room is at: for the page alone, or on the whole desk."""
    facilitation.close_due_rounds(meetup_id=live_session.meetup_id)
    stage = stage_of(live_session.pk)
    found = look_ahead(stage, number)
    if found is None:
        raise Http404
    if request.htmx:
        return render(request, "desk/_ahead.html", {"stage": stage, "ahead": found})
    context = context_of(stage, Audience.DESK) | {"ahead": found, "address": public_address(request)}
    return render(request, "desk/desk.html", context)


@require_POST
@for_live_session
def step(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Go to another step."""
    form = StepForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    return act(request, live_session, lambda: go_to_step(live_session=live_session, **form.cleaned_data))


@require_POST
@for_live_session
def round_(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Open, close, reveal or conceal the current round."""
    form = RoundForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    action = form.cleaned_data["action"]
    arguments = {"live_session": live_session, "expect_rev": form.cleaned_data["expect_rev"]}
    if action == "open":
        arguments["seconds"] = form.cleaned_data["seconds"]
    return act(request, live_session, lambda: ROUND_ACTIONS[action](**arguments))


@require_POST
@for_live_session
def click(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Do what a press on a clicker means now: what the one key of the desk does, or go back a step."""
    form = ClickForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    controls = controls_of(stage_of(live_session.pk))
    action = controls.primary if form.cleaned_data["key"] == "verder" else controls.previous
    expect_rev = form.cleaned_data["expect_rev"]
    return act(request, live_session, lambda: _perform(action, live_session, expect_rev))


def _perform(action: Action | None, live_session: LiveSession, expect_rev: int) -> LiveSession:
    """Do what a button of the desk does; nothing at either end, and while other places are not ready."""
    if action is None:
        return live_session
    if action.url_name == "desk-step":
        return go_to_step(live_session=live_session, to=action.fields["to"], expect_rev=expect_rev)
    if action.url_name == "desk-ready":
        return say_ready(live_session=live_session, on=action.fields["on"] == "1", expect_rev=expect_rev)
    return ROUND_ACTIONS[action.fields["action"]](live_session=live_session, expect_rev=expect_rev)


def _as_json(live_session: LiveSession) -> dict[str, object]:
    stage = stage_of(live_session.pk)
    options: dict[int, list[dict[str, object]]] = {}
    for option in Option.objects.filter(step__meetup=live_session.meetup_id):
        options.setdefault(option.step_id, []).append(option_as_json(option))
    return {
        "seq": stage.seq,
        "epoch": stage.epoch,
        "rev": stage.live_session.rev,
        "current": stage.step.number,
        "participants": counts_of(stage.round).participants,
        "steps": [
            step_as_json(stop.step)
            | {
                "is_off": stop.step.is_off,
                "options": options.get(stop.step.pk, []),
                "round": round_as_json(stop.round),
            }
            for stop in stage.all_stops
        ],
    }
