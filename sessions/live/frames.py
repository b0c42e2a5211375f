"""What screens are told: which regions of which view changed, rendered once as a message."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from pmg_workshop import storage
from sessions.board import ON_THE_BOARD, ON_THE_DESK, key_of
from sessions.live.news import News
from sessions.live.presence import phones, writers
from sessions.live.regions import (
    CARDS,
    COUNTED,
    GIVEN,
    GROUPING,
    REGIONS,
    SCOPE,
    STRUCTURE,
    Audience,
    context_of,
    paint,
    render_region,
    stands_by_place,
)
from sessions.models import Event, LiveSession, Meetup, Participant, Step
from sessions.oversight import MODERATION
from sessions.stage import Stage, stage_of

# What an author hears of: his phone shows whether his answer is on the board, not whether it is highlighted.
TOLD = MODERATION - {Event.Kind.ANSWER_HIGHLIGHTED}


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
    """What a hub has told: all events up to `seq` of this epoch, and how many took part in each place.

    `writing` is how many were writing there, by round, and `connected` how many phones were connected. `sharing`
    are the places that show what others answered, too. `stages` holds the places as they were then, as far as
    anybody asked. In the places that are `uncounted` something was given of which no number was told yet.
    """

    seq: int
    epoch: UUID
    participants: dict[int, int]
    writing: dict[int, dict[int, int]]
    connected: dict[int, int] | None
    sharing: frozenset[int]
    stages: dict[int, Stage] = field(default_factory=dict)
    uncounted: frozenset[int] = frozenset()


def known(meetup_id: int) -> Known:
    """Return where a meet-up stands now."""
    seq, epoch = _seq_and_epoch(meetup_id)
    participants = _participants(meetup_id)
    writing, connected = _writing(participants), phones.connected(meetup_id)
    return Known(seq, epoch, participants, writing, connected, _sharing(meetup_id))


def snapshot(view: View) -> Frame:
    """Return everything a view holds. Raises LiveSession.DoesNotExist."""
    if view.audience == Audience.STAFF:
        return _staff_frame(*_seq_and_epoch(view.id))
    stage = stage_of(view.id)
    return _frame(stage, view.audience, paint(stage, view.audience), stage.seq)


def changes(
    meetup_id: int, before: Known, views: Iterable[View], counts_people: bool = True
) -> tuple[Known, dict[View, Frame]]:
    """Return where the meet-up stands now, and a frame for each view that changed since `before`.

    With `counts_people` that includes how many joined, how many write and how many phones are connected, which
    raise no seq, and how much came in: numbers have to be asked for.
    """
    seq, epoch = _seq_and_epoch(meetup_id)
    participants, writing, connected = before.participants, before.writing, before.connected
    if counts_people:
        participants = _participants(meetup_id)
        writing, connected = _writing(participants), phones.connected(meetup_id)
    if epoch != before.epoch:  # somebody restored a backup: what was told counts for nothing
        now = Known(seq, epoch, participants, writing, connected, _sharing(meetup_id))
        return now, {view: snapshot(view) for view in views}
    events = list(Event.objects.filter(meetup=meetup_id, seq__gt=before.seq, seq__lte=seq))
    arrivals = _changed(before.participants, participants)
    writers_changed = _changed(before.writing, writing)
    stages, sharing = dict(before.stages), before.sharing
    if not all(event.kind in GIVEN for event in events):
        stages, sharing = {}, _sharing(meetup_id)
    uncounted = before.uncounted | {event.live_session_id for event in events if event.kind in COUNTED}
    frames = {}
    news: dict[int, News] = {}
    for view in views:
        if view.audience == Audience.STAFF:
            if events:
                frames[view] = _staff_frame(seq, epoch)
            continue
        if view.id not in news:
            phones_changed = connected != before.connected
            shares = view.id in sharing
            is_counted = counts_people and view.id in uncounted
            news[view.id] = News(
                view.id, events, arrivals, writers_changed, phones_changed, is_counted, stages, shares
            )
        if frame := _change_of(view, news[view.id], seq):
            frames[view] = frame
    uncounted = frozenset() if counts_people else frozenset(uncounted)
    return Known(seq, epoch, participants, writing, connected, sharing, stages, uncounted), frames


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
    rows = Participant.objects.people().filter(live_session__meetup=meetup_id).values("live_session")
    return {row["live_session"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def _writing(places: Iterable[int]) -> dict[int, dict[int, int]]:
    return {place: writers.counts(place) for place in places}


def _changed(before: dict[int, object], now: dict[int, object]) -> set[int]:
    """Return the places for which there is another number now."""
    return {place for place, count in now.items() if count != before.get(place)}


def _sharing(meetup_id: int) -> frozenset[int]:
    places = LiveSession.objects.filter(meetup=meetup_id).exclude(scope=LiveSession.Scope.OWN)
    return frozenset(places.values_list("pk", flat=True))


def _change_of(view: View, news: News, seq: int) -> Frame | None:
    """Return what these events change in a view. The frame says `seq`, even if its content is newer already."""
    kinds = news.kinds(view.audience)
    if kinds & GROUPING and _votes_on_groups(view):
        kinds = kinds | {Event.Kind.BALLOT_CHANGED}
    regions = [region for region in REGIONS[view.audience] if region.changes_with & kinds]
    changed_answers = news.answers(CARDS[view.audience].changes_with, view.audience)
    if not regions and not changed_answers:
        return None
    stage = news.stage
    context = context_of(stage, view.audience) | {"counts": SimpleLazyObject(lambda: news.counts)}
    content = "".join(render_region(region, context) for region in regions)
    if changed_answers and "board" in context and not kinds & (STRUCTURE | SCOPE):
        content += _cards(news, view.audience, changed_answers)
    # The author's own list shows it too; only his phone knows which answers are his.
    moderated = sorted(news.answers(TOLD, view.audience)) if view.audience == Audience.PHONE else []
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


def _cards(news: News, audience: Audience, changed: set[int]) -> str:
    """Return the changed cards: off the board where they must go, and in their column where they may be seen.

    A revised card is taken off first, since its new label may move it to another column.
    """
    states = ON_THE_DESK if audience == Audience.DESK else ON_THE_BOARD
    shown = [answer for answer in news.cards if answer.pk in changed and answer.state in states]
    gone = changed - {answer.pk for answer in shown}
    parts = [
        f'<hx-partial hx-target="#antwoord-{answer_id}" hx-swap="delete"></hx-partial>'
        for answer_id in sorted(gone | news.answers({Event.Kind.ANSWER_REVISED}, audience))
    ]
    labels = {str(option.pk) for option in news.stage.options}
    by_place = stands_by_place(news.stage, audience)
    columns = defaultdict(list)
    for answer in shown:
        columns[key_of(answer, labels, by_place=by_place)].append(answer)
    template = get_template(CARDS[audience].template)
    for key, answers in columns.items():
        html = "".join(template.render({"answer": answer, "stage": news.stage}) for answer in answers)
        parts.append(f'<hx-upsert hx-target="#kaarten-{key}" key="data-seq" sort>{html}</hx-upsert>')
    return "".join(parts)
