"""What the user reads when setting up fails: one Dutch sentence or two, never a traceback."""

import errno
import platform
import re
from pathlib import Path

WINDOWS_FILE_IN_USE = 32

FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
DISK_FULL = "De schijf is vol. Maak ongeveer 1 GB vrij en start opnieuw."
DATA_DISK_FULL = "De schijf waarop de gegevens staan is vol. Maak ruimte vrij en start opnieuw."
NO_WRITE_ACCESS = (
    "In de map {place} mag niet worden geschreven. "
    "Zet het programma in een map van uzelf, bijvoorbeeld onder Documenten, en start opnieuw."
)
IN_USE = "Het programma draait nog in een ander venster. Stop het daar en start opnieuw."

# The first pattern found in pip's output wins; without a network pip also says "No matching distribution".
CAUSES = (
    (r"No space left on device|Errno 28\b|Errno 122\b|WinError 112\b", DISK_FULL),
    (r"WinError 32\b", IN_USE),
    (r"Read-only file system|Permission denied|WinError 5\b", NO_WRITE_ACCESS),
    (
        r"DO NOT MATCH THE HASHES",
        "Een opgehaald onderdeel is niet wat het moet zijn, en is daarom niet geïnstalleerd. "
        "Probeer het op een ander netwerk; blijft dit zo, meld het dan aan de makers.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "De beveiligde verbinding wordt onderweg tegengehouden, vaak door het netwerk van kantoor. "
        "Probeer een ander netwerk, of vraag ICT om toegang tot de pakketten van Python (PyPI).",
    ),
    (
        r"NewConnectionError|Failed to establish a new connection|NameResolutionError|Max retries exceeded"
        r"|ConnectTimeout|ReadTimeout|ProxyError|ConnectionResetError|Connection broken",
        "De onderdelen zijn niet op te halen: er is geen (goede) verbinding met internet. "
        "Maak verbinding en start opnieuw; daarna is internet niet meer nodig.",
    ),
    (
        r"No matching distribution found for (?P<part>\S+)",
        "Het onderdeel {part} bestaat niet voor deze computer ({computer}). "
        "Gebruik Python 3.11 tot en met 3.14 op Windows, macOS of Linux.",
    ),
)


def explain_output(output: str, place: Path, log: Path | None = None) -> str:
    """Return what the user can do about a failure of pip or venv with this output.

    `place` is the folder being written to. When the cause is unknown the last error line is quoted, and
    `log` named when the whole output is kept there.
    """
    for pattern, advice in CAUSES:
        found = re.search(pattern, output)
        if found:
            part = found.groupdict().get("part", "")
            return advice.format(place=place.parent, part=part, computer=_computer())
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines or ["geen melding"]
    kept = f" Alles wat er gebeurde staat in {log}." if log else ""
    return f"Het installeren is niet gelukt: {errors[-1]}.{kept}"


def explain_os_error(error: OSError, place: Path) -> str:
    """Return what the user can do about this error of the operating system while writing in `place`."""
    if getattr(error, "winerror", None) == WINDOWS_FILE_IN_USE:
        return IN_USE
    if error.errno in FULL_DISK:
        return DISK_FULL
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return NO_WRITE_ACCESS.format(place=place.parent)
    return f"In de map {place.parent} kan het programma niet worden klaargezet: {error.strerror or error}."


def explain_data_error(error: OSError) -> str:
    """Return what the user can do about this error of the operating system with the data folder."""
    if error.errno in FULL_DISK:
        return DATA_DISK_FULL
    place = f" {error.filename}" if error.filename else ""
    return f"De gegevensmap{place} is niet te gebruiken: {error.strerror}."


def _computer() -> str:
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
