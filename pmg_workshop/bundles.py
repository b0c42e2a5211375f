"""Bundles: the style sheets, and the scripts, that one kind of page asks for, joined into one file each.

On a phone's network each file costs a round trip, and each request costs the laptop time. The small files stay
what people read and change. Nothing has to be built: collecting static files makes the bundles of them.
"""

from collections.abc import Iterator
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

BASE = (*(f"css/{name}.css" for name in ("tokens", "base", "forms", "choices", "components", "figures", "line")),)
DESK_PARTS = ("", "-places", "-answers", "-switches", "-script")
DESK = (*BASE, *(f"css/desk{part}.css" for part in DESK_PARTS))
SCREEN_PARTS = (
    "",
    "-join",
    "-content",
    "-choices",
    "-results",
    "-charts",
    "-board",
    "-clock",
    "-overlay",
    "-sheets",
)
SCREEN = (*(f"css/screen{part}.css" for part in SCREEN_PARTS),)
AGENDA = (*(f"css/agenda{part}.css" for part in ("", "-cards", "-work")),)
HTMX = (*(f"vendor/htmx/{name}.min.js" for name in ("htmx", "hx-ws", "hx-upsert")),)
LIVE = (*HTMX, "js/line.js", "js/live.js")
SENDING = (*(f"js/{name}.js" for name in ("store", "outbox", "kept", "writing", "presence")),)
TAKING_PART = (*SENDING, "js/order.js", "js/choices.js", "js/done.js", "js/phone.js")
GROUPING_PARTS = ("history", "slots", "names", "drag", "look")
GROUPING = ("js/grouping.js", *(f"js/group-{part}.js" for part in GROUPING_PARTS))

# What each bundle holds, in this order. One style sheet for all pages on a phone: who joined has it already.
BUNDLES: dict[str, tuple[str, ...]] = {
    "bundles/page.css": BASE,
    "bundles/phone.css": (*BASE, "css/phone.css", "css/phone-choices.css"),
    "bundles/desk.css": DESK,
    "bundles/programme.css": (*DESK, "css/programme.css"),
    "bundles/groups.css": (*DESK, "css/desk-groups.css", "css/desk-lens.css"),
    "bundles/agenda.css": (*BASE, "css/desk.css", *AGENDA),
    "bundles/agenda-form.css": (*BASE, "css/desk.css", *AGENDA, "css/agenda-form.css"),
    "bundles/segments.css": (*BASE, "css/desk.css", "css/agenda.css", "css/segments.css"),
    "bundles/chronicle.css": (
        *BASE,
        *(f"css/{name}.css" for name in ("desk", "agenda", "agenda-form", "chronicle")),
    ),
    "bundles/triage.css": (*BASE, *(f"css/{name}.css" for name in ("desk", "agenda", "triage"))),
    "bundles/editions.css": (
        *BASE,
        "css/desk.css",
        "css/agenda.css",
        "css/agenda-form.css",
        "css/changes.css",
        "css/editions.css",
    ),
    "bundles/concept.css": (*BASE, "css/changes.css", "css/concept.css"),
    "bundles/reading.css": (*BASE, "css/desk.css", "css/agenda.css", "css/reading.css", "css/reading-charts.css"),
    "bundles/names.css": (*BASE, "css/desk.css", "css/agenda.css", "css/names.css"),
    "bundles/earlier.css": (*BASE, "css/desk.css", "css/agenda.css", "css/earlier.css"),
    "bundles/screen.css": (*BASE, *SCREEN),
    "bundles/page.js": HTMX,
    "bundles/phone.js": (*LIVE, *TAKING_PART),
    "bundles/desk.js": (*LIVE, "js/keys.js", "js/desk.js", "js/cards.js", "js/schedule.js", "js/ahead.js"),
    "bundles/groups.js": (*LIVE, "js/keys.js", "js/desk.js", *GROUPING),
    "bundles/programme.js": (*LIVE, "js/desk.js"),
    "bundles/agenda.js": (*LIVE, "js/desk.js", "js/agenda.js", "js/agenda-order.js", "js/downloads.js"),
    "bundles/agenda-form.js": ("js/phrasing.js", "js/proposals.js", "js/names.js"),
    "bundles/triage.js": (
        *LIVE,
        *(f"js/{name}.js" for name in ("keys", "desk", "agenda", "group-history", "triage")),
    ),
    "bundles/concept.js": ("js/store.js", "js/concept.js"),
    "bundles/reading.js": ("js/reading.js", "js/downloads.js"),
    "bundles/names.js": (*HTMX, "js/keys.js", "js/walk.js"),
    "bundles/screen.js": (*LIVE, "js/pages.js", "js/closing.js", "js/screen.js", "js/clicker.js"),
}
# A script that ends without a semicolon must not swallow the next one.
BETWEEN = {".css": "\n", ".js": "\n;\n"}


def content_of(name: str) -> str:
    """Return the content of a bundle. Raises ImproperlyConfigured when one of its files is not there."""
    parts = (f"/* {source} */\n{_path_of(name, source).read_text(encoding='utf-8')}" for source in BUNDLES[name])
    return BETWEEN[Path(name).suffix].join(parts)


def _path_of(name: str, source: str) -> Path:
    path = finders.find(source)
    if path is None:
        raise ImproperlyConfigured(_missing(name, source))
    return Path(path)


def _missing(name: str, source: str) -> str:
    return f"{name} is made of {source}, and there is no such file."


class BundleStorage(Storage):
    """The bundles as files to be collected."""

    prefix = ""

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        return ContentFile(content_of(name).encode(), name)

    def path(self, name: str) -> str:
        """Return where a bundle comes from, for the log of collectstatic: as a file it is nowhere yet."""
        return f"{__file__}#{name}"

    def exists(self, name: str) -> bool:
        """Tell whether there is a bundle of this name."""
        return name in BUNDLES

    def size(self, name: str) -> int:
        """Return the length of a bundle in bytes."""
        return len(content_of(name).encode())

    def get_modified_time(self, name: str) -> datetime:
        """Return when any file of a bundle, or the list of them, last changed."""
        here = Path(__file__)
        paths = (here, *(_path_of(name, source) for source in BUNDLES[name]))
        return max(FileSystemStorage(path.parent).get_modified_time(path.name) for path in paths)


class BundleFinder(finders.BaseFinder):
    """Finds the bundles when static files are collected."""

    storage = BundleStorage()

    def check(self, **_: object) -> list[CheckMessage]:
        """Return an error for each file that a bundle names and that is not there."""
        return [
            Error(_missing(name, source), id="pmg_workshop.E001")
            for name, sources in BUNDLES.items()
            for source in sources
            if finders.find(source) is None
        ]

    def find(self, path: str, find_all: bool = False, **_: object) -> list[str]:
        """Find nothing: a bundle has no place on the disk until it is collected."""
        return []

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, Storage]]:
        """Return the names of the bundles and what they are read from."""
        ignored = ignore_patterns or []
        return ((name, self.storage) for name in BUNDLES if not any(fnmatch(name, one) for one in ignored))
