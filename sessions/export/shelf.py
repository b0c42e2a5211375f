"""The files that were made a moment ago: a page has one made, tells how far that is, and then fetches it.

They are kept in memory, in the process that made them: in another process a file is simply made again.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from sessions.export import archive
from sessions.export.document import AgendaDocument, build
from sessions.export.formats import FILES
from sessions.house_styles import stamp
from sessions.models import Meetup

KEPT_SECONDS = 300
MOST_BYTES = 64 * 1024 * 1024


@dataclass
class _Lot:
    """One document, and the files that were made of it."""

    document: AgendaDocument
    made_at: float
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(map(len, self.files.values()))


class Shelf:
    """Keeps at most so many bytes of files, each for a few minutes, and only while the agenda stays as it is."""

    def __init__(self, most_bytes: int = MOST_BYTES, kept_seconds: float = KEPT_SECONDS) -> None:
        self._most_bytes = most_bytes
        self._kept_seconds = kept_seconds
        self._lots: OrderedDict[tuple[object, ...], _Lot] = OrderedDict()
        self._lock = threading.Lock()

    def file(self, meetup: Meetup, suffix: str) -> bytes:
        """Return the file of the agenda as it is now; those of one moment are made from one document.

        Raises KeyError for an unknown suffix, Meetup.DoesNotExist, and ConversionFailed.
        """
        lot = self._lot(meetup)
        if suffix == archive.SUFFIX:
            return archive.write(lot.document, lambda part: self._made(lot, part))
        return self._made(lot, suffix)

    def _lot(self, meetup: Meetup) -> _Lot:
        now = time.monotonic()
        # The number is read first, as the document does: what is kept under it is never older than it says.
        key = (*Meetup.objects.values_list("pk", "epoch", "seq").get(pk=meetup.pk), *stamp())
        with self._lock:
            for old in [old for old, lot in self._lots.items() if now - lot.made_at > self._kept_seconds]:
                del self._lots[old]
            if key in self._lots:
                self._lots.move_to_end(key)
                return self._lots[key]
        lot = _Lot(build(meetup), now)
        with self._lock:
            return self._lots.setdefault(key, lot)

    def _made(self, lot: _Lot, suffix: str) -> bytes:
        if suffix in lot.files:
            return lot.files[suffix]
        content = FILES[suffix].write(lot.document)
        with self._lock:
            lot.files[suffix] = content
            while len(self._lots) > 1 and sum(kept.size for kept in self._lots.values()) > self._most_bytes:
                self._lots.popitem(last=False)
            if lot.size > self._most_bytes:
                lot.files.clear()
        return content


shelf = Shelf()
