"""Where Dutch municipalities lie, roughly: enough for a dot on a map of the whole country."""

import csv
from functools import cache
from pathlib import Path

CENTRES = Path(__file__).parent / "content" / "municipality_centres.csv"


@cache
def centres() -> dict[str, tuple[float, float]]:
    """Return latitude and longitude, in degrees, for the CBS code of each municipality of today.

    They are right within ten kilometres: about the middle, or the town hall.
    """
    with CENTRES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}
