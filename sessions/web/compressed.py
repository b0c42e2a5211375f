"""Pages made once for many, which leave compressed for browsers that read that.

What is filled in for each person goes into the compressed page as it is. So that costs no compressing, and the
length of a reply says nothing of a personal code: somebody who could have his own words on the same page, and saw
how long it is, would otherwise learn from it which guesses are alike (BREACH).
"""

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from itertools import chain

from django.http import HttpRequest, HttpResponse

READS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))")
# The frame of a gzip file (RFC 1952): no name and no time, an unknown system; at the end the last, empty block.
HEAD, LAST_BLOCK = b"\x1f\x8b\x08\0\0\0\0\0\0\xff", b"\x01\0\0\xff\xff"


class CompressedPage:
    """A page with holes, which are named in it by bytes that stand for nothing else.

    `between`, if given, are such bytes too: they stand before, between and after blocks that each reader may get
    in an order of his own.
    """

    def __init__(self, content: bytes, *holes: bytes, between: bytes = b"") -> None:
        pattern = b"|".join(re.escape(hole) for hole in holes)
        stretches = content.split(between) if between else [content]
        self._stretches = [re.split(b"(%s)" % pattern, one) if holes else [one] for one in stretches]
        self._deflated = {
            part: _deflated(part) for parts in self._stretches for part in parts if part not in holes
        }

    def reply(
        self, request: HttpRequest, fill: Mapping[bytes, bytes] | None = None, order: Sequence[int] = ()
    ) -> HttpResponse:
        """Return the page with its holes filled, compressed if the browser reads that.

        `order` holds the numbers of the blocks, from 0, as they should follow each other.
        """
        fill = fill or {}
        first, *blocks = self._stretches
        ordered = [first, *(blocks[number] for number in order), *blocks[len(order) :]]
        parts_in_order = list(chain.from_iterable(ordered))
        content = b"".join(fill.get(part, part) for part in parts_in_order)
        headers = {"Vary": "Accept-Encoding"}
        if READS_GZIP.search(request.headers.get("Accept-Encoding", "")):
            headers["Content-Encoding"] = "gzip"
            blocks = (_stored(fill[part]) if part in fill else self._deflated[part] for part in parts_in_order)
            tail = struct.pack("<LL", zlib.crc32(content), len(content))
            content = b"".join((HEAD, *blocks, LAST_BLOCK, tail))
        return HttpResponse(content, headers=headers)


def _deflated(content: bytes) -> bytes:
    """Return blocks of a compressed file that refer to nothing before them, and after which others can follow."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush(zlib.Z_FULL_FLUSH)


def _stored(content: bytes) -> bytes:
    """Return a block of a compressed file that holds its content as it is; at most 65,535 bytes."""
    return struct.pack("<BHH", 0, len(content), len(content) ^ 0xFFFF) + content
