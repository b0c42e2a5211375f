"""The agenda as everybody may read it who has the address of an edition, and what readers of a concept say of it.

Nobody logs in, and no cookie is set. Readers do not see what others said.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from sessions.commenting import ConsultationClosed, TooManyComments, comment
from sessions.comparison import compare
from sessions.editions import Reading, colophon_of
from sessions.models import Edition
from sessions.web import throttle
from sessions.web.edition_forms import COMMENT_MAX_LENGTH, CommentForm

View = Callable[..., HttpResponse]
# A whole room may sit behind one address, and send within the same minute.
COMMENTS_A_MINUTE = 60
CLOSED = "Reageren kan niet meer. Uw tekst staat hieronder en is niet opgeslagen."
FULL = "Uw reactie is niet opgeslagen: er zijn al zo veel reacties dat er geen bij kan. Mail haar aan Platform31."
TOO_FAST = (
    "Uw reactie is nog niet opgeslagen: er komen van uw netwerk veel reacties tegelijk. "
    "Wacht een minuut en verstuur haar nog eens."
)


def for_readers(view: View) -> View:
    """Give a view the Edition that its address names, or a page that helps; no search engine keeps either."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        edition = Edition.objects.select_related("meetup").filter(token=token).first()
        if edition is None:
            response = render(request, "concept/unknown.html", status=404)
        elif edition.is_withdrawn:
            response = _withdrawn(request, edition)
        else:
            response = view(request, edition)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # Nobody between keeps it, and a browser asks again; but going back does not lose what was typed.
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return found


@require_safe
@for_readers
def page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """An edition to read; on a concept readers may comment until the end of its last day."""
    return _page(request, edition, thanked=request.GET.get("bewaard"))


@require_POST
@for_readers
def react(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Store what a reader says, or show it to him again with the reason why it was not stored."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, form=form, status=422)
    if throttle.sends_too_much(request, "comments", COMMENTS_A_MINUTE):
        form.add_error("text", TOO_FAST)
        response = _page(request, edition, form=form, status=429)
        response["Retry-After"] = "60"
        return response
    try:
        stored = comment(edition=edition, **form.cleaned_data)
    except ConsultationClosed:
        return _page(request, edition, form=form, notice=CLOSED, status=409)
    except TooManyComments:
        form.add_error("text", FULL)
        return _page(request, edition, form=form, status=409)
    address = reverse("concept", kwargs={"token": edition.token})
    query = urlencode({"bewaard": stored.number})
    return HttpResponseRedirect(f"{address}?{query}#reageer-{stored.number}", status=303)


@require_safe
@for_readers
def differences(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What is different in this edition, compared with the one before it that can be read."""
    earlier = _readable(edition).filter(number__lt=edition.number).last()
    context = {
        "edition": edition,
        "earlier": earlier,
        "comparison": compare(earlier.content, edition.content) if earlier else None,
    }
    return render(request, "concept/differences.html", context)


def _page(
    request: HttpRequest,
    edition: Edition,
    *,
    form: CommentForm | None = None,
    thanked: str | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    reading = Reading(edition)
    others = list(_readable(edition).exclude(pk=edition.pk).defer("content"))
    about = form["about"].value() or "" if form else None
    context = {
        "edition": edition,
        "reading": reading,
        "content": edition.content,
        "newer": next((other for other in reversed(others) if other.number > edition.number), None),
        "earlier": next((other for other in reversed(others) if other.number < edition.number), None),
        "new_key": uuid4,
        "limit": COMMENT_MAX_LENGTH,
        "form": form,
        "about": about if about in reading.ids else "" if form else None,
        "thanked": thanked if thanked in reading.ids or thanked == "" else None,
        "notice": notice,
    }
    return render(request, "concept/concept.html", context, status=status)


def _withdrawn(request: HttpRequest, edition: Edition) -> HttpResponse:
    newest = _readable(edition).last()
    context = {
        "newest": newest,
        "contact": colophon_of(edition.meetup).contact,
        "typed": request.POST.get("text", "")[: 2 * COMMENT_MAX_LENGTH],
    }
    return render(request, "concept/withdrawn.html", context, status=410)


def _readable(edition: Edition) -> QuerySet[Edition]:
    """Return the editions of the same meet-up that readers can open, oldest first."""
    return Edition.objects.filter(meetup=edition.meetup_id, is_withdrawn=False).order_by("number")
