"""A start on a full disk: the user reads a sentence that says what to do."""

import pytest

from tests.commands import refused
from tests.mounts import disk_in_memory
from tests.server import ProgramServer, free_port

IS_FULL = "De schijf waarop de gegevens staan is vol. Maak ruimte vrij en start opnieuw."


@pytest.fixture
def disk(tmp_path):
    """A small disk in memory; ask for it before `server`, which must end before the disk goes."""
    with disk_in_memory(tmp_path / "disk", 64) as disk:
        yield disk


def refused_start(program):
    return refused(program, "start", "--no-browser", "--host", "127.0.0.1", "--port", free_port())


def test_first_start_on_a_full_disk_says_so_in_a_sentence(disk):
    disk.fill()

    assert IS_FULL in refused_start(ProgramServer(disk.path))


def test_later_start_on_a_full_disk_says_so_in_a_sentence(disk, server):
    program = server(data=disk.path)
    program.stop()
    disk.fill()

    assert IS_FULL in refused_start(program)


def test_later_start_after_a_crash_on_a_full_disk_says_so_in_a_sentence(disk, server):
    program = server(data=disk.path)
    program.kill()
    disk.fill()

    assert IS_FULL in refused_start(program)
