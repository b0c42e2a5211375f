"""What the processes, PostgreSQL and Redis count of themselves, read before and after something happens."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sessions.bench.addresses import Addresses
from sessions.bench.backing import connected
from sessions.bench.machine import Usage, usage
from sessions.bench.servers import BenchFailed

if TYPE_CHECKING:
    import psycopg
    import redis

TRANSACTIONS = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = %s"


@dataclass(frozen=True)
class Spent:
    """What something took: seconds on the clock, seconds of processor time of the program, of PostgreSQL and of
    Redis (None where nobody knows), transactions in the database, and messages that were given to Redis."""

    seconds: float
    program: float | None
    postgres: float | None
    redis: float | None
    transactions: float
    published: float | None

    def since(self, before: "Spent") -> "Spent":
        """Return what was spent from an earlier reading to this one."""
        return Spent(
            seconds=self.seconds - before.seconds,
            program=_less(self.program, before.program),
            postgres=_less(self.postgres, before.postgres),
            redis=_less(self.redis, before.redis),
            transactions=self.transactions - before.transactions,
            published=_less(self.published, before.published),
        )


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


class Gauges:
    """Reads all counters. `program` gives what the processes took; the database is that of its address."""

    def __init__(
        self,
        program: Callable[[], Usage | None],
        database: str,
        connection: "psycopg.Connection",
        broker: "redis.Redis | None",
    ) -> None:
        self._program = program
        self._name = urlsplit(database).path.removeprefix("/")
        self._connection = connection
        self._broker = broker
        self._postmaster = _postmaster(connection.info.backend_pid)

    def read(self) -> Spent:
        """Return what was spent so far. Raises BenchFailed when a server is gone."""
        program = self._program()
        (transactions,) = self._connection.execute(TRANSACTIONS, [self._name]).fetchone()
        return Spent(
            seconds=time.perf_counter(),
            program=program and program.cpu_seconds,
            postgres=self._of_postgres(),
            redis=self._of_redis(),
            transactions=float(transactions),
            published=self._published(),
        )

    def receivers(self) -> int:
        """Return how many processes hear what is told through Redis: those of the channel with the most."""
        if self._broker is None:
            return 0
        channels = self._broker.pubsub_channels()
        return max((count for _, count in self._broker.pubsub_numsub(*channels)), default=0)

    def _of_postgres(self) -> float | None:
        if self._postmaster is None:
            return None
        try:
            spent = usage(self._postmaster)
        except OSError as error:
            raise BenchFailed("PostgreSQL is gestopt.") from error
        return spent and spent.cpu_seconds

    def _of_redis(self) -> float | None:
        if self._broker is None:
            return None
        spent = self._broker.info("cpu")
        return spent["used_cpu_sys"] + spent["used_cpu_user"]

    def _published(self) -> float | None:
        if self._broker is None:
            return None
        return float(self._broker.info("commandstats").get("cmdstat_publish", {}).get("calls", 0))


def _postmaster(backend: int) -> int | None:
    """Return the process that started all others of a PostgreSQL server, or None when it cannot be seen here.

    In a container of its own its processes have other numbers here, so the names must be right too.
    """
    try:
        stat = Path(f"/proc/{backend}/stat").read_text()
        parent = int(stat.rpartition(")")[2].split()[1])
        names = [Path(f"/proc/{pid}/comm").read_text().strip() for pid in (backend, parent)]
    except OSError:
        return None
    return parent if all(name.startswith("postgres") for name in names) and parent != os.getpid() else None


@contextmanager
def gauges(program: Callable[[], Usage | None], database: str, running: Addresses) -> Iterator[Gauges]:
    """Hold what reads the counters during the block; `running.redis` is "" when Redis is no part of it.

    The database is asked over another one, so that the asking does not count. Raises BenchFailed.
    """
    with connected(running.postgres) as connection, _asked(running.redis) as broker:
        yield Gauges(program, database, connection, broker)


@contextmanager
def _asked(address: str) -> Iterator["redis.Redis | None"]:
    if not address:
        yield None
        return
    import redis  # a laptop that measures no processes does not have it

    try:
        with redis.Redis.from_url(address) as broker:
            yield broker
    except redis.RedisError as error:
        raise BenchFailed(f"Redis doet niet wat de meting vraagt: {error}") from error
