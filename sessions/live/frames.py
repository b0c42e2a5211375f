"""What screens are told: which regions of which view changed, rendered once as a message.

A region is one partial template that fills one element; the page includes the same partial when it is
first loaded. Cards of a board travel one by one, by their id.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from uuid import UUID

from django.db.models import Count
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from pmg_workshop import storage
from sessions.board import ON_THE_BOARD, ON_THE_DESK, board_of, changed_cards
from sessions.models import Answer, Event, LiveSession, Meetup, Participant, Step
from sessions.results import results_of
from sessions.stage import Stage, stage_of


class Audience(StrEnum):
    """Who looks: the audience decides what a view holds."""

    PHONE = "phone"
    SCREEN = "screen"
    DESK = "desk"
    STAFF = "staff"


@dataclass(frozen=True)
class View:
    """One thing to look at: an audience in a place. Staff look at a meet-up, and `id` is that of the meet-up."""

    audience: Audience
    id: int


@dataclass(frozen=True)
class Frame:
    """A message for all sockets of a view, and the seq it brings them to."""

    seq: int
    message: str


@dataclass(frozen=True)
class Known:
    """What a hub has told: all events up to `seq` of this epoch, and how many took part in each place."""

    seq: int
    epoch: UUID
    participants: dict[int, int]


STRUCTURE = frozenset(
    {
        Event.Kind.STEP_CHANGED,
        Event.Kind.ROUND_CHANGED,
        Event.Kind.BALLOT_CHANGED,
    }
)
ANSWERS = frozenset(
    {
        Event.Kind.ANSWER_SUBMITTED,
        Event.Kind.ANSWER_REVISED,
        Event.Kind.ANSWER_WITHDRAWN,
        Event.Kind.ANSWER_HIDDEN,
        Event.Kind.ANSWER_RESTORED,
        Event.Kind.ANSWER_ADMITTED,
        Event.Kind.SUPPORT_CHANGED,
    }
)
MODERATION = frozenset({Event.Kind.ANSWER_HIDDEN, Event.Kind.ANSWER_RESTORED, Event.Kind.ANSWER_ADMITTED})
CHOICES = frozenset({Event.Kind.CHOICE_CHANGED})
GROUPING = frozenset({Event.Kind.GROUPING_CHANGED, Event.Kind.GROUPING_UNDONE, Event.Kind.CLUSTER_RENAMED})
PRESENCE = "presence"


@dataclass(frozen=True)
class Region:
    """A part of a page that changes as a whole: the element's id, its partial, and what it changes with."""

    name: str
    template: str
    changes_with: frozenset[str]


REGIONS: dict[Audience, tuple[Region, ...]] = {
    Audience.PHONE: (
        Region("stap", "phone/_step.html", STRUCTURE),
        Region("bord", "phone/_board.html", STRUCTURE),
    ),
    Audience.SCREEN: (
        Region("kop", "screen/_header.html", STRUCTURE),
        Region("teller", "screen/_count.html", STRUCTURE | ANSWERS | CHOICES | {PRESENCE}),
        Region("inhoud", "screen/_content.html", STRUCTURE | CHOICES),
        Region("lijn", "screen/_line.html", STRUCTURE),
    ),
    Audience.DESK: (
        Region("programma", "desk/_programme.html", STRUCTURE),
        Region("bediening", "desk/_controls.html", STRUCTURE),
        Region("teller", "desk/_count.html", STRUCTURE | ANSWERS | CHOICES | {PRESENCE}),
        Region("uitslag", "desk/_results.html", STRUCTURE | CHOICES),
        Region("antwoorden", "desk/_answers.html", STRUCTURE | GROUPING),
        Region("locaties", "desk/_places.html", STRUCTURE | {PRESENCE}),
    ),
    Audience.STAFF: (),
}
CARDS = {
    # A phone shows no totals of support, and its cards hold a button that somebody may be pressing.
    Audience.PHONE: Region("antwoord", "phone/_card.html", ANSWERS - {Event.Kind.SUPPORT_CHANGED}),
    Audience.SCREEN: Region("antwoord", "screen/_card.html", ANSWERS),
    Audience.DESK: Region("antwoord", "desk/_card.html", ANSWERS),
}


def known(meetup_id: int) -> Known:
    """Return where a meet-up stands now."""
    return Known(*_seq_and_epoch(meetup_id), _participants(meetup_id))


def snapshot(view: View) -> Frame:
    """Return everything a view holds. Raises LiveSession.DoesNotExist."""
    if view.audience == Audience.STAFF:
        return _staff_frame(*_seq_and_epoch(view.id))
    stage = stage_of(view.id)
    return _frame(stage, view.audience, paint(stage, view.audience), stage.seq)


def paint(stage: Stage, audience: Audience) -> str:
    """Return all regions of a view as partials that a page puts in their places."""
    context = context_of(stage, audience)
    return "".join(render_region(region, context) for region in REGIONS[audience])


def context_of(stage: Stage, audience: Audience) -> dict[str, object]:
    """Return what the templates of an audience show: `stage`, and `board` or `results` where they may be seen.

    Board and results are read when a template first asks for them: most pushes need neither.
    """
    context: dict[str, object] = {"stage": stage, "audience": audience.value}
    sees_all = audience == Audience.DESK
    if stage.step.kind == Step.Kind.QUESTION and (sees_all or stage.shows_results):
        states = ON_THE_DESK if sees_all else ON_THE_BOARD
        context["board"] = SimpleLazyObject(partial(board_of, stage.round, stage.options, states))
    if stage.step.choice_mode and (sees_all or stage.shows_results):
        context["results"] = SimpleLazyObject(partial(results_of, stage.step, stage.options, [stage.round]))
    return context


def changes(meetup_id: int, before: Known, views: Iterable[View]) -> tuple[Known, dict[View, Frame]]:
    """Return where the meet-up stands now, and a frame for each view that changed since `before`."""
    now = known(meetup_id)
    if now.epoch != before.epoch:  # somebody restored a backup: what was told counts for nothing
        return now, {view: snapshot(view) for view in views}
    events = list(Event.objects.filter(meetup=meetup_id, seq__gt=before.seq, seq__lte=now.seq))
    arrivals = {place for place, count in now.participants.items() if count != before.participants.get(place)}
    frames = {}
    news: dict[int, News] = {}
    for view in views:
        if view.audience == Audience.STAFF:
            if events:
                frames[view] = _staff_frame(now.seq, now.epoch)
            continue
        if view.id not in news:
            news[view.id] = News(view.id, events, arrivals)
        if frame := _change_of(view, news[view.id], now.seq):
            frames[view] = frame
    return now, frames


def heartbeat(view: View, seq: int, epoch: UUID) -> str:
    """Return the message that says which seq a screen should be at, and what time it is here.

    Who leads the day also hears what is wrong with the storage ("" when nothing is).
    """
    message = {"seq": seq, "epoch": str(epoch), "now": timezone.now().isoformat()}
    if view.audience in {Audience.DESK, Audience.STAFF}:
        message["warning"] = storage.warning()
    return json.dumps(message, ensure_ascii=False)


def _seq_and_epoch(meetup_id: int) -> tuple[int, UUID]:
    return Meetup.objects.values_list("seq", "epoch").get(pk=meetup_id)


def _staff_frame(seq: int, epoch: UUID) -> Frame:
    return Frame(seq, json.dumps({"seq": seq, "epoch": str(epoch)}))


def _participants(meetup_id: int) -> dict[int, int]:
    rows = Participant.objects.filter(live_session__meetup=meetup_id).values("live_session")
    return {row["live_session"]: row["count"] for row in rows.annotate(count=Count("pk"))}


class News:
    """What happened that concerns one place, and what its views show of it: read once, by the first that asks."""

    def __init__(self, place_id: int, events: Iterable[Event], arrivals: Collection[int]) -> None:
        self._place_id = place_id
        self._events = list(events)
        self._here = [event for event in self._events if event.live_session_id in (None, place_id)]
        self._arrivals = arrivals

    def kinds(self, audience: Audience) -> set[str]:
        """Return what kinds of things happened. A desk shows how far the other places are too."""
        kinds: set[str] = {event.kind for event in self._here}
        if audience == Audience.DESK:
            kinds |= {event.kind for event in self._events} & STRUCTURE
        if self._place_id in self._arrivals or (audience == Audience.DESK and self._arrivals):
            kinds.add(PRESENCE)
        return kinds

    def answers(self, kinds: Collection[str]) -> set[int]:
        """Return the ids of the answers to which these kinds of things happened."""
        return {int(event.ref) for event in self._here if event.kind in kinds}

    @cached_property
    def stage(self) -> Stage:
        """Return the place as it is now."""
        return stage_of(self._place_id)

    @cached_property
    def cards(self) -> list[Answer]:
        """Return the changed answers of the round that is on, in all states that anybody may see."""
        return changed_cards(self.stage.round, self.answers(ANSWERS), ON_THE_DESK)


def _change_of(view: View, news: News, seq: int) -> Frame | None:
    """Return what these events change in a view. The frame says `seq`, even if its content is newer already."""
    kinds = news.kinds(view.audience)
    if kinds & GROUPING and _votes_on_groups(view):
        kinds = kinds | {Event.Kind.BALLOT_CHANGED}
    regions = [region for region in REGIONS[view.audience] if region.changes_with & kinds]
    changed_answers = news.answers(CARDS[view.audience].changes_with)
    if not regions and not changed_answers:
        return None
    stage = news.stage
    context = context_of(stage, view.audience)
    content = "".join(render_region(region, context) for region in regions)
    if changed_answers and "board" in context and not kinds & STRUCTURE:
        content += _cards(news, view.audience, changed_answers)
    # The author's own list shows it too; only his phone knows which answers are his.
    moderated = sorted(news.answers(MODERATION)) if view.audience == Audience.PHONE else []
    return _frame(stage, view.audience, content, seq, moderated) if content or moderated else None


def _votes_on_groups(view: View) -> bool:
    """Tell whether a place is at a ballot: there the groups, their names included, are what one chooses from."""
    return LiveSession.objects.filter(pk=view.id, current_step__kind=Step.Kind.BALLOT).exists()


def _frame(stage: Stage, audience: Audience, content: str, seq: int, moderated: Sequence[int] = ()) -> Frame:
    message = {"seq": seq, "epoch": str(stage.epoch), "content": content}
    if audience == Audience.PHONE:  # so that a phone can keep what its owner is typing in
        message |= {"step": stage.step.number, "round": stage.round.pk, "title": stage.step.title}
    if moderated:
        message["moderated"] = list(moderated)
    return Frame(seq, json.dumps(message, ensure_ascii=False))


def render_region(region: Region, context: dict[str, object]) -> str:
    """Return a region as a page takes it up: morphed into its element, so that typed text and focus stay."""
    html = render_to_string(region.template, context)
    return f'<hx-partial hx-target="#{region.name}" hx-swap="innerMorph">{html}</hx-partial>'


def _cards(news: News, audience: Audience, changed: set[int]) -> str:
    """Return the changed cards: off the board where they must go, and in their column where they may be seen.

    A revised card is taken off first, since its new label may move it to another column.
    """
    states = ON_THE_DESK if audience == Audience.DESK else ON_THE_BOARD
    shown = [answer for answer in news.cards if answer.pk in changed and answer.state in states]
    gone = changed - {answer.pk for answer in shown}
    parts = [
        f'<hx-partial hx-target="#antwoord-{answer_id}" hx-swap="delete"></hx-partial>'
        for answer_id in sorted(gone | news.answers({Event.Kind.ANSWER_REVISED}))
    ]
    labels = {option.pk for option in news.stage.options}
    columns = defaultdict(list)
    for answer in shown:
        columns[answer.option_id if answer.option_id in labels else "los"].append(answer)
    template = get_template(CARDS[audience].template)
    for key, answers in columns.items():
        html = "".join(template.render({"answer": answer, "stage": news.stage}) for answer in answers)
        parts.append(f'<hx-upsert hx-target="#kaarten-{key}" key="data-seq" sort>{html}</hx-upsert>')
    return "".join(parts)
