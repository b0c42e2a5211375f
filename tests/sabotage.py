"""The program, spoilt on purpose: it breaks its promise, so that tests can show that they would notice.

    python -m tests.sabotage ack-first start …    tells phones that it is stored, and stores it some seconds later
    python -m tests.sabotage no-keys start …      takes every post for a new one, whatever its key
    python -m tests.sabotage normal-sync start …  does not wait until the disk has what phones are told is stored

The program itself knows nothing of this. What is spoilt here is spoilt in this process alone.
"""

import os
import secrets
import shutil
import sqlite3
import sys
import threading
import time
from contextlib import closing

from django.core.management import execute_from_command_line

from pmg_workshop.datafolder import data_folder, take_data_option
from tests.stored import DATABASE_NAME

# Long enough for a slow machine to acknowledge something and be killed before it is stored.
STORE_SECONDS = 5


def ack_first():
    """Work on a copy of the database that no later process looks at, and store it as the real one now and then.

    Everything a phone is told is true in the copy. Only a kill shows that it was told too early.
    """
    store = data_folder() / DATABASE_NAME
    copy = data_folder() / "copy" / DATABASE_NAME
    shutil.rmtree(copy.parent, ignore_errors=True)
    copy.parent.mkdir()
    if store.exists():
        _copy(store, copy)
    os.environ["DATABASE_URL"] = f"sqlite:///{copy}"

    def store_now_and_then():
        while True:
            time.sleep(STORE_SECONDS)
            _copy(copy, store)

    threading.Thread(target=store_now_and_then, daemon=True).start()


def no_keys():
    """Forget the key of every post."""
    import django

    django.setup()
    from sessions import participation, voting

    once = participation.once

    def again_and_again(participant, key, request, act):
        return once(participant, secrets.token_hex(16), request, act)

    participation.once = voting.once = again_and_again


def normal_sync():
    """Take the usual setting of SQLite with a write-ahead log: it syncs now and then, not at every commit."""
    from pmg_workshop.settings import SQLITE_OPTIONS

    spoilt = SQLITE_OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
    assert spoilt != SQLITE_OPTIONS["init_command"]
    SQLITE_OPTIONS["init_command"] = spoilt


def _copy(source, target):
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


SABOTAGES = {"ack-first": ack_first, "no-keys": no_keys, "normal-sync": normal_sync}


def main():
    """Spoil the program in the way that is named first, then run its command."""
    _, how, *arguments = sys.argv
    arguments = take_data_option(["manage.py", *arguments])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmg_workshop.settings")
    SABOTAGES[how]()
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
