"""Whether a document of the organisation can give files of the agenda their look, before it replaces ours.

It is taken as what it is, an archive of XML that anybody could have made: nothing in it is run, and it is not
unpacked before it says how large it is.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from sessions.export.conversion import ConversionFailed
from sessions.export.reference import REFERENCE, unzipped
from sessions.export.reference_odt import REFERENCE_ODT
from sessions.export.reference_pptx import REFERENCE_PPTX
from sessions.export.sample import sample_file

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2000
TOO_LARGE = "Dit bestand is te groot. Kies een bestand van hooguit 10 MB."
MACROS = re.compile(r"(^|/)(vba\w*\.(bin|xml)|basic/|scripts/|activex)", re.IGNORECASE)
ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# What the file would fetch from elsewhere when somebody opens it. A link that a reader presses is no such thing.
ELSEWHERE = re.compile(rb'<Relationship\b(?=[^>]*TargetMode="External")(?![^>]*/hyperlink")')


class Unfit(Exception):
    """The document cannot be used; the message says why, to who chose it."""


@dataclass(frozen=True)
class Kind:
    """A kind of document: its name, what says that it is one, which styles or layouts it needs, and our own."""

    name: str
    suffix: str
    mark: tuple[str, bytes]
    needs: frozenset[str]
    what: str
    found: Callable[[dict[str, bytes]], set[str]]
    ours: Path


def check(suffix: str, content: bytes) -> None:
    """Raise Unfit when a document is not of its kind, is dangerous or damaged, or lacks a style that is used."""
    kind = KINDS[suffix]
    no_such_file = f"Dit is geen {kind.name} (.{suffix}). Sla het op als .{suffix} en kies het dan nog eens."
    if len(content) > MOST_BYTES:
        raise Unfit(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Unfit(TOO_LARGE)
            if any(MACROS.search(entry.filename) for entry in entries):
                raise Unfit("In dit bestand staan macro's. Sla het zonder macro's op.")
        parts = unzipped(content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unfit(no_such_file) from error
    name, mark = kind.mark
    if b"macroEnabled" in parts.get(name, b""):
        raise Unfit("In dit bestand staan macro's. Sla het zonder macro's op.")
    if mark not in parts.get(name, b""):
        raise Unfit(no_such_file)
    if any(ELSEWHERE.search(part) for path, part in parts.items() if path.endswith(".rels")):
        raise Unfit(
            "Dit bestand haalt iets op van een andere plek, zoals een sjabloon of een plaatje. Haal dat eruit."
        )
    try:
        missing = kind.needs - kind.found(parts)
    except (ElementTree.ParseError, KeyError) as error:
        raise Unfit("Dit bestand is beschadigd. Open het, sla het opnieuw op en kies het dan nog eens.") from error
    if missing:
        raise Unfit(f"In dit bestand ontbreken deze {kind.what}: {', '.join(sorted(missing))}.")
    try:
        sample_file(suffix, {suffix: content})
    except (ConversionFailed, ValueError, KeyError) as error:
        raise Unfit(
            "Met dit bestand lukt het niet om een agenda te maken. Begin met het huidige document."
        ) from error


def _word_styles(parts: dict[str, bytes]) -> set[str]:
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    names = _parsed(parts["word/styles.xml"]).iter(f"{namespace}name")
    # Word writes the names of its own styles in lower case, and shows them with a capital.
    return {_capitalised(name.get(f"{namespace}val", "")) for name in names}


def _writer_styles(parts: dict[str, bytes]) -> set[str]:
    namespace = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    styles = _parsed(parts["styles.xml"]).iter(f"{namespace}style")
    return {style.get(f"{namespace}name", "").replace("_20_", " ") for style in styles}


def _layouts(parts: dict[str, bytes]) -> set[str]:
    namespace = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
    layouts = [part for path, part in parts.items() if re.fullmatch(r"ppt/slideLayouts/\w+\.xml", path)]
    return {slide.get("name", "") for layout in layouts for slide in _parsed(layout).iter(f"{namespace}cSld")}


def _parsed(part: bytes) -> ElementTree.Element:
    if ENTITIES.search(part):
        raise ElementTree.ParseError("entities")
    return ElementTree.fromstring(part)  # noqa: S314 -- what can be dangerous in XML was refused above


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


HEADINGS = {f"Heading {level}" for level in range(1, 5)}
OURS = {"Klein", "Nog in te vullen", *(f"Thema {number}" for number in range(1, 5))}
OFFICE = b"openxmlformats-officedocument"
KINDS = {
    kind.suffix: kind
    for kind in (
        Kind(
            name="Word-document",
            suffix="docx",
            mark=("[Content_Types].xml", OFFICE + b".wordprocessingml.document.main+xml"),
            needs=frozenset(
                {"Title", "Subtitle", "Body Text", "First Paragraph", "Compact", "TOC Heading"}
                | {"Table", "Kaart"}
                | HEADINGS
                | OURS
            ),
            what="stijlen",
            found=_word_styles,
            ours=REFERENCE,
        ),
        Kind(
            name="OpenDocument-tekst",
            suffix="odt",
            mark=("mimetype", b"application/vnd.oasis.opendocument.text"),
            needs=frozenset(
                {
                    "Title",
                    "Subtitle",
                    "Text body",
                    "Contents Heading",
                    "Contents 1",
                    "Contents 2",
                    "Table Contents",
                }
                | {"Table Heading", "Nieuwe pagina"}
                | HEADINGS
                | OURS
            ),
            what="stijlen",
            found=_writer_styles,
            ours=REFERENCE_ODT,
        ),
        Kind(
            name="PowerPoint-presentatie",
            suffix="pptx",
            mark=("[Content_Types].xml", OFFICE + b".presentationml.presentation.main+xml"),
            needs=frozenset({"Title Slide", "Title and Content"}),
            what="indelingen van dia's",
            found=_layouts,
            ours=REFERENCE_PPTX,
        ),
    )
}
