"""Quarters of a year: as they are stored ("2017-2"), said ("2e kwartaal 2017"), and read from words."""

import datetime
import re

_YEAR = re.compile(r"\b20\d\d\b")
_QUARTER = re.compile(r"\b(?:kwartaal|q) ?([1-4])\b|\b([1-4])e? ?(?:kwartaal|kw)\b", re.IGNORECASE)
_STORED = re.compile(r"(\d{4})-([1-4])\Z")
LAST = 9999  # stands for a year or a quarter that is not known yet


def quarter_of(day: datetime.date) -> str:
    """Return the quarter in which a day falls, as it is stored."""
    return f"{day.year}-{(day.month + 2) // 3}"


def quarters_from(day: datetime.date, count: int) -> list[str]:
    """Return so many quarters in a row as they are stored, from the one in which a day falls."""
    first = day.year * 4 + (day.month - 1) // 3
    return [f"{number // 4}-{number % 4 + 1}" for number in range(first, first + count)]


def name_of(quarter: str) -> str:
    """Return a stored quarter in words, as "2e kwartaal 2017"; what is no quarter stays as it is."""
    stored = _STORED.match(quarter)
    return f"{stored[2]}e kwartaal {stored[1]}" if stored else quarter


def starts(quarter: str, planning: str = "") -> tuple[int, int]:
    """Return the year and quarter in which an activity starts: the stored one, or else what the words say.

    What is not there sorts last.
    """
    stored = _STORED.match(quarter)
    if stored:
        return int(stored[1]), int(stored[2])
    year = _YEAR.search(planning)
    found = _QUARTER.search(planning)
    return int(year[0]) if year else LAST, int(found[1] or found[2]) if found else LAST


def name_of_start(start: tuple[int, int]) -> str:
    """Return in words when an activity starts, as far as that is known."""
    year, quarter = start
    if year == LAST:
        return "nog te bepalen"
    return f"in {year}" if quarter == LAST else name_of(f"{year}-{quarter}")


def between(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    """Return all quarters from the first to the last of these two."""
    numbers = range(first[0] * 4 + first[1] - 1, last[0] * 4 + last[1])
    return [(number // 4, number % 4 + 1) for number in numbers]
