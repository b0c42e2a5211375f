"""The card of a knowledge question: made of a group, filled in by staff, dropped or put back."""

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from sessions import curation, phrasing
from sessions.agenda import agenda_of
from sessions.models import Cluster, KnowledgeQuestion, Meetup
from sessions.phrasing import checks_on
from sessions.proposals import Proposal, proposals_for
from sessions.seen import ChangedMeanwhile
from sessions.texts import clean_text
from sessions.web.access import for_meetup
from sessions.web.agenda_forms import DropForm, OrderForm, PromoteForm, QuestionForm, tasks_of
from sessions.web.agenda_replies import NOT_DONE, act, context_of, ids_of, save_form, seq_of, to
from sessions.web.replies import invalid
from themes.models import Municipality

PROMOTED_MEANWHILE = (
    "Met deze groep is net ook iets in de agenda gezet. Uw vraag staat hieronder en is nog niet opgeslagen. "
    "Kies nog eens Zet in de agenda als zij erbij moet."
)
# What the network usually makes of a question; staff may type another.
PRODUCTS = ("handreiking", "onderzoek", "overzicht", "position paper", "bijeenkomst")


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
    """The card of one knowledge question: what staff say of it, what is proposed, and where it came from.

    A post with `take` names a field that takes over what is proposed for it; nothing is stored then.
    """
    asked = get_object_or_404(KnowledgeQuestion, pk=question, meetup=meetup)
    if request.method == "GET" or "take" in request.POST:
        return _question_page(request, asked)
    form = QuestionForm(request.POST, meetup=meetup, question=asked)

    def save() -> HttpResponse:
        curation.reword_question(question=asked, **form.cleaned_data)
        messages.success(request, "De kennisvraag is opgeslagen.")
        return to("agenda", meetup, fragment=f"kennisvraag-{asked.pk}")

    return save_form(form, save, lambda **state: _question_page(request, asked, form, **state))


@require_POST
@for_meetup
def order(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Put the knowledge questions of a theme in an order, or back in that of support."""
    form = OrderForm(request.POST, meetup=meetup)
    if not form.is_valid():
        return invalid(form)
    theme, seen_seq = form.cleaned_data["theme"], form.cleaned_data["seen_seq"]
    ids = None if form.cleaned_data["by_support"] else form.order
    fragment = f"thema-{theme.number if theme else 0}"

    def put_in_order() -> None:
        if form.is_move and form.order == form.seen:
            return  # the first cannot go higher, and the last not lower
        curation.order_questions(meetup=meetup, theme=theme, ids=ids, seen_seq=seen_seq)

    return act(request, meetup, put_in_order, fragment)


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
        return _question_page(request, asked, status=409, notice=NOT_DONE)
    dropped = "De kennisvraag is vervallen. Onderaan kunt u haar terugzetten."
    messages.success(request, dropped if asked.is_dropped else "De kennisvraag is terug.")
    return to("agenda", meetup)


def _question_page(
    request: HttpRequest,
    asked: KnowledgeQuestion,
    form: QuestionForm | None = None,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    agenda = agenda_of(asked.meetup)
    line = agenda.line_of(asked)
    tasks = list(tasks_of(asked.meetup))
    own_tasks = [task for task in tasks if task.step.theme_id == line.question.theme_id]
    proposals = proposals_for(line, own_tasks, agenda.forms)
    taken = request.POST.get("take")
    if form is None:
        typed = _with_proposal(request.POST, taken, proposals.get(taken)) if taken is not None else None
        form = QuestionForm(meetup=asked.meetup, question=line.question, typed=typed)
    context = context_of(agenda) | {
        "line": line,
        "form": form,
        "notice": notice,
        "seq": seq_of(form, agenda, status),
        "checks": checks_on(str(form["text"].value() or "")),
        "proposals": {name: one for name, one in proposals.items() if not _holds(form[name], one)},
        "tasks": own_tasks,
        "other_tasks": [task for task in tasks if task not in own_tasks],
        "chosen": ids_of(form["clusters"]),
        "chosen_tasks": ids_of(form["tasks"]),
        "form_votes": [(way, line.ballot.forms.get(way.singular, 0)) for way in agenda.forms],
        "municipalities": Municipality.objects.filter(current=True).values_list("name", flat=True),
        "phrasing": phrasing,
        "products": PRODUCTS,
    }
    return render(request, "agenda/question.html", context, status=status)


def _with_proposal(typed: QueryDict, field: str, proposal: Proposal | None) -> QueryDict:
    """Return what was typed with a proposal in its field; what was ticked there stays ticked."""
    typed = typed.copy()
    if proposal and isinstance(proposal.value, str):
        typed[field] = proposal.value
    elif proposal:
        typed.setlist(field, [*typed.getlist(field), *map(str, proposal.value)])
    return typed


def _holds(field: BoundField, proposal: Proposal) -> bool:
    """Tell whether a field holds already what is proposed for it."""
    if isinstance(proposal.value, str):
        return clean_text(str(field.value() or "")) == clean_text(proposal.value)
    return ids_of(field) >= set(proposal.value)
