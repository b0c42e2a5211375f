"""QR codes, and what a phone reads in them."""

import re
from io import BytesIO

import segno

WIFI_SIGNS = re.compile(r'([\\;,:"])')


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


def wifi_text(name: str, password: str) -> str:
    """Return what brings a phone on a wifi network, in the notation of ZXing; no password is an open network."""
    if not password:
        return f"WIFI:T:nopass;S:{_escaped(name)};;"
    return f"WIFI:T:WPA;S:{_escaped(name)};P:{_escaped(password)};;"


def _escaped(text: str) -> str:
    return WIFI_SIGNS.sub(r"\\\1", text)
