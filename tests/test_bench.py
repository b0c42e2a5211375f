"""`manage.py bench`, small: it measures both servers over their real interface, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sessions.bench import growth, parts, run
from sessions.bench.figures import FIGURES, NAMES, OURS_ALONE, Side
from sessions.bench.place import Refused
from sessions.bench.plan import Stop
from sessions.bench.report import NEED_USAGE
from tests.server import CHECKOUT

SMALL = ["--phones", "4", "--rate", "20", "--seconds", "1", "--join", "6", "--rounds", "1", "--highest", "2"]
SOON_SECONDS = 40


def servers_on(folder):
    """Return the command lines of the processes that work in a folder; only Linux tells."""
    lines = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
    return [line for line in lines if os.fsencode(folder) in line]


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("PMG_DATA", str(tmp_path))
    return tmp_path


def test_a_small_run_measures_every_figure_and_leaves_nothing_behind(data, monkeypatch):
    monkeypatch.setattr(parts, "SETTLE_SECONDS", 0.1)
    monkeypatch.setattr(parts, "WARM_SECONDS", 0.1)
    monkeypatch.setattr(growth, "LARGE_BOARD", 40)
    monkeypatch.setattr(growth, "ANSWERS_OF_A_DAY", 60)
    output, said = data / "cijfers.json", StringIO()

    call_command("bench", *SMALL, "--viewers", "3", "--json", str(output), stdout=said)

    measured = json.loads(output.read_text(encoding="utf-8"))
    assert tuple(measured["figures"]) == NAMES
    for figure in FIGURES:
        if figure.name in NEED_USAGE and sys.platform != "linux":
            continue
        found = measured["figures"][figure.name]
        assert isinstance(found["ours"], float | int), figure.name
        assert (found["bare"] is None) == (figure.part in OURS_ALONE), figure.name
        assert figure.label in said.getvalue()
    assert measured["figures"]["joins_failed"]["ours"] == 0
    assert measured["options"]["viewers"] == 3
    assert not [trouble for trouble in measured["troubles"] if "scherm" in trouble]
    assert servers_on(data) == []
    assert [path.name for path in data.iterdir()] == ["cijfers.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no Ctrl+C to one process")
def test_who_presses_ctrl_c_finds_no_server_and_no_folder_left(tmp_path):
    with subprocess.Popen(
        [sys.executable, "manage.py", "bench", "--only", "joins_failed", "--data", str(tmp_path)],
        cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "pmg_workshop.settings"},
    ) as process:  # fmt: skip
        said = []
        try:
            for line in process.stderr:
                said.append(line)
                if "komen binnen" in line:
                    process.send_signal(signal.SIGINT)
                    break
            said.append(process.communicate(timeout=SOON_SECONDS)[1])
        finally:
            process.kill()

    assert process.returncode == 1
    assert "De meting is afgebroken. De servers zijn gestopt." in "".join(said)
    assert "Traceback" not in "".join(said)
    assert servers_on(tmp_path) == []
    assert not list(tmp_path.glob("bench-*"))


async def server_ends(visit):
    visit.server.stop()
    await visit.crowd.facilitator.view()


async def answers_are_refused(visit):
    raise Refused("de gespreksleider kreeg status 500")


async def bench_is_terminated(visit):
    signal.raise_signal(signal.SIGTERM)


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        (server_ends, r"De server \(kale server\) is gestopt: "),
        (answers_are_refused, r"De meting is mislukt \(kale server\): de gespreksleider kreeg status 500\."),
        (bench_is_terminated, r"De meting is afgebroken\. De servers zijn gestopt\."),
    ],
)
def test_whatever_stops_it_is_told_in_a_sentence_and_leaves_nothing_behind(data, monkeypatch, trouble, message):
    monkeypatch.setattr(parts, "burst", trouble)
    monkeypatch.setattr(run, "stops", lambda options: [Stop(1, Side.BARE, options.parts)])

    with pytest.raises(CommandError, match=message):
        call_command("bench", *SMALL, "--only", "burst_last_ack_ms")

    assert servers_on(data) == []
    assert list(data.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--phones", "0"], "--phones moet tussen 1 en 5000 liggen, en niet 0 zijn."),
        (["--phones", "veel"], "veel is geen getal; geef een heel getal"),
        (["--only", "snelheid"], "De maat snelheid bestaat niet. Kies uit: answers_per_second"),
        (["--json", "/bestaat/niet/cijfers.json"], "is niet te schrijven. Noem met --json een bestand"),
    ],
)
def test_a_wrong_option_is_told_in_dutch_before_anything_starts(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("bench", *arguments)
