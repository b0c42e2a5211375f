"""Starts the servers that are measured, each in a process and a folder of its own, and ends them again."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pmg_workshop.datafolder import data_folder
from sessions.bench.figures import Side
from sessions.bench.machine import Cores, Usage, usage
from sessions.bench.place import Place

CHECKOUT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
STOP_SECONDS = 10
COMMAND_SECONDS = 120
# A benchmark must not reach the data of a real meet-up, whatever the environment says.
REAL = {"DATABASE_URL", "REDIS_URL", "PMG_BACKUPS", "PMG_HTTPS", "PMG_HOSTS", "PMG_DATA"}
NAMES = {Side.OURS: "ons programma", Side.BARE: "kale server"}


class BenchFailed(Exception):
    """The benchmark cannot go on; the message says why, in Dutch."""


class Server:
    """A running server, with its data in `folder`; `log` is the path, without suffix, of what it says."""

    def __init__(
        self, side: Side, process: subprocess.Popen[bytes], folder: Path, cores: Cores, log: Path
    ) -> None:
        self.side = side
        self.folder = folder
        self.info: dict = {}
        self._process = process
        self._cores = cores
        self._log = log

    @property
    def place(self) -> Place:
        """Where the crowd can meet."""
        return Place.of(self.info)

    def usage(self) -> Usage | None:
        """Return what the server took so far, or None where the system does not tell. Raises BenchFailed."""
        try:
            return usage(self._process.pid)
        except OSError as error:
            raise BenchFailed(self.last_words()) from error

    def has_ended(self) -> bool:
        """Tell whether the server is gone."""
        return self._process.poll() is not None

    def last_words(self) -> str:
        """Return a sentence that says why the server is gone."""
        return f"De server ({NAMES[self.side]}) is gestopt: {_last_line(self._log)}"

    def wait_until_ready(self) -> None:
        """Read the line that says where everything is. Raises BenchFailed."""
        deadline = time.monotonic() + START_SECONDS
        while not self.has_ended() and time.monotonic() < deadline:
            line, newline, _ = self._log.with_suffix(".out").read_text(encoding="utf-8").partition("\n")
            if newline:
                self.info = json.loads(line)
                return
            time.sleep(0.02)
        raise BenchFailed(self.last_words() if self.has_ended() else "De server is niet op tijd gestart.")

    def manage(self, *arguments: str) -> float:
        """Run a command of the program on the data of this server; return its seconds. Raises BenchFailed."""
        command = [sys.executable, "manage.py", *arguments, "--data", str(self.folder / "data")]
        started = time.perf_counter()
        with _run(command, self.folder / arguments[0], self._cores.everything, {}) as process:
            try:
                done = process.wait(COMMAND_SECONDS)
            except subprocess.TimeoutExpired as error:
                raise BenchFailed(f"De opdracht {arguments[0]} duurt te lang.") from error
            finally:
                process.kill()
        if done != 0:
            raise BenchFailed(f"De opdracht {arguments[0]} mislukte: {_last_line(self.folder / arguments[0])}")
        return time.perf_counter() - started

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        finally:  # also when somebody presses Ctrl+C again
            self._process.kill()
            self._process.wait()


@contextmanager
def running(side: Side, cores: Cores) -> Iterator[Server]:
    """Run a fresh server during the block. Raises BenchFailed when it does not start.

    Its data are on the disk of the real ones, since how fast that disk is decides much.
    """
    with tempfile.TemporaryDirectory(prefix="bench-", dir=data_folder(), ignore_cleanup_errors=True) as name:
        (Path(name) / "data").mkdir()
        server = launch(side, Path(name), cores)
        try:
            server.wait_until_ready()
            yield server
        finally:
            server.stop()


def launch(side: Side, folder: Path, cores: Cores, environment: Mapping[str, str] | None = None) -> Server:
    """Start a server on the data in a folder, and do not wait for it; several may share these.

    `environment` holds variables such as DATABASE_URL.
    """
    port = free_port()
    log = folder / f"server-{port}"
    own = ["--port", str(port), "--data", str(folder / "data")]
    program = [sys.executable, "manage.py", "start", "--json", "--no-browser", "--host", "127.0.0.1", *own]
    bare = [sys.executable, "-m", "sessions.bench.bare", *own]
    process = _run(program if side == Side.OURS else bare, log, cores.server, environment or {})
    return Server(side, process, folder, cores, log)


def _run(
    command: list[str], log: Path, cores: frozenset[int] | None, added: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in REAL}
    environment |= {"DJANGO_SETTINGS_MODULE": "pmg_workshop.settings", "PYTHONUTF8": "1", **added}
    with log.with_suffix(".out").open("wb") as stdout, log.with_suffix(".err").open("wb") as stderr:
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr
        )
    if cores is not None:
        os.sched_setaffinity(process.pid, cores)
    return process


def _last_line(log: Path) -> str:
    said = log.with_suffix(".err").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return said[-1] if said else "zonder iets te zeggen."


def free_port() -> int:
    """Return a port of this computer at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
