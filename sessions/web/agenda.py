"""What staff see and do after the room has spoken: the agenda, its knowledge questions, its work programme."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sessions import curation, export
from sessions.agenda import agenda_of
from sessions.agenda_parts import Agenda
from sessions.live.regions import ANSWERS, CHOICES, Region, render_region
from sessions.models import Activity, Cluster, Event, KnowledgeQuestion, Meetup
from sessions.oversight import MODERATION
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.agenda_forms import ActivityForm, DropForm, PromoteForm, QuestionForm
from sessions.web.replies import invalid, is_of_epoch, regions

AGENDA = Region("agenda", "agenda/_agenda.html", frozenset())
# These come by the hundreds while a round is open. The agenda takes them up when the round changes.
OF_PHONES = (ANSWERS | CHOICES) - MODERATION
CHANGED_MEANWHILE = (
    "Een collega heeft dit net gewijzigd. Uw versie staat hieronder en is nog niet opgeslagen. "
    "Sla opnieuw op als uw versie moet gelden."
)
PLANNED_MEANWHILE = (
    "Voor deze kennisvragen is net ook een activiteit gepland. Die van u staat hieronder "
    "en is nog niet opgeslagen. Sla opnieuw op als zij erbij moet."
)
PROMOTED_MEANWHILE = (
    "Met deze groep is net ook iets in de agenda gezet. Uw vraag staat hieronder en is nog niet opgeslagen. "
    "Kies nog eens Zet in de agenda als zij erbij moet."
)
NOT_DROPPED = "Er was net iets veranderd. Dit is de stand van nu. Doe het nog eens als dat nodig is."


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The whole agenda as it is now, with the way to every file of it."""
    return render(request, "agenda/agenda.html", _context(agenda_of(meetup)))


@require_GET
@for_meetup
def view(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The agenda again, or 304 when nothing happened since `seq` but what phones sent in."""
    seen = request.GET.get("seq", "")
    if seen.isdecimal() and is_of_epoch(request, meetup.epoch):
        since = Event.objects.filter(meetup=meetup, seq__gt=int(seen)).exclude(kind__in=OF_PHONES)
        if not since.exists():
            return HttpResponseNotModified()
    agenda = agenda_of(meetup)
    return regions(render_region(AGENDA, _context(agenda)), agenda.seq, meetup.epoch)


@require_POST
@for_meetup
def promote(request: HttpRequest, meetup: Meetup, cluster: int) -> HttpResponse:
    """Make a knowledge question of a group."""
    group = get_object_or_404(Cluster, pk=cluster, meetup=meetup, is_dissolved=False)
    form = PromoteForm(request.POST)

    def show_again(status: int) -> HttpResponse:
        context = _context(agenda_of(meetup)) | {"promotion": form, "promoted": group.pk}
        return render(request, "agenda/agenda.html", context, status=status)

    if not form.is_valid():
        return show_again(422)
    try:
        question = curation.promote_cluster(cluster=group, **form.cleaned_data)
    except ChangedMeanwhile:
        form.add_error("text", PROMOTED_MEANWHILE)
        return show_again(409)
    messages.success(request, "De kennisvraag staat in de agenda. Vul hier aan wat u al weet.")
    return _to("agenda-question", meetup, question=question.pk)


@require_http_methods(["GET", "POST"])
@for_meetup
def question(request: HttpRequest, meetup: Meetup, question: int) -> HttpResponse:
    """The card of one knowledge question: what staff say of it, and where it came from."""
    asked = get_object_or_404(KnowledgeQuestion, pk=question, meetup=meetup)
    form = QuestionForm(request.POST or None, meetup=meetup, question=asked)
    if request.method == "GET":
        return _question_page(request, asked, form)

    def save() -> HttpResponse:
        curation.reword_question(question=asked, **form.cleaned_data)
        messages.success(request, "De kennisvraag is opgeslagen.")
        return _to("agenda", meetup, fragment=f"kennisvraag-{asked.pk}")

    return _save(form, save, lambda **state: _question_page(request, asked, form, **state))


@require_POST
@for_meetup
def drop(request: HttpRequest, meetup: Meetup, question: int) -> HttpResponse:
    """Take a knowledge question off the agenda, or put it back."""
    asked = get_object_or_404(KnowledgeQuestion, pk=question, meetup=meetup)
    form = DropForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    try:
        curation.drop_question(question=asked, **form.cleaned_data)
    except ChangedMeanwhile:
        card = QuestionForm(None, meetup=meetup, question=asked)
        return _question_page(request, asked, card, status=409, notice=NOT_DROPPED)
    dropped = "De kennisvraag is vervallen. Onderaan kunt u haar terugzetten."
    messages.success(request, dropped if asked.is_dropped else "De kennisvraag is terug.")
    return _to("agenda", meetup)


@require_http_methods(["GET", "POST"])
@for_meetup
def activity(request: HttpRequest, meetup: Meetup, activity: int | None = None) -> HttpResponse:
    """One row of the work programme; a new one starts from the knowledge question in `?kennisvraag=`."""
    planned = get_object_or_404(Activity, pk=activity, meetup=meetup) if activity else None
    form = ActivityForm(request.POST or None, meetup=meetup, activity=planned, asked=_asked(request, meetup))
    if request.method == "GET":
        return _activity_page(request, meetup, planned, form)

    def save() -> HttpResponse:
        curation.plan_activity(meetup=meetup, activity=planned, **form.cleaned_data)
        messages.success(request, "Het werkprogramma is bijgewerkt.")
        return _to("agenda", meetup, fragment="werkprogramma")

    notice = CHANGED_MEANWHILE if planned else PLANNED_MEANWHILE
    return _save(form, save, lambda **state: _activity_page(request, meetup, planned, form, **state), notice)


@require_POST
@for_meetup
def drop_activity(request: HttpRequest, meetup: Meetup, activity: int) -> HttpResponse:
    """Take an activity off the work programme, or put it back."""
    planned = get_object_or_404(Activity, pk=activity, meetup=meetup)
    form = DropForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    try:
        curation.drop_activity(activity=planned, **form.cleaned_data)
    except ChangedMeanwhile:
        row = ActivityForm(None, meetup=meetup, activity=planned, asked=None)
        return _activity_page(request, meetup, planned, row, status=409, notice=NOT_DROPPED)
    dropped = "De activiteit is vervallen. Onderaan kunt u haar terugzetten."
    messages.success(request, dropped if planned.is_dropped else "De activiteit is terug.")
    return _to("agenda", meetup, fragment="werkprogramma")


def _save(
    form: QuestionForm | ActivityForm,
    save: Callable[[], HttpResponse],
    show_again: Callable[..., HttpResponse],
    changed_meanwhile: str = CHANGED_MEANWHILE,
) -> HttpResponse:
    """Save what a form holds, or show it again with what was typed and why it is not saved."""
    if not form.is_valid():
        return show_again(status=422)
    try:
        return save()
    except ChangedMeanwhile:
        return show_again(status=409, notice=changed_meanwhile)


def _context(agenda: Agenda) -> dict[str, object]:
    return {"agenda": agenda, "meetup": agenda.meetup, "formats": export.FORMATS}


def _question_page(
    request: HttpRequest, asked: KnowledgeQuestion, form: QuestionForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    agenda = agenda_of(asked.meetup)
    line = agenda.line_of(asked)
    context = _context(agenda) | {
        "line": line,
        "form": form,
        "notice": notice,
        "chosen": _ids(form["clusters"]),
        "form_votes": [(way, line.ballot.forms.get(way.singular, 0)) for way in agenda.forms],
    }
    return render(request, "agenda/question.html", context, status=status)


def _activity_page(
    request: HttpRequest,
    meetup: Meetup,
    planned: Activity | None,
    form: ActivityForm,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    context = _context(agenda_of(meetup)) | {
        "activity": planned,
        "form": form,
        "notice": notice,
        "chosen": _ids(form["questions"]),
    }
    return render(request, "agenda/activity.html", context, status=status)


def _ids(field: BoundField) -> set[int]:
    """Return the ids that are ticked, or were typed into the request."""
    return {int(value) for value in field.value() or [] if str(value).isdecimal()}


def _asked(request: HttpRequest, meetup: Meetup) -> KnowledgeQuestion | None:
    """Return the knowledge question for which an activity is planned, when the address names one."""
    number = request.GET.get("kennisvraag", "")
    return meetup.knowledge_questions.filter(pk=number).first() if number.isdecimal() else None


def _to(name: str, meetup: Meetup, *, fragment: str = "", **kwargs: int) -> HttpResponseRedirect:
    address = reverse(name, kwargs={"meetup": meetup.pk, **kwargs})
    return HttpResponseRedirect(f"{address}#{fragment}" if fragment else address, status=303)
