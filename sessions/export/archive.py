"""All files of the agenda in one zip, all made from one and the same document."""

from collections.abc import Callable

from sessions.export.document import AgendaDocument
from sessions.export.formats import FILES, Format, file_name
from sessions.export.reference import zipped
from sessions.export.sheets import table
from sessions.export.text import Front
from sessions.export.wording import dutch_moment
from sessions.export.workbook import sheets_of

SUFFIX = "zip"
README = "LEESMIJ.txt"
ANSWERS = "Antwoorden"  # the CSV file that has the name of the agenda holds these
PURPOSES = {
    "docx": "de agenda om verder te bewerken",
    "pdf": "de agenda om te lezen, te mailen en te bewaren",
    "xlsx": "kennisvragen, werkprogramma, antwoorden en gemeenten als tabellen",
    "pptx": "een korte presentatie, zonder de antwoorden",
    "odt": "hetzelfde als het Word-bestand, voor LibreOffice",
    "ods": "hetzelfde als het Excel-bestand, voor LibreOffice",
    "md": "dezelfde tekst zonder opmaak",
    "csv": "een regel per antwoord; de andere tabellen staan in de map csv",
    "json": "alles als gegevens voor andere programma's",
}


def write(document: AgendaDocument, made: Callable[[str], bytes] | None = None) -> bytes:
    """Return the .zip file; the same agenda gives the same bytes. Raises ConversionFailed.

    `made` gives the file with a suffix of FILES, of this same document, when it may have been made already.
    """
    made = made or (lambda suffix: FILES[suffix].write(document))
    files = {file_name(document, suffix): made(suffix) for suffix in FILES}
    tables = {
        f"csv/{sheet.name.lower()}.csv": table([column.heading for column in sheet.columns], sheet.rows)
        for sheet in sheets_of(document)
        if sheet.name != ANSWERS
    }
    return zipped({README: _readme(document).encode(), **files, **tables})


def _readme(document: AgendaDocument) -> str:
    front = Front.of(document)
    opening = [front.title, front.subtitle, front.occasion, front.warning]
    moment = f"Alle bestanden zijn van hetzelfde moment: {dutch_moment(document.as_of)}." if document.as_of else ""
    names = [f"{file_name(document, suffix)}\n  {_name(FILES[suffix])}: {PURPOSES[suffix]}" for suffix in FILES]
    text = "\n".join([*filter(None, [*opening, moment]), "", *names, ""])
    # The editor of Windows shows lines that end like this in every version of it.
    return text.replace("\n", "\r\n")


def _name(format: Format) -> str:
    return format.name.removesuffix(" (kort)")
