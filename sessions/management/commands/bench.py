"""The command `bench`: how fast the program is on this computer, beside a bare server that does the same work."""

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pmg_workshop.progress import say
from sessions.bench import report
from sessions.bench.figures import NAMES
from sessions.bench.options import Options
from sessions.bench.run import run
from sessions.bench.servers import BenchFailed
from sessions.management.ending import terminable

PROCESSES_HELP = (
    "meet bovendien zoveel processen (2 tot 8) op één PostgreSQL, met Redis en zonder; DATABASE_URL en"
    " REDIS_URL wijzen testservers op deze computer aan, en anders start de meting die zelf; --only processes meet"
    " alleen dit"
)


class Command(BaseCommand):
    """Measure, and show the figures with their targets."""

    help = (
        "Meet hoe snel het programma op deze computer is, met telefoons die de meting zelf speelt, en zet er een"
        " kale server naast die hetzelfde werk doet. De gegevens van uw meet-ups blijven erbuiten."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take how large the crowd is, how fast, and how long."""
        usual = Options()
        whole, decimal = _number(int, "een heel getal"), _number(float, "een getal")
        add = parser.add_argument
        add("--phones", type=whole, default=usual.phones, help="telefoons die meedoen (%(default)s)")
        add("--rate", type=decimal, default=usual.rate, help="antwoorden per seconde (%(default)s)")
        add("--viewers", type=whole, help="telefoons die het bord volgen (standaard allemaal)")
        add("--seconds", type=decimal, default=usual.seconds, help="zo lang dat tempo (%(default)s)")
        add("--join", type=whole, default=usual.join, help="telefoons die tegelijk binnenkomen (%(default)s)")
        add("--rounds", type=whole, default=usual.rounds, help="rondes, om en om (%(default)s)")
        add("--highest", type=decimal, default=usual.highest, help="hoogste tempo om te proberen (%(default)s)")
        add("--processes", type=whole, default=usual.processes, metavar="N", help=PROCESSES_HELP)
        add("--only", nargs="+", default=[], metavar="MAAT", help=f"alleen deze maten: {', '.join(NAMES)}")
        add("--json", dest="output", metavar="BESTAND", help="schrijf de cijfers ook in dit bestand")

    def handle(self, *args: Any, output: str | None, **options: Any) -> None:  # noqa: ANN401
        """Measure and show. Raises CommandError, in Dutch."""
        asked = _options(options)
        file = _writable(output)
        try:
            with terminable():
                results = run(asked, say)
        except BenchFailed as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("De meting is afgebroken. De servers zijn gestopt.") from None
        if file:
            _write(file, report.as_json(results, asked))
        for line in report.lines(results, asked):
            self.stdout.write(line)


def _number(kind: type, words: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            return kind(text.replace(",", "."))
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text} is geen getal; geef {words}.") from None

    return read


def _options(given: dict[str, Any]) -> Options:
    asked = {field.name: given[field.name] for field in fields(Options)}
    try:
        return Options(**asked | {"only": tuple(given["only"])})
    except ValueError as error:
        raise CommandError(str(error)) from error


def _writable(name: str | None) -> Path | None:
    """Return the file for the figures. Raises CommandError now, and not after minutes of measuring."""
    if not name:
        return None
    path = Path(name)
    if path.is_dir() or not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        raise CommandError(f"{name} is niet te schrijven. Noem met --json een bestand in een map van uzelf.")
    return path


def _write(path: Path, figures: dict[str, object]) -> None:
    try:
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} is niet te schrijven: {error.strerror}.") from error
