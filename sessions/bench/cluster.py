"""Several processes of the program on one database: together they are what people in the room see as one."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pmg_workshop.datafolder import data_folder
from sessions.bench.addresses import Addresses
from sessions.bench.figures import Side
from sessions.bench.machine import Cores, Usage
from sessions.bench.place import Place
from sessions.bench.servers import Server, launch


class Cluster:
    """Processes that run; the facilitator leads at the first."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self.servers = servers

    @property
    def places(self) -> list[Place]:
        """The one place where the crowd meets, as each process serves it."""
        return [server.place for server in self.servers]

    def usage(self) -> Usage | None:
        """Return what all took so far, or None where the system does not tell. Raises BenchFailed."""
        each = [used for server in self.servers if (used := server.usage())]
        if not each:
            return None
        return Usage(sum(used.cpu_seconds for used in each), sum(used.resident_kb for used in each))

    def has_ended(self) -> bool:
        """Tell whether one of them is gone."""
        return any(server.has_ended() for server in self.servers)

    def last_words(self) -> str:
        """Return a sentence that says why the first that is gone is gone."""
        return next(server.last_words() for server in self.servers if server.has_ended())


@contextmanager
def processes(count: int, used: Addresses, cores: Cores) -> Iterator[Cluster]:
    """Run so many processes during the block, on this database and this Redis. Raises BenchFailed.

    The first makes the tables; the others start together after it. They share a data folder, and so a secret key.
    """
    environment = {"DATABASE_URL": used.postgres, "REDIS_URL": used.redis}
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=data_folder(), ignore_cleanup_errors=True) as name,
        ExitStack() as held,
    ):
        folder = Path(name)
        (folder / "data").mkdir()
        servers: list[Server] = []
        for starting in (1, count - 1):
            for _ in range(starting):
                servers.append(launch(Side.OURS, folder, cores, environment))
                held.callback(servers[-1].stop)
            for server in servers[-starting:]:
                server.wait_until_ready()
        yield Cluster(servers)
