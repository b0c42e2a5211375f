"""Where a scribe types in what people without a phone wrote or said; often a second person, on a second laptop."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sessions import scribing
from sessions.models import Answer, LiveSession, Round, Step
from sessions.refusals import Refusal
from sessions.stage import options_of
from sessions.web.access import for_live_session
from sessions.web.forms import ScribeForm, new_key

GONE = "Deze vraag is er niet meer, of nog niet open. Kies hem opnieuw."
LAST = 5


@require_http_methods(["GET", "POST"])
@for_live_session
def page(request: HttpRequest, live_session: LiveSession) -> HttpResponse:
    """Type an answer under a question that was opened (`?vraag=`, the id of its round), and then the next one."""
    if request.method == "GET":
        first = {"source": request.GET.get("bron", Answer.Source.PAPER), "heads": 1, "key": new_key()}
        return _page(request, live_session, ScribeForm(initial=first), request.GET.get("vraag", ""))
    form = ScribeForm(request.POST)
    if not form.is_valid():
        return _page(request, live_session, form, request.POST.get("round", ""), status=422)
    given = form.cleaned_data
    try:
        outcome = scribing.note_answer(
            live_session=live_session,
            round_id=given["round"],
            key=given["key"],
            text=given["text"],
            source=Answer.Source(given["source"]),
            heads=given["heads"],
            option_id=given["label"],
        )
    except Refusal:
        form.add_error("round", GONE)
        return _page(request, live_session, form, request.POST["round"], status=409)
    messages.success(request, f"Opgeslagen als {Answer.objects.get(pk=outcome.id).code}.")
    again = urlencode({"vraag": given["round"], "bron": given["source"]})
    return HttpResponseRedirect(f"{reverse('desk-scribe', kwargs={'live': live_session.pk})}?{again}", status=303)


def _page(
    request: HttpRequest, live_session: LiveSession, form: ScribeForm, chosen: str, status: int = 200
) -> HttpResponse:
    rounds = list(questions_of(live_session))
    here = {str(round_.pk): round_ for round_ in rounds}
    now = next((round_ for round_ in rounds if round_.step_id == live_session.current_step_id), None)
    round_ = here.get(chosen) or now or (rounds[-1] if rounds else None)
    context = {
        "live_session": live_session,
        "form": form,
        "rounds": rounds,
        "round": round_,
        "options": options_of(round_.step) if round_ else [],
        "last": _last_typed(round_) if round_ else [],
    }
    return render(request, "desk/scribe.html", context, status=status)


def questions_of(live_session: LiveSession) -> QuerySet[Round]:
    """Return the rounds of a place in which people wrote or write, in the order of the programme."""
    return (
        live_session.rounds.filter(step__kind=Step.Kind.QUESTION)
        .exclude(state=Round.State.PREPARED)
        .select_related("step__theme")
        .order_by("step__number")
    )


def _last_typed(round_: Round) -> list[Answer]:
    return list(round_.answers.filter(participant__is_scribe=True).order_by("-created_seq")[:LAST])
