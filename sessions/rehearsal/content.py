"""What simulated people say and like, as it stands in content/: written for this, and said by nobody."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "content"
THEMES = 4
# The name of what is said at a question that has no labels.
OPEN = "open"
# Everything else in a file is a list of answers under a label.
OTHERS = {"popular", "municipalities", "roles"}


@dataclass(frozen=True)
class Chapter:
    """What is said about one theme, or (general) beyond the themes.

    `texts` are the answers by label, each as often as people type it. `popular` says, by how a line begins, how
    many in ten choose it at the first place and at the second.
    """

    texts: Mapping[str, list[str]]
    popular: Mapping[str, list[int]]

    def liking(self, line: str, place: int) -> float:
        """Return how much a line is liked at a place (counted from 0), from 0 to 1; also when nobody knows it."""
        known = [marks for start, marks in self.popular.items() if line.startswith(start)]
        if known:
            return known[0][place % len(known[0])] / 10
        return 0.2 + zlib.crc32(f"{place % 2} {line}".encode()) % 60 / 100


@dataclass(frozen=True)
class Content:
    """All chapters, by the number of their theme (None is general), and who comes to which place."""

    chapters: Mapping[int | None, Chapter]
    municipalities: list[list[str]]
    roles: Mapping[str, int]

    def chapter(self, theme: int | None) -> Chapter:
        """Return the chapter of a theme; a programme with more themes hears the same again."""
        return self.chapters[None if theme is None else (theme - 1) % THEMES + 1]


@cache
def load() -> Content:
    """Read the files."""
    general = _read("general")
    return Content(
        chapters={None: _chapter(general)}
        | {number: _chapter(_read(f"theme-{number}")) for number in range(1, THEMES + 1)},
        municipalities=general["municipalities"],
        roles=general["roles"],
    )


def _read(name: str) -> dict:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _chapter(file: dict) -> Chapter:
    lists = {label: entries for label, entries in file.items() if label not in OTHERS}
    return Chapter({label: list(_texts(entries)) for label, entries in lists.items()}, file["popular"])


def _texts(entries: list) -> list[str]:
    texts = []
    for entry in entries:
        texts += [entry["text"]] * entry["times"] if isinstance(entry, dict) else [entry]
    return texts
