"""Dump: the copy of a PostgreSQL database, made by PostgreSQL's own program."""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from sessions import copies

PROGRAM = "pg_dump"
OPTIONS = ("--format=custom", "--no-owner", "--no-password", "--exclude-table-data=django_session")
# How libpq, which the program stands on, is told where the database is; a password is not for the command line.
VARIABLES = {
    "PGHOST": "HOST",
    "PGPORT": "PORT",
    "PGUSER": "USER",
    "PGPASSWORD": "PASSWORD",
    "PGDATABASE": "NAME",
}


class Impossible(Exception):
    """The dump could not be made; the message says why, in Dutch."""


def make(target: Path) -> Path:
    """Dump the database in PostgreSQL's custom format, for pg_restore, into a new file; return it.

    Raises Impossible, and OSError when the file cannot be written.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise Impossible(
            f"Voor een kopie van PostgreSQL is het programma {PROGRAM} nodig. Installeer het "
            "(op Debian en Ubuntu: sudo apt install postgresql-client) en probeer het opnieuw."
        )
    given = {name: str(connection.settings_dict[setting]) for name, setting in VARIABLES.items()}
    with copies.partial(target) as path:
        done = subprocess.run(
            [program, *OPTIONS, f"--file={path}"],
            env={**os.environ, **{name: value for name, value in given.items() if value}},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["geen melding"]
            raise Impossible(f"{PROGRAM} maakte geen kopie: {' '.join(said)}")
    return target
