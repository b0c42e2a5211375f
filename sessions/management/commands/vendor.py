"""`manage.py vendor`: copy the few files of others that pages and documents need, checked and with licences."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NPM_SECONDS = 120
SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=[^\n]*\n?")


class IntegrityError(Exception):
    """A package is not the one that was chosen: its checksum differs."""


@dataclass(frozen=True)
class Package:
    """One package of npm: what is copied from it, and the checksum it was chosen by."""

    name: str
    version: str
    integrity: str
    folder: str
    files: tuple[str, ...]
    licence: str = "LICENSE"


# What pages need.
PACKAGES = (
    Package(
        name="htmx.org",
        version="4.0.1",
        integrity="sha512-oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg==",
        folder="htmx",
        files=("dist/htmx.min.js", "dist/ext/hx-ws.min.js", "dist/ext/hx-upsert.min.js"),
    ),
    Package(
        name="@fontsource-variable/noto-sans",
        version="5.3.0",
        integrity="sha512-e3ZuxzY9AL2psXPZlhwhnYrHUHv6PMoyK9MQ7croF0CUgURLqu9EMjW7q2FgVLwij1tjLsIHQrnwQ8aUcg4BiA==",
        folder="noto-sans",
        files=("files/noto-sans-latin-wght-normal.woff2", "files/noto-sans-latin-ext-wght-normal.woff2"),
    ),
)
# What the PDF is set in, in two weights; the other fonts are for the signs that Noto Sans itself does not have.
FONTS = (
    Package(
        name="@expo-google-fonts/noto-sans",
        version="0.4.2",
        integrity="sha512-zYD8G2ijWLxqmquoQgghNh/x9p0yxWwArD0oxO1oXY1qx5vOd4t0Kbhnu/Cx8RTy08OgA8RtxuULZFaXwVPnPw==",
        folder="noto-sans",
        files=("400Regular/NotoSans_400Regular.ttf", "600SemiBold/NotoSans_600SemiBold.ttf"),
        licence="LICENSE_FONT",
    ),
    Package(
        name="@expo-google-fonts/noto-sans-arabic",
        version="0.4.3",
        integrity="sha512-YvtxyuegxPegu2g5urXJ+gQxRp8i798nQswTmEjwXOWR/fqy0Gvey6h5IoNRBrc43SxRxPezqCiR9ivpfPAXSg==",
        folder="noto-sans-arabic",
        files=("400Regular/NotoSansArabic_400Regular.ttf",),
        licence="LICENSE_FONT",
    ),
    Package(
        name="@expo-google-fonts/noto-sans-hebrew",
        version="0.4.1",
        integrity="sha512-NR3vP6GT/hSINLrk4JHJBQnuzh/C1mlMrphNlI2dQaO53a3oTjSRoG4JyYb1B6bHadjsGh0wPZbT4kMJBKjT/w==",
        folder="noto-sans-hebrew",
        files=("400Regular/NotoSansHebrew_400Regular.ttf",),
        licence="LICENSE_FONT",
    ),
    Package(
        name="@expo-google-fonts/noto-emoji",
        version="0.4.7",
        integrity="sha512-Gs7URwtKmCzzdGUTYbG8MIohyaQPgGxIaQG5hvyEAaQiEGJpQy6gyP3NDICE0EJkOJFoe1JFD3Hf1L4a3qe4KA==",
        folder="noto-emoji",
        files=("400Regular/NotoEmoji_400Regular.ttf",),
        licence="LICENSE_FONT",
    ),
)
# What is copied where, below the checkout.
PLACES = {"static/vendor": PACKAGES, "sessions/export/fonts": FONTS}


def fetch(package: Package, folder: Path) -> Path:
    """Download a package into `folder` with npm and return the archive.

    Raises CommandError when npm is absent or fails.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise CommandError("npm is niet gevonden. Installeer Node.js om bestanden van anderen te vernieuwen.")
    spec = f"{package.name}@{package.version}"
    result = subprocess.run(
        [npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), spec],
        capture_output=True,
        text=True,
        timeout=NPM_SECONDS,
        check=False,
    )
    if result.returncode != 0:
        raise CommandError(f"npm kan {spec} niet ophalen:\n{result.stderr.strip()}")
    return folder / result.stdout.split()[-1]


def integrity_of(archive: Path) -> str:
    """Return the checksum of a file in the form npm publishes: sha512, base64."""
    digest = hashlib.sha512(archive.read_bytes()).digest()
    return "sha512-" + base64.b64encode(digest).decode()


def copy(package: Package, archive: Path, vendor: Path) -> dict[str, object]:
    """Copy the chosen files and the licence from the archive into the vendor folder.

    Returns the package's entry for vendor.json. Raises IntegrityError when the archive is not the package
    that was chosen, and KeyError when it lacks one of the files; nothing is written then.
    """
    found = integrity_of(archive)
    if found != package.integrity:
        raise IntegrityError(f"{package.name} {package.version}: {found}")
    licence = f"licenses/{package.folder}.txt"
    with tarfile.open(archive) as tar:
        contents = {f"{package.folder}/{Path(name).name}": _read(tar, name) for name in package.files}
        contents[licence] = _read(tar, package.licence)
    for name, content in contents.items():
        target = vendor / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return {
        "name": package.name,
        "version": package.version,
        "integrity": package.integrity,
        "license": licence,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    member = tar.extractfile(f"package/{name}")
    if member is None:
        raise KeyError(name)
    content = member.read()
    # collectstatic looks for the map that such a line names, and stops when it is not there.
    return SOURCE_MAP.sub(b"\n", content) if name.endswith((".js", ".css")) else content


class Command(BaseCommand):
    """Renew the files of others from npm; needed only to move to another version."""

    help = "Kopieert htmx en de lettertypen opnieuw uit npm naar hun mappen."

    def handle(self, *args: object, **options: object) -> None:
        """Fetch, check and copy every package, then write the vendor.json of each place."""
        for place, packages in PLACES.items():
            vendor = Path(settings.BASE_DIR) / place
            entries = [self._renew(package, vendor) for package in packages]
            (vendor / "vendor.json").write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")

    def _renew(self, package: Package, vendor: Path) -> dict[str, object]:
        with tempfile.TemporaryDirectory() as folder:
            try:
                entry = copy(package, fetch(package, Path(folder)), vendor)
            except IntegrityError as error:
                raise CommandError(f"De controlesom klopt niet. Gevonden: {error}") from error
        self.stdout.write(f"{package.name} {package.version}")
        return entry
