"""The rules that a program can check: style, type hints, the direction of imports, templates."""

import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.tiny_checkout import CHECKOUT

TOOLS = {
    "ruff check": ["-m", "ruff", "check", "--no-cache"],
    "ruff format": ["-m", "ruff", "format", "--check", "--no-cache"],
    "djlint": ["-m", "djlint", "--lint", "templates"],
    "import-linter": [
        "-c",
        "from importlinter.cli import lint_imports_command as check; check()",
        "--no-cache",
        "--no-logo",
    ],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_finds_nothing(tool):
    finished = subprocess.run(
        [sys.executable, *TOOLS[tool]], cwd=CHECKOUT, capture_output=True, text=True, encoding="utf-8"
    )

    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", "--check", "--dry-run")

    assert "No changes detected" in capsys.readouterr().out
