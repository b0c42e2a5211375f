"""The agenda as a PDF that screen readers can read (PDF/UA-1) and archives can keep (PDF/A-2a)."""

import dataclasses
import datetime
import json
import sys
from pathlib import Path

from sessions.export.conversion import converted
from sessions.export.document import AgendaDocument
from sessions.export.figures import drawing_of, figures_of
from sessions.export.printable import breakable
from sessions.export.text import Front, appendices, chapters

HERE = Path(__file__).parent
FOOTER = "PMG-kennisagenda en werkprogramma"


def write(document: AgendaDocument) -> bytes:
    """Return the agenda as a .pdf file; the same agenda gives the same bytes. Raises ConversionFailed."""
    moment = document.as_of or datetime.datetime.combine(document.date, datetime.time(), datetime.UTC)
    data = {
        **dataclasses.asdict(Front.of(document)),
        "footer": f"{FOOTER} · {document.state}",
        "replaced": False,
        "figures": {figure.key: drawing_of(figure) for figure in figures_of(document)},
        "chapters": _breakable(chapters(document)),
        "appendices": _breakable(appendices(document)),
    }
    request = {
        "layout": str(HERE / "layout.typ"),
        "fonts": str(HERE / "fonts"),
        "data": data,
        "moment": moment.isoformat(timespec="seconds"),
    }
    return converted([sys.executable, "-P", str(HERE / "typesetter.py")], json.dumps(request).encode())


def _breakable(content: object) -> object:
    """Return a part of the tree in which no word is too long for a line."""
    if isinstance(content, list):
        return [_breakable(part) for part in content]
    if not isinstance(content, dict):
        return content
    if content["t"] == "Str":
        return {"t": "Str", "c": breakable(content["c"])}
    return {name: _breakable(part) for name, part in content.items()}
