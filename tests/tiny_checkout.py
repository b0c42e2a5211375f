"""A checkout whose requirement lists hold tiny packages made here, so that installing takes a second."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from pmg_workshop.bootstrap import TELLTALES

CHECKOUT = Path(__file__).resolve().parent.parent
SETUP_FILES = ("__init__", "bootstrap", "datafolder", "datalock", "environment", "progress", "setup_errors")
LISTS = TELLTALES
# What this Django is asked to run is printed, so that a test sees how and where the command arrived.
MANAGEMENT = """
import json, os, sys
def execute_from_command_line(arguments):
    names = ("DJANGO_SETTINGS_MODULE", "PMG_DATA")
    seen = {name: os.environ.get(name) for name in names}
    print(json.dumps({**seen, "arguments": arguments[1:], "prefix": sys.prefix, "pid": os.getpid()}))
    sys.exit(7 if arguments[1:2] == ["fail"] else 0)
"""


class TinyCheckout:
    """Its folder, the wheels that its lists are installed from, and a way to run manage.py in it."""

    def __init__(self, folder, wheels):
        self.folder = folder
        self.wheels = wheels
        self.venv = folder / ".venv"
        self.first_start = None

    @property
    def pip_settings(self):
        """Environment variables that make pip take packages from the wheels and nowhere else."""
        return {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}

    def write_lists(self, version="1"):
        requirements = self.folder / "pmg_workshop" / "requirements"
        requirements.mkdir(parents=True, exist_ok=True)
        for name, packages in LISTS.items():
            lines = [self._requirement(package, version) for package in packages]
            (requirements / f"{name}.txt").write_text("".join(lines), encoding="utf-8")

    def installed_version(self, package):
        (folder,) = self.venv.rglob(f"{package}-*.dist-info")
        return folder.name.removeprefix(f"{package}-").removesuffix(".dist-info")

    def command(self, *arguments):
        # -S hides packages installed beside this Python: it is then as bare as on a new machine.
        return [sys._base_executable, "-S", "manage.py", *arguments]

    def environment(self, **variables):
        ours = {"DATABASE_URL", "REDIS_URL", "PMG_DATA", "DJANGO_SETTINGS_MODULE"}
        inherited = {name: value for name, value in os.environ.items() if name not in ours}
        return {**inherited, **self.pip_settings, "PMG_DATA": str(self.folder / "data"), **variables}

    def manage(self, *arguments, **variables):
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(**variables),
            capture_output=True,
            text=True,
            timeout=60,
        )

    def copy_to(self, folder):
        shutil.copytree(self.folder, folder, symlinks=True)
        return TinyCheckout(folder, self.wheels)

    def _requirement(self, package, version):
        wheel = self.wheels / f"{package}-{version}-py3-none-any.whl"
        if not wheel.exists():
            _write_wheel(wheel, package, version)
        return f"{package}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def make_tiny_checkout(folder):
    """Lay out manage.py, the files that set up, and lists; nothing is installed yet."""
    wheels = folder / "wheels"
    checkout = TinyCheckout(folder / "checkout", wheels)
    wheels.mkdir()
    (checkout.folder / "pmg_workshop").mkdir(parents=True)
    shutil.copy(CHECKOUT / "manage.py", checkout.folder)
    for name in SETUP_FILES:
        shutil.copy(CHECKOUT / "pmg_workshop" / f"{name}.py", checkout.folder / "pmg_workshop")
    checkout.write_lists()
    return checkout


def seen_by_django(finished):
    """What the tiny Django was asked to run; standard output must hold this and nothing else."""
    return json.loads(finished.stdout)


def _write_wheel(path, package, version):
    info = f"{package}-{version}.dist-info"
    files = {
        f"{package}/__init__.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if package == "django":
        files["django/core/__init__.py"] = ""
        files["django/core/management.py"] = MANAGEMENT
    record = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(path, "w") as wheel:
        for name, content in {**files, f"{info}/RECORD": record}.items():
            wheel.writestr(name, content)
