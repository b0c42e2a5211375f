"""The page on which staff decide about what looks like personal data, before the agenda is published."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sessions import clearing, moderation
from sessions.models import Answer, Meetup
from sessions.personal_data import WORDS_MAX_LENGTH, Finding, findings_of
from sessions.seen import ChangedMeanwhile
from sessions.web.access import for_meetup
from sessions.web.forms import SeenForm, WordsField
from sessions.web.replies import invalid

# So many texts are decided about at a time: what is decided makes room for the next.
SHOWN = 100
MOVED = "Er was net iets veranderd. Dit is de stand van nu. Doe het nog eens als dat nodig is."
# Where the words of a kind of row are changed; an answer is its author's, and is hidden instead.
PLACES = {
    "knowledgequestion": ("agenda-question", "question", "pk"),
    "activity": ("agenda-activity", "activity", "pk"),
    "cluster": ("groups", None, None),
    "verdict": ("triage", None, None),
    "colophon": ("editions", None, None),
    "comment": ("comments", None, None),
    "earlierquestion": ("earlier", None, None),
}


class ClearForm(SeenForm):
    """Words that may stay, and the text in which they were read."""

    words = WordsField(max_length=WORDS_MAX_LENGTH, one_line=True, empty="Welke woorden?")
    text = forms.RegexField(r"\A[a-z]+-\d+-[a-z_]+\Z", required=False)


class HideForm(SeenForm):
    """An answer that is hidden because of the personal data in it, or put back."""

    hidden = forms.TypedChoiceField(choices=[("1", "ja"), ("0", "nee")], coerce=lambda sign: sign == "1")
    text = forms.RegexField(r"\A[a-z]+-\d+-[a-z_]+\Z", required=False)


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Every text with what looks like personal data, those that wait for a decision first."""
    return _page(request, meetup)


@require_POST
@for_meetup
def clear(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Let words be published, wherever they stand."""
    form = ClearForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    order = _order(meetup)
    clearing.clear_words(meetup=meetup, words=form.cleaned_data["words"])
    return _on(meetup, order, form.cleaned_data["text"])


@require_POST
@for_meetup
def take_back(request: HttpRequest, meetup: Meetup, clearance: int) -> HttpResponse:
    """Ask for a decision about cleared words again."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return invalid(form)

    def act() -> HttpResponse:
        clearing.take_back_clearance(meetup=meetup, clearance_id=clearance, **form.cleaned_data)
        messages.success(request, "Deze woorden staan weer in de lijst.")
        return HttpResponseRedirect(_address(meetup), status=303)

    return _do(request, meetup, act)


@require_POST
@for_meetup
def hide(request: HttpRequest, meetup: Meetup, answer: int) -> HttpResponse:
    """Hide an answer because of personal data as the desk does, or put it back; its author learns it."""
    answers = Answer.objects.select_related("round__live_session", "participant")
    chosen = get_object_or_404(answers, pk=answer, round__live_session__meetup=meetup)
    form = HideForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    seen_seq, order = form.cleaned_data["seen_seq"], _order(meetup)

    def act() -> HttpResponse:
        if form.cleaned_data["hidden"]:
            reason = Answer.HiddenReason.PERSONAL
            moderation.hide_answer(answer=chosen, reason=reason, seen_seq=seen_seq)
            return _on(meetup, order, form.cleaned_data["text"])
        moderation.restore_answer(answer=chosen, seen_seq=seen_seq)
        messages.success(request, f"Antwoord {chosen.code} is weer zichtbaar.")
        return HttpResponseRedirect(_address(meetup), status=303)

    return _do(request, meetup, act)


def _do(request: HttpRequest, meetup: Meetup, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except ChangedMeanwhile:
        return _page(request, meetup, notice=MOVED, status=409)


def _order(meetup: Meetup) -> list[str]:
    """Return the texts that wait for a decision, in the order of the page."""
    return [finding.key for finding in findings_of(meetup) if finding.undecided]


def _on(meetup: Meetup, before: list[str], text: str) -> HttpResponse:
    """Return the way to the same text while it still waits, else to the next one that does."""
    waiting = set(_order(meetup))
    start = before.index(text) if text in before else 0
    following = [key for key in (*before[start:], *before[:start]) if key in waiting]
    fragment = following[0] if following else "klaar"
    return HttpResponseRedirect(f"{_address(meetup)}#{fragment}", status=303)


def _address(meetup: Meetup) -> str:
    return reverse("names", kwargs={"meetup": meetup.pk})


def _page(request: HttpRequest, meetup: Meetup, *, notice: str = "", status: int = 200) -> HttpResponse:
    seq = Meetup.objects.values_list("seq", flat=True).get(pk=meetup.pk)
    findings = findings_of(meetup)
    waiting = [finding for finding in findings if finding.undecided]
    hidden = Answer.objects.filter(
        round__live_session__meetup=meetup,
        state=Answer.State.HIDDEN,
        hidden_reason=Answer.HiddenReason.PERSONAL,
    )
    context = {
        "meetup": meetup,
        "seq": seq,
        "notice": notice,
        "total": len(findings),
        "decided": len(findings) - len(waiting),
        "waiting": [(finding, _place_of(meetup, finding)) for finding in waiting[:SHOWN]],
        "further": len(waiting[SHOWN:]),
        "clearances": meetup.clearances.order_by("words"),
        "hidden": hidden.order_by("code"),
    }
    return render(request, "names/names.html", context, status=status)


def _place_of(meetup: Meetup, finding: Finding) -> str:
    """Return the address of the page where a text of staff is changed; "" for an answer."""
    if finding.model not in PLACES:
        return ""
    name, argument, field = PLACES[finding.model]
    kwargs = {argument: getattr(finding.item, field)} if argument else {}
    return reverse(name, kwargs={"meetup": meetup.pk, **kwargs})
