"""Where a database may be: on a disk of this computer that nothing else keeps in step."""

from collections import namedtuple
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from pmg_workshop import localdisk
from pmg_workshop.localdisk import (
    ENOUGH_BYTES,
    free_space_warning,
    is_network_mount,
    is_on_network,
    is_unc,
    mounts_of_linux,
    mounts_of_macos,
    sync_service,
    unsuitable_place,
)

LINUX = """\
22 1 0:20 / / rw,relatime - overlay overlay rw,lowerdir=/a,upperdir=/b
30 22 8:1 / /home rw,relatime shared:5 - ext4 /dev/sda1 rw
31 30 0:40 / /home/u/share rw,relatime shared:6 - cifs //server/share rw,vers=3.0
32 30 0:41 / /home/u/My\\040files rw,relatime shared:7 master:1 - nfs4 server:/export rw
33 32 0:42 / /home/u/My\\040files/local rw,relatime - tmpfs tmpfs rw
34 30 0:43 / /home/u/dav rw,relatime - fuse https://cloud.example.nl/dav rw
35 30 0:44 / /home/u/usb rw,relatime - fuseblk /dev/sdb1 rw
36 30 0:45 / /mnt/host rw,relatime - 9p host rw
37 30 0:46 / /mnt/vm rw,relatime - virtiofs vm rw
38 30 0:47 / /home/u/ssh rw,relatime - fuse.sshfs u@server:/home rw
39 30 0:48 / /home/u/twice rw,relatime - nfs server:/a rw
40 39 8:2 / /home/u/twice rw,relatime - ext4 /dev/sdc1 rw
"""
MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//u@server/Groep on /Volumes/Groep (smbfs, nodev, nosuid, mounted by u)
/dev/disk4s1 on /Volumes/USB STICK (msdos, local, nodev, nosuid, noowners)
"""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/u/data", False),
        ("/srv/data", False),  # overlay: a container's own disk
        ("/mnt/host/data", False),
        ("/mnt/vm/data", False),
        ("/home/u/usb/data", False),
        ("/home/u/share", True),
        ("/home/u/share/deep/data", True),
        ("/home/u/shared", False),
        ("/home/u/My files/data", True),
        ("/home/u/My files/local/data", False),
        ("/home/u/dav/data", True),
        ("/home/u/ssh/data", True),
        ("/home/u/twice/data", False),  # the later mount lies over the earlier one
    ],
)
def test_network_drive_on_linux_is_told_by_the_mount_the_folder_is_in(folder, expected):
    assert is_network_mount(PurePosixPath(folder), mounts_of_linux(LINUX)) is expected


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("/Users/u/data", False), ("/Volumes/Groep/data", True), ("/Volumes/USB STICK/data", False)],
)
def test_network_drive_on_macos_is_told_by_the_mount_the_folder_is_in(folder, expected):
    assert is_network_mount(PurePosixPath(folder), mounts_of_macos(MACOS)) is expected


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (r"\\server\groep\data", True),
        (r"\\?\UNC\server\groep\data", True),
        (r"\\?\C:\Users\u\data", False),
        (r"C:\Users\u\data", False),
    ],
)
def test_network_path_on_windows_is_told_by_its_name(folder, expected):
    assert is_unc(PureWindowsPath(folder)) is expected


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (r"C:\Users\u\OneDrive\data", "OneDrive"),
        (r"C:\Users\u\OneDrive - Gemeente Etten-Leur\Documenten\data", "OneDrive"),
        ("/home/u/Dropbox/data", "Dropbox"),
        ("/home/u/Dropbox (Platform)/data", "Dropbox"),
        ("/Users/u/Library/Mobile Documents/com~apple~CloudDocs/data", "iCloud"),
        (r"C:\Users\u\iCloudDrive\data", "iCloud"),
        ("/Users/u/Library/CloudStorage/OneDrive-Gemeente/data", "OneDrive"),
        ("/Users/u/Library/CloudStorage/Anders/data", "een clouddienst"),
        ("/Users/u/Library/CloudStorage/GoogleDrive-u@example.nl/Mijn Drive", "Google Drive"),
        ("/home/u/Google Drive/data", "Google Drive"),
        ("/home/u/Nextcloud/data", "Nextcloud"),
        ("/home/u/Nextcloud2/data", "Nextcloud"),
        ("/home/u/ownCloud/data", "ownCloud"),
        ("/home/u/pCloudDrive/data", "pCloud"),
        ("/Users/u/Box Sync/data", "Box"),
        ("/home/u/data", ""),
        ("/home/u/dropbox-api/data", ""),
        ("/home/u/box/data", ""),
        ("/home/u/library/data", ""),
    ],
)
def test_sync_folder_is_told_by_its_name(folder, service):
    path = PureWindowsPath(folder) if "\\" in folder else PurePosixPath(folder)

    assert sync_service(path) == service


def test_sync_folder_of_onedrive_is_told_by_its_variable_whatever_its_name(monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", "/home/u/werk")

    assert sync_service(PurePosixPath("/home/u/werk/data")) == "OneDrive"
    assert sync_service(PurePosixPath("/home/u/werkplaats/data")) == ""


def test_sync_folder_is_told_by_what_the_service_leaves_in_it(tmp_path):
    (tmp_path / "data").mkdir()
    assert sync_service(tmp_path / "data") == ""

    (tmp_path / ".stfolder").mkdir()

    assert sync_service(tmp_path / "data") == "Syncthing"


def test_unsuitable_place_says_in_a_sentence_what_to_do(tmp_path, monkeypatch):
    assert unsuitable_place(tmp_path) == ""
    assert "gelijk gehouden door Dropbox" in unsuitable_place(tmp_path / "Dropbox" / "data")

    monkeypatch.setattr(localdisk, "is_on_network", lambda folder: True)
    assert "staat op een netwerkschijf" in unsuitable_place(tmp_path)


def test_the_folder_of_this_test_is_not_on_a_network(tmp_path):
    assert is_on_network(tmp_path.resolve()) is False


def test_free_space_is_warned_about_below_500_mb(monkeypatch):
    usage = namedtuple("usage", "total used free")
    left = {"free": ENOUGH_BYTES}
    monkeypatch.setattr(localdisk.shutil, "disk_usage", lambda folder: usage(10**12, 0, left["free"]))
    assert free_space_warning(Path("/data")) == ""

    left["free"] = ENOUGH_BYTES - 1

    assert "nog 499 MB vrij" in free_space_warning(Path("/data"))


def test_free_space_of_a_folder_that_is_gone_raises(tmp_path):
    with pytest.raises(FileNotFoundError):
        free_space_warning(tmp_path / "weg")
