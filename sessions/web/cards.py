"""The card of a knowledge question: made of a group, filled in by staff, dropped or put back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from sessions import curation
from sessions.agenda import agenda_of
from sessions.models import Cluster, KnowledgeQuestion, Meetup
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.agenda_forms import DropForm, PromoteForm, QuestionForm
from sessions.web.agenda_replies import NOT_DROPPED, context_of, ids_of, save_form, to
from sessions.web.replies import invalid

PROMOTED_MEANWHILE = (
    "Met deze groep is net ook iets in de agenda gezet. Uw vraag staat hieronder en is nog niet opgeslagen. "
    "Kies nog eens Zet in de agenda als zij erbij moet."
)


@require_POST
@for_meetup
def promote(request: HttpRequest, meetup: Meetup, cluster: int) -> HttpResponse:
    """Make a knowledge question of a group."""
    group = get_object_or_404(Cluster, pk=cluster, meetup=meetup, is_dissolved=False)
    form = PromoteForm(request.POST)

    def show_again(status: int) -> HttpResponse:
        context = context_of(agenda_of(meetup)) | {"promotion": form, "promoted": group.pk}
        return render(request, "agenda/agenda.html", context, status=status)

    if not form.is_valid():
        return show_again(422)
    try:
        question = curation.promote_cluster(cluster=group, **form.cleaned_data)
    except ChangedMeanwhile:
        form.add_error("text", PROMOTED_MEANWHILE)
        return show_again(409)
    messages.success(request, "De kennisvraag staat in de agenda. Vul hier aan wat u al weet.")
    return to("agenda-question", meetup, question=question.pk)


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
        return to("agenda", meetup, fragment=f"kennisvraag-{asked.pk}")

    return save_form(form, save, lambda **state: _question_page(request, asked, form, **state))


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
    return to("agenda", meetup)


def _question_page(
    request: HttpRequest, asked: KnowledgeQuestion, form: QuestionForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    agenda = agenda_of(asked.meetup)
    line = agenda.line_of(asked)
    context = context_of(agenda) | {
        "line": line,
        "form": form,
        "notice": notice,
        "chosen": ids_of(form["clusters"]),
        "form_votes": [(way, line.ballot.forms.get(way.singular, 0)) for way in agenda.forms],
    }
    return render(request, "agenda/question.html", context, status=status)
