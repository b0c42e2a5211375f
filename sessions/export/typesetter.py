"""Set a PDF from a layout and data: `python typesetter.py < request > agenda.pdf`.

In a process of its own, so that setting a long agenda takes no time from the server that a room is using, and so
that it can be stopped. The request is JSON: `layout` and `fonts` (paths), `data` (what the layout reads) and
`moment` (ISO 8601, the time that the file carries). Exit code 1 with the reason on stderr if it fails.
"""

import datetime
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable

import typst

STANDARDS = ["a-2a", "ua-1"]
TRIES = 8
# Names each sign that no font has, in quotes and escaped as Rust does.
QUOTED = re.compile(r'`"((?:[^"\\]|\\.)+)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
REPLACEMENT = "�"


def main() -> None:
    """Read the request, and write the PDF; on one core, so that the room has the others."""
    os.environ["RAYON_NUM_THREADS"] = "1"
    request = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(typeset(**request))


def typeset(layout: str, fonts: str, data: dict[str, object], moment: str) -> bytes:
    """Return the PDF. A sign that no font has is shown as REPLACEMENT, and `replaced` in the data becomes true.

    Raises typst.TypstError when the file cannot be made.
    """
    compiler = typst.Compiler(
        layout,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts]),
        ignore_system_fonts=True,
    )
    timestamp = datetime.datetime.fromisoformat(moment)
    # A page with each sign once tells in a hundredth of the time which of them no font has.
    _, data = _set(compiler, timestamp, data, of=_signs_alone)
    return _set(compiler, timestamp, data)[0]


def _set(
    compiler: typst.Compiler,
    timestamp: datetime.datetime,
    data: dict[str, object],
    of: Callable[[dict[str, object]], dict[str, object]] = lambda data: data,
) -> tuple[bytes, dict[str, object]]:
    """Return the PDF of the data, or `of` a part of them, and the data themselves as they could be shown."""
    for tries_left in reversed(range(TRIES)):
        text = json.dumps(of(data), ensure_ascii=False)
        try:
            pdf = compiler.compile(
                format="pdf", pdf_standards=STANDARDS, timestamp=timestamp, sys_inputs={"data": text}
            )
        except typst.TypstError as error:
            unknown = unknown_signs(error.diagnostic)
            if not (unknown and tries_left):
                raise
            shown = json.dumps(data, ensure_ascii=False).translate(dict.fromkeys(map(ord, unknown), REPLACEMENT))
            data = json.loads(shown) | {"replaced": True}
        else:
            return pdf, data
    raise AssertionError("a last try returns or raises")


def _signs_alone(data: dict[str, object]) -> dict[str, object]:
    """Return data with every letter, figure and symbol beyond ASCII once; what joins signs says nothing alone."""
    signs = {sign for sign in json.dumps(data, ensure_ascii=False) if not sign.isascii()}
    alone = [sign for sign in sorted(signs) if unicodedata.category(sign)[0] in "LNPS"]
    return data | {
        "chapters": [{"t": "Para", "c": [{"t": "Str", "c": sign}]} for sign in alone],
        "appendices": [],
    }


def unknown_signs(diagnostic: str) -> set[str]:
    """Return the signs that an error names as impossible to show; letters of ASCII always can be."""
    lines = [line for line in diagnostic.splitlines() if line.startswith("error:")]
    quoted = "".join(text for line in lines for text in QUOTED.findall(line))
    return {sign for sign in ESCAPED.sub(lambda code: chr(int(code[1], 16)), quoted) if not sign.isascii()}


if __name__ == "__main__":
    try:
        main()
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
