"""What tests share: real servers beside the program, the program itself as a server, and the browser."""

import itertools
import os
import sys

import pytest

from pmg_workshop import provision
from tests.backing import fresh_database, running_postgres, running_redis
from tests.privileges import report_what_was_not_tried
from tests.server import LAN_NAME, ProgramServer
from tests.tiny_checkout import make_tiny_checkout

# Synchronous Playwright leaves an event loop running in the thread in which tests use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
DATABASE_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server():
    """The address of a real PostgreSQL server, started when the first test asks for it."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url(postgres_server):
    """The DATABASE_URL of one database on a real PostgreSQL server; tests that use it share it."""
    with fresh_database(postgres_server, "shared") as url:
        yield url


@pytest.fixture
def fresh_postgres_url(postgres_server):
    """The DATABASE_URL of an empty database of this test alone."""
    with fresh_database(postgres_server, f"test_{next(DATABASE_NUMBERS)}") as url:
        yield url


@pytest.fixture(scope="session")
def redis_url():
    """The REDIS_URL of a real server that speaks the Redis protocol."""
    with running_redis() as url:
        yield url


@pytest.fixture
def server(tmp_path):
    """Start the program with `server(environment={…}, data=…)`; every one of them is ended after the test."""
    started = []

    def start(environment=None, data=None, **options):
        program = ProgramServer(data or tmp_path / f"data-{len(started)}", environment, **options)
        started.append(program)
        return program.start()

    yield start
    for program in started:
        program.kill()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Launch the browser that is there, without traffic of its own."""
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        f"--host-resolver-rules=MAP {LAN_NAME} 127.0.0.1",
    ]
    if sys.platform == "linux" and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # as root, as in a container, Chromium cannot make its sandbox
    browser = provision.find_browser()
    chosen = {"executable_path": str(browser)} if browser else {}
    return {**browser_type_launch_args, **chosen, "args": arguments}


@pytest.fixture
def tiny_checkout(tmp_path):
    """A checkout of the files that set up, with small lists; nothing is installed in it yet."""
    return make_tiny_checkout(tmp_path)


@pytest.fixture(scope="session")
def installed_tiny_checkout(tmp_path_factory):
    """Such a checkout after its very first command, `manage.py test -x`, kept as `first_start`."""
    checkout = make_tiny_checkout(tmp_path_factory.mktemp("tiny"))
    checkout.first_start = checkout.manage("test", "-x")
    return checkout


@pytest.fixture
def prepared_checkout(installed_tiny_checkout, tmp_path):
    """A copy, for this test alone, of a checkout with everything installed."""
    return installed_tiny_checkout.copy_to(tmp_path / "checkout")


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="let the tests that kill the server do so for minutes")


def pytest_collection_modifyitems(items):
    """Run the files that open a browser last: Playwright's event loop stays, and async tests need their own."""
    with_browser = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in with_browser)


def pytest_terminal_summary(terminalreporter):
    report_what_was_not_tried(terminalreporter)
