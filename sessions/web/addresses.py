"""Addresses as people in the room can reach them."""

from io import BytesIO

import segno
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


def qr_svg(text: str) -> bytes:
    """Return a QR code as SVG, without inline style (the content security policy forbids it)."""
    file = BytesIO()
    segno.make(text, micro=False).save(
        file, kind="svg", scale=10, border=2, omitsize=True, svgclass=None, lineclass=None
    )
    return file.getvalue()


def qr_data(text: str) -> str:
    """Return a QR code as the address of an image, for what no address of its own may show."""
    return segno.make(text, micro=False).svg_data_uri(scale=10, border=2, omitsize=True)


def _has_port(request: HttpRequest) -> bool:
    return ":" in request.get_host().rpartition("]")[2]
