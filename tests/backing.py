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
import redis

from pmg_workshop import provision
from tests.server import free_port

START_SECONDS = 30
# PostgreSQL refuses to run as root; this user exists on every POSIX system.
UNPRIVILEGED_USER = "nobody"


class Postgres:
    """PostgreSQL on data of its own; its port and data outlive a stop.

    `folder` is for its programs and its log, `data` for what must be there after a power cut.
    """

    def __init__(self, folder, data=None, fsync="off"):
        self.port = free_port()
        self._folder = Path(folder)
        self._data = data or self._folder / "data"
        self._settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": fsync,
        }
        self._programs, self._user = provision.find_postgres(), None
        self._process = None
        if sys.platform != "win32" and os.geteuid() == 0:
            self._user = UNPRIVILEGED_USER
            self._programs = _copy_for(self._user, self._programs, self._folder)
        self._data.mkdir()
        if self._user:
            shutil.chown(self._data, self._user)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        make_data = [self._programs / "initdb", "-D", self._data, *options]
        subprocess.run(make_data, user=self._user, cwd=self._folder, check=True, capture_output=True)

    @property
    def url(self):
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self):
        """The process that started all others of this server."""
        return int((self._data / "postmaster.pid").read_text(encoding="ascii").split()[0])

    def start(self):
        options = [option for name, value in self._settings.items() for option in ("-c", f"{name}={value}")]
        self._process = _running(
            [self._programs / "postgres", "-D", self._data, *options], self._folder, self._user
        )
        failed = self._process.__enter__()
        _wait(lambda: psycopg.connect(self.url).close(), psycopg.OperationalError, failed)

    def stop(self):
        if self._process:
            process, self._process = self._process, None
            process.__exit__(None, None, None)


@contextmanager
def startable_postgres(data=None, fsync="off"):  # few tests cut the power of this one
    """PostgreSQL that a test stops and starts; it runs, and its database is empty."""
    with tempfile.TemporaryDirectory(prefix="pmg-postgres-", ignore_cleanup_errors=True) as folder:
        postgres = Postgres(folder, data, fsync)
        try:
            postgres.start()
            yield postgres
        finally:
            postgres.stop()


@contextmanager
def running_postgres():
    """Run PostgreSQL on data of its own; give the address of its empty database."""
    with startable_postgres() as postgres:
        yield postgres.url


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


class Redis:
    """A Redis-protocol server that keeps nothing on disk; its port outlives a stop."""

    def __init__(self, folder):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process = None

    def start(self):
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._process = _running([provision.find_redis(), *options], self._folder)
        failed = self._process.__enter__()
        _wait(lambda: _ping(self.port), OSError, failed)

    def stop(self):
        if self._process:
            process, self._process = self._process, None
            process.__exit__(None, None, None)

    def flush(self):
        """Forget everything, and end every connection."""
        with redis.Redis.from_url(self.url) as connection:
            connection.flushall()
            connection.client_kill_filter(_type="pubsub")
            connection.client_kill_filter(_type="normal", skipme=True)


@contextmanager
def startable_redis():
    """A Redis-protocol server that a test starts, stops and flushes; it does not run yet."""
    with tempfile.TemporaryDirectory(prefix="pmg-redis-", ignore_cleanup_errors=True) as folder:
        server = Redis(folder)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def running_redis():
    """Run a Redis-protocol server that keeps nothing on disk; give its address."""
    with startable_redis() as server:
        server.start()
        yield server.url


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
