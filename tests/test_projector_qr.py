"""The QR code on the projector."""

import re
from xml.etree import ElementTree

import pytest
import segno

from tests.cast import make_day
from tests.screen_page import get, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def lan(settings):
    """The headers of a visitor who reaches the laptop over the LAN."""
    settings.ALLOWED_HOSTS = ["192.168.1.20"]
    return {"host": "192.168.1.20:8000"}


def drawn_modules(svg):
    """Return the dark modules of a QR code drawn as horizontal strokes, as (row, column) without the margin."""
    root = ElementTree.fromstring(svg)
    path = root.find(".//{*}path").attrib["d"]
    modules, row, column = set(), 0.0, 0
    for command, numbers in re.findall(r"([Mmh])([^Mmhv]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            modules |= {(int(row), column + step) for step in range(int(values[0]))}
            column += int(values[0])
        elif command == "M":
            column, row = int(values[0]), values[1]
        else:
            column, row = column + int(values[0]), row + values[1]
    top, left = min(row for row, _ in modules), min(column for _, column in modules)
    return {(row - top, column - left) for row, column in modules}


def modules_for(address):
    """Return the dark modules that a QR code for this address has."""
    matrix = segno.make(address, micro=False).matrix
    return {(row, column) for row, line in enumerate(matrix) for column, is_dark in enumerate(line) if is_dark}


def test_the_qr_code_brings_a_phone_to_the_place(client, day, lan):
    response = get(client, day.etten_leur, "screen-qr", headers=lan)

    assert response["Content-Type"] == "image/svg+xml"
    assert drawn_modules(response.content) == modules_for(f"http://192.168.1.20:8000/d/{day.etten_leur.code}/")


def test_the_qr_code_and_the_join_line_name_the_same_address_on_a_screen_opened_as_localhost(client, day):
    code = get(client, day.etten_leur, "screen-qr", headers={"host": "localhost:8000"}).content
    page = text_of(get(client, day.etten_leur, headers={"host": "localhost:8000"}))

    address = re.search(r"Doe mee via (\S+)", page)[1]
    assert drawn_modules(code) == modules_for(f"http://{address}/d/{day.etten_leur.code}/")


def test_the_qr_code_has_no_style_that_the_page_would_refuse(client, day):
    code = get(client, day.etten_leur, "screen-qr").content.decode()

    assert "style" not in code
    assert "viewBox" in code
