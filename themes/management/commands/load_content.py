"""The command `load_content`."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from themes.content import load_content


class Command(BaseCommand):
    """Add the content that comes with the program."""

    help = (
        "Voegt de programma's en gemeenten toe die nog ontbreken. "
        "Wat er al is, blijft zoals het is: ook teksten die u hebt aangepast en regels die u hebt verwijderd."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Zet de oorspronkelijke teksten en volgorde terug. Regels die u hebt toegevoegd, blijven.",
        )

    def handle(self, *args: Any, overwrite: bool, **options: Any) -> None:  # noqa: ANN401
        report = load_content(overwrite=overwrite)
        programmes = ", ".join(report.programmes) or "geen"
        self.stdout.write(f"Programma's geladen: {programmes}. Gemeenten geladen: {report.municipalities}.")
