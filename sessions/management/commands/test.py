"""`manage.py test`: provide what the tests need and run them with pytest, in one go."""

import os
import signal
import sys
from typing import NoReturn

import pytest
from django.core.management.base import BaseCommand

from pmg_workshop import provision

MOST_WORKERS = 4  # each has a PostgreSQL, a Redis and a browser of its own


class Command(BaseCommand):
    """Takes the place of Django's own test command, which knows nothing of pytest."""

    help = "Zet klaar wat de tests nodig hebben (browser, PostgreSQL, Redis) en voert ze uit met pytest."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> NoReturn:
        """Leave every argument to pytest, and end with its exit code; 1 when something cannot be provided."""
        sys.exit(self.handle(*argv[2:]))

    def handle(self, *pytest_arguments: str) -> int | str:
        """Run the tests; return pytest's exit code, or the sentence that says what is missing."""
        try:
            os.environ["PMG_BROWSER"] = str(provision.provide_browser())
            provision.find_postgres()
            provision.find_redis()
        except provision.ProvisionError as error:
            return str(error)
        # Being stopped is then an interrupt, after which pytest still ends the servers it started.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        return int(pytest.main(list(pytest_arguments) or _all_at_once()))


def _all_at_once() -> list[str]:
    """Return the arguments that run all tests on several cores, the tests of one file one after the other."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    return ["--numprocesses", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"] if workers > 1 else []
