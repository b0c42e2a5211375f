"""One line on stderr that shows a slow step is alive; stdout stays free for output that programs read."""

import sys
import threading
import time
from types import TracebackType
from typing import Self

BAR_WIDTH = 24


def say(text: str) -> None:
    """Write one line to the user, on stderr."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


class Progress:
    """Show a step that takes longer than a second: its label, a bar when the total is known, the seconds.

    On a terminal the line is drawn over itself every second. Elsewhere, in a log for instance, the label
    is written once, and once more with the time it took.
    """

    def __init__(self, label: str, total: int = 0) -> None:
        self.label = label
        self.total = total
        self.done = 0
        self.detail = ""
        self._started = time.monotonic()
        self._finished = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)
        self._on_terminal = sys.stderr.isatty()
        self._shown = False

    def __enter__(self) -> Self:
        self._ticker.start()
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._finished.set()
        self._ticker.join()
        if not self._shown:
            return
        outcome = "klaar" if error is None else "gestopt"
        self._write(f"{self.label}: {outcome} na {self._seconds} s")
        if self._on_terminal:
            sys.stderr.write("\n")

    def advance(self, detail: str) -> None:
        """Count one more part as begun and name it."""
        self.done += 1
        self.detail = detail

    @property
    def _seconds(self) -> int:
        return round(time.monotonic() - self._started)

    def _tick(self) -> None:
        while not self._finished.wait(1):
            if self._on_terminal:
                self._write(self._line())
            elif not self._shown:
                self._write(f"{self.label} …")
            self._shown = True

    def _line(self) -> str:
        if not self.total:
            return f"{self.label} … {self._seconds} s"
        filled = BAR_WIDTH * min(self.done, self.total) // self.total
        bar = "#" * filled + "-" * (BAR_WIDTH - filled)
        return f"{self.label} [{bar}] {self.done} van {self.total}, {self._seconds} s  {self.detail}"

    def _write(self, text: str) -> None:
        # \x1b[K clears what a longer line left behind.
        sys.stderr.write(f"\r{text}\x1b[K" if self._on_terminal else f"{text}\n")
        sys.stderr.flush()
