"""Which PostgreSQL and Redis several processes use. Whatever is not on this computer is refused."""

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from pmg_workshop import provision
from sessions.bench.servers import BenchFailed

SCHEMES = {
    "DATABASE_URL": dict.fromkeys(("postgres", "postgresql", "psql", "pgsql"), "postgres"),
    "REDIS_URL": {"redis": "redis"},
}
NEEDED = "Voor --processes is {} nodig. Zet {} op een testserver op deze computer, of draai eerst manage.py test."


@dataclass(frozen=True)
class Addresses:
    """Where both servers are; "" for one that the benchmark has to start itself."""

    postgres: str
    redis: str


def given_addresses() -> Addresses:
    """Return what DATABASE_URL and REDIS_URL say. Raises BenchFailed, before anything starts.

    What they do not say must be here to be started.
    """
    given = Addresses(own_address("DATABASE_URL"), own_address("REDIS_URL"))
    for address, find, name, variable in (
        (given.postgres, provision.find_postgres, "PostgreSQL", "DATABASE_URL"),
        (given.redis, provision.find_redis, "Redis", "REDIS_URL"),
    ):
        if not address:
            try:
                find()
            except provision.ProvisionError as error:
                raise BenchFailed(NEEDED.format(name, variable)) from error
    return given


def own_address(variable: str) -> str:
    """Return the address in a variable, without what follows a "?"; "" when it is not set.

    Raises BenchFailed when it is not of this computer itself: a benchmark must not load anybody else's server.
    """
    given = os.environ.get(variable, "")
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        scheme, host = SCHEMES[variable][parts.scheme], parts.hostname or ""
        _ = parts.port  # raises ValueError when it is no number
    except (KeyError, ValueError) as error:
        kinds = " of ".join(f"{kind}://" for kind in SCHEMES[variable])
        raise BenchFailed(f"{variable} is geen adres dat de meting kent; het begint met {kinds}.") from error
    if not is_loopback(host):
        raise BenchFailed(
            f"De meting belast alleen deze computer zelf, en {variable} wijst naar {host or 'geen computer'}."
            " Neem een testserver op 127.0.0.1."
        )
    # What follows a "?" may name another host after all.
    return parts._replace(scheme=scheme, query="", fragment="").geturl()


def is_loopback(host: str) -> bool:
    """Tell whether a host, as it stands in an address, is this computer and reachable from nowhere else."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
