import ast
import json
import os
import subprocess
import sys

import pytest

from pmg_workshop.bootstrap import SetupError, check_python, requirement_list
from tests.tiny_checkout import CHECKOUT, seen_by_django


@pytest.mark.parametrize("name", ["manage.py", "pmg_workshop/__init__.py", "pmg_workshop/bootstrap.py"])
def test_files_before_the_version_check_are_readable_for_python_3_6(name):
    source = (CHECKOUT / name).read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))


def test_check_python_when_recent_enough_is_silent():
    check_python((3, 11, 0))


def test_check_python_when_old_and_nothing_newer_says_where_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SetupError, match=r"Python 3\.11 of nieuwer nodig; dit is Python 3\.9\. Installeer"):
        check_python((3, 9, 2))


def test_check_python_when_old_names_the_newest_python_that_is_installed(tmp_path, monkeypatch):
    for name in ("python3.11", "python3.13"):
        (tmp_path / name).touch(mode=0o755)
        (tmp_path / f"{name}.exe").touch()
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SetupError, match=r"python3\.13 manage\.py start"):
        check_python((3, 10, 4))


@pytest.mark.parametrize(
    ("arguments", "variables", "expected"),
    [
        (["manage.py", "start"], {}, "runtime"),
        (["manage.py"], {}, "runtime"),
        (["manage.py", "start"], {"DATABASE_URL": "postgres://db/pmg"}, "server"),
        (["manage.py", "migrate"], {"REDIS_URL": "redis://cache"}, "server"),
        (["manage.py", "test", "-k", "board"], {"REDIS_URL": "redis://cache"}, "test"),
    ],
)
def test_requirement_list_follows_command_and_servers(arguments, variables, expected, monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert requirement_list(arguments) == expected


def test_first_command_makes_the_environment_and_runs_in_it(installed_tiny_checkout):
    first_start = installed_tiny_checkout.first_start

    seen = seen_by_django(first_start)
    assert seen["arguments"] == ["test", "-x"]
    assert seen["prefix"] == str(installed_tiny_checkout.venv)
    assert first_start.returncode == 0
    assert "map .venv" in first_start.stderr


def test_second_start_says_nothing(prepared_checkout):
    finished = prepared_checkout.manage("start")

    assert finished.stderr == ""
    assert seen_by_django(finished)["arguments"] == ["start"]


def test_exit_code_of_the_command_is_passed_on(prepared_checkout):
    assert prepared_checkout.manage("fail").returncode == 7


def test_command_runs_in_the_process_that_was_started_except_on_windows(prepared_checkout):
    process = subprocess.Popen(
        prepared_checkout.command("start"),
        cwd=prepared_checkout.folder,
        env=prepared_checkout.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )

    output, _ = process.communicate(timeout=30)

    assert (json.loads(output)["pid"] == process.pid) == (sys.platform != "win32")


def test_environment_of_the_user_that_has_everything_is_left_alone(prepared_checkout):
    packages = next(prepared_checkout.venv.rglob("site-packages")).rename(prepared_checkout.folder / "packages")
    before = sorted(prepared_checkout.venv.rglob("*"))

    finished = prepared_checkout.manage("start", PYTHONPATH=str(packages))

    assert seen_by_django(finished)["prefix"] == sys.base_prefix
    assert sorted(prepared_checkout.venv.rglob("*")) == before


def test_failure_to_set_up_is_one_sentence_and_exit_code_1(prepared_checkout):
    prepared_checkout.write_lists(version="2")

    finished = prepared_checkout.manage("start", PIP_FIND_LINKS=os.devnull)

    assert finished.returncode == 1
    assert finished.stdout == ""
    assert "Traceback" not in finished.stderr
    assert "bestaat niet voor deze computer" in finished.stderr.splitlines()[-1]
