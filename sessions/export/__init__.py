"""The agenda as files."""

from sessions.export import archive
from sessions.export.conversion import ConversionFailed
from sessions.export.document import AgendaDocument, build
from sessions.export.formats import FILES, Format, file_name
from sessions.export.shelf import shelf
from sessions.models import Meetup

__all__ = [
    "FILES",
    "FORMATS",
    "AgendaDocument",
    "ConversionFailed",
    "Format",
    "build",
    "export",
    "file_name",
    "shelf",
]

FORMATS = {**FILES, archive.SUFFIX: Format("Alles in één zip", "application/zip", archive.write)}


def export(meetup: Meetup, suffix: str) -> bytes:
    """Return the agenda of a meet-up as it is now, as a file of one of FORMATS.

    Raises KeyError for an unknown suffix, and ConversionFailed when the file could not be made.
    """
    return FORMATS[suffix].write(build(meetup))
