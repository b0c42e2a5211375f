"""PostgreSQL and Redis beside several processes: those that are there, else own ones for a while."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmg_workshop import provision
from pmg_workshop.datafolder import data_folder
from sessions.bench.addresses import Addresses
from sessions.bench.servers import STOP_SECONDS, BenchFailed, free_port

if TYPE_CHECKING:
    import psycopg

START_SECONDS = 30
CONNECT_SECONDS = 5
# A pool of 16 for each of the most processes that can be asked for, and what the benchmark itself asks.
MOST_CONNECTIONS = 160
# PostgreSQL refuses to run as root; this user exists on every POSIX system.
UNPRIVILEGED_USER = "nobody"
LASTING_TEMPORARY = Path("/var/tmp")  # noqa: S108  (each run makes a folder of its own in it)
DATA_OPTIONS = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
NO_FSYNC = "PostgreSQL draait met fsync=off: wat het bevestigt, staat dan niet op de schijf. Zet fsync aan."


@contextmanager
def backing(given: Addresses, cores: frozenset[int] | None) -> Iterator[Addresses]:
    """Run what is not there yet during the block, on these cores. Raises BenchFailed when it does not start.

    The block finds a PostgreSQL that keeps what it confirmed, and a Redis.
    """
    with ExitStack() as held:
        running = Addresses(
            given.postgres or held.enter_context(_own_postgres(cores)),
            given.redis or held.enter_context(_own_redis(cores)),
        )
        with connected(running.postgres) as database:
            if database.execute("SHOW fsync").fetchone() != ("on",):
                raise BenchFailed(NO_FSYNC)
        yield running


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """Make an empty database on this server for the block, and give its address; no other one is touched.

    Raises BenchFailed when that is not allowed.
    """
    name = f"bench_{uuid.uuid4().hex}"
    with connected(server) as database:
        database.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with connected(server) as database:
            database.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def connected(database: str) -> Iterator["psycopg.Connection"]:
    """Hold a connection to a database, in which every statement is a transaction. Raises BenchFailed."""
    import psycopg  # a laptop that measures no processes does not have it

    try:
        with closing(psycopg.connect(database, autocommit=True, connect_timeout=CONNECT_SECONDS)) as connection:
            yield connection
    except psycopg.Error as error:
        raise BenchFailed(f"PostgreSQL doet niet wat de meting vraagt: {error}") from error


@contextmanager
def stopped_redis() -> Iterator[str]:
    """Give the address of a Redis that does not run: nobody can listen there during the block."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{held.getsockname()[1]}/0"


def temporary_base() -> Path:
    """Return where the folder of a server goes: on a disk, since how fast that is decides much.

    Root's own data are closed to the user that PostgreSQL then runs as.
    """
    if _unprivileged_user() is None:
        return data_folder()
    return LASTING_TEMPORARY if LASTING_TEMPORARY.is_dir() else Path(tempfile.gettempdir())


def _unprivileged_user() -> str | None:
    return UNPRIVILEGED_USER if sys.platform != "win32" and os.geteuid() == 0 else None


@contextmanager
def _own_postgres(cores: frozenset[int] | None) -> Iterator[str]:
    user = _unprivileged_user()
    with _temporary_folder() as folder:
        programs = provision.find_postgres()
        if user:
            programs = _copy_for(user, programs, folder)
        initdb = [programs / "initdb", "-D", folder / "data", *DATA_OPTIONS]
        made = subprocess.run(initdb, user=user, cwd=folder, capture_output=True, text=True, errors="replace")
        if made.returncode:
            raise BenchFailed(f"PostgreSQL kon zijn gegevens niet klaarzetten: {made.stderr.strip()}")
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "max_connections": MOST_CONNECTIONS,
        }
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        command = [programs / "postgres", "-D", folder / "data", *options]
        url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        with _running("PostgreSQL", command, folder, lambda: _lets_in(url), user=user, cores=cores):
            yield url


@contextmanager
def _own_redis(cores: frozenset[int] | None) -> Iterator[str]:
    with _temporary_folder() as folder:
        port = free_port()
        options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
        command = [provision.find_redis(), *options, "--dir", folder]
        with _running("Redis", command, folder, lambda: _answers(port), cores=cores):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=temporary_base(), ignore_cleanup_errors=True) as name:
        yield Path(name)


def _copy_for(user: str, programs: Path, folder: Path) -> Path:
    """Copy PostgreSQL to where another user can reach it, as his own; return where its programs are."""
    package = programs.parent.parent
    for part in (programs.parent, package.with_name(f"{package.name}.libs")):
        if part.exists():
            target = folder / part.relative_to(package.parent)
            shutil.copytree(part, target, ignore=shutil.ignore_patterns("include"))
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, user)
    return folder / programs.relative_to(package.parent)


@contextmanager
def _running(
    name: str,
    command: list[object],
    folder: Path,
    is_ready: Callable[[], bool],
    user: str | None = None,
    cores: frozenset[int] | None = None,
) -> Iterator[None]:
    """Run a server during the block, once it is ready. Raises BenchFailed when that takes too long."""
    log = folder / "server.log"
    with log.open("wb") as output:
        # In a session of its own, so that Ctrl+C does not end it before the programs that use it.
        process = subprocess.Popen(
            command, cwd=folder, user=user, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    try:
        if cores is not None:
            os.sched_setaffinity(process.pid, cores)
        deadline = time.monotonic() + START_SECONDS
        while not is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
                raise BenchFailed(f"{name} is niet gestart: {said[-1] if said else 'zonder iets te zeggen.'}")
            time.sleep(0.05)
        yield
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    # On SIGTERM PostgreSQL waits until every client has left; on SIGINT it ends now, and ends its own processes.
    process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    finally:  # also when somebody presses Ctrl+C again
        process.kill()
        process.wait()


def _lets_in(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=CONNECT_SECONDS).close()
    except psycopg.OperationalError:
        return False
    return True


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16) == b"+PONG\r\n"
    except OSError:
        return False
