"""`manage.py bench --processes`, small: several processes on one database, and nothing of it is left."""

import json
import os
import signal
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from sessions.bench import backing, hosted, machine
from sessions.bench.addresses import Addresses
from sessions.bench.cluster import Cluster
from sessions.bench.hosted_figures import FEW, FIGURES
from sessions.bench.machine import Cores
from tests.test_bench import servers_on

SMALL = ["--processes", "2", "--only", "processes", "--phones", "6", "--seconds", "1", "--highest", "2"]
ONE_ROUND = [*SMALL, "--rounds", "1"]
OF_REDIS = {"redis_cpu_s_per_1000_answers", "redis_published_per_second", "redis_messages_per_second"}


@pytest.fixture
def folder(monkeypatch):
    """The folder for all that a run makes; PostgreSQL, which may run as another user, can reach it."""
    with tempfile.TemporaryDirectory(prefix="pmg-bench-") as name:
        os.chmod(name, 0o755)
        monkeypatch.setattr(backing, "temporary_base", lambda: Path(name))
        monkeypatch.setattr(machine, "pinned", lambda: nullcontext(Cores()))  # starting is faster on all cores
        monkeypatch.setattr(hosted, "SETTLE_SECONDS", 0)
        monkeypatch.setattr(hosted, "WARM_SECONDS", 0.01)
        monkeypatch.setenv("PMG_DATA", name)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.delenv("REDIS_URL", raising=False)
        yield Path(name)


def databases(server_url):
    with psycopg.connect(server_url) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


async def climbed_at_once(visit):
    visit.put("answers_per_second", 1.0)


def test_a_small_run_measures_every_figure_with_redis_and_without_and_leaves_nothing_behind(folder, monkeypatch):
    monkeypatch.setattr(hosted, "climb", climbed_at_once)  # the same climb is tried with one process
    output, said = folder / "cijfers.json", StringIO()

    call_command("bench", *ONE_ROUND, "--json", str(output), stdout=said)

    written = json.loads(output.read_text(encoding="utf-8"))
    assert written["figures"] == {}
    assert written["options"]["processes"] == 2
    measured = written["processes"]
    assert (measured["count"], measured["phones"], measured["few_phones"]) == (2, 6, 1)
    assert set(measured["figures"]) >= {figure.name for figure in FIGURES}
    for figure in FIGURES:
        for name in (figure.name, figure.name + FEW) if figure.per_crowd else (figure.name,):
            if "cpu" in name and sys.platform != "linux":
                continue
            found = measured["figures"][name]
            assert isinstance(found["with_redis"], float | int), name
            assert (found["without_redis"] is None) == (figure.name in OF_REDIS), name
        assert figure.label in said.getvalue()
    sent = measured["figures"]["redis_published_per_second"]["with_redis"]
    passed = measured["figures"]["redis_messages_per_second"]["with_redis"]
    assert passed == pytest.approx(3 * sent, abs=0.001), "each message goes in once and out to both processes"
    assert not [trouble for trouble in measured["troubles"] if "scherm" in trouble]
    assert servers_on(folder) == []
    assert [path.name for path in folder.iterdir()] == ["cijfers.json"]


@pytest.fixture
def given_servers(folder, monkeypatch, postgres_server, redis_url):
    """Have a run use servers that are there; give the address of the PostgreSQL."""

    @contextmanager
    def use(given, cores):
        yield Addresses(postgres_server, redis_url)

    monkeypatch.setattr(hosted, "backing", use)
    return postgres_server


async def a_process_ends(visit):
    visit.server.servers[1].stop()
    raise ConnectionResetError


async def bench_is_terminated(visit):
    signal.raise_signal(signal.SIGTERM)


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        (a_process_ends, r"De server \(ons programma\) is gestopt: "),
        (bench_is_terminated, r"De meting is afgebroken\. De servers zijn gestopt\."),
    ],
)
def test_whatever_stops_it_is_told_in_a_sentence_and_leaves_no_process_and_no_database(
    folder, given_servers, monkeypatch, trouble, message
):
    there = databases(given_servers)
    monkeypatch.setattr(hosted, "_visit", lambda visit, options, read: trouble(visit))

    with pytest.raises(CommandError, match=message):
        call_command("bench", *ONE_ROUND)

    assert servers_on(folder) == []
    assert list(folder.iterdir()) == []
    assert databases(given_servers) == there


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--processes", "1"], "--processes moet tussen 2 en 8 liggen, en niet 1 zijn."),
        (["--only", "processes"], "De maat processes bestaat niet. Kies uit: answers_per_second"),
    ],
)
def test_a_wrong_option_is_told_in_dutch(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("bench", *arguments)


def test_an_address_of_another_computer_is_refused_before_anything_starts(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://bench@db.example.nl/meetup")

    with pytest.raises(
        CommandError, match=r"belast alleen deze computer zelf, en DATABASE_URL wijst naar db\.example"
    ):
        call_command("bench", *SMALL)

    assert list(folder.iterdir()) == []


def test_a_cluster_is_gone_when_one_of_its_processes_is():
    class Process:
        def __init__(self, ended):
            self.ended = ended

        def has_ended(self):
            return self.ended

        def last_words(self):
            return "gestopt"

        def usage(self):
            return None

    assert not Cluster([Process(False), Process(False)]).has_ended()
    broken = Cluster([Process(False), Process(True)])
    assert (broken.has_ended(), broken.last_words(), broken.usage()) == (True, "gestopt", None)
