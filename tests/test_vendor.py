"""The files of others are the ones that were chosen, complete, with their licences."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from django.conf import settings

from sessions.management.commands.vendor import PLACES, IntegrityError, Package, copy, integrity_of

CHECKOUT = Path(settings.BASE_DIR)
VENDOR = CHECKOUT / "static" / "vendor"


def manifest(place) -> list[dict]:
    return json.loads((CHECKOUT / place / "vendor.json").read_text())


def archive_with(folder: Path, **files: bytes) -> Path:
    archive = folder / "package.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return archive


def package_of(archive: Path, *files: str) -> Package:
    return Package("shout", "1.0", integrity_of(archive), "shout", files)


@pytest.mark.parametrize("place", PLACES)
def test_every_file_of_others_has_the_recorded_checksum(place):
    recorded = {name: digest for entry in manifest(place) for name, digest in entry["files"].items()}

    found = {
        str(path.relative_to(CHECKOUT / place).as_posix()): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (CHECKOUT / place).rglob("*")
        if path.is_file() and path.name not in {"vendor.json", ".gitattributes"}
    }

    assert found == recorded


@pytest.mark.parametrize("place", PLACES)
def test_manifest_records_the_versions_the_command_fetches(place):
    recorded = [(entry["name"], entry["version"], entry["integrity"]) for entry in manifest(place)]

    assert recorded == [(package.name, package.version, package.integrity) for package in PLACES[place]]


@pytest.mark.parametrize("place", PLACES)
def test_every_package_has_its_licence_beside_it(place):
    assert all((CHECKOUT / place / entry["license"]).stat().st_size > 0 for entry in manifest(place))


def test_vendored_scripts_name_no_source_map():
    scripts = list(VENDOR.rglob("*.js"))

    assert len(scripts) == 3
    assert not [script.name for script in scripts if b"sourceMappingURL" in script.read_bytes()]


def test_copy_strips_the_source_map_and_records_what_it_wrote(tmp_path):
    archive = archive_with(
        tmp_path, **{"dist/a.js": b"a=1;\n//# sourceMappingURL=a.js.map", "LICENSE": b"Be kind.\n", "b.js": b""}
    )
    vendor = tmp_path / "vendor"

    entry = copy(package_of(archive, "dist/a.js"), archive, vendor)

    assert (vendor / "shout" / "a.js").read_bytes() == b"a=1;\n"
    assert entry["files"] == {
        "shout/a.js": hashlib.sha256(b"a=1;\n").hexdigest(),
        "licenses/shout.txt": hashlib.sha256(b"Be kind.\n").hexdigest(),
    }
    assert not (vendor / "shout" / "b.js").exists()


def test_copy_of_a_changed_archive_is_refused_and_writes_nothing(tmp_path):
    archive = archive_with(tmp_path, **{"a.js": b"a=1;", "LICENSE": b"Be kind."})
    package = package_of(archive, "a.js")
    archive_with(tmp_path, **{"a.js": b"steal()", "LICENSE": b"Be kind."})

    with pytest.raises(IntegrityError):
        copy(package, archive, tmp_path / "vendor")

    assert not (tmp_path / "vendor").exists()


def test_copy_without_a_named_file_is_refused_and_writes_nothing(tmp_path):
    archive = archive_with(tmp_path, **{"a.js": b"a=1;", "LICENSE": b"Be kind."})

    with pytest.raises(KeyError):
        copy(package_of(archive, "a.js", "gone.js"), archive, tmp_path / "vendor")

    assert not (tmp_path / "vendor").exists()
