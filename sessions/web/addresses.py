"""Addresses as people in the room can reach them."""

from django.http import HttpRequest

from pmg_workshop.hosts import local_addresses

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def public_address(request: HttpRequest) -> str:
    """Return scheme, host and port that phones can open.

    A facilitator often has the page open as localhost; phones then need the laptop's own address.
    """
    host, _, port = request.get_host().rpartition(":") if _has_port(request) else (request.get_host(), "", "")
    if host in LOOPBACK:
        host = next(iter(local_addresses()), host)
    return f"{request.scheme}://{host}{':' + port if port else ''}"


def _has_port(request: HttpRequest) -> bool:
    return ":" in request.get_host().rpartition("]")[2]
