import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pmg_workshop.datafolder import data_folder, default_data_folder, secret_key, take_data_option


@pytest.fixture(autouse=True)
def no_data_folder_set(monkeypatch):
    monkeypatch.setenv("PMG_DATA", "")


@pytest.mark.parametrize(
    ("platform", "variable", "value", "expected"),
    [
        ("linux", "XDG_DATA_HOME", "/data/u", "/data/u/pmg-workshop"),
        ("linux", "XDG_DATA_HOME", "", "/home/u/.local/share/pmg-workshop"),
        ("darwin", "XDG_DATA_HOME", "/data/u", "/home/u/Library/Application Support/pmg-workshop"),
        ("win32", "LOCALAPPDATA", "/local", "/local/pmg-workshop"),
        ("win32", "LOCALAPPDATA", "", "/home/u/AppData/Local/pmg-workshop"),
    ],
)
def test_default_data_folder_follows_the_operating_system(platform, variable, value, expected, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/u"))
    monkeypatch.setenv(variable, value)

    assert default_data_folder() == Path(expected)


def test_data_folder_is_made_for_its_owner_alone(tmp_path, monkeypatch):
    folder = tmp_path / "new" / "data"
    monkeypatch.setenv("PMG_DATA", str(folder))

    assert data_folder() == folder.resolve()

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_data_folder_when_it_is_a_file_raises(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PMG_DATA", str(tmp_path / "file"))

    with pytest.raises(FileExistsError):
        data_folder()


@pytest.mark.parametrize(
    "arguments",
    [
        ["manage.py", "--data", "/d", "start", "--json"],
        ["manage.py", "start", "--data=/d", "--json"],
        ["manage.py", "start", "--json", "--data", "/d"],
    ],
)
def test_take_data_option_takes_it_from_any_place(arguments):
    assert take_data_option(arguments) == ["manage.py", "start", "--json"]
    assert os.environ["PMG_DATA"] == "/d"


def test_take_data_option_when_absent_leaves_the_arguments_as_they_are():
    assert take_data_option(["manage.py", "start"]) == ["manage.py", "start"]
    assert os.environ["PMG_DATA"] == ""


@pytest.mark.parametrize("arguments", [["manage.py", "start", "--data"], ["manage.py", "start", "--data="]])
def test_take_data_option_without_folder_raises(arguments):
    with pytest.raises(ValueError, match="Geef na --data een map op"):
        take_data_option(arguments)


def test_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    key = secret_key(tmp_path)

    assert secret_key(tmp_path) == key
    assert len(key) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_secret_key_that_a_power_cut_left_empty_is_made_again(tmp_path):
    (tmp_path / "secret-key").touch()

    key = secret_key(tmp_path)

    assert len(key) > 50
    assert secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_secret_key_made_by_many_starts_at_once_is_the_same_for_all(tmp_path):
    code = "import sys; from pathlib import Path; from pmg_workshop.datafolder import secret_key as key;"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", f"{code} print(key(Path(sys.argv[1])))", str(tmp_path)],
            stdout=subprocess.PIPE, text=True,
        )
        for _ in range(8)
    ]  # fmt: skip

    keys = {start.communicate(timeout=30)[0].strip() for start in starts}

    assert keys == {secret_key(tmp_path)}
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_secret_key_where_links_are_unknown_is_made_too(tmp_path, monkeypatch):
    def link(*_):
        raise PermissionError("as on a USB stick")

    monkeypatch.setattr(os, "link", link)

    assert secret_key(tmp_path) == secret_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_secret_key_differs_between_installations(tmp_path):
    (tmp_path / "other").mkdir()

    assert secret_key(tmp_path) != secret_key(tmp_path / "other")
