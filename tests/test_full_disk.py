"""The disk of the database is full, protected or broken while a room writes: phones wait, nothing is lost.

Figures are shown with -s.
"""

import sys
from dataclasses import asdict

import pytest

from tests.client import Desk
from tests.crowd import Crowd, open_places
from tests.invariants import check
from tests.mounts import disk_in_file, disk_in_memory, mounted_image
from tests.privileges import not_possible_here
from tests.trouble import (
    PHONE_GIVES_UP_SECONDS,
    SETTLE_SECONDS,
    check_file,
    check_reading,
    check_replies,
    longest_silence,
    tell,
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


def crowd_of(program, phones=8):
    return Crowd(open_places(Desk(program.info), program.info["sessions"]), phones=phones)


def test_phones_wait_while_the_disk_is_full_and_go_on_when_there_is_room(disk, server):
    program = server(data=disk.path)
    crowd = crowd_of(program)
    crowd.start()
    crowd.wait(acknowledged=30)

    disk.fill()
    since = wait_for_refusals(crowd, 50)
    reading = check_reading(crowd)
    wait_until(lambda: warning_of(crowd.places[0]).startswith(IS_FULL), "the desk is told")
    silence = longest_silence(crowd, since)

    disk.make_room()
    recovery = wait_for_success(crowd)
    wait_until(lambda: IS_FULL not in warning_of(crowd.places[0]), "the desk is told that it works again")
    crowd.stop()
    assert crowd.settle(SETTLE_SECONDS) == 0

    check_replies(crowd)
    assert silence < PHONE_GIVES_UP_SECONDS
    figures = asdict(check(program, crowd))
    tell(
        "full disk", {"slowest reply": silence, "slowest read": reading, "first stored after": recovery, **figures}
    )
    program.stop()
    check_file(program.data)


def test_phones_wait_while_the_data_may_not_be_written_and_go_on_when_they_may(disk, server):
    program = server(data=disk.path)
    crowd = crowd_of(program)
    crowd.start()
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
    crowd.stop()
    assert crowd.settle(SETTLE_SECONDS) == 0

    check_replies(crowd)
    assert silence < PHONE_GIVES_UP_SECONDS
    figures = asdict(check(program, crowd))
    tell(
        "protected data",
        {"slowest reply": silence, "slowest read": reading, "first stored after": recovery, **figures},
    )
    program.stop()
    check_file(program.data)


def test_nothing_is_lost_when_the_system_finds_the_disk_broken(tmp_path, server):
    """Linux then lets it only be read, until somebody mounts it again; a server may not survive that."""
    image, folder = tmp_path / "image", tmp_path / "disk"
    with disk_in_file(image, folder) as disk:
        program = server(data=folder)
        disk.write_out()
        crowd = crowd_of(program)
        crowd.start()
        crowd.wait(acknowledged=30)
        disk.fail()
        wait_for_refusals(crowd, 50)
        check_reading(crowd)
        program.kill()
    with mounted_image(image, folder):
        program.start()
        wait_for_success(crowd)
        crowd.stop()
        assert crowd.settle(SETTLE_SECONDS) == 0
        check_replies(crowd)
        tell("broken disk", asdict(check(program, crowd)))
        program.stop()
        check_file(program.data)


def test_phones_wait_while_the_database_cannot_grow(server):
    """The same without a disk of its own: the system lets the server write no further in any file."""
    if sys.platform != "linux":
        not_possible_here("Only Linux sets the limits of another process.")
    import resource

    program = server()
    crowd = crowd_of(program)
    crowd.start()
    crowd.wait(acknowledged=30)

    _, most = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (FAR_TOO_SMALL, most))
    since = wait_for_refusals(crowd, 50)
    check_reading(crowd)
    wait_until(lambda: warning_of(crowd.places[0]), "the desk is told")
    silence = longest_silence(crowd, since)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (most, most))
    recovery = wait_for_success(crowd)
    crowd.stop()
    assert crowd.settle(SETTLE_SECONDS) == 0

    check_replies(crowd)
    assert silence < PHONE_GIVES_UP_SECONDS
    figures = asdict(check(program, crowd))
    tell("limit on files", {"slowest reply": silence, "first stored after": recovery, **figures})
    program.stop()
    check_file(program.data)
