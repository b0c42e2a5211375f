"""Where everything lives that a user must not lose: the database, backups and the secret key.

Standard library only: manage.py asks for the folder before Django can be imported.
"""

import os
import secrets
import sys
from pathlib import Path

if sys.platform == "darwin":
    import fcntl


def default_data_folder() -> Path:
    """Return the data folder of this user, by the custom of the operating system."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "pmg-workshop"


def data_folder() -> Path:
    """Return the folder named by PMG_DATA, else the user's own; it is made when it is missing.

    Raises OSError when the folder cannot be made.
    """
    folder = Path(os.environ.get("PMG_DATA") or default_data_folder()).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def take_data_option(arguments: list[str]) -> list[str]:
    """Move `--data DIR` (or `--data=DIR`) out of the arguments and into PMG_DATA.

    Settings need the folder before any command can parse its own options. Raises ValueError when the
    folder is not given.
    """
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--data":
            folder = next(waiting, None)
        elif argument.startswith("--data="):
            folder = argument.removeprefix("--data=")
        else:
            rest.append(argument)
            continue
        if not folder:
            raise ValueError("Geef na --data een map op, bijvoorbeeld: --data /home/u/meetup")
        os.environ["PMG_DATA"] = folder
    return rest


def secret_key(folder: Path) -> str:
    """Return the installation's own secret key; the first call makes it, readable by its owner alone.

    Raises OSError when it cannot be made or read.
    """
    path = folder / "secret-key"
    if not path.exists() or not path.stat().st_size:  # empty: the power went while another program made it
        _make_key(path)
    return path.read_text(encoding="ascii")


def _make_key(path: Path) -> None:
    """Put a new key in place, whole and on the disk itself; one that another start just made stays."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    flush(fresh)
    try:
        if path.exists() and not path.stat().st_size:
            path.unlink()
        os.link(fresh, path)  # unlike renaming, this never takes the place of a file that is there
    except FileExistsError:
        pass
    except OSError:  # a USB stick knows no links
        fresh.replace(path)
    fresh.unlink(missing_ok=True)
    flush_folder(path.parent)


def flush(path: Path) -> None:
    """Have a file written to the disk itself, so that it outlives a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        if sys.platform == "darwin":
            fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)


def flush_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk; Windows does so by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
