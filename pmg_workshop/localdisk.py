"""Whether a folder is a place to trust with a database: a disk of this computer, with room left.

SQLite needs locks that hold and writes that reach the disk in order. A network drive promises neither, and a
program that synchronises a folder copies and replaces the files of a database while they are in use.

Standard library only, like everything that looks at the data folder before Django does.
"""

import itertools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePath, PureWindowsPath

ENOUGH_BYTES = 500_000_000
DRIVE_REMOTE = 4  # what GetDriveTypeW calls a drive on another computer

# As Linux and macOS name them. Not here, because containers stand on them: overlay, 9p and virtiofs.
NETWORK_TYPES = {
    *("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "coda", "davfs", "webdav", "ftp"),
    *("ceph", "glusterfs", "lustre", "beegfs", "gpfs", "orangefs", "pvfs2", "macfuse_sshfs", "osxfuse_sshfs"),
    *("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.davfs2", "fuse.curlftpfs", "fuse.ceph", "fuse.ceph-fuse"),
    *("fuse.glusterfs", "fuse.s3fs", "fuse.gcsfuse", "fuse.goofys", "fuse.juicefs", "fuse.gvfsd-fuse"),
    *("fuse.kio-fuse", "fuse.onedriver", "fuse.google-drive-ocamlfuse"),
}

# The name of a service, and what the folder that it keeps in step is called.
SYNC_FOLDERS = {
    "OneDrive": r"onedrive( ?- ?.+)?",
    "Dropbox": r"dropbox( \(.+\))?|.+ dropbox",
    "iCloud": r"mobile documents|com~apple~clouddocs|icloud ?drive",
    "Google Drive": r"google ?drive([ -].+)?",
    "Nextcloud": r"nextcloud\d*",
    "ownCloud": r"owncloud\d*",
    "SURFdrive": r"surfdrive",
    "pCloud": r"pcloud ?(drive|sync)?",
    "Box": r"box sync|box-box",
    "MEGA": r"megasync( downloads)?",
    "Proton Drive": r"proton ?drive([ -].+)?",
    "Synology Drive": r"synology ?drive",
    "Seafile": r"seafile",
}
# What some services leave in the folder that they keep in step, whatever that folder is called.
SYNC_MARKS = {
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
}
ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def unsuitable_place(folder: Path) -> str:
    """Return, in Dutch, why a database does not belong in this (resolved) folder; "" when it may be there."""
    if is_on_network(folder):
        return (
            f"De gegevensmap {folder} staat op een netwerkschijf. Daar kunnen antwoorden verloren gaan. "
            "Kies met --data een map op een schijf van deze computer zelf."
        )
    if service := sync_service(folder):
        return (
            f"De gegevensmap {folder} wordt gelijk gehouden door {service}. Dat kan de gegevens beschadigen. "
            "Kies met --data een map die niet wordt gesynchroniseerd."
        )
    return ""


def free_space_warning(folder: Path) -> str:
    """Return a Dutch sentence when the disk of this folder has less than 500 MB left, else "".

    Raises OSError when the folder is not there.
    """
    free = shutil.disk_usage(folder).free
    if free >= ENOUGH_BYTES:
        return ""
    return (
        f"De schijf van deze computer is bijna vol: nog {free // 1_000_000} MB vrij. "
        "Maak ruimte; op een volle schijf kan het programma geen antwoorden bewaren."
    )


def is_on_network(folder: Path) -> bool:
    """Tell whether this (resolved) folder is on a disk of another computer."""
    if sys.platform == "win32":
        return _is_remote_on_windows(folder)
    if sys.platform == "darwin":
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, errors="replace").stdout
        return is_network_mount(folder, mounts_of_macos(listed))
    table = Path("/proc/self/mountinfo")
    return table.exists() and is_network_mount(folder, mounts_of_linux(table.read_text(errors="replace")))


def sync_service(folder: PurePath) -> str:
    """Return the name of the service that synchronises this folder to a cloud, or "" when none is known to."""
    for variable in ONEDRIVE_VARIABLES:
        if (root := os.environ.get(variable)) and folder.is_relative_to(root):
            return "OneDrive"
    names = [name.lower() for name in folder.parts]
    for name in names:
        for service, pattern in SYNC_FOLDERS.items():
            if re.fullmatch(pattern, name):
                return service
    if ("library", "cloudstorage") in itertools.pairwise(names):
        return "een clouddienst"
    for place in (folder, *folder.parents):
        for mark, service in SYNC_MARKS.items():
            if os.path.lexists(place / mark):
                return service
    return ""


Mount = tuple[str, str, str]  # where it shows, its type, what is mounted


def mounts_of_linux(mountinfo: str) -> list[Mount]:
    """Read /proc/self/mountinfo; a later mount lies over an earlier one at the same place."""
    mounts = []
    for line in mountinfo.splitlines():
        place, separator, device = line.partition(" - ")
        if separator:
            kind, source = device.split(" ")[:2]
            mounts.append((_unescaped(place.split(" ")[4]), kind, _unescaped(source)))
    return mounts


def mounts_of_macos(listed: str) -> list[Mount]:
    """Read what the command `mount` prints on macOS."""
    found = re.finditer(r"^(?P<source>.+?) on (?P<place>/.*) \((?P<kind>[^,)]+)", listed, re.MULTILINE)
    return [(line["place"], line["kind"], line["source"]) for line in found]


def is_network_mount(folder: PurePath, mounts: list[Mount]) -> bool:
    """Tell whether the mount that this folder is in comes from another computer."""
    around = [mount for mount in mounts if folder.is_relative_to(mount[0])]
    if not around:
        return False
    deepest = max(len(place) for place, _, _ in around)
    _, kind, source = [mount for mount in around if len(mount[0]) == deepest][-1]
    return kind in NETWORK_TYPES or (kind == "fuse" and source.startswith(("http://", "https://")))


def _unescaped(name: str) -> str:
    """Undo what mountinfo does to a space in a name: \\040."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), name)


def _is_remote_on_windows(folder: PurePath) -> bool:
    if is_unc(folder):
        return True
    import ctypes  # windll is there on Windows alone

    return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == DRIVE_REMOTE)


def is_unc(folder: PurePath) -> bool:
    """Tell whether this is a path of the kind \\\\server\\share, on Windows."""
    drive = PureWindowsPath(folder).drive
    return drive.upper().startswith("\\\\?\\UNC\\") or (drive.startswith("\\\\") and drive[2] not in "?.")
