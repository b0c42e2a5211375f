"""What a crowd asked for and what it was told: the books against which the stored truth is held.

Every intention ends in one of three ways: ok (acknowledged), refused (told no for good), or unknown (never
answered). What is ok must be stored once, what was refused must not be stored, and what is unknown may be stored
once or not at all.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

OK, REFUSED, UNKNOWN = "ok", "refused", "unknown"
STORED = {"accepted", "duplicate", "late"}
NOT_FINAL = {401, 408, 429}  # 401: the phone joins again, then sends the same


@dataclass(frozen=True)
class Reply:
    """One reply of the server: its HTTP code, the word in it, what it says was stored, and when it came."""

    code: int
    word: str = ""
    id: int | None = None
    rev: int | None = None
    seq: int | None = None
    retry_after: float = 0
    at: float = field(default_factory=time.monotonic)

    @property
    def says_stored(self):
        return self.code < 300 and self.word in STORED

    @property
    def says_no(self):
        return 400 <= self.code < 500 and self.code not in NOT_FINAL

    @property
    def stored(self):
        """What a later reply to the same key must say again."""
        return self.id, self.rev, self.seq


@dataclass(eq=False)
class Intention:
    """One thing a phone wants, under one key, and every reply to it."""

    key: str
    phone: str
    place: str
    kind: str  # answer, revise, withdraw, support, choose
    fields: dict
    replies: list[Reply] = field(default_factory=list)
    sent: int = 0

    @property
    def acknowledgement(self):
        """The first reply that said it was stored, or None."""
        return next((reply for reply in self.replies if reply.says_stored), None)

    @property
    def outcome(self):
        if self.acknowledgement:
            return OK
        return REFUSED if any(reply.says_no for reply in self.replies) else UNKNOWN

    def __str__(self):
        words = ", ".join(f"{reply.code} {reply.word}" for reply in self.replies) or "no reply"
        return f"{self.kind} {self.key} of {self.phone} (sent {self.sent} times: {words})"


class Ledger:
    """The books of one crowd; all its threads write in them."""

    def __init__(self):
        self._lock = threading.Lock()
        self._intentions: list[Intention] = []
        self._outcomes = Counter()
        self._last = {}
        self.forgotten: list[str] = []  # phones of which the server said that they never joined

    def ask(self, intention):
        """Enter what somebody is about to send for the first time; return it."""
        with self._lock:
            self._intentions.append(intention)
            self._outcomes[UNKNOWN] += 1
        return intention

    def sent(self, intention, times=1):
        with self._lock:
            intention.sent += times

    def replied(self, intention, reply):
        """Enter one reply; None is a reply that never came."""
        if reply is None:
            return
        with self._lock:
            before = intention.outcome
            intention.replies.append(reply)
            self._outcomes[before] -= 1
            self._outcomes[intention.outcome] += 1
            if reply.says_stored:
                seq, _ = self._last.get(intention.place, (0, 0))
                self._last[intention.place] = max(seq, reply.seq), reply.at

    def forgot(self, phone):
        with self._lock:
            self.forgotten.append(phone)

    def intentions(self, outcome=None):
        """Return what was asked, in that order; with an outcome only what ended so."""
        with self._lock:
            return [one for one in self._intentions if outcome in (None, one.outcome)]

    def count(self, outcome):
        """Return how many intentions ended so until now."""
        with self._lock:
            return self._outcomes[outcome]

    @property
    def operations(self):
        with self._lock:
            return len(self._intentions)

    def last_acknowledged(self, place):
        """Return the highest seq that was acknowledged in a place, and the moment of the last acknowledgement."""
        with self._lock:
            return self._last.get(place, (0, 0.0))
