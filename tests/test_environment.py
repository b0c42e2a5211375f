import re
import signal
import socket
import subprocess
import sys

import pytest

from pmg_workshop.bootstrap import SetupError
from pmg_workshop.environment import Environment


@pytest.fixture
def checkout(prepared_checkout, monkeypatch):
    """A checkout with a complete environment, and pip set to its wheels."""
    for name, value in prepared_checkout.pip_settings.items():
        monkeypatch.setenv(name, value)
    return prepared_checkout


@pytest.fixture
def environment(checkout):
    return Environment(checkout.folder)


def test_prepare_when_complete_changes_nothing(environment, checkout):
    before = {path: path.lstat().st_mtime_ns for path in checkout.venv.rglob("*")}

    environment.prepare("test")

    assert {path: path.lstat().st_mtime_ns for path in checkout.venv.rglob("*")} == before


@pytest.mark.parametrize("name", ["runtime", "server", "test"])
def test_larger_list_settles_the_smaller_ones(environment, name):
    assert environment.is_ready(name)


def test_prepare_when_list_changed_installs_the_new_versions(environment, checkout):
    checkout.write_lists(version="2")

    environment.prepare("runtime")

    assert checkout.installed_version("django") == "2"
    assert environment.is_ready("runtime")


def test_prepare_of_smaller_list_leaves_the_larger_one_to_be_installed_again(environment, checkout):
    checkout.write_lists(version="2")

    environment.prepare("runtime")

    assert not environment.is_ready("server")
    assert not environment.is_ready("test")


def test_prepare_when_interrupted_earlier_begins_anew(environment, checkout, capsys):
    (checkout.venv / "unfinished").touch()
    left_behind = checkout.venv / "half"
    left_behind.touch()

    environment.prepare("runtime")

    assert environment.is_ready("runtime")
    assert not left_behind.exists()
    assert "opnieuw gemaakt" in capsys.readouterr().err


def test_is_ready_when_python_of_the_environment_is_gone_is_false(environment):
    environment.python.unlink()

    assert not environment.is_ready("runtime")


def test_is_ready_when_python_was_replaced_by_another_version_is_false(environment, checkout):
    packages = next(checkout.venv.rglob("site-packages"))

    packages.rename(packages.with_name("packages-of-the-previous-version"))

    assert not environment.is_ready("runtime")


def test_prepare_when_network_is_gone_says_so_and_keeps_what_worked(environment, checkout, monkeypatch):
    checkout.write_lists(version="2")
    for name, value in _index_at(_closed_port()).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SetupError, match="geen \\(goede\\) verbinding met internet"):
        environment.prepare("runtime")

    checkout.write_lists(version="1")
    environment.prepare("runtime")  # without any network
    assert checkout.installed_version("django") == "1"


def test_prepare_when_a_package_is_not_the_one_in_the_list_refuses_it(environment, checkout):
    checkout.write_lists(version="2")
    requirements = checkout.folder / "pmg_workshop" / "requirements" / "runtime.txt"
    requirements.write_text(re.sub(r"sha256:\w+", f"sha256:{'0' * 64}", requirements.read_text()))

    with pytest.raises(SetupError, match="is niet wat het moet zijn"):
        environment.prepare("runtime")

    assert checkout.installed_version("django") == "1"


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_prepare_when_python_lacks_a_part_names_the_package(tiny_checkout, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SetupError, match=r"sudo apt install python3\.\d+-venv"):
        Environment(tiny_checkout.folder).prepare("runtime")


def test_prepare_where_a_folder_cannot_be_made_says_where(tiny_checkout):
    tiny_checkout.venv.touch()

    with pytest.raises(SetupError, match=f"In de map {tiny_checkout.folder} kan het programma niet"):
        Environment(tiny_checkout.folder).prepare("runtime")


def test_two_starts_at_once_install_once(checkout):
    checkout.write_lists(version="2")

    starts = [_start(checkout) for _ in range(2)]

    errors = [process.communicate(timeout=60)[1] for process in starts]
    assert [process.returncode for process in starts] == [0, 0]
    assert sum("bijgewerkt" in error for error in errors) == 1
    assert checkout.installed_version("django") == "2"


if sys.platform != "win32":  # which ends processes without a signal

    def test_start_that_is_stopped_while_installing_stops_pip_too(checkout):
        checkout.write_lists(version="2")
        with socket.create_server(("127.0.0.1", 0)) as silent_index:
            silent_index.settimeout(30)
            start = _start(checkout, **_index_at(silent_index.getsockname()[1]))
            connection, _ = silent_index.accept()

            start.send_signal(signal.SIGTERM)

            with connection:
                connection.settimeout(10)
                while connection.recv(4096):  # ends only when pip has let go of the connection
                    pass
            start.communicate(timeout=30)
        assert start.returncode == 128 + signal.SIGTERM


def _start(checkout, **variables):
    return subprocess.Popen(
        checkout.command("start"),
        cwd=checkout.folder,
        env=checkout.environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _index_at(port):
    """Settings that make pip ask this port for packages, and once again when that fails."""
    return {
        "PIP_NO_INDEX": "0",
        "PIP_FIND_LINKS": "",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_INDEX_URL": f"http://127.0.0.1:{port}/simple",
        "PIP_RETRIES": "1",
    }


def _closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
