"""What a phone reads in a QR code for the wifi."""

import pytest

from sessions.qrcodes import qr_data, wifi_text


@pytest.mark.parametrize(
    ("name", "password", "text"),
    [
        ("Gasten", "welkom2017", "WIFI:T:WPA;S:Gasten;P:welkom2017;;"),
        ("Gasten", "", "WIFI:T:nopass;S:Gasten;;"),
        ('Zaal 3; "boven"', "a:b,c\\d;", 'WIFI:T:WPA;S:Zaal 3\\; \\"boven\\";P:a\\:b\\,c\\\\d\\;;;'),
        ("Café", " spaties ", "WIFI:T:WPA;S:Café;P: spaties ;;"),
    ],
)
def test_signs_that_mean_something_are_escaped(name, password, text):
    assert wifi_text(name, password) == text


def test_an_image_in_the_page_holds_no_inline_style():
    assert qr_data("WIFI:T:nopass;S:Gasten;;").startswith("data:image/svg+xml")
    assert "style" not in qr_data("WIFI:T:nopass;S:Gasten;;")
