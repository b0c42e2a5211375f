"""The page on which staff judge all that the room said, one group or loose answer at a time."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sessions import judging, moderation
from sessions.facilitation import Impossible
from sessions.judgements import last_judgement
from sessions.judging_alike import judge_alike
from sessions.live.regions import CHOICES, DONE, Region, render_region
from sessions.models import Event, Meetup
from sessions.seen import ChangedMeanwhile
from sessions.triage import triage_of
from sessions.triage_look import Look, Shown, following
from sessions.web.access import for_meetup
from sessions.web.replies import invalid, is_of_epoch, regions
from sessions.web.triage_forms import (
    ADMIT,
    CONFIRM,
    GROUP,
    HIDE,
    OUTCOMES,
    PRIORITIES,
    TAKE_BACK,
    JudgeForm,
    UndoForm,
)

TRIAGE = Region("beoordelen", "triage/_triage.html", frozenset())
NOTICE = Region("melding", "desk/_notice.html", frozenset())
# What a vote, or support for an answer, changes here is no more than a number.
PASSED_OVER = CHOICES | DONE | {Event.Kind.SUPPORT_CHANGED}
CHANGED = "Er was net iets veranderd. Dit is de stand van nu. Beoordeel het nog eens als dat nodig is."
# After these the same item is still in front: it has yet to be judged.
STAYS = {ADMIT, TAKE_BACK}


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """What is to be judged (`?thema=1&toon=alles`), with one group or answer in front (`&item=groep-12`)."""
    return render(request, "triage/triage.html", _context(request, meetup, request.GET.get("item", "")))


@require_GET
@for_meetup
def view(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The same again, or 304 when nothing happened since `seq` but votes."""
    seen = request.GET.get("seq", "")
    if seen.isdecimal() and is_of_epoch(request, meetup.epoch):
        since = Event.objects.filter(meetup=meetup, seq__gt=int(seen)).exclude(kind__in=PASSED_OVER)
        if not since.exists():
            return HttpResponseNotModified()
    context = _context(request, meetup, request.GET.get("item", ""))
    return regions(render_region(TRIAGE, context), context["triage"].seq, meetup.epoch)


@require_POST
@for_meetup
def judge(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Judge one group or answer, and show the next that is to be judged."""
    form = JudgeForm(request.POST, meetup=meetup)
    if not form.is_valid():
        gone = " ".join(form.errors.get("item", []))
        return _refused(request, meetup, gone, 422, form)
    act, key = form.cleaned_data["act"], form.cleaned_data["item"]
    before = [item.key for item in triage_of(meetup).items]

    def do() -> tuple[str, str]:
        words = _do(form, meetup)
        stays = act in STAYS
        return words, key if stays else following(triage_of(meetup), Look.of(request.GET), key, before)

    return _act(request, meetup, do, form)


@require_POST
@for_meetup
def undo(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Undo the last judgement of this user that the page showed, and put it in front again."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return invalid(form)

    def do() -> tuple[str, str]:
        return "Ongedaan gemaakt.", judging.undo(meetup=meetup, judgement=form.cleaned_data["judgement"])

    return _act(request, meetup, do)


def _do(form: JudgeForm, meetup: Meetup) -> str:
    """Do what the form asks, and return what to say of it; "" where the page itself shows enough."""
    given, subject = form.cleaned_data, form.subject
    seen = {"seen_seq": given["seen_seq"]}
    act = given["act"]
    if act in OUTCOMES and given["alike"]:
        words = {name: given[name] for name in ("reason", "reference")}
        count = judge_alike(answer=subject, outcome=OUTCOMES[act], **words, **seen)
        return f"{count} antwoorden beoordeeld."
    if act in OUTCOMES:
        words = {name: given[name] for name in ("reason", "reference", "question")}
        judging.judge(subject=subject, outcome=OUTCOMES[act], **words, **seen)
    elif act in PRIORITIES and form.has_question:
        judging.prioritise(subject=subject, priority=PRIORITIES[act], **seen)
    elif act in PRIORITIES:
        judging.make_question(subject=subject, text=given["text"], priority=PRIORITIES[act], **seen)
        return "De kennisvraag staat in de agenda."
    elif act == CONFIRM:
        judging.confirm(subject=subject, **seen)
    elif act == TAKE_BACK:
        judging.take_back(subject=subject, **seen)
    elif act == GROUP:
        judging.put_in_group(answer=subject, cluster=given["cluster"], **seen)
        return f"Het antwoord staat nu in “{given['cluster'].name}”. Losmaken kan bij Groepen."
    elif act == ADMIT:
        moderation.admit_answer(answer=subject, **seen)
        return "Toegelaten. Beoordeel het antwoord nu."
    elif act == HIDE:
        moderation.hide_answer(answer=subject, **seen)
        return "Verborgen. Terugzetten kan bij de regie."
    return ""


def _act(
    request: HttpRequest, meetup: Meetup, do: Callable[[], tuple[str, str]], form: JudgeForm | None = None
) -> HttpResponse:
    """Do something and show what comes to the front, or say why it was not done."""
    try:
        notice, key = do()
    except ChangedMeanwhile:
        return _refused(request, meetup, CHANGED, 409, form)
    except Impossible as impossible:
        return _refused(request, meetup, str(impossible), 409, form)
    if request.htmx:
        return _regions(_context(request, meetup, key) | {"notice": notice})
    if notice:
        messages.info(request, notice)
    here = reverse("triage", kwargs={"meetup": meetup.pk})
    return HttpResponseRedirect(f"{here}{Look.of(request.GET).address(key)}#voorste", status=303)


def _refused(
    request: HttpRequest, meetup: Meetup, notice: str, status: int, form: JudgeForm | None
) -> HttpResponse:
    """Show the item again, with what was typed and why nothing changed."""
    key = form.data.get("item", "") if form else ""
    tried = form.data.get("act", "") if form else ""
    tried = "nu" if tried == "later" else tried  # two buttons of one form
    context = _context(request, meetup, key) | {"notice": notice, "form": form, "tried": tried}
    if request.htmx:
        return _regions(context, status)
    return render(request, "triage/triage.html", context, status=status)


def _regions(context: dict[str, object], status: int = 200) -> HttpResponse:
    content = render_region(TRIAGE, context) + render_region(NOTICE, context)
    return HttpResponse(content, status=status, headers={"PMG-Seq": str(context["triage"].seq)})


def _context(request: HttpRequest, meetup: Meetup, key: str) -> dict[str, object]:
    triage = triage_of(meetup)
    shown = Shown.of(triage, Look.of(request.GET), key)
    last = last_judgement(meetup, request.user.pk)
    return {
        "meetup": meetup,
        "triage": triage,
        "shown": shown,
        "item": shown.front,
        "alike": len(triage.alike(shown.front)),
        "last": last,
    }
