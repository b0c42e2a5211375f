"""The agenda as files. A new family of files is one module with a `write`, and one entry here."""

from collections.abc import Callable
from dataclasses import dataclass

from sessions.export import data, excel, markdown, ods, odt, pdf, sheets, slides, word
from sessions.export.conversion import ConversionFailed
from sessions.export.document import AgendaDocument, build
from sessions.models import Meetup

__all__ = ["FORMATS", "ConversionFailed", "Format", "export", "file_name"]


@dataclass(frozen=True)
class Format:
    """A kind of file: what people call it, and the function that makes it; the usual ones are offered first."""

    name: str
    content_type: str
    write: Callable[[AgendaDocument], bytes]
    is_usual: bool = False


OFFICE = "application/vnd.openxmlformats-officedocument"
# By how the name of the file ends.
FORMATS = {
    "docx": Format("Word", f"{OFFICE}.wordprocessingml.document", word.write, is_usual=True),
    "pdf": Format("PDF", "application/pdf", pdf.write, is_usual=True),
    "xlsx": Format("Excel", f"{OFFICE}.spreadsheetml.sheet", excel.write, is_usual=True),
    "pptx": Format("PowerPoint (kort)", f"{OFFICE}.presentationml.presentation", slides.write),
    "odt": Format("OpenDocument-tekst", "application/vnd.oasis.opendocument.text", odt.write),
    "ods": Format("OpenDocument-spreadsheet", ods.MEDIA_TYPE, ods.write),
    "md": Format("Markdown", "text/markdown; charset=utf-8", markdown.write),
    "csv": Format("CSV", "text/csv; charset=utf-8", sheets.write),
    "json": Format("JSON", "application/json", data.write),
}


def export(meetup: Meetup, suffix: str) -> bytes:
    """Return the agenda of a meet-up as it is now, as a file of one of FORMATS.

    Raises KeyError for an unknown suffix, and ConversionFailed when the file could not be made.
    """
    return FORMATS[suffix].write(build(meetup))


def file_name(meetup: Meetup, suffix: str) -> str:
    """Return what the file is called: pmg-kennisagenda-2017-02-16.docx."""
    return f"pmg-kennisagenda-{meetup.date:%Y-%m-%d}.{suffix}"
