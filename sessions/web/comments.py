"""What readers said of the concepts, line by line, and what staff do with each of it."""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sessions.commenting import answer_comment
from sessions.editions import comments_of
from sessions.models import Activity, Comment, KnowledgeQuestion, Meetup
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.edition_forms import OutcomeForm

CHANGED_MEANWHILE = (
    "Een collega heeft deze reactie net verwerkt. Wat u invulde staat hieronder en is nog niet opgeslagen. "
    "Sla opnieuw op als uw versie moet gelden."
)
OPEN, DONE, ALL = "open", "verwerkt", "alle"


@dataclass(frozen=True)
class Thread:
    """What was said of one line, or (without one) of the whole."""

    number: str
    question: KnowledgeQuestion | None
    activity: Activity | None
    comments: list[Comment]


@require_safe
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """All comments that are open, done, or both, in the order of the agenda."""
    return _page(request, meetup)


@require_POST
@for_meetup
def outcome(request: HttpRequest, meetup: Meetup, comment: int) -> HttpResponse:
    """Store what was done with a comment, and go on to the next one."""
    found = get_object_or_404(comments_of(meetup), pk=comment)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, meetup, form=form, answered=found.pk, status=422)
    following = _following(request, meetup, found)
    try:
        answer_comment(comment=found, **form.cleaned_data)
    except ChangedMeanwhile:
        return _page(request, meetup, form=form, answered=found.pk, status=409, notice=CHANGED_MEANWHILE)
    messages.success(request, "Opgeslagen.")
    address = reverse("comments", kwargs={"meetup": meetup.pk})
    fragment = f"#reactie-{following.pk}" if following else ""
    return HttpResponseRedirect(f"{address}?stand={_wanted(request)}{fragment}", status=303)


def _page(
    request: HttpRequest,
    meetup: Meetup,
    *,
    form: OutcomeForm | None = None,
    answered: int | None = None,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    comments = list(comments_of(meetup))
    wanted = _wanted(request)
    done = sum(bool(comment.outcome) for comment in comments)
    context = {
        "meetup": meetup,
        "seq": seq,
        "notice": notice,
        "threads": _threads([comment for comment in comments if _is_shown(comment, wanted, answered)]),
        "total": len(comments),
        "done": done,
        "wanted": wanted,
        "filters": [
            (OPEN, "Nog te verwerken", len(comments) - done),
            (DONE, "Verwerkt", done),
            (ALL, "Alle", len(comments)),
        ],
        "outcomes": Comment.Outcome.choices,
        "form": form,
        "answered": answered,
    }
    return render(request, "edition/comments.html", context, status=status)


def _wanted(request: HttpRequest) -> str:
    """Return which comments are shown: those that the address names, or else those that are open."""
    named = request.GET.get("stand", OPEN)
    return named if named in {DONE, ALL} else OPEN


def _is_shown(comment: Comment, wanted: str, answered: int | None) -> bool:
    return wanted == ALL or bool(comment.outcome) == (wanted == DONE) or comment.pk == answered


def _following(request: HttpRequest, meetup: Meetup, comment: Comment) -> Comment | None:
    """Return the comment that stands below this one on its page, or the comment itself when it stays there."""
    wanted = _wanted(request)
    if wanted == ALL:
        return comment
    shown = [one for one in comments_of(meetup) if _is_shown(one, wanted, comment.pk)]
    order = [one for thread in _threads(shown) for one in thread.comments]
    at = order.index(comment)
    return next(iter(order[at + 1 :]), None)


def _threads(comments: list[Comment]) -> list[Thread]:
    """Return comments by line: those on the whole first, then questions and activities by their last number."""
    found: dict[tuple[int | None, int | None], list[Comment]] = {}
    for comment in comments:
        found.setdefault((comment.question_id, comment.activity_id), []).append(comment)
    threads = [Thread(said[-1].number, said[-1].question, said[-1].activity, said) for said in found.values()]
    return sorted(threads, key=lambda thread: _order(thread.number))


def _order(number: str) -> tuple[str, list[int]]:
    return number[:1], [int(part) for part in re.findall(r"\d+", number)]
