"""Draw charts as images: `python draw.py < request > images`.

In a process of its own, as typesetter.py is and for the same reasons. The request is JSON: `layout` and `fonts`
(paths), `data` (what the layout reads) and `ppi`. The answer is a JSON list with a PNG in base64 for each page.
Exit code 1 with the reason on stderr if it fails.
"""

import base64
import json
import os
import sys

import typst


def main() -> None:
    """Read the request and write the images, on one core."""
    os.environ["RAYON_NUM_THREADS"] = "1"
    json.dump(drawn(**json.load(sys.stdin.buffer)), sys.stdout)


def drawn(layout: str, fonts: str, data: list[dict[str, object]], ppi: int) -> list[str]:
    """Return each page of the layout as a PNG in base64. Raises typst.TypstError when it cannot be drawn."""
    compiler = typst.Compiler(
        layout,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts]),
        ignore_system_fonts=True,
    )
    pages = compiler.compile(format="png", ppi=ppi, sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    # One page comes alone, more come as a list.
    return [base64.b64encode(page).decode() for page in (pages if isinstance(pages, list) else [pages])]


if __name__ == "__main__":
    try:
        main()
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
