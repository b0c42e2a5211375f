"""The page on which staff look back: what came of earlier agendas, and what of them comes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pmg_workshop.limits import Limits
from pmg_workshop.uploads import is_ticket_for, ticket_for
from sessions import earlier_sources, looking_back
from sessions.agenda import agenda_of
from sessions.earlier import Given, PastLine, pasts_of
from sessions.earlier_sources import BrokenAgenda
from sessions.models import EarlierAgenda, EarlierQuestion, Meetup
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup, meetups_of
from sessions.web.agenda_replies import CHANGED_MEANWHILE, ids_of, to
from sessions.web.forms import SeenForm
from sessions.web.forms_earlier import AgendaFileForm, LookBackForm, OtherMeetupForm, TypedAgendaForm

TOO_LATE = "De pagina stond te lang open. Kies het bestand nog eens."
ALREADY = "Deze agenda staat hier al. Er is niets toegevoegd."
CHANGED_SINCE = "Een collega heeft hier net iets over ingevuld. Kijk of de agenda nog weg kan."


@dataclass(frozen=True)
class Entry:
    """A line of an earlier agenda as its form shows it: what is stored or proposed, or what was just sent."""

    line: PastLine
    outcome: str
    remark: str
    chosen: set[int]
    others: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    is_open: bool = False

    @classmethod
    def of(cls, line: PastLine, *, is_open: bool) -> "Entry":
        """Return a line as it is stored; what nobody decided yet has what is proposed."""
        question = line.question
        chosen = {one.question.pk for one in line.returns}
        return cls(line, question.outcome or question.proposed, question.remark, chosen, is_open=is_open)

    @classmethod
    def sent(cls, line: PastLine, form: LookBackForm) -> "Entry":
        """Return a line as it was sent."""
        return cls(
            line,
            form["outcome"].value() or "",
            form["remark"].value() or "",
            ids_of(form["returns_as"]),
            form["others"].value() or "",
            form.errors,
            is_open=True,
        )


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The earlier agendas, and the ways to take one in."""
    return _page(request, meetup)


@require_POST
@for_meetup
def from_meetup(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Take in the agenda of another meet-up that this user may see."""
    form = OtherMeetupForm(request.POST, meetups=_others(request, meetup))
    return _take_in(request, meetup, form, "other", lambda given: earlier_sources.of_meetup(given["other"]))


@require_POST
@for_meetup
def from_file(request: HttpRequest, meetup: Meetup, ticket: str) -> HttpResponse:
    """Take in the agenda in a file of our own export."""
    form = AgendaFileForm(request.POST, request.FILES)

    def read(given: dict[str, object]) -> Given:
        if not is_ticket_for(ticket, meetup.pk):
            raise BrokenAgenda(TOO_LATE)
        return earlier_sources.of_file(given["file"].read(Limits.file_bytes))

    return _take_in(request, meetup, form, "file", read)


@require_POST
@for_meetup
def from_paper(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Take in an agenda that somebody typed."""
    form = TypedAgendaForm(request.POST)

    def read(given: dict[str, object]) -> Given:
        return earlier_sources.of_lines(given["title"], given["year"], given["lines"])

    return _take_in(request, meetup, form, "lines", read)


@require_POST
@for_meetup
def look_back(request: HttpRequest, meetup: Meetup, line: int) -> HttpResponse:
    """Say what came of a line of an earlier agenda, and as what it comes back."""
    questions = EarlierQuestion.objects.select_related("agenda")
    question = get_object_or_404(questions, pk=line, agenda__meetup=meetup)
    form = LookBackForm(request.POST, meetup=meetup, lines=agenda_of(meetup).lines)
    if not form.is_valid():
        return _page(request, meetup, answered=(question.pk, form), status=422)
    given = form.cleaned_data
    try:
        looking_back.look_back(
            question=question,
            outcome=given["outcome"],
            remark=given["remark"],
            returns_as={*given["returns_as"], *given["others"]},
            seen_seq=given["seen_seq"],
        )
    except ChangedMeanwhile:
        form.add_error("outcome", CHANGED_MEANWHILE)
        return _page(request, meetup, answered=(question.pk, form), status=409)
    return to("earlier", meetup, fragment=f"regel-{question.pk}")


@require_http_methods(["GET", "POST"])
@for_meetup
def let_go(request: HttpRequest, meetup: Meetup, earlier: int) -> HttpResponse:
    """Ask whether an earlier agenda may go, and remove it."""
    agenda = get_object_or_404(EarlierAgenda, pk=earlier, meetup=meetup)
    if request.method == "GET":
        return _let_go_page(request, meetup, agenda)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _let_go_page(request, meetup, agenda, status=422)
    try:
        looking_back.let_go(agenda=agenda, **form.cleaned_data)
    except ChangedMeanwhile:
        return _let_go_page(request, meetup, agenda, notice=CHANGED_SINCE, status=409)
    messages.success(request, f"De agenda van {agenda.year} is weggehaald.")
    return to("earlier", meetup)


def _take_in(
    request: HttpRequest,
    meetup: Meetup,
    form: OtherMeetupForm | AgendaFileForm | TypedAgendaForm,
    field: str,
    read: Callable[[dict[str, object]], Given],
) -> HttpResponse:
    """Take in what a form leads to, or show at its `field` why that cannot be done."""
    if form.is_valid():
        try:
            agenda, is_new = looking_back.take_in(meetup=meetup, given=read(form.cleaned_data))
        except BrokenAgenda as broken:
            form.add_error(field, str(broken))
        else:
            if is_new:
                messages.success(request, f"De agenda van {agenda.year} staat erbij.")
            else:
                messages.info(request, ALREADY)
            return to("earlier", meetup, fragment=f"eerder-{agenda.pk}")
    return _page(request, meetup, form=form, status=422)


def _others(request: HttpRequest, meetup: Meetup) -> object:
    return meetups_of(request.user).exclude(pk=meetup.pk).order_by("-date", "-pk")


def _page(
    request: HttpRequest,
    meetup: Meetup,
    *,
    form: OtherMeetupForm | AgendaFileForm | TypedAgendaForm | None = None,
    answered: tuple[int, LookBackForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page; with a `form` as it was sent, or the form of the line with this id that was `answered`."""
    agenda = agenda_of(meetup)
    pasts = pasts_of(agenda, propose=True)
    others = _others(request, meetup)
    ways = {"meetup": OtherMeetupForm(meetups=others), "file": AgendaFileForm(), "paper": TypedAgendaForm()}
    for name, way in ways.items():
        if isinstance(form, type(way)):
            ways[name] = form
    lines = [line for past in pasts for line in past.lines]
    first = None if answered else next((line.question.pk for line in lines if not line.is_decided), None)

    def entry(line: PastLine) -> Entry:
        if answered and answered[0] == line.question.pk:
            return Entry.sent(line, answered[1])
        return Entry.of(line, is_open=line.question.pk == first)

    context = {
        "meetup": meetup,
        "agenda": agenda,
        "pasts": [(past, [entry(line) for line in past.lines]) for past in pasts],
        "ways": ways,
        "sent": form,
        "others": others,
        "outcomes": EarlierQuestion.Outcome.choices,
        "ticket": ticket_for(meetup.pk),
    }
    return render(request, "earlier/earlier.html", context, status=status)


def _let_go_page(
    request: HttpRequest, meetup: Meetup, agenda: EarlierAgenda, *, notice: str = "", status: int = 200
) -> HttpResponse:
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    context = {"meetup": meetup, "earlier": agenda, "seq": seq, "notice": notice}
    return render(request, "earlier/let_go.html", context, status=status)
