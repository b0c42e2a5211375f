"""The agenda as files. A new family of files is one module with a `write`, and one entry here."""

from collections.abc import Callable
from dataclasses import dataclass

from sessions.export import data, excel, opendocument, pdf, sheets, word
from sessions.export.conversion import ConversionFailed
from sessions.export.document import AgendaDocument, build
from sessions.models import Meetup

__all__ = ["FORMATS", "ConversionFailed", "Format", "export", "file_name"]


@dataclass(frozen=True)
class Format:
    """A kind of file: what people call it, how its name ends, and the function that makes it."""

    name: str
    content_type: str
    write: Callable[[AgendaDocument], bytes]


FORMATS = {
    "docx": Format("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.write),
    "pdf": Format("PDF", "application/pdf", pdf.write),
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.write),
    "ods": Format("OpenDocument-spreadsheet", opendocument.MEDIA_TYPE, opendocument.write),
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
