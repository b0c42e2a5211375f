"""Where everything lives that a user must not lose: the database, backups and the secret key.

Standard library only: manage.py asks for the folder before Django can be imported.
"""

import os
import secrets
import sys
from pathlib import Path


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
    """Return the installation's own secret key; the first call makes it, readable by its owner alone."""
    path = folder / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
