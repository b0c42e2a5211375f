"""The history as staff see it, of a meet-up, a knowledge question or an answer, and what they do with it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_POST

from sessions import putting_back
from sessions.agenda import agenda_of
from sessions.chronicle import (
    Chronicle,
    chronicle_of,
    chronicle_of_answer,
    chronicle_of_question,
    entry_of,
    name_of,
    people_of,
)
from sessions.chronicle_deeds import TOPICS
from sessions.models import Answer, Event, KnowledgeQuestion, Meetup
from sessions.putting_back import PutBack
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.forms_chronicle import LookForm, PutBackForm, ReasonForm
from sessions.web.replies import invalid

ALREADY = "Dat is al zo. Er is niets veranderd."
DONE = "Teruggezet. Dat staat bovenaan in het verloop."
LEFT = "Teruggezet. Maar {count} {verb} daarna nog verplaatst en {stay} staan: dat is later werk."
REASONED = "De reden staat erbij."


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The history of the whole meet-up, or of one kind of thing or one person."""
    look = _look(request)
    topic = look["soort"] if look["soort"] in TOPICS else ""
    chronicle = chronicle_of(meetup, topic=topic, person=look["wie"], page=look["blz"])
    narrowed = {name: value for name, value in (("soort", topic), ("wie", look["wie"])) if value}
    people = [(user.pk, name_of(user)) for user in people_of(meetup)]
    context = {"topics": TOPICS, "topic": topic, "people": people, "person": look["wie"]}
    return _render(request, "chronicle/chronicle.html", meetup, chronicle, narrowed=narrowed, **context)


@require_GET
@for_meetup
def question(request: HttpRequest, meetup: Meetup, question: int) -> HttpResponse:
    """The history of one knowledge question, with that of what it came from and what came from it."""
    asked = get_object_or_404(KnowledgeQuestion, pk=question, meetup=meetup)
    chronicle = chronicle_of_question(asked, _look(request)["blz"])
    return _render(request, "chronicle/question.html", meetup, chronicle, question=asked)


@require_GET
@for_meetup
def answer(request: HttpRequest, meetup: Meetup, answer: int) -> HttpResponse:
    """One answer as it was typed, what became of it, and its whole history."""
    agenda = agenda_of(meetup)
    trace = next((trace for trace in agenda.traces if trace.answer.pk == answer), None)
    if trace is None:
        raise Http404
    mine = {line.question.pk for line in trace.lines}
    context = {
        "trace": trace,
        "answer": trace.answer,
        "works": [work for work in agenda.work if any(line.question.pk in mine for line in work.lines)],
        "is_gone": trace.answer.state in (Answer.State.WITHDRAWN, Answer.State.ERASED),
    }
    chronicle = chronicle_of_answer(meetup, trace.answer, mine, _look(request)["blz"])
    return _render(request, "chronicle/answer.html", meetup, chronicle, **context)


@require_POST
@for_meetup
def put_back(request: HttpRequest, meetup: Meetup, seq: int) -> HttpResponse:
    """Put one change back; what was changed again since is shown first."""
    event = _event(meetup, seq)
    form = PutBackForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    given = form.cleaned_data
    only = get_object_or_404(_answers(meetup), pk=given["answer"]) if given["answer"] else None
    try:
        seen = {"anyway": given["anyway"], "seen_seq": given["seen_seq"]}
        done = putting_back.put_back(event=event, answer=only, **seen)
    except ChangedMeanwhile:
        return _changed(request, meetup, event, given)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _said(done))
    return _to(meetup, given["back"])


@require_POST
@for_meetup
def reason(request: HttpRequest, meetup: Meetup, seq: int) -> HttpResponse:
    """Keep why something was done at a desk, beside what was done."""
    event = _event(meetup, seq)
    if not entry_of(meetup, seq).takes_reason:
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _reason_again(request, meetup, event, form, 422)
    given = form.cleaned_data
    try:
        putting_back.give_reason(event=event, why=given["why"], seen_why=given["seen_why"])
    except ChangedMeanwhile:
        return _reason_again(request, meetup, event, form, 409)
    messages.success(request, REASONED)
    return _to(meetup, given["back"], f"wijziging-{seq}")


def _changed(request: HttpRequest, meetup: Meetup, event: Event, given: dict[str, object]) -> HttpResponse:
    meetup.refresh_from_db(fields=["seq"])
    context = {
        "meetup": meetup,
        "entry": entry_of(meetup, event.seq),
        "seq": meetup.seq,
        "answer_id": given["answer"],
        "back": _address(meetup, given["back"]),
    }
    return render(request, "chronicle/changed.html", context, status=409)


def _reason_again(
    request: HttpRequest, meetup: Meetup, event: Event, form: ReasonForm, status: int
) -> HttpResponse:
    """Show the reason that was typed again, with what is wrong with it or what a colleague wrote in between."""
    context = {
        "meetup": meetup,
        "entry": entry_of(meetup, event.seq),
        "form": form,
        "is_changed": status == 409,
        "back": _address(meetup, request.POST.get("back", "")),
    }
    return render(request, "chronicle/reason.html", context, status=status)


def _render(
    request: HttpRequest,
    template: str,
    meetup: Meetup,
    chronicle: Chronicle,
    narrowed: dict[str, object] | None = None,
    **context: object,
) -> HttpResponse:
    for entry in chronicle.entries:
        entry.can_put_back = putting_back.can_put_back(entry.event)
    query = urlencode(narrowed or {})
    shared = {
        "meetup": meetup,
        "chronicle": chronicle,
        "page": chronicle.page,
        "narrowed": narrowed,
        "page_query": f"?{query}&blz=" if query else "?blz=",
        "back": request.get_full_path(),
    }
    return render(request, template, shared | context)


def _event(meetup: Meetup, seq: int) -> Event:
    events = Event.objects.select_related("meetup", "revision")
    return get_object_or_404(events, meetup=meetup, seq=seq)


def _answers(meetup: Meetup) -> object:
    return Answer.objects.filter(round__live_session__meetup=meetup)


def _look(request: HttpRequest) -> dict[str, object]:
    form = LookForm(request.GET)
    form.is_valid()
    return {"soort": "", "wie": None, "blz": ""} | form.cleaned_data


def _said(done: PutBack) -> str:
    if not done.restored:
        return ALREADY
    if not done.left:
        return DONE
    count = "1 antwoord" if done.left == 1 else f"{done.left} antwoorden"
    verb, stay = ("is", "blijft") if done.left == 1 else ("zijn", "blijven")
    return LEFT.format(count=count, verb=verb, stay=stay)


def _address(meetup: Meetup, back: str) -> str:
    """Return where somebody came from, as far as that is a page of this meet-up; else the history."""
    own = (f"/agenda/{meetup.pk}/", f"/groepen/{meetup.pk}/")
    if back.startswith(own) and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("chronicle", kwargs={"meetup": meetup.pk})


def _to(meetup: Meetup, back: str, fragment: str = "") -> HttpResponseRedirect:
    address = _address(meetup, back)
    return HttpResponseRedirect(f"{address}#{fragment}" if fragment else address, status=303)
