"""Disks for one test: a small one in memory, and one with ext4 in a file. That takes Linux and root."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.privileges import not_possible_here

MEGABYTE = 1024 * 1024
PATIENCE_SECONDS = 10


class Disk:
    """A mounted file system; `path` is its folder."""

    def __init__(self, path):
        self.path = Path(path)
        self._filler = self.path / "filler"

    @property
    def device(self):
        """The name of the device that is mounted here, such as loop0."""
        found = _run("findmnt", "--noheadings", "--output", "SOURCE", "--target", self.path)
        return Path(found.stdout.strip()).name

    def fill(self):
        """Leave not a byte free."""
        with self._filler.open("ab", buffering=0) as filler:
            for size in (MEGABYTE, 4096, 1):
                try:
                    while filler.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def make_room(self):
        """Take away what `fill` put there."""
        self._filler.unlink()

    def write_out(self):
        """Have everything on the disk itself, as it is half a minute after it was written."""
        done = _run("sync", "--file-system", self.path)
        assert not done.returncode, done.stderr

    def resize(self, megabytes):
        """Give a disk in memory another size."""
        done = _run("mount", "-o", f"remount,size={megabytes}m", self.path)
        assert not done.returncode, done.stderr

    def protect(self):
        """Let no file here be changed or opened for writing, not even by root, until `unprotect`.

        Mounting it read-only is refused as long as a program has a file open.
        """
        _try_here("chattr", "-R", "+i", self.path)

    def unprotect(self):
        _try_here("chattr", "-R", "-i", self.path)

    def fail(self):
        """Let the system find an error on an ext4 disk: it may only be read until it is mounted again."""
        trigger = Path("/sys/fs/ext4", self.device, "trigger_fs_error")
        if not trigger.exists():
            not_possible_here("This system cannot be made to find an error on a disk.")
        trigger.write_text("a test wants it", encoding="ascii")


@contextmanager
def disk_in_memory(path, megabytes):
    """Mount a disk of this size at a new folder."""
    with _mounted(path, "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "pmg-test") as disk:
        yield disk


@contextmanager
def disk_in_file(image, path, megabytes=256):
    """Make an image with an empty ext4 file system, and mount it at a new folder."""
    _check_machine()
    with Path(image).open("wb") as file:
        file.truncate(megabytes * MEGABYTE)
    # Nothing is left to be initialised later: after this only the program writes to this disk.
    everything_now = ("-E", "lazy_itable_init=0,lazy_journal_init=0")
    _try_here("mkfs.ext4", "-q", "-F", *everything_now, image)
    with mounted_image(image, path) as disk:
        yield disk


@contextmanager
def mounted_image(image, path):
    """Mount an image at a new folder; what its journal holds is done first, as after a power cut."""
    with _mounted(path, "-o", "loop,errors=remount-ro", image) as disk:
        yield disk


@contextmanager
def _mounted(path, *options):
    _check_machine()
    path = Path(path)
    path.mkdir()
    _try_here("mount", *options, path)
    try:
        yield Disk(path)
    finally:
        _unmount(path)
        path.rmdir()


def _unmount(path):
    """Unmount, also when a process that was just killed has not let go of its files yet."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _run("umount", path).returncode:
        if time.monotonic() > deadline:
            done = _run("umount", "--lazy", path)
            raise AssertionError(f"{path} was in use and is detached now. {done.stderr}")
        time.sleep(0.05)


def _check_machine():
    if sys.platform != "linux" or os.geteuid() != 0:
        not_possible_here("Mounting disks takes Linux and root.")


def _try_here(*command):
    """Run a command that a container may forbid or lack."""
    done = _run(*command)
    if done.returncode:
        not_possible_here(f"{command[0]} does not work here: {done.stderr.strip()}")


def _run(*command):
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)
    except FileNotFoundError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))
