"""Go from any Python to one that has what the command needs; manage.py starts here.

Standard library only, and syntax that Python 3.6 can read: an outdated Python must get as far as the
sentence that says so.
"""

import importlib.util
import os
import shutil
import subprocess
import sys

OLDEST_PYTHON = (3, 11)
NEWEST_MINOR_LOOKED_FOR = 19
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# Per requirement list, packages that tell whether the running Python has the whole list.
_RUNTIME = ("django", "channels", "whitenoise", "typst", "xlsxwriter")
_SERVER = (*_RUNTIME, "psycopg", "channels_redis")
TELLTALES = {
    "runtime": _RUNTIME,
    "server": _SERVER,
    "test": (*_SERVER, "pytest", "xdist", "playwright", "odfdo", "pikepdf"),
}


class SetupError(Exception):
    """The program cannot be set up here; the message tells the user, in Dutch, what to do."""


def check_python(version: "tuple[int, ...]" = tuple(sys.version_info)) -> None:
    """Raise SetupError when this version of Python is too old to run the program."""
    if version[:2] >= OLDEST_PYTHON:
        return
    newer = _newer_python()
    advice = (
        f"Start het programma met {newer}, bijvoorbeeld: {newer} manage.py start"
        if newer
        else "Installeer een nieuwe versie van https://www.python.org/downloads/ en start opnieuw."
    )
    raise SetupError(
        "Dit programma heeft Python {}.{} of nieuwer nodig; dit is Python {}.{}. {}".format(
            *OLDEST_PYTHON, *version[:2], advice
        )
    )


def _newer_python() -> "str | None":
    for minor in range(NEWEST_MINOR_LOOKED_FOR, OLDEST_PYTHON[1] - 1, -1):
        name = f"python3.{minor}"
        if shutil.which(name):
            return name
    return None


def requirement_list(arguments: "list[str]") -> str:
    """Return which list the command needs: "test", "server" (PostgreSQL or Redis is set) or "runtime"."""
    if arguments[1:2] == ["test"]:
        return "test"
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        return "server"
    return "runtime"


def enter_environment(arguments: "list[str]", root: str = ROOT) -> None:
    """Return when the running Python has what the command needs; otherwise go on in .venv, not here.

    An environment of the user's own that has it all is left alone. In any other case `.venv` in the
    checkout is made or brought up to date first. Takes the whole command line, the script in front.
    Raises SetupError when that fails.
    """
    from pmg_workshop.environment import Environment

    wanted = requirement_list(arguments)
    environment = Environment(root)
    if environment.is_running():
        environment.prepare(wanted)
        return
    if all(importlib.util.find_spec(name) for name in TELLTALES[wanted]):
        return
    environment.prepare(wanted)
    command = [str(environment.python), os.path.abspath(arguments[0]), *arguments[1:]]
    if sys.platform == "win32":
        sys.exit(_run_and_wait(command))
    # The same process goes on: whoever stops or kills it, stops or kills the server itself.
    os.execv(command[0], command)


def _run_and_wait(command: "list[str]") -> int:
    """Run the command and return its exit code; os.execv on Windows would return to the prompt at once."""
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the console sends Ctrl-C to the child too, which then ends in its own time
