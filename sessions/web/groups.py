"""The page on which a facilitator (or a second one, on another laptop) groups the answers of all places."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sessions import clustering, putting_back
from sessions.groups import GROUPINGS, groups_of
from sessions.lens import address_with, lens_of
from sessions.live.regions import CHOICES, Region, render_region
from sessions.models import Cluster, Event, Meetup
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.forms import SeenForm, SwitchForm
from sessions.web.forms_groups import GroupForm, GroupingReasonForm, LookForm, NameForm, UngroupForm
from sessions.web.replies import is_of_epoch, regions

GROUPS = Region("groepen", "desk/_groups.html", frozenset())
NOTICE = Region("melding", "desk/_notice.html", frozenset())
LOOSENED = "Uit de groep gehaald. U kunt dit ongedaan maken."
CHANGED = "Er was net iets veranderd. Dit zijn de groepen van nu. Doe het nog eens als dat nodig is."


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Answers and groups of one theme (`?thema=1`), or of all of them."""
    context = _context(request, meetup)
    if "name" in request.GET:  # the whole form was sent, to search: what was typed and ticked stays
        context |= {"typed": request.GET, "ticked": {*request.GET.getlist("answers")}}
    return render(request, "desk/groups.html", context)


@require_GET
@for_meetup
def view(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The groups again, or 304 when nothing happened since `seq` but choices in polls and on ballots."""
    seen = request.GET.get("seq", "")
    if seen.isdecimal() and is_of_epoch(request, meetup.epoch):
        since = Event.objects.filter(meetup=meetup, seq__gt=int(seen)).exclude(kind__in=CHOICES)
        if not since.exists():
            return HttpResponseNotModified()
    context = _context(request, meetup)
    return regions(render_region(GROUPS, context), context["groups"].seq, meetup.epoch)


@require_POST
@for_meetup
def group(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Put what is ticked together, in a new group or one that is there, or (`loose`) take it out of its groups."""
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _refused(request, meetup, _errors(form))
    given = form.cleaned_data
    chosen = given["cluster"]
    cluster = get_object_or_404(Cluster, pk=chosen, meetup=meetup) if chosen else None
    ticked = {"answer_ids": given["answers"], "cluster_ids": given["groups"], "seen_seq": given["seen_seq"]}

    def act() -> str:
        if given["loose"]:
            clustering.ungroup_answers(meetup=meetup, **ticked)
            return LOOSENED
        target = clustering.group_answers(meetup=meetup, name=given["name"], cluster=cluster, **ticked)
        return f"Samengevoegd in “{target.name}”. U kunt dit ongedaan maken."

    return _act(request, meetup, act)


@require_POST
@for_meetup
def ungroup(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Take answers out of their group."""
    form = UngroupForm(request.POST)
    if not form.is_valid():
        return _refused(request, meetup, _errors(form))

    def act() -> str:
        clustering.ungroup_answers(
            meetup=meetup,
            answer_ids=form.cleaned_data["answers"],
            seen_seq=form.cleaned_data["seen_seq"],
        )
        return LOOSENED

    return _act(request, meetup, act)


@require_POST
@for_meetup
def undo(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Undo the last grouping that the page showed."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _refused(request, meetup, _errors(form))

    def act() -> str:
        undone = clustering.undo_grouping(meetup=meetup, seen_seq=form.cleaned_data["seen_seq"])
        return "Ongedaan gemaakt." if undone else "Er is niets om ongedaan te maken."

    return _act(request, meetup, act)


@require_POST
@for_meetup
def redo(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Do again what was undone last, as the page showed it."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _refused(request, meetup, _errors(form))

    def act() -> str:
        redone = clustering.redo_grouping(meetup=meetup, seen_seq=form.cleaned_data["seen_seq"])
        return "Opnieuw gedaan." if redone else "Er is niets om opnieuw te doen."

    return _act(request, meetup, act)


@require_POST
@for_meetup
def reason(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Keep why a grouping was made, beside that grouping."""
    form = GroupingReasonForm(request.POST)
    if not form.is_valid():
        return _refused(request, meetup, _errors(form))
    given = form.cleaned_data
    event = get_object_or_404(Event, meetup=meetup, seq=given["seq"], kind__in=GROUPINGS)

    def act() -> str:
        putting_back.give_reason(event=event, why=given["why"], seen_why=given["seen_why"])
        return "De reden staat in het verloop."

    return _act(request, meetup, act)


@require_POST
@for_meetup
def rename(request: HttpRequest, meetup: Meetup, cluster: int) -> HttpResponse:
    """Give a group another name."""
    chosen = get_object_or_404(Cluster, pk=cluster, meetup=meetup)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _refused(request, meetup, _errors(form))

    def act() -> str:
        clustering.rename_cluster(cluster=chosen, **form.cleaned_data)
        return "De groep heeft een nieuwe naam."

    return _act(request, meetup, act)


@require_POST
@for_meetup
def ballot(request: HttpRequest, meetup: Meetup, cluster: int) -> HttpResponse:
    """Put a group on the list that the room votes on, or take it off."""
    chosen = get_object_or_404(Cluster, pk=cluster, meetup=meetup)
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return _refused(request, meetup, _errors(form))

    def act() -> str:
        clustering.set_on_ballot(cluster=chosen, **form.cleaned_data)
        return ""

    return _act(request, meetup, act)


def _act(request: HttpRequest, meetup: Meetup, act: Callable[[], str]) -> HttpResponse:
    """Do something and say what was done, or why it was not; show the groups as they are now."""
    try:
        notice = act()
    except ChangedMeanwhile:
        return _refused(request, meetup, CHANGED, status=409)
    except ValueError as error:  # the ticked answers are gone by now
        return _refused(request, meetup, str(error))
    if request.htmx:
        return _regions(_context(request, meetup) | {"notice": notice})
    if notice:
        messages.info(request, notice)
    here = reverse("groups", kwargs={"meetup": meetup.pk}) + _context(request, meetup)["query"]
    return HttpResponseRedirect(here, status=303)


def _refused(request: HttpRequest, meetup: Meetup, notice: str, status: int = 422) -> HttpResponse:
    """Say why nothing changed; what was typed and ticked comes back."""
    ticked = {*request.POST.getlist("answers")}
    ticked_groups = {int(one) for one in request.POST.getlist("groups") if one.isdecimal()}
    shown = {"notice": notice, "typed": request.POST, "ticked": ticked, "ticked_groups": ticked_groups}
    context = _context(request, meetup) | shown
    if request.htmx:
        return _regions(context, status=status)
    return render(request, "desk/groups.html", context, status=status)


def _regions(context: dict[str, object], status: int = 200) -> HttpResponse:
    content = render_region(GROUPS, context) + render_region(NOTICE, context)
    return HttpResponse(content, status=status, headers={"PMG-Seq": str(context["groups"].seq)})


def _context(request: HttpRequest, meetup: Meetup) -> dict[str, object]:
    """Return what the page shows. Its address says how: `query` is that, for what comes back to the same look."""
    number = request.GET.get("thema", "")
    theme = get_object_or_404(meetup.themes, number=int(number)) if number.isdecimal() else None
    lens = lens_of(meetup, theme, request.GET)
    groups = groups_of(meetup, theme, lens, *_sought(request))
    tabs = [(None, address_with(lens.fields))]
    tabs += [(tab, address_with({"thema": tab.number} | lens.fields)) for tab in meetup.themes.all()]
    look = ({"thema": theme.number} if theme else {}) | lens.fields
    search, again = {}, {}
    if groups.search:
        sought = {"lijkt": 1, "answers": groups.search.answer.pk}
        search = sought | {"seen_seq": groups.search.until}
        # What makes it stale may be newer than the label of the page, and is to be found.
        again = sought | {"seen_seq": max(groups.seq, groups.search.newest)}
    return {
        "meetup": meetup,
        "theme": theme,
        "tabs": tabs,
        "lens": lens,
        "groups": groups,
        "look": look,
        "look_query": address_with(look),
        "again_query": address_with(look | again),
        "query": address_with(look | search),
    }


def _sought(request: HttpRequest) -> tuple[int | None, int | None]:
    """Return the answer for which the address seeks others, and the seq at which it did, as far as it is right."""
    form = LookForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    if not given.get("lijkt") or not given.get("answers"):
        return None, None
    return given["answers"][0], given.get("seen_seq")


def _errors(form: Form) -> str:
    """Return the first thing that is wrong with each field; what follows from it would only confuse."""
    return " ".join(texts[0] for texts in form.errors.values())
