"""The rows of the work programme: planned for knowledge questions, changed, marked, dropped or put back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from sessions import curation
from sessions.agenda import agenda_of
from sessions.agenda_parts import Agenda
from sessions.models import Activity, KnowledgeQuestion, Meetup
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.activity_forms import ActivityForm, StatusForm, with_asked
from sessions.web.agenda_forms import DropForm
from sessions.web.agenda_replies import CHANGED_MEANWHILE, NOT_DONE, act, context_of, ids_of, save_form, seq_of, to
from sessions.web.replies import invalid
from sessions.work_programme import joining_names_of, size_remark
from themes.models import FormOfWork, Municipality

PLANNED_MEANWHILE = (
    "Voor deze kennisvragen is net ook een activiteit gepland. Die van u staat hieronder "
    "en is nog niet opgeslagen. Sla opnieuw op als zij erbij moet."
)


@require_http_methods(["GET", "POST"])
@for_meetup
def activity(request: HttpRequest, meetup: Meetup, activity: int | None = None) -> HttpResponse:
    """One row of the work programme; a new one starts from the knowledge question in `?kennisvraag=`.

    A post with `take` fills what is still empty with what the chosen form asks; nothing is stored then.
    """
    planned = get_object_or_404(Activity, pk=activity, meetup=meetup) if activity else None
    if request.method == "GET" or "take" in request.POST:
        return _activity_page(request, meetup, planned)
    form = ActivityForm(request.POST, meetup=meetup, activity=planned)

    def save() -> HttpResponse:
        curation.plan_activity(meetup=meetup, activity=planned, **form.cleaned_data)
        messages.success(request, "Het werkprogramma is bijgewerkt.")
        return to("agenda", meetup, fragment="werkprogramma")

    notice = CHANGED_MEANWHILE if planned else PLANNED_MEANWHILE
    return save_form(form, save, lambda **state: _activity_page(request, meetup, planned, form, **state), notice)


@require_POST
@for_meetup
def mark(request: HttpRequest, meetup: Meetup, activity: int) -> HttpResponse:
    """Say how far an activity is."""
    planned = get_object_or_404(Activity, pk=activity, meetup=meetup)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    return act(
        request,
        meetup,
        lambda: curation.mark_activity(activity=planned, **form.cleaned_data),
        fragment=f"activiteit-{planned.pk}",
    )


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
        return _activity_page(request, meetup, planned, status=409, notice=NOT_DONE)
    dropped = "De activiteit is vervallen. Onderaan kunt u haar terugzetten."
    messages.success(request, dropped if planned.is_dropped else "De activiteit is terug.")
    return to("agenda", meetup, fragment="werkprogramma")


def _activity_page(
    request: HttpRequest,
    meetup: Meetup,
    planned: Activity | None,
    form: ActivityForm | None = None,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    agenda = agenda_of(meetup)
    if planned:
        planned.refresh_from_db()
    if form is None:
        typed = (
            with_asked(request.POST, _way(agenda, request.POST.get("form"))) if "take" in request.POST else None
        )
        form = ActivityForm(meetup=meetup, activity=planned, asked=_asked(request, meetup), typed=typed)
    chosen = ids_of(form["questions"])
    joining = joining_names_of(line for line in agenda.lines if line.question.pk in chosen)
    way = _way(agenda, form["form"].value())
    context = context_of(agenda) | {
        "activity": planned,
        "form": form,
        "notice": notice,
        "seq": seq_of(form, agenda, status),
        "chosen": chosen,
        "joining": joining,
        "size_remark": size_remark(way, len(joining)) if chosen else "",
        "municipalities": Municipality.objects.filter(current=True).values_list("name", flat=True),
    }
    return render(request, "agenda/activity.html", context, status=status)


def _way(agenda: Agenda, chosen: object) -> FormOfWork | None:
    """Return the form of work that is chosen in a form, by its id as it was typed or stored."""
    return next((way for way in agenda.forms if str(way.pk) == str(chosen)), None)


def _asked(request: HttpRequest, meetup: Meetup) -> KnowledgeQuestion | None:
    """Return the knowledge question for which an activity is planned, when the address names one."""
    number = request.GET.get("kennisvraag", "")
    asked = meetup.knowledge_questions.select_related("form")
    return asked.filter(pk=number).first() if number.isdecimal() else None
