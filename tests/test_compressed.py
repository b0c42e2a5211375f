"""A page that is made once leaves compressed for who reads that, with the same words in it."""

import gzip

import pytest
from django.http import HttpRequest

from sessions.web.compressed import CompressedPage

KEY, CODE = b"0123456789abcdef", b"fedcba9876543210"
WORDS = b"<p>Ook in Etten-Leur, Rijssen-Holten en Bergen op Zoom.</p>" * 200
PAGE = b"<i>" + KEY + b"</i>" + WORDS + CODE + b"</p><i>" + KEY + b"</i>"


def request(accepts):
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    return request


@pytest.mark.parametrize("accepts", ["gzip", "gzip, deflate", "br;q=1.0, gzip;q=0.8", "gzip;q=0.5"])
def test_browser_that_reads_gzip_gets_it(accepts):
    reply = CompressedPage(WORDS).reply(request(accepts))

    assert (reply["Content-Encoding"], reply["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(reply.content) == WORDS
    assert len(reply.content) < len(WORDS) / 20


@pytest.mark.parametrize("accepts", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, br", "notgzipped"])
def test_others_get_the_page_as_it_is(accepts):
    reply = CompressedPage(WORDS).reply(request(accepts))

    assert "Content-Encoding" not in reply
    assert reply["Vary"] == "Accept-Encoding"
    assert reply.content == WORDS


@pytest.mark.parametrize("value", [b"", b"k", b"k" * 32, "één €".encode(), b"x" * 65_535])
def test_holes_are_filled_in_both_forms(value):
    page = CompressedPage(PAGE, KEY, CODE)

    replies = [page.reply(request(accepts), {KEY: value, CODE: b"BCDF-GHJK"}) for accepts in ("gzip", "")]

    assert gzip.decompress(replies[0].content) == replies[1].content
    assert replies[1].content == PAGE.replace(KEY, value).replace(CODE, b"BCDF-GHJK")


def test_length_says_nothing_of_how_the_code_is_like_the_rest():
    def length(words):
        page = CompressedPage(words + CODE + words + KEY, KEY, CODE)
        return len(page.reply(request("gzip"), {KEY: b"k" * 32, CODE: b"BCDF-GHJK"}).content)

    assert length(WORDS + b"BCDF-GHJK") == length(WORDS + b"BCDF-GHJM")
    packed = CompressedPage(PAGE, KEY, CODE).reply(request("gzip"), {KEY: b"k" * 32, CODE: b"BCDF-GHJK"}).content
    assert b"BCDF-GHJK" in packed
