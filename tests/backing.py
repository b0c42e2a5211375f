"""Real servers next to the program in hosting, PostgreSQL and Redis, each on a free port of this machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

from pmg_workshop import provision
from tests.server import free_port

START_SECONDS = 30
# PostgreSQL refuses to run as root; this user exists on every POSIX system.
UNPRIVILEGED_USER = "nobody"


@contextmanager
def running_postgres():
    """Run PostgreSQL on data of its own; give the address of its empty database."""
    port = free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "off",  # the tests cut the power of our own server, never of this one
    }
    options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
    with tempfile.TemporaryDirectory(prefix="pmg-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data = folder / "data"
        programs, user = provision.find_postgres(), None
        if sys.platform != "win32" and os.geteuid() == 0:
            programs, user = _copy_for(UNPRIVILEGED_USER, programs, folder), UNPRIVILEGED_USER
        make_data = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]
        subprocess.run([*make_data, "--no-sync"], user=user, cwd=folder, check=True, capture_output=True)
        with _running([programs / "postgres", "-D", data, *options], folder, user) as failed:
            url = f"postgres://postgres@127.0.0.1:{port}/postgres"
            _wait(lambda: psycopg.connect(url).close(), psycopg.OperationalError, failed)
            yield url


@contextmanager
def fresh_database(server_url, name):
    """Make an empty database on this server; give its address, and drop it afterwards."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server_url.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running_redis():
    """Run a Redis-protocol server that keeps nothing on disk; give its address."""
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    with (
        tempfile.TemporaryDirectory(prefix="pmg-redis-", ignore_cleanup_errors=True) as folder,
        _running([provision.find_redis(), *options], folder) as failed,
    ):
        _wait(lambda: _ping(port), OSError, failed)
        yield f"redis://127.0.0.1:{port}/0"


def _copy_for(user, programs, folder):
    """Copy PostgreSQL out of .venv, which another user may not be able to reach; return where its programs are."""
    package = programs.parent.parent
    for part in (programs.parent, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(
                part, folder / part.relative_to(package.parent), ignore=shutil.ignore_patterns("include")
            )
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, user)
    return folder / programs.relative_to(package.parent)


@contextmanager
def _running(command, folder, user=None):
    """Run the command until the end of the block; give a function that returns its log once it has ended."""
    log = Path(folder) / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, user=user, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield lambda: None if process.poll() is None else log.read_text(encoding="utf-8", errors="replace")
    finally:
        # PostgreSQL waits on SIGTERM until every client has left; on SIGINT it ends now.
        process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(attempt, refusal, failed):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return attempt()
        except refusal:
            if (log := failed()) is not None:
                raise AssertionError(f"The server ended at once. It said:\n{log}") from None
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def _ping(port):
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(b"PING\r\n")
        if connection.recv(16) != b"+PONG\r\n":
            raise OSError("no PONG")
