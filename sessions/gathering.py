"""Who is in the room: the municipalities that people named when they joined, on a map and by province."""

import math
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Count

from sessions.models import LiveSession, Participant
from themes.centres import centres

# The map: its north-west corner in degrees, and what a degree measures in kilometres at this latitude.
WEST, NORTH = 3.30, 53.56
KM_EAST, KM_SOUTH = 68.2, 111.2
LARGEST = 12


@dataclass(frozen=True)
class Present:
    """A municipality with `people` in the room; `x` and `y` in kilometres on the map, None when nobody knows."""

    code: str
    name: str
    province: str
    people: int
    x: float | None = None
    y: float | None = None

    @property
    def radius(self) -> float:
        """Return how large its dot is, in kilometres: its area grows with the people, up to a point."""
        return round(min(3 + 2 * math.sqrt(self.people), LARGEST), 1)


@dataclass(frozen=True)
class Province:
    """A province with its municipalities that are in the room."""

    name: str
    municipalities: list[Present]


@dataclass(frozen=True)
class Gathering:
    """All that may be shown of who is in the room; of those who named no municipality only how many they are."""

    municipalities: list[Present]
    unnamed: int

    @property
    def people(self) -> int:
        """Return how many take part."""
        return self.unnamed + sum(present.people for present in self.municipalities)

    @property
    def provinces(self) -> list[Province]:
        """Return the municipalities by province, both from A to Z."""
        by_province = sorted(self.municipalities, key=attrgetter("province"))
        return [Province(name, list(group)) for name, group in groupby(by_province, key=attrgetter("province"))]


def gathering_of(live_session: LiveSession) -> Gathering:
    """Return who is in one place, in one query."""
    rows = (
        Participant.objects.people()
        .filter(live_session=live_session)
        .values_list("municipality__code", "municipality__name", "municipality__province")
        .annotate(people=Count("pk"))
        .order_by("municipality__search_key")
    )
    named = [_present(*row) for row in rows if row[0]]
    return Gathering(named, sum(row[-1] for row in rows if not row[0]))


def _present(code: str, name: str, province: str, people: int) -> Present:
    if code not in centres():
        return Present(code, name, province, people)
    latitude, longitude = centres()[code]
    x, y = (longitude - WEST) * KM_EAST, (NORTH - latitude) * KM_SOUTH
    return Present(code, name, province, people, round(x, 1), round(y, 1))
