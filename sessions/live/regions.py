"""What a view consists of: regions, each one partial template that fills one element.

The page includes the same partial when it is first loaded. Cards of a board travel one by one, by their id.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from sessions.board import ON_THE_BOARD, ON_THE_DESK, Board, board_of
from sessions.live.presence import writers
from sessions.models import Event, Round, Step
from sessions.oversight import MODERATION
from sessions.results import results_beside, results_of
from sessions.stage import Stage, counts_of, spotlight_of


class Audience(StrEnum):
    """Who looks: the audience decides what a view holds."""

    PHONE = "phone"
    SCREEN = "screen"
    DESK = "desk"
    STAFF = "staff"


STRUCTURE = frozenset(
    {
        Event.Kind.STEP_CHANGED,
        Event.Kind.ROUND_CHANGED,
        Event.Kind.BALLOT_CHANGED,
        Event.Kind.PROGRAMME_CHANGED,
        Event.Kind.REHEARSAL_CHANGED,
        Event.Kind.MERGED,
    }
)
ANSWERS = MODERATION | {
    Event.Kind.ANSWER_SUBMITTED,
    Event.Kind.ANSWER_REVISED,
    Event.Kind.ANSWER_WITHDRAWN,
    Event.Kind.SUPPORT_CHANGED,
}
# What puts an answer on the board or takes it off, or gives it other words.
BOARDING = ANSWERS - {Event.Kind.ANSWER_SUBMITTED, Event.Kind.SUPPORT_CHANGED, Event.Kind.ANSWER_HIGHLIGHTED}
CHOICES = frozenset({Event.Kind.CHOICE_CHANGED})
DONE = frozenset({Event.Kind.DONE_CHANGED})
# What people give leaves the step, the round and its options as they are.
GIVEN = ANSWERS | CHOICES | DONE
# What the number of answers, or of people who chose, follows from.
COUNTED = ANSWERS | CHOICES
GROUPING = frozenset({Event.Kind.GROUPING_CHANGED, Event.Kind.GROUPING_UNDONE, Event.Kind.CLUSTER_RENAMED})
# What stands on the projector over the programme.
OVERLAY = frozenset({Event.Kind.OVERLAY_CHANGED})
SCOPE = frozenset({Event.Kind.SCOPE_CHANGED})
PACE = frozenset({Event.Kind.PACE_CHANGED})
SPOTLIGHT = frozenset({Event.Kind.SPOTLIGHT_CHANGED})
# Whether what comes in waits, and whether it comes in at all; only the last is for the phones to know.
INTAKE = frozenset({Event.Kind.INTAKE_CHANGED})
OVERSIGHT = INTAKE | {Event.Kind.OVERSIGHT_CHANGED}
# What no event tells of: people came in, phones came or went, or the number of those who are writing changed.
PRESENCE = "presence"
CONNECTED = "connected"
WRITING = "writing"
# How much came in. It is counted with those numbers, and not for every answer: counting costs more than telling.
COUNTS = "counts"


@dataclass(frozen=True)
class Region:
    """A part of a page that changes as a whole: the element's id, its partial, and what it changes with."""

    name: str
    template: str
    changes_with: frozenset[str]


REGIONS: dict[Audience, tuple[Region, ...]] = {
    Audience.PHONE: (
        Region("stap", "phone/_step.html", STRUCTURE | INTAKE),
        Region("bord", "phone/_board.html", STRUCTURE),
    ),
    Audience.SCREEN: (
        Region("kop", "screen/_header.html", STRUCTURE),
        Region("teller", "screen/_count.html", STRUCTURE | SCOPE | {PRESENCE, WRITING, COUNTS}),
        Region("inhoud", "screen/_content.html", STRUCTURE | SCOPE | CHOICES),
        Region("lijn", "screen/_line.html", STRUCTURE),
        Region("laag", "screen/_overlay.html", STRUCTURE | OVERLAY | SPOTLIGHT | {PRESENCE}),
    ),
    Audience.DESK: (
        Region("toestand", "desk/_alerts.html", STRUCTURE | OVERLAY | SPOTLIGHT | OVERSIGHT),
        Region("programma", "desk/_programme.html", STRUCTURE),
        Region("bediening", "desk/_controls.html", STRUCTURE | PACE),
        Region("teller", "desk/_count.html", STRUCTURE | DONE | {PRESENCE, WRITING, COUNTS}),
        Region("uitslag", "desk/_results.html", STRUCTURE | SCOPE | CHOICES),
        Region("herstel", "desk/_undo.html", STRUCTURE | BOARDING | {Event.Kind.ANSWER_HIGHLIGHTED}),
        Region("antwoorden", "desk/_answers.html", STRUCTURE | SCOPE | GROUPING | OVERSIGHT | SPOTLIGHT),
        Region("locaties", "desk/_places.html", STRUCTURE | DONE | PACE | SCOPE | {PRESENCE, CONNECTED}),
        Region("scherm", "desk/_on_screen.html", STRUCTURE | OVERLAY),
        Region("toezicht", "desk/_oversight.html", STRUCTURE | OVERSIGHT),
    ),
    Audience.STAFF: (),
}
CARDS = {
    # A phone shows no totals of support, and its cards hold a button that somebody may be pressing.
    Audience.PHONE: Region("antwoord", "phone/_card.html", BOARDING | {Event.Kind.ANSWER_SUBMITTED}),
    Audience.SCREEN: Region("antwoord", "screen/_card.html", ANSWERS),
    Audience.DESK: Region("antwoord", "desk/_card.html", ANSWERS),
}


def paint(stage: Stage, audience: Audience) -> str:
    """Return all regions of a view as partials that a page puts in their places."""
    context = context_of(stage, audience)
    return "".join(render_region(region, context) for region in REGIONS[audience])


def context_of(stage: Stage, audience: Audience) -> dict[str, object]:
    """Return what the templates of an audience show: `stage`, and `board` or `results` where they may be seen.

    Counts, board and results are read when a template first asks for them: most pushes need none. Where places
    stand side by side there are also `results_beside`: one for each place that shows its results.
    """
    context: dict[str, object] = {
        "stage": stage,
        "audience": audience.value,
        "counts": SimpleLazyObject(partial(counts_of, stage.round)),
        "spotlight": SimpleLazyObject(partial(spotlight_of, stage)),
        "writing": partial(writers.count, stage.live_session.pk, stage.round.pk),
    }
    sees_all = audience == Audience.DESK
    if stage.step.kind == Step.Kind.QUESTION and (sees_all or stage.shows_results):
        states = ON_THE_DESK if sees_all else ON_THE_BOARD
        context["board"] = SimpleLazyObject(partial(_board, stage, audience, states))
    if stage.step.choice_mode and (sees_all or stage.shows_results):
        what = (stage.step, stage.options, [stage.round, *_elsewhere(stage, audience)])
        context["results"] = SimpleLazyObject(partial(results_of, *what))
        if stands_by_place(stage, audience):
            context["results_beside"] = SimpleLazyObject(partial(results_beside, *what))
    return context


def stands_by_place(stage: Stage, audience: Audience) -> bool:
    """Tell whether what an audience sees stands place by place. Phones show their own place."""
    return audience != Audience.PHONE and stage.shows_places_beside


def _elsewhere(stage: Stage, audience: Audience) -> list[Round]:
    return [] if audience == Audience.PHONE else stage.shown_elsewhere


def _board(stage: Stage, audience: Audience, states: Collection[str]) -> Board:
    by_place = stands_by_place(stage, audience)
    return board_of(stage.round, stage.options, states, _elsewhere(stage, audience), by_place=by_place)


def render_region(region: Region, context: dict[str, object]) -> str:
    """Return a region as a page takes it up: morphed into its element, so that typed text and focus stay."""
    html = render_to_string(region.template, context)
    return f'<hx-partial hx-target="#{region.name}" hx-swap="innerMorph">{html}</hx-partial>'
