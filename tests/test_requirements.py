import re
import tomllib

import pytest

from tests.tiny_checkout import CHECKOUT

REQUIREMENTS = CHECKOUT / "pmg_workshop" / "requirements"
PINNED = re.compile(
    r"^([a-z0-9-]+)==(\S+)(?: ; .+)? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def pinned(name):
    """Package -> version and hashes, of one list."""
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    assert "".join(match.group() for match in PINNED.finditer(text)) == text
    return {package: (version, hashes) for package, version, hashes in PINNED.findall(text)}


@pytest.mark.parametrize(("larger", "smaller"), [("server", "runtime"), ("test", "server")])
def test_larger_list_holds_the_smaller_one(larger, smaller):
    assert pinned(larger).items() >= pinned(smaller).items()


@pytest.mark.parametrize(("name", "group"), [("runtime", None), ("server", "server"), ("test", "test")])
def test_list_holds_every_dependency_of_the_project(name, group):
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["optional-dependencies"][group] if group else project["dependencies"]

    names = {re.match(r"[\w-]+", requirement).group().replace("_", "-") for requirement in wanted}

    assert names <= pinned(name).keys()


@pytest.mark.parametrize("name", ["runtime", "server", "test"])
def test_list_names_no_package_index(name):
    assert "://" not in (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
