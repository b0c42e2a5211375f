"""Power cuts: what stands on the disk of a program at one moment, without what was only in memory.

The disk is ext4 in a file. What a program writes stays in the cache of that file system until it asks for it to
be stored (fsync), or until the system does so by itself: after some 5 seconds for names and lengths, 30 for
content. Only then it reaches the file. So a copy of the file, made while nothing is written to it and with no
`sync` before it, is what a power cut would leave. Mounting the copy replays its journal, as a computer does that
starts again.
"""

import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.mounts import disk_in_file, mounted_image

PATIENCE_SECONDS = 10
# The numbers in /sys/block/…/stat: sectors written, and requests under way.
WRITTEN, UNDER_WAY = 6, 8


class Computer:
    """A computer whose power can be cut: a disk with ext4 at `folder`, which outlives it."""

    def __init__(self, path):
        self._path = Path(path)
        self.folder = self._path / "disk"
        self.disk = None
        self._images = [self._path / "image-0", self._path / "image-1"]
        self._mounted = None

    def switch_on(self):
        """Mount the disk, an empty one the first time."""
        self._path.mkdir(exist_ok=True)
        is_new = not self._images[0].exists()
        self._mounted = (disk_in_file if is_new else mounted_image)(self._images[0], self.folder)
        self.disk = self._mounted.__enter__()

    def switch_off(self):
        """Unmount the disk; nothing may use it any more."""
        if self._mounted:
            mounted, self._mounted = self._mounted, None
            mounted.__exit__(None, None, None)

    def cut_power(self, *servers):
        """End the servers (ids of processes) and lose what was not on the disk yet; it is switched off then."""
        now, after = self._images
        with stopped(servers):
            copy_at_one_moment(now, after, self.disk.device)
            for server in servers:
                os.kill(server, signal.SIGKILL)
        wait_for_the_end_of(servers)
        self.switch_off()
        self._images = [after, now]


@contextmanager
def computer(path):
    """A computer that is on; its disk is unmounted at the end."""
    one = Computer(path)
    one.switch_on()
    try:
        yield one
    finally:
        one.switch_off()


@contextmanager
def stopped(servers):
    """Let these processes stand still, every thread of them, also those that were writing to the disk."""
    for server in servers:
        os.kill(server, signal.SIGSTOP)
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(state != "T" for server in servers for state in _states(server)):
            assert time.monotonic() < deadline, "a process does not stand still"
            time.sleep(0.001)
        yield
    finally:
        for server in servers:
            with suppress(ProcessLookupError):  # it was killed meanwhile
                os.kill(server, signal.SIGCONT)


def family_of(process):
    """Return the ids of a process and of those that it started, such as the many of PostgreSQL."""
    found = [process]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1]
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        if int(parent) == process:
            found.append(int(stat.parent.name))
    return found


def wait_for_the_end_of(servers):
    """Wait until killed processes are gone, or are only remembered by who started them."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(state != "Z" for server in servers for state in _states(server)):
        assert time.monotonic() < deadline, "a process does not end"
        time.sleep(0.001)


def _states(process):
    """Return the state of each thread of a process: R, S, D, T, Z…; none when it is gone."""
    states = []
    for stat in Path(f"/proc/{process}/task").glob("*/stat"):
        try:
            states.append(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0])
        except (FileNotFoundError, ProcessLookupError):  # the thread has just ended
            continue
    return states


def copy_at_one_moment(image, copy, device):
    """Copy the image of a device; again when the system wrote to it meanwhile, for then it is of two moments."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        before = _activity(device)
        subprocess.run(["cp", "--sparse=always", image, copy], check=True)
        if before == _activity(device) and before[1] == 0:
            return
        assert time.monotonic() < deadline, f"{device} is never quiet"


def _activity(device):
    numbers = Path("/sys/block", device, "stat").read_text(encoding="ascii").split()
    return int(numbers[WRITTEN]), int(numbers[UNDER_WAY])
