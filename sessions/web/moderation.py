"""What a facilitator decides at the desk about answers and phones, and about what comes in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from sessions import intake, moderation, projection
from sessions.facilitation import Impossible
from sessions.models import Answer, LiveSession
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_live_session
from sessions.web.desk_replies import MOVED, done, refused
from sessions.web.forms_moderation import AdmitAllForm, AnswerActionForm, OversightForm, UndoForm
from sessions.web.replies import invalid

Given = dict[str, object]


def _hide(answer: Answer, given: Given) -> None:
    moderation.hide_answer(answer=answer, reason=given["reason"], seen_seq=given["seen_seq"])


def _restore(answer: Answer, given: Given) -> None:
    moderation.restore_answer(answer=answer, seen_seq=given["seen_seq"])


def _admit(answer: Answer, given: Given) -> None:
    moderation.admit_answer(answer=answer, seen_seq=given["seen_seq"])


def _highlight(answer: Answer, given: Given) -> None:
    moderation.highlight_answer(answer=answer, on=given["on"], seen_seq=given["seen_seq"])


def _show_large(answer: Answer, given: Given) -> None:
    projection.show_answer(answer=answer, on=given["on"], seen_seq=given["seen_seq"])


def _hide_phone(answer: Answer, given: Given) -> None:
    moderation.hide_all_of_phone(answer=answer)


def _mute_phone(answer: Answer, given: Given) -> None:
    moderation.mute_phone(answer=answer, on=given["on"])


# In Dutch, as in the address.
ANSWER_ACTIONS: dict[str, Callable[[Answer, Given], None]] = {
    "verbergen": _hide,
    "terugzetten": _restore,
    "toelaten": _admit,
    "uitlichten": _highlight,
    "groot": _show_large,
    "telefoon-verbergen": _hide_phone,
    "telefoon-dempen": _mute_phone,
}


@require_POST
@for_live_session
def answer(request: HttpRequest, live_session: LiveSession, answer: int, action: str) -> HttpResponse:
    """Decide about one answer, or about the phone that it came from."""
    answers = Answer.objects.select_related("round__live_session", "participant")
    chosen = get_object_or_404(answers, pk=answer, round__live_session=live_session)
    form = AnswerActionForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    return _do(request, live_session, lambda: ANSWER_ACTIONS[action](chosen, form.cleaned_data))


@require_POST
@for_live_session
def admit_all(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Let all answers of a round that were read, and wait for approval, onto the board."""
    form = AdmitAllForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    round_ = get_object_or_404(live_session.rounds.select_related("live_session"), pk=form.cleaned_data["round"])
    until = form.cleaned_data["until"]
    return _do(request, live_session, lambda: moderation.admit_all(round_=round_, until=until))


@require_POST
@for_live_session
def undo(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Undo the last decision about answers in this place."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    given = form.cleaned_data
    return _do(request, live_session, lambda: moderation.undo_action(live_session=live_session, **given))


@require_POST
@for_live_session
def oversight(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Switch whether what comes in waits for approval, at a step or in this place, or is kept out of the round."""
    form = OversightForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    on, seen_seq = form.cleaned_data["on"], form.cleaned_data["seen_seq"]
    match form.cleaned_data["switch"]:
        case "approve":
            step = get_object_or_404(live_session.meetup.steps, pk=form.cleaned_data["step"])
            return _do(request, live_session, lambda: intake.approve_first(step=step, on=on, seen_seq=seen_seq))
        case "hold":
            switch = intake.hold_new
        case "pause":
            switch = intake.pause
    return _do(request, live_session, lambda: switch(live_session=live_session, on=on, seen_seq=seen_seq))


def _do(request: HttpRequest, live_session: LiveSession, act: Callable[[], None]) -> HttpResponse:
    """Do something, or say that a colleague was first, or why it cannot be done."""
    try:
        act()
    except ChangedMeanwhile:
        return refused(request, live_session, {"status": "changed"}, MOVED)
    except Impossible as impossible:
        return refused(request, live_session, {"status": "impossible", "error": str(impossible)}, str(impossible))
    return done(request, live_session)
