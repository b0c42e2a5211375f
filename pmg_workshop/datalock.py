"""One server at a time on one database: a lock of the operating system, which goes when its process goes.

Two servers on one SQLite database would work, until both tell their screens and close the rounds. Unlike a
file with a number in it, this lock is free again after a crash, a `kill -9` or a power cut.

Standard library only.
"""

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows locks bytes, and nobody else can read those. This one lies behind what the file says.
LOCKED_BYTE = 1 << 20
TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


class DataInUse(Exception):
    """Another process holds the database; the message says which, in Dutch."""


def lock_file(database: Path) -> Path:
    """Return the file that is locked for this database. It stays: removing it would let two hold "it"."""
    return database.with_name(f"{database.name}.lock")


@contextlib.contextmanager
def held(database: Path, address: str = "") -> Iterator[None]:
    """Hold this database for one server (at `address`), or for work that no server may see.

    Raises DataInUse when another process holds it, and OSError when its folder cannot be written.
    """
    descriptor = os.open(lock_file(database), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not try_lock(descriptor):
            raise DataInUse(_who(os.read(descriptor, LOCKED_BYTE)))
        _write(descriptor, json.dumps({"pid": os.getpid(), "address": address}).encode())
        try:
            yield
        finally:
            _write(descriptor, b"")
    finally:
        os.close(descriptor)  # this frees the lock


def server_of(database: Path) -> str:
    """Return the address of the server that holds this database, or "" when none does.

    After a crash it is that of a server that is gone. Raises OSError when the file cannot be read.
    """
    try:
        content = lock_file(database).read_bytes()
    except FileNotFoundError:
        return ""
    try:
        return str(json.loads(content)["address"])
    except (ValueError, KeyError, TypeError):  # nobody holds it, or it is just being written
        return ""


def try_lock(descriptor: int) -> bool:
    """Lock an open file until it is closed or its process ends; False when another process has it.

    Raises OSError when the system does not lock here at all.
    """
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        return False
    finally:
        os.lseek(descriptor, 0, os.SEEK_SET)
    return True


def _write(descriptor: int, content: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.truncate(descriptor, 0)
    os.write(descriptor, content)


def _who(content: bytes) -> str:
    try:
        holder = json.loads(content)
        pid, address = int(holder["pid"]), str(holder["address"])
    except (ValueError, KeyError, TypeError):  # it is just being written
        return "Een ander programma gebruikt deze gegevens nu. Probeer het zo nog eens."
    if not address:
        return f"Deze gegevens worden op dit moment teruggezet (proces {pid}). Probeer het zo nog eens."
    return (
        f"Er draait al een server op deze gegevens: {address} (proces {pid}). "
        "Gebruik die, stop die eerst, of kies met --data een andere map."
    )
