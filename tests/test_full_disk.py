"""The disk of the database is full, protected or broken while a room writes: phones wait, nothing is lost.

Figures are shown with -s.
"""

import sys

import pytest

from tests.client import Desk
from tests.crowd import Crowd, open_places
from tests.mounts import disk_in_memory
from tests.power import computer
from tests.privileges import not_possible_here
from tests.trouble import (
    PHONE_GIVES_UP_SECONDS,
    check_reading,
    end_well,
    longest_silence,
    wait_for_refusals,
    wait_for_success,
    wait_until,
    warning_of,
)

FAR_TOO_SMALL = 64 * 1024
IS_FULL = "De schijf van deze computer is vol."


@pytest.fixture
def disk(tmp_path):
    """A small disk in memory; ask for it before `server`, which must end before the disk goes."""
    with disk_in_memory(tmp_path / "disk", 64) as disk:
        yield disk


@pytest.fixture
def machine(tmp_path):
    """A computer with a disk that can break; ask for it before `server`, which must end before its disk goes."""
    with computer(tmp_path / "computer") as machine:
        yield machine


def crowd_of(program):
    return Crowd(open_places(Desk(program.info), program.info["sessions"]), phones=8)


def test_phones_wait_while_the_disk_is_full_and_go_on_when_there_is_room(disk, server):
    program = server(data=disk.path)
    crowd = crowd_of(program)
    with crowd.writing():
        crowd.wait(acknowledged=30)

        disk.fill()
        since = wait_for_refusals(crowd, 50)
        reading = check_reading(crowd)
        wait_until(lambda: warning_of(crowd.places[0]).startswith(IS_FULL), "the desk is told")
        silence = longest_silence(crowd, since)

        disk.make_room()
        recovery = wait_for_success(crowd)
        wait_until(lambda: IS_FULL not in warning_of(crowd.places[0]), "the desk is told that it works again")

    assert silence < PHONE_GIVES_UP_SECONDS
    figures = {"slowest reply": silence, "slowest read": reading, "first stored after": recovery}
    end_well("full disk", program, crowd, figures)


def test_phones_wait_while_the_data_may_not_be_written_and_go_on_when_they_may(disk, server):
    program = server(data=disk.path)
    crowd = crowd_of(program)
    with crowd.writing():
        crowd.wait(acknowledged=30)

        disk.protect()
        try:
            since = wait_for_refusals(crowd, 50)
            reading = check_reading(crowd)
            wait_until(lambda: "niet te beschrijven" in warning_of(crowd.places[0]), "the desk is told")
            silence = longest_silence(crowd, since)
        finally:
            disk.unprotect()
        recovery = wait_for_success(crowd)

    assert silence < PHONE_GIVES_UP_SECONDS
    figures = {"slowest reply": silence, "slowest read": reading, "first stored after": recovery}
    end_well("protected data", program, crowd, figures)


def test_nothing_is_lost_when_the_system_finds_the_disk_broken(machine, server):
    """Linux then lets it only be read, until somebody mounts it again."""
    program = server(data=machine.folder)
    machine.disk.write_out()
    crowd = crowd_of(program)
    with crowd.writing():
        crowd.wait(acknowledged=30)

        machine.disk.fail()
        wait_for_refusals(crowd, 50)
        check_reading(crowd)

        program.kill()
        machine.switch_off()
        machine.switch_on()
        program.start()
        recovery = wait_for_success(crowd)

    end_well("broken disk", program, crowd, {"first stored after": recovery})


def test_phones_wait_while_no_file_can_grow(server):
    """The same without a disk of its own: the system lets the server write no further in any file."""
    if sys.platform != "linux":
        not_possible_here("Only Linux sets the limits of another process.")
    import resource

    program = server()
    crowd = crowd_of(program)
    with crowd.writing():
        crowd.wait(acknowledged=30)

        _, most = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (FAR_TOO_SMALL, most))
        since = wait_for_refusals(crowd, 50)
        check_reading(crowd)
        wait_until(lambda: warning_of(crowd.places[0]), "the desk is told")
        silence = longest_silence(crowd, since)
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (most, most))
        recovery = wait_for_success(crowd)

    assert silence < PHONE_GIVES_UP_SECONDS
    end_well("limit on files", program, crowd, {"slowest reply": silence, "first stored after": recovery})
