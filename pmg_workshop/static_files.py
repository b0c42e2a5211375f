"""The static files that pages ask for: collected once for each version of them, not at every start.

Collecting rewrites every file. A server that runs beside this one on the same data folder may just be sending one.
"""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static_files() -> None:
    """Bring the collected static files up to date, and leave them alone when they are."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".version")
    version = _version()
    if stamp.exists() and stamp.read_text(encoding="ascii") == version:
        return
    # Cleared first: by itself it takes a file for unchanged when its date is not newer, to the second.
    call_command("collectstatic", clear=True, verbosity=0, interactive=False)
    stamp.write_text(version, encoding="ascii")


def _version() -> str:
    """Return what changes when any of the files, or the program that treats them, changes."""
    files = [
        (path, (status := Path(storage.path(path)).stat()).st_size, status.st_mtime_ns)
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    return hashlib.sha256(repr((django.__version__, sorted(files))).encode()).hexdigest()
