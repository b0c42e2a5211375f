"""Every kind of file that holds all answers, read by tests: which answers, with their texts."""

import csv
import io
import json
import unicodedata
import zipfile

from tests.excel import Excel
from tests.markdown import Markdown
from tests.ods import Ods
from tests.odt import Odt
from tests.pdf import Pdf
from tests.word import Word


def csv_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def answers_in(suffix, content):
    """Code and text of every answer in the list of answers, in order."""
    return READERS[suffix](content)


def all_text(suffix, content):
    """Everything that stands in a file, wherever it is hidden in it."""
    if suffix == "pdf":
        return Pdf(content).text
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode(errors="replace")


def in_csv(content):
    # A quote before it keeps a spreadsheet from taking it for a formula.
    return [(row["code"], row["tekst"].removeprefix("'")) for row in csv_rows(content)]


def in_json(content):
    return [(row["code"], row["text"]) for row in json.loads(content)["answers"]]


def in_sheet(book):
    return [(row["Code"], row["Antwoord"]) for row in book.rows("Antwoorden")]


def in_appendix(rows):
    """The answers among the rows of all tables of a document."""
    return [(row[0], row[-3]) for row in rows if len(row) > 3 and row[0][:1] in "ER" and row[0][2:3] == "-"]


def as_read(suffix, text):
    """A text as a file of this kind gives it back: a PDF knows no line breaks, and the order of what is seen."""
    if suffix != "pdf":
        return text
    seen = text.replace("\n", "")
    is_mixed = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in seen)
    return set(seen) if is_mixed else seen


def fields_in(suffix, content):
    """What stands in the cells of tables and on the cards of the agenda, wherever that is in the file."""
    if suffix == "json":
        agenda = json.loads(content)
        cards = [card for chapter in agenda["chapters"] for card in chapter["cards"]]
        return {
            value for row in (*cards, *agenda["activities"]) for value in row.values() if isinstance(value, str)
        }
    if suffix == "md":
        return {text.partition(": ")[2] for text in Markdown(content).items()}
    if suffix == "pdf":
        found = Pdf(content)
        return {text for row in (*found.rows(), *found.entries()) for text in row}
    if suffix in {"xlsx", "ods"}:
        book = (Excel if suffix == "xlsx" else Ods)(content)
        rows = [row for name in ("Kennisvragen", "Werkprogramma") for row in book.rows(name)]
        return {value for row in rows for value in row.values() if isinstance(value, str)}
    return {cell for row in (Word if suffix == "docx" else Odt)(content).rows() for cell in row}


READERS = {
    "docx": lambda content: in_appendix(Word(content).rows()),
    "pdf": lambda content: in_appendix(Pdf(content).rows()),
    "xlsx": lambda content: in_sheet(Excel(content)),
    "ods": lambda content: in_sheet(Ods(content)),
    "odt": lambda content: in_appendix(Odt(content).rows()),
    "md": lambda content: in_appendix(Markdown(content).rows()),
    "csv": in_csv,
    "json": in_json,
}
