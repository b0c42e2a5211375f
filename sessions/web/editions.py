"""What staff do to let others read the agenda: the colophon, the checklist, and each edition there is."""

import dataclasses
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sessions import publishing
from sessions.agenda import agenda_of
from sessions.comparison import compare
from sessions.editions import colophon_of, next_number, takes_comments
from sessions.export.document import build
from sessions.export.snapshot import snapshot_of
from sessions.models import Comment, Edition, Meetup
from sessions.publishing import NotReady
from sessions.readiness import Weight, checks_of
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.addresses import public_address
from sessions.web.edition_forms import (
    AdoptForm,
    ClosingForm,
    ColophonForm,
    EditionForm,
    PublishForm,
    WithdrawForm,
)
from sessions.web.replies import invalid

CHANGED_MEANWHILE = (
    "Een collega heeft net iets gewijzigd of gepubliceerd. Hieronder staat de stand van nu, met wat u invulde. "
    "Kijk het na en kies nog eens."
)


@dataclasses.dataclass(frozen=True)
class Shelf:
    """One edition as staff see it: where it can be read, whether it takes comments, and which came before it."""

    edition: Edition
    address: str
    is_open: bool
    earlier: Edition | None


@require_safe
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """The way to publishing: the colophon, what is still to be done, and the newest edition."""
    return _page(request, meetup)


@require_POST
@for_meetup
def colophon(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Store what staff say of the agenda as a whole."""
    form = ColophonForm(request.POST, colophon=colophon_of(meetup))
    if not form.is_valid():
        return _page(request, meetup, colophon_form=form, status=422)
    try:
        publishing.save_colophon(meetup=meetup, **form.cleaned_data)
    except ChangedMeanwhile:
        return _page(request, meetup, colophon_form=form, status=409, notice=CHANGED_MEANWHILE)
    messages.success(request, "Het colofon is opgeslagen.")
    return _to("editions", meetup)


@require_POST
@for_meetup
def publish(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Publish the agenda as it is now as a concept."""
    form = PublishForm(request.POST)

    def make(**fields: object) -> str:
        edition = publishing.publish_draft(meetup=meetup, user=request.user, **fields)
        return f"Versie {edition.number} is gepubliceerd als concept. Geef lezers het adres dat hieronder staat."

    return _make(request, meetup, form, make, lambda **state: _page(request, meetup, publish_form=form, **state))


@require_POST
@for_meetup
def adopt(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Publish the agenda as it is now as the one that PMG adopted."""
    form = AdoptForm(request.POST)

    def make(*, is_adopted: bool, **fields: object) -> str:
        edition = publishing.adopt_edition(meetup=meetup, user=request.user, **fields)
        return f"Versie {edition.number} is gepubliceerd als vastgestelde agenda."

    return _make(request, meetup, form, make, lambda **state: _page(request, meetup, adopt_form=form, **state))


@require_safe
@for_meetup
def versions(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Every edition there is, the newest first."""
    return _versions(request, meetup)


@require_POST
@for_meetup
def closing(request: HttpRequest, meetup: Meetup, edition: int) -> HttpResponse:
    """Choose until which day readers may comment on a concept, or close it at once."""
    concept = get_object_or_404(meetup.editions, pk=edition, state=Edition.State.DRAFT)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _versions(request, meetup, closing_form=form, closing=concept.pk, status=422)
    try:
        publishing.close_on(edition=concept, **form.cleaned_data)
    except ChangedMeanwhile:
        return _versions(
            request, meetup, closing_form=form, closing=concept.pk, status=409, notice=CHANGED_MEANWHILE
        )
    is_open = takes_comments(concept)
    messages.success(request, "De einddatum is opgeslagen." if is_open else "Reageren kan nu niet meer.")
    return _to("versions", meetup, fragment=f"versie-{concept.number}")


@require_POST
@for_meetup
def withdraw(request: HttpRequest, meetup: Meetup, edition: int) -> HttpResponse:
    """Let readers no longer read an edition, or let them again."""
    found = get_object_or_404(meetup.editions, pk=edition)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    is_withdrawn = form.cleaned_data.pop("on")
    try:
        publishing.withdraw_edition(edition=found, withdrawn=is_withdrawn, **form.cleaned_data)
    except ChangedMeanwhile:
        return _versions(request, meetup, status=409, notice=CHANGED_MEANWHILE)
    told = f"Versie {found.number} is ingetrokken. U kunt haar terugzetten."
    messages.success(request, told if is_withdrawn else f"Versie {found.number} is weer te lezen.")
    return _to("versions", meetup, fragment=f"versie-{found.number}")


@require_safe
@for_meetup
def comparison(request: HttpRequest, meetup: Meetup, before: int, after: int | None = None) -> HttpResponse:
    """What is different in an edition, or (without `after`) in the agenda as it is now, since an earlier one."""
    earlier = get_object_or_404(meetup.editions, number=before)
    later = get_object_or_404(meetup.editions, number=after) if after is not None else None
    content = later.content if later else snapshot_of(build(meetup))
    context = {
        "meetup": meetup,
        "earlier": earlier,
        "later": later,
        "comparison": compare(earlier.content, content),
    }
    return render(request, "edition/comparison.html", context)


def _make(
    request: HttpRequest,
    meetup: Meetup,
    form: EditionForm,
    make: Callable[..., str],
    show_again: Callable[..., HttpResponse],
) -> HttpResponse:
    """Publish what a form asks for, or show it again with what was filled in and why nothing was published."""
    if not form.is_valid():
        return show_again(status=422)
    try:
        messages.success(request, make(**form.cleaned_data))
    except ChangedMeanwhile:
        return show_again(status=409, notice=CHANGED_MEANWHILE)
    except NotReady as refused:
        return show_again(status=409, notice="Nog niet gepubliceerd. " + " ".join(refused.reasons))
    return _to("editions", meetup)


def _page(
    request: HttpRequest,
    meetup: Meetup,
    *,
    colophon_form: ColophonForm | None = None,
    publish_form: PublishForm | None = None,
    adopt_form: AdoptForm | None = None,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    agenda = agenda_of(meetup)
    checks = checks_of(agenda)
    shelves = _shelves(request, _editions(meetup))
    context = {
        "meetup": meetup,
        "seq": agenda.seq,
        "notice": notice,
        "checks": checks,
        "blocks_publishing": any(check.publishing == Weight.BLOCKS for check in checks),
        "blocks_adopting": any(check.adopting == Weight.BLOCKS for check in checks),
        "number": next_number(meetup),
        "newest": next((shelf for shelf in shelves if not shelf.edition.is_withdrawn), None),
        "colophon_form": colophon_form or ColophonForm(None, colophon=colophon_of(meetup)),
        "publish_form": publish_form or PublishForm(None),
        "adopt_form": adopt_form or AdoptForm(None),
    }
    return render(request, "edition/publish.html", context, status=status)


def _versions(
    request: HttpRequest,
    meetup: Meetup,
    *,
    closing_form: ClosingForm | None = None,
    closing: int | None = None,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    context = {
        "meetup": meetup,
        "seq": seq,
        "notice": notice,
        "shelves": _shelves(request, _editions(meetup)),
        "closing_form": closing_form,
        "closing": closing,
    }
    return render(request, "edition/versions.html", context, status=status)


def _editions(meetup: Meetup) -> QuerySet[Edition]:
    counts = {
        "comment_count": Count("comments"),
        "open_count": Count("comments", filter=Q(comments__outcome=Comment.Outcome.OPEN)),
    }
    editions = meetup.editions.defer("content").select_related("published_by").annotate(**counts)
    return editions.order_by("-number")


def _shelves(request: HttpRequest, editions: QuerySet[Edition]) -> list[Shelf]:
    found = list(editions)
    return [
        Shelf(
            edition=edition,
            address=public_address(request) + reverse("concept", kwargs={"token": edition.token}),
            is_open=takes_comments(edition),
            earlier=next(iter(found[number + 1 :]), None),
        )
        for number, edition in enumerate(found)
    ]


def _to(name: str, meetup: Meetup, *, fragment: str = "") -> HttpResponseRedirect:
    address = reverse(name, kwargs={"meetup": meetup.pk})
    return HttpResponseRedirect(f"{address}#{fragment}" if fragment else address, status=303)
