"""The rows of the work programme: each is planned for knowledge questions, changed, and dropped or put back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from sessions import curation
from sessions.agenda import agenda_of
from sessions.models import Activity, KnowledgeQuestion, Meetup
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.agenda_forms import ActivityForm, DropForm
from sessions.web.agenda_replies import CHANGED_MEANWHILE, NOT_DROPPED, context_of, ids_of, save_form, to
from sessions.web.replies import invalid

PLANNED_MEANWHILE = (
    "Voor deze kennisvragen is net ook een activiteit gepland. Die van u staat hieronder "
    "en is nog niet opgeslagen. Sla opnieuw op als zij erbij moet."
)


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
        return to("agenda", meetup, fragment="werkprogramma")

    notice = CHANGED_MEANWHILE if planned else PLANNED_MEANWHILE
    return save_form(form, save, lambda **state: _activity_page(request, meetup, planned, form, **state), notice)


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
    return to("agenda", meetup, fragment="werkprogramma")


def _activity_page(
    request: HttpRequest,
    meetup: Meetup,
    planned: Activity | None,
    form: ActivityForm,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    context = context_of(agenda_of(meetup)) | {
        "activity": planned,
        "form": form,
        "notice": notice,
        "chosen": ids_of(form["questions"]),
    }
    return render(request, "agenda/activity.html", context, status=status)


def _asked(request: HttpRequest, meetup: Meetup) -> KnowledgeQuestion | None:
    """Return the knowledge question for which an activity is planned, when the address names one."""
    number = request.GET.get("kennisvraag", "")
    return meetup.knowledge_questions.filter(pk=number).first() if number.isdecimal() else None
