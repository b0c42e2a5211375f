"""Copies of the SQLite database: made while people write, checked, and thrown away in time.

A copy goes through SQLite's backup interface, never through the file. With a write-ahead log the newest
commits are not in the file yet: when measured, a plain copy of it held 0 of the last 100 commits. Nor may this
process open the database as a file for another reason: closing that would drop the locks SQLite has on it.
"""

import datetime
import errno
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from pmg_workshop.datafolder import flush, flush_folder

MOMENT = "%Y-%m-%d-%H%M%S"
# Nothing else in a folder is ours to throw away.
COPY = re.compile(r"meetup-(?P<moment>\d{4}-\d\d-\d\d-\d{6})\.(sqlite3|dump)")
UNFINISHED = re.compile(rf"{COPY.pattern}\.part\d+(-wal|-shm|-journal)?")
ASIDE = re.compile(r"meetup-before-restore-(?P<moment>\d{4}-\d\d-\d\d-\d{6})\.sqlite3(-wal|-journal)?")
KEEP_ALL = datetime.timedelta(hours=2)
KEEP_HOURLY = datetime.timedelta(hours=24)
KEEP_DAILY = datetime.timedelta(days=30)
ABANDONED = datetime.timedelta(hours=1)
SPARE_BYTES = 50_000_000
# Tables that tell a database of this program from any other.
OUR_TABLES = {"django_migrations", "django_session", "meetups_meetup", "meetups_event", "meetups_answer"}


class Unusable(Exception):
    """This file is no copy to rely on; the message says why, in Dutch."""


def database() -> Path:
    """Return where the SQLite database of this program is."""
    return Path(connection.settings_dict["NAME"])


def folder() -> Path:
    """Return the folder for copies: the one named by PMG_BACKUPS, else `backups` in the data folder."""
    return Path(os.environ.get("PMG_BACKUPS") or settings.DATA_DIR / "backups").expanduser()


def open_folder() -> Path:
    """Return the folder for copies, made when it is the program's own.

    A folder of PMG_BACKUPS is not made: when a stick is out, its place would be on the wrong disk. Raises
    OSError when there is no folder.
    """
    place = folder()
    if os.environ.get("PMG_BACKUPS"):
        os.listdir(place)
    else:
        place.mkdir(mode=0o700, exist_ok=True)
    return place


def connect(path: Path) -> sqlite3.Connection:
    """Open a database of this program as the program itself does; it must exist.

    The settings matter also for who only reads: the last to close a database brings its log into it.
    """
    opened = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=20, isolation_level=None)
    try:
        opened.executescript(connection.settings_dict["OPTIONS"]["init_command"])
    except sqlite3.Error:
        opened.close()  # Windows lets nobody rename a file that is still open
        raise
    return opened


def make(source: sqlite3.Connection, place: Path) -> Path:
    """Copy the whole database as it is at one moment into a folder; return the copy, named after that moment.

    Raises OSError and sqlite3.Error when it cannot be made, and Unusable when it is not whole. Then nothing
    is left that could be taken for a copy.
    """
    _leave_room(source, place)
    target = unused_name(place, "meetup-", ".sqlite3")
    copy_into(source, target)
    return target


def _leave_room(source: sqlite3.Connection, place: Path) -> None:
    """Raise OSError rather than take the last room that answers need, on the disk of the database itself."""
    original = Path(source.execute("PRAGMA database_list").fetchone()[2])
    if original.stat().st_dev != place.stat().st_dev:
        return
    if shutil.disk_usage(place).free < original.stat().st_size + SPARE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), place)


def copy_into(source: sqlite3.Connection, target: Path) -> None:
    """Copy the whole database into a new file, which gets its name only when it is complete and on disk.

    Logins are left out: with them, who finds a stick in the room could take the place of the facilitator.
    """
    with partial(target) as path:
        copy_pages(source, path)
        with closing(sqlite3.connect(path, isolation_level=None)) as copied:
            copied.execute("PRAGMA secure_delete=ON")
            copied.execute("DELETE FROM django_session")
        check(path)


def copy_pages(source: sqlite3.Connection, path: Path) -> None:
    """Copy a database into an empty file, as one file that needs no log beside it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copied:
        copied.execute("PRAGMA synchronous=OFF")  # it is written to the disk at once, when it is complete
        source.backup(copied)
        copied.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def partial(target: Path) -> Iterator[Path]:
    """Give an empty file for its owner alone, beside the target; it becomes the target when all went well.

    Raises OSError, and FileExistsError when the target is there already.
    """
    path = target.with_name(f"{target.name}.part{os.getpid()}")
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield path
        flush(path)
        if target.exists():
            raise FileExistsError(target)
        path.rename(target)
        flush_folder(target.parent)
    except BaseException:
        for left in (path, *beside(path)):
            left.unlink(missing_ok=True)
        raise


def beside(path: Path) -> list[Path]:
    """Return the files that SQLite may keep next to a database, there or not."""
    return [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal")]


def check(path: Path) -> None:
    """Look whether a file is a whole database of this program. Raises Unusable."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            found = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
            tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise Unusable(f"{path.name} is beschadigd of geen database ({error}).") from error
    if found != "ok":
        raise Unusable(f"{path.name} is beschadigd.")
    if not tables >= OUR_TABLES:
        raise Unusable(f"{path.name} is geen kopie van dit programma.")


def existing(place: Path) -> list[Path]:
    """Return the copies of the SQLite database in a folder, the oldest first."""
    return [path for _, path in sorted(_named(place, COPY)) if path.suffix == ".sqlite3"]


def prune(place: Path, now: datetime.datetime | None = None) -> None:
    """Throw away the copies in a folder that are no longer needed, and what a broken-off copy left.

    Kept are all of the last two hours, one an hour of the last day, and one a day of the last 30 days.
    Nothing that holds what people said is kept longer.
    """
    now = now or datetime.datetime.now()
    copies = _named(place, COPY)
    kept = set(_kept(copies, now))
    gone = [path for _, path in copies if path not in kept]
    gone += [path for moment, path in _named(place, UNFINISHED) if now - moment > ABANDONED]
    for path in gone:
        path.unlink(missing_ok=True)


def prune_aside(place: Path, now: datetime.datetime | None = None) -> None:
    """Throw away the databases that a restore put aside in a folder more than 30 days ago."""
    now = now or datetime.datetime.now()
    for moment, path in _named(place, ASIDE):
        if now - moment > KEEP_DAILY:
            path.unlink(missing_ok=True)


def _named(place: Path, pattern: re.Pattern[str]) -> list[tuple[datetime.datetime, Path]]:
    """Return the files in a folder whose whole name is of this kind, each with the moment that it names."""
    named = ((pattern.fullmatch(path.name), path) for path in place.iterdir())
    moments = ((_moment(match["moment"]), path) for match, path in named if match)
    return [(moment, path) for moment, path in moments if moment]


def _kept(copies: Iterable[tuple[datetime.datetime, Path]], now: datetime.datetime) -> Iterator[Path]:
    """Give the copies that stay: of every hour or day that is thinned out, the last."""
    periods = set()
    for moment, path in sorted(copies, reverse=True):
        age = now - moment
        hour, day = moment.strftime("%Y-%m-%d %H"), moment.strftime("%Y-%m-%d")
        period = hour if age <= KEEP_HOURLY else day
        if age <= KEEP_ALL or (age <= KEEP_DAILY and period not in periods):
            yield path
        periods |= {hour, day}


def unused_name(place: Path, prefix: str, suffix: str) -> Path:
    """Return a path named after this moment that is not taken; two in one second wait for the next."""
    while True:
        path = place / f"{prefix}{datetime.datetime.now().strftime(MOMENT)}{suffix}"
        if not path.exists():
            return path
        time.sleep(0.05)


def explain(error: Exception, place: Path) -> str:
    """Return, in Dutch, why no copy could be made in this folder."""
    if isinstance(error, Unusable):
        return str(error)
    number = getattr(error, "errno", None)
    name = getattr(error, "sqlite_errorname", "")
    if number in {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO} or name == "SQLITE_CANTOPEN":
        return f"De map voor kopieën {place} is er niet. Zit de schijf of stick er nog in?"
    if number in {errno.ENOSPC, errno.EDQUOT} or name == "SQLITE_FULL":
        return f"De schijf voor kopieën is vol ({place})."
    if number in {errno.EACCES, errno.EPERM, errno.EROFS} or name.startswith("SQLITE_READONLY"):
        return f"In de map voor kopieën {place} mag niet worden geschreven."
    return f"In de map voor kopieën {place} lukt het schrijven niet ({error})."


def _moment(written: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(written, MOMENT)
    except ValueError:  # such as month 13: not a name of ours
        return None
