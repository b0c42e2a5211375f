"""The static files that pages ask for: collected once for each version of them, not at every start.

Collecting rewrites every file. A server that runs beside this one on the same data folder may just be sending one.
"""

import hashlib
import shutil
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from pmg_workshop.datafolder import flush, flush_folder


def collect_static_files() -> None:
    """Bring the collected static files up to date, and leave them alone when they are."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".version")
    version = _version()
    if stamp.exists() and stamp.read_text(encoding="ascii") == version:
        return
    folder = Path(settings.STATIC_ROOT)
    stamp.unlink(missing_ok=True)
    flush_folder(stamp.parent)
    shutil.rmtree(folder, ignore_errors=True)  # a power cut may have left half of them
    call_command("collectstatic", verbosity=0, interactive=False)
    for path in (folder, *folder.rglob("*")):
        (flush_folder if path.is_dir() else flush)(path)
    stamp.write_text(version, encoding="ascii")
    flush(stamp)
    flush_folder(stamp.parent)


def _version() -> str:
    """Return what changes when any of the files, or the program that treats them, changes."""
    files = [
        (path, storage.size(path), storage.get_modified_time(path).isoformat())
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    return hashlib.sha256(repr((django.__version__, sorted(files))).encode()).hexdigest()
