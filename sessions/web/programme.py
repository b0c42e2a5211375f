"""The page on which facilitators put the programme of a meet-up in order, and the form of each step of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sessions import programming
from sessions.facilitation import Impossible
from sessions.live.regions import GIVEN, Region, render_region
from sessions.models import Event, Meetup, Step
from sessions.programming import InUse
from sessions.running_order import running_order_of
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.forms import SeenForm, SwitchForm
from sessions.web.programme_forms import MoveForm, NewStepForm, StepForm
from sessions.web.replies import invalid, is_of_epoch, regions

STEPS = Region("onderdelen", "programme/_steps.html", frozenset())
NOTICE = Region("melding", "desk/_notice.html", frozenset())
CHANGED = "Er was net iets veranderd. Dit is het programma van nu. Doe het nog eens als dat nodig is."
CHANGED_MEANWHILE = (
    "Een collega heeft dit onderdeel net gewijzigd. Uw versie staat hieronder en is nog niet opgeslagen. "
    "Sla opnieuw op als uw versie moet gelden."
)
ADDED_MEANWHILE = (
    "Er is net ook een onderdeel toegevoegd. Dat van u staat hieronder en is nog niet opgeslagen. "
    "Sla opnieuw op als het erbij moet."
)


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """All steps of the programme, in order."""
    return render(request, "programme/programme.html", _context(meetup))


@require_GET
@for_meetup
def view(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The steps again, or 304 when nothing happened since `seq` but what phones sent in."""
    seen = request.GET.get("seq", "")
    if seen.isdecimal() and is_of_epoch(request, meetup.epoch):
        since = Event.objects.filter(meetup=meetup, seq__gt=int(seen)).exclude(kind__in=GIVEN)
        if not since.exists():
            return HttpResponseNotModified()
    context = _context(meetup)
    return regions(render_region(STEPS, context), context["order"].seq, meetup.epoch)


@require_http_methods(["GET", "POST"])
@for_meetup
def step(request: HttpRequest, meetup: Meetup, step: int) -> HttpResponse:
    """The words of one step and of its options."""
    chosen = get_object_or_404(Step.objects.select_related("theme"), pk=step, meetup=meetup)
    # What stands on a ballot are groups, and they are named where answers are grouped.
    options = [] if chosen.kind == Step.Kind.BALLOT else chosen.options.all()
    form = StepForm(request.POST or None, step=chosen, options=options)
    if request.method == "GET":
        return _form_page(request, meetup, form, step=chosen)
    if not form.is_valid():
        return _form_page(request, meetup, form, step=chosen, status=422)
    try:
        programming.reword_step(
            step=chosen,
            seen_seq=form.cleaned_data["seen_seq"],
            words=form.words,
            options=form.texts,
            new_options=form.cleaned_data["new_options"],
            heading=form.cleaned_data["heading"],
        )
    except InUse as in_use:
        form.keep_options(in_use.option_ids)
        return _form_page(request, meetup, form, step=chosen, status=422)
    except ChangedMeanwhile:
        return _form_page(request, meetup, form, step=chosen, status=409, notice=CHANGED_MEANWHILE)
    messages.success(request, "Het onderdeel is opgeslagen.")
    return _to_programme(meetup, chosen)


@require_http_methods(["GET", "POST"])
@for_meetup
def add(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """A new step, behind the one in `?na=` or behind the last."""
    number = request.GET.get("na", "")
    after = meetup.steps.filter(number=number).first() if number.isdecimal() else None
    form = NewStepForm(request.POST or None, meetup=meetup, after=after or meetup.steps.last())
    if request.method == "GET":
        return _form_page(request, meetup, form)
    if not form.is_valid():
        return _form_page(request, meetup, form, status=422)
    try:
        added = programming.add_step(
            meetup=meetup,
            after=form.cleaned_data["after"],
            seen_seq=form.cleaned_data["seen_seq"],
            step=form.step,
            options=form.cleaned_data["new_options"],
        )
    except ChangedMeanwhile:
        return _form_page(request, meetup, form, status=409, notice=ADDED_MEANWHILE)
    messages.success(request, "Het onderdeel staat in het programma.")
    return _to_programme(meetup, added)


@require_POST
@for_meetup
def move(request: HttpRequest, meetup: Meetup, step: int) -> HttpResponse:
    """Move a step one place up or down."""
    chosen = get_object_or_404(Step, pk=step, meetup=meetup)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    return _act(request, meetup, chosen, lambda: programming.move_step(step=chosen, **form.cleaned_data))


@require_POST
@for_meetup
def switch(request: HttpRequest, meetup: Meetup, step: int) -> HttpResponse:
    """Switch a step off, or on again."""
    chosen = get_object_or_404(Step, pk=step, meetup=meetup)
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    return _act(request, meetup, chosen, lambda: programming.switch_step(step=chosen, **form.cleaned_data))


@require_POST
@for_meetup
def remove(request: HttpRequest, meetup: Meetup, step: int) -> HttpResponse:
    """Remove a step that nothing came in for."""
    chosen = get_object_or_404(Step, pk=step, meetup=meetup)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    return _act(request, meetup, None, lambda: programming.remove_step(step=chosen, **form.cleaned_data))


def _act(request: HttpRequest, meetup: Meetup, step: Step | None, act: Callable[[], None]) -> HttpResponse:
    """Do something, or say why it was not done; show the programme as it is now."""
    try:
        act()
    except (ChangedMeanwhile, Impossible) as refusal:
        notice = CHANGED if isinstance(refusal, ChangedMeanwhile) else str(refusal)
        if request.htmx:
            return _regions(meetup, notice)
        return render(request, "programme/programme.html", _context(meetup) | {"notice": notice}, status=409)
    return _regions(meetup) if request.htmx else _to_programme(meetup, step)


def _regions(meetup: Meetup, notice: str = "") -> HttpResponse:
    context = _context(meetup) | {"notice": notice}
    content = render_region(STEPS, context) + render_region(NOTICE, context)
    return regions(content, context["order"].seq, meetup.epoch)


def _context(meetup: Meetup) -> dict[str, object]:
    return {"meetup": meetup, "order": running_order_of(meetup)}


def _form_page(
    request: HttpRequest,
    meetup: Meetup,
    form: StepForm,
    *,
    step: Step | None = None,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    # The meet-up was read before the step. Who only has to mend a field has seen no more than before.
    seq = form["seen_seq"].value() if status == 422 else meetup.seq
    context = {"meetup": meetup, "form": form, "step": step, "seq": seq, "notice": notice}
    return render(request, "programme/step.html", context, status=status)


def _to_programme(meetup: Meetup, step: Step | None) -> HttpResponseRedirect:
    address = reverse("programme", kwargs={"meetup": meetup.pk})
    return HttpResponseRedirect(f"{address}#onderdeel-{step.pk}" if step else address, status=303)
