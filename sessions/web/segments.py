"""The results by group of participants: what people in one place, role or kind of municipality chose."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sessions.agenda import agenda_of
from sessions.disclosure import MIN_PEOPLE
from sessions.models import Meetup
from sessions.segment_tables import Table, table_of
from sessions.segments import DIVISIONS, segments_of, sizes_of
from sessions.web.access import for_meetup


@dataclass(frozen=True)
class Chapter:
    """The tables of one theme; those that go beyond the themes have none."""

    theme_number: int | None
    title: str
    tables: list[Table]


@require_GET
@for_meetup
def page(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """All that was chosen, with the total beside the groups of the division that the reader picked."""
    chosen = request.GET.get("indeling", "")
    if chosen not in DIVISIONS:
        chosen = next(iter(DIVISIONS))
    agenda = agenda_of(meetup)
    chapters: dict[int | None, Chapter] = {}
    for outcome in sorted(segments_of(agenda), key=lambda outcome: outcome.theme_number or 0):
        chapter = Chapter(outcome.theme_number, outcome.theme or "Over de thema's heen", [])
        chapters.setdefault(outcome.theme_number, chapter).tables.append(table_of(outcome, chosen))
    context = {
        "meetup": meetup,
        "agenda": agenda,
        "chapters": list(chapters.values()),
        "divisions": {key: name for key, (name, _) in DIVISIONS.items()},
        "chosen": chosen,
        "division": DIVISIONS[chosen][0],
        "years": sizes_of(meetup),
        "min_people": MIN_PEOPLE,
    }
    return render(request, "segments/segments.html", context)
