"""Commands of the program in a process of their own, on the data of a ProgramServer, running or not."""

import subprocess
import sys
from pathlib import Path

from tests.server import CHECKOUT

COMMAND_SECONDS = 60


def manage(program, *arguments, **environment):
    """Run `manage.py` on the program's data; return what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments), "--data", str(program.data)],
        cwd=CHECKOUT,
        env={**program.environment, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=COMMAND_SECONDS,
    )


def back_up(program, path):
    """Make a copy of the program's data as they are now, also while it runs; return its path."""
    done = manage(program, "backup", "--output", path)
    assert done.returncode == 0, done.stderr
    return Path(path)


def restore(program, copy):
    """Put a copy back; the program must not run. Return where the data of before are kept."""
    done = manage(program, "restore", copy)
    assert done.returncode == 0, done.stderr
    (aside,) = program.data.glob("meetup-before-restore-*.sqlite3")
    return aside


def refused(program, *arguments, **environment):
    """Run a command that must end in a sentence and exit code 1; return the sentence."""
    done = manage(program, *arguments, **environment)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr
