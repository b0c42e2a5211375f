"""The kinds of files of the agenda. A new family of files is one module with a `write`, and one entry here."""

from collections.abc import Callable
from dataclasses import dataclass

from sessions.export import data, excel, markdown, ods, odt, pdf, sheets, slides, word
from sessions.export.document import AgendaDocument
from sessions.models import Meetup


@dataclass(frozen=True)
class Format:
    """A kind of file: what people call it, and the function that makes it; the usual ones are offered first."""

    name: str
    content_type: str
    write: Callable[[AgendaDocument], bytes]
    is_usual: bool = False


OFFICE = "application/vnd.openxmlformats-officedocument"
# By how the name of the file ends.
FILES = {
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


def file_name(of: Meetup | AgendaDocument, suffix: str) -> str:
    """Return what the file is called: pmg-kennisagenda-2017-02-16.docx."""
    return f"pmg-kennisagenda-{of.date:%Y-%m-%d}.{suffix}"
