"""What the history says of a grouping: where answers went."""

from collections.abc import Iterable, Mapping

from sessions.chronicle_names import Names
from sessions.models import Cluster


def words_of_grouping(
    was: Mapping[int, int | None],
    became: Mapping[int, int | None],
    detail: Mapping[str, object],
    names: Names,
) -> str:
    """Return in words where answers went: into a new group, into one that was there, or out of theirs."""
    many = _count(len(was), "antwoord", "antwoorden")
    left, emptied = _ids(was.values()), detail.get("emptied", [])
    entered, out = _ids(became.values()), None in became.values()
    if not became:
        return f"{many} verplaatst" + _from(left, names)
    if not entered:
        return f"{many} uit {_groups(left, names)} gehaald"
    if out or len(entered) > 1:
        return f"{many} verdeeld over {_groups(entered, names)}" + (" en losgemaakt" if out else "")
    if "made" in detail:
        return f"Groep {names.all_of(Cluster, entered)} gemaakt van {many}" + _from(left, names)
    if emptied:
        noun = "Groep" if len(emptied) == 1 else "Groepen"
        joined = f"{noun} {names.all_of(Cluster, emptied)}"
        return f"{joined} samengevoegd met groep {names.all_of(Cluster, entered)} ({many})"
    return f"{many} in {_groups(entered, names)} gezet" + _from(left, names)


def _ids(places: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(place for place in places if place is not None))


def _groups(ids: list[int], names: Names) -> str:
    return f"{'groep' if len(ids) == 1 else 'groepen'} {names.all_of(Cluster, ids)}"


def _from(ids: list[int], names: Names) -> str:
    return f", uit {_groups(ids, names)}" if ids else ""


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
