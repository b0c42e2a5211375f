"""The folder .venv in the checkout: made once, repaired when it is half made, renewed when a list changes.

Standard library only: this runs before anything is installed.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from pmg_workshop.bootstrap import SetupError
from pmg_workshop.datalock import try_lock
from pmg_workshop.progress import Progress, say
from pmg_workshop.setup_errors import explain_os_error, explain_output

# A larger list holds the smaller ones, so installing it settles them too.
LISTS_WITHIN = {"runtime": ("runtime",), "server": ("server", "runtime"), "test": ("test", "server", "runtime")}

PIP_INSTALL = [
    *("-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"),
    *("--require-hashes", "--no-deps", "--only-binary=:all:"),
]
PART_BEGUN = ("Collecting ", "Processing ", "Ignoring ", "Requirement already satisfied: ")
UNPACKING = "Installing collected packages: "


class Environment:
    """The virtual environment of one checkout.

    Inside it, `installed-<list>` holds the hash of each list that was installed completely, and
    `unfinished` exists while something is being made: a start that finds it there begins anew.
    """

    def __init__(self, root: str | Path) -> None:
        self.folder = Path(root) / ".venv"
        self.requirements = Path(root) / "pmg_workshop" / "requirements"
        self.python = self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        self.unfinished = self.folder / "unfinished"
        self.log = self.folder / "pip-log.txt"

    def is_running(self) -> bool:
        """Tell whether the running Python is this environment's own."""
        return self.folder.exists() and os.path.samefile(sys.prefix, self.folder)

    def is_ready(self, wanted: str) -> bool:
        """Tell whether this list, as it is now, is installed completely and its Python still works."""
        stamp = self._stamp(wanted)
        return (
            not self.unfinished.exists()
            and stamp.exists()
            and stamp.read_text(encoding="ascii") == self._fingerprint(wanted)
            and self._python_runs("import importlib.util, sys; sys.exit(not importlib.util.find_spec('django'))")
        )

    def prepare(self, wanted: str) -> None:
        """Make the environment hold this list. Raises SetupError, in Dutch, when that cannot be done."""
        if self.is_ready(wanted):
            return
        try:
            self.folder.mkdir(exist_ok=True)
            with _alone(self.folder / "lock"), _ending_on_sigterm():
                if not self.is_ready(wanted):  # another start may just have made it
                    self._build(wanted)
        except OSError as error:
            raise SetupError(explain_os_error(error, self.folder)) from error
        except KeyboardInterrupt:
            raise SetupError("Onderbroken. De volgende start gaat verder waar dat kan.") from None

    def _build(self, wanted: str) -> None:
        if self.unfinished.exists() or not self._python_runs("import pip"):
            if self.is_running():
                raise SetupError("De map .venv is niet af. Start met python3 manage.py; dat maakt haar opnieuw.")
            if self.unfinished.exists():
                say("De map .venv is niet af gekomen en wordt opnieuw gemaakt.")
            else:
                say("De onderdelen van het programma komen nu in de map .venv (enkele honderden MB).")
            self._clear()
            self.unfinished.touch()
            self._make()
        else:
            say("De onderdelen van het programma worden bijgewerkt.")
        self.unfinished.touch()
        for name in LISTS_WITHIN:
            self._stamp(name).unlink(missing_ok=True)
        self._install(wanted)
        for name in LISTS_WITHIN[wanted]:
            self._stamp(name).write_text(self._fingerprint(name), encoding="ascii")
        self.unfinished.unlink()

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()

    def _make(self) -> None:
        if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise SetupError(
                "Aan deze Python ontbreekt een deel dat hier nodig is. "
                f"Installeer het (op Debian en Ubuntu: sudo apt install python{version}-venv) en start opnieuw."
            )
        with Progress("Omgeving maken"):
            made = subprocess.run(
                [sys.executable, "-I", "-m", "venv", str(self.folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
        if made.returncode:
            raise SetupError(explain_output(made.stdout, self.folder))

    def _install(self, wanted: str) -> None:
        requirements = self.requirements / f"{wanted}.txt"
        total = sum(line[:1].isalnum() for line in requirements.read_text(encoding="utf-8").splitlines())
        output = []
        with Progress("Onderdelen ophalen en installeren", total) as progress:
            pip = subprocess.Popen(
                [str(self.python), *PIP_INSTALL, "-r", str(requirements)],
                env={**os.environ, "PIP_USER": "0"},  # a user install is impossible inside an environment
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )
            with _ended_with_us(pip):
                for line in pip.stdout:
                    output.append(line)
                    if line.startswith(PART_BEGUN):
                        progress.advance(_part_name(line))
                    elif line.startswith(UNPACKING):
                        progress.detail = "uitpakken"
        if pip.returncode:
            self._give_up("".join(output))

    def _give_up(self, output: str) -> NoReturn:
        self.log.write_text(output, encoding="utf-8")
        if UNPACKING not in output:
            self.unfinished.unlink()  # nothing was unpacked yet: what was there still works
        raise SetupError(explain_output(output, self.folder, self.log))

    def _stamp(self, name: str) -> Path:
        return self.folder / f"installed-{name}"

    def _fingerprint(self, name: str) -> str:
        return hashlib.sha256((self.requirements / f"{name}.txt").read_bytes()).hexdigest()

    def _python_runs(self, code: str) -> bool:
        """Tell whether the environment's Python is there, still starts, and runs this code without error."""
        try:
            return not subprocess.run([str(self.python), "-I", "-c", code], stderr=subprocess.DEVNULL).returncode
        except OSError:
            return False


def _part_name(line: str) -> str:
    """Return the package a line of pip begins with, such as "Collecting django==5.2 (from …)"."""
    return os.path.basename(line.split(" (from ")[0].split()[-1]).split("==")[0]


@contextlib.contextmanager
def _ended_with_us(process: subprocess.Popen[str]) -> Iterator[None]:
    """Wait for the process at the end; when we are stopped halfway, stop it too."""
    try:
        yield
    except BaseException:
        process.terminate()
        raise
    finally:
        process.wait()


@contextlib.contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """Turn SIGTERM into an ordinary exit, so that what is under way is ended and not left behind."""

    def end(signal_number: int, frame: FrameType | None) -> NoReturn:
        sys.exit(128 + signal_number)

    previous = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock file, which the system frees when we end in whatever way; wait while another holds it."""
    with path.open("a+b") as file:
        if not try_lock(file.fileno()):
            say("Een andere start zet .venv al klaar; even wachten …")
            while not try_lock(file.fileno()):
                time.sleep(0.2)
        yield
