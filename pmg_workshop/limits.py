"""How much the server takes from one visitor, and from all of them together. docs/decisions.md has the reasons."""

import sys
from collections import deque
from dataclasses import dataclass

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None

OPEN_FILES = 4096
SELECTABLE = 512  # Windows waits for at most so many sockets at once
FILES_OF_PROGRAM = 64  # the database in the threads of the hubs, the log, what Python keeps open
FILES_OF_REQUEST = 4  # the database with its two files beside it, and a file that is sent
REQUESTS = 256


@dataclass(frozen=True)
class Limits:
    """What one connection may do. Seconds count only while the server itself is awake."""

    body_bytes: int = 64 * 1024
    # For who holds a ticket (see uploads.py): a day of three hundred people in a file is some four million bytes.
    file_bytes: int = 16 * 1024 * 1024
    head_seconds: int = 9
    body_seconds: int = 29
    # Who was sent something must take at least `read_bytes` of it in so many seconds.
    read_seconds: int = 30
    read_bytes: int = 16 * 1024
    frame_bytes: int = 4096
    frames: int = 30
    frames_seconds: float = 10.0
    # A refused body is thrown away this far, so that who sends it gets to read why.
    discard_bytes: int = 256 * 1024
    discard_seconds: int = 1


@dataclass(frozen=True)
class Budget:
    """How many connections may be open, and how many requests the program works on at once."""

    connections: int
    requests: int


class Pace:
    """Counts what happens, and tells when it is more than `most` times within so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._moments: deque[float] = deque(maxlen=most + 1)

    def is_too_high(self, now: float) -> bool:
        """Count one more at the moment `now` (in seconds), and tell whether that is too many."""
        self._moments.append(now)
        return len(self._moments) == self._moments.maxlen and now - self._moments[0] < self._seconds


class Backlog:
    """What the other side was sent and does not take; tells when that goes too slowly."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._size = 0
        self._taken = 0
        self._since = 0

    def is_stuck(self, size: int, now: int) -> bool:
        """Note that `size` bytes wait at the moment `now` (in seconds); tell whether that lasts too long."""
        self._taken += max(0, self._size - size)
        if 0 in (self._size, size) or self._taken >= self._limits.read_bytes:
            self._taken, self._since = 0, now
        self._size = size
        return size > 0 and now - self._since >= self._limits.read_seconds


def raise_open_files() -> int:
    """Let this process open at least OPEN_FILES files where the system allows it; return how many it may open."""
    if resource is None:
        return SELECTABLE if sys.platform == "win32" else OPEN_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return OPEN_FILES if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def budget(open_files: int) -> Budget:
    """Divide the files that may be open over connections and the requests that are worked on."""
    left = max(open_files - FILES_OF_PROGRAM, 16)
    requests = max(1, min(REQUESTS, left // (2 * FILES_OF_REQUEST)))
    return Budget(connections=left - requests * FILES_OF_REQUEST, requests=requests)
