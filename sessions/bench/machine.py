"""What the system tells of a process and of this machine. Where it does not tell, figures are left out."""

import gc
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None

PROC = Path("/proc")
RESIDENT = re.compile(r"VmRSS:\s+(\d+)")


@dataclass(frozen=True)
class Usage:
    """What a process and its children took: seconds of processor time since their start, and kB in memory now."""

    cpu_seconds: float
    resident_kb: float


def usage(pid: int) -> Usage | None:
    """Return what a process and its children took, or None where the system does not tell. Raises OSError."""
    if not (PROC / "self" / "stat").exists():
        return None
    used = [_of_one(pid)]
    for child in _children(pid):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            used.append(_of_one(child))
    return Usage(sum(each.cpu_seconds for each in used), sum(each.resident_kb for each in used))


def _of_one(pid: int) -> Usage:
    # Its name, in parentheses, may hold anything; user and system time are the 12th and 13th field after it, and
    # the two after those what its children took that have ended.
    fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    resident = RESIDENT.search((PROC / str(pid) / "status").read_text())
    return Usage(
        cpu_seconds=sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK"),
        resident_kb=float(resident[1]) if resident else 0.0,  # a process that has ended holds nothing
    )


def _children(pid: int) -> list[int]:
    children = []
    with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
        for task in (PROC / str(pid) / "task").iterdir():
            if (task / "children").exists():
                children += [int(child) for child in (task / "children").read_text().split()]
    return children + [below for child in children for below in _children(child)]


@dataclass(frozen=True)
class Cores:
    """On which cores what may run: all there are, those of the servers, and those of the benchmark itself.

    None is where that cannot be chosen.
    """

    everything: frozenset[int] | None = None
    server: frozenset[int] | None = None
    generator: frozenset[int] | None = None

    def for_several(self) -> "Cores":
        """Return the same where the servers have all cores but the one of the benchmark."""
        if self.everything is None or self.generator is None:
            return self
        return replace(self, server=self.everything - self.generator)

    def sentence(self) -> str:
        """Say it, in Dutch."""
        if self.server is None or self.generator is None:
            return "De servers en de meting delen de kernen van deze computer."
        return f"De servers draaien op kern {min(self.server)}, de meting op kern {min(self.generator)}."


@contextmanager
def pinned() -> Iterator[Cores]:
    """Keep this process on a core of its own during the block, so that it takes nothing from the servers."""
    everything = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else frozenset()
    if len(everything) < 2:
        yield Cores()
        return
    cores = Cores(everything, frozenset({min(everything)}), frozenset({max(everything)}))
    os.sched_setaffinity(0, cores.generator)
    try:
        yield cores
    finally:
        os.sched_setaffinity(0, everything)


def allow_open_files(wanted: int) -> int:
    """Let this process open so many files and connections; return how many of these the system allows."""
    if resource is None:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


class Share:
    """The part of one core that this process took; it counts once the block is over."""

    def __init__(self) -> None:
        self.value = 0.0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Measure the block, without the pauses of the garbage collector. The largest block counts."""
        gc.collect()
        gc.freeze()
        gc.disable()
        started, worked = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.value = max(self.value, (time.process_time() - worked) / (time.perf_counter() - started))
            gc.enable()
            gc.unfreeze()
