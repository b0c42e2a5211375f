"""A rehearsal on a running server: simulated phones at two places, and clearing what they gave."""

import re
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command

from tests.cast import make_day
from tests.client import Desk, Phone, listening, wait_for
from tests.commands import manage, refused
from tests.invariants import Findings, check_events
from tests.room import wait_until
from tests.server import CHECKOUT
from tests.stored import read_stored

POSITIONS, STATEMENTS, BRIDGE, KNOWLEDGE, THEMES = 3, 4, 5, 9, 26
PHONES = 12


@pytest.fixture
def program(server):
    return server()


@contextmanager
def rehearsing(program, *options):
    """Run the command until the block ends, then end it as Ctrl+C does; `said` holds what it printed."""
    command = ["rehearse", "--phones", str(PHONES), "--pace", "0.02", *options, "--data", str(program.data)]
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=CHECKOUT,
        env=program.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
        process.terminate()
        process.said, process.complained = process.communicate(timeout=20)
        assert "Traceback" not in process.complained
        assert process.returncode == 0, process.complained
    finally:
        process.kill()


def lead(desk, program, number):
    """Bring both places to a step and open it."""
    for place in program.info["sessions"]:
        desk.go_to(place, number)
        desk.round(place, "open")


def agenda(desk, program):
    return desk.get(program.info["agenda_url"] + "export/json/").json()


def choosers(program):
    """How many people chose in a round, all rounds together."""
    return len({(who, round_) for who, round_, _ in read_stored(program).choices})


def round_of(desk, place):
    """The id of the round that a place is at."""
    view = desk.view(place)
    return next(step["round"]["id"] for step in view["steps"] if step["number"] == view["current"])


def answers_in(program, rounds):
    """How many answers were given in these rounds; people may have written at an earlier step too."""
    return sum(answer.round in rounds for answer in read_stored(program).answers)


def seated(desk, program):
    return [desk.view(place)["participants"] for place in program.info["sessions"]]


def test_twelve_phones_take_part_at_two_places_and_clearing_leaves_what_is_real(program):
    desk, places = Desk(program.info), program.info["sessions"]
    anna = Phone(places[0], "Etten-Leur")
    lead(desk, program, KNOWLEDGE)
    anna.answer("Dit is echt", key="a" * 32)
    before = read_stored(program)

    with rehearsing(program, "--beside-real") as played:
        wait_until(lambda: seated(desk, program) == [7, 6], "all phones joined", timeout=30_000)
        for times, number in enumerate((POSITIONS, STATEMENTS, THEMES), start=1):
            lead(desk, program, number)
            wait_until(lambda: choosers(program) == times * PHONES, "all phones chose", timeout=30_000)  # noqa: B023
        lead(desk, program, BRIDGE)
        rounds = {round_of(desk, place) for place in places}
        wait_until(lambda: answers_in(program, rounds) >= PHONES // 2, "they write", timeout=30_000)
        for place in places:
            desk.round(place, "close")
            desk.round(place, "reveal")
        wait_until(lambda: len(read_stored(program).supports) >= PHONES // 2, "they support", timeout=30_000)
        during = agenda(desk, program)
        with listening(places[0]["ws_screen"]) as screen:
            wait_for(screen, "antwoord")  # the snapshot
            process = manage(program, "rehearse", "--clear")
            wait_for(screen, "teller")
        wait_until(lambda: played.poll() is not None, "phones that are cleared away stop", timeout=10_000)

    assert process.returncode == 0, process.stderr
    assert re.match(rf"Gewist: {PHONES} gespeelde deelnemers, \d+ antwoorden", process.stdout)
    assert "De repetitie is voorbij." in played.said
    after = agenda(desk, program)
    assert (during["is_rehearsal"], after["is_rehearsal"]) == (True, False)
    assert [answer["text"] for answer in after["answers"]] == ["Dit is echt"]
    assert seated(desk, program) == [1, 0]

    left = read_stored(program)
    assert (left.answers, left.receipts, left.choices, left.supports) == (
        before.answers,
        before.receipts,
        before.choices,
        before.supports,
    )
    findings = Findings()
    check_events(findings, left)
    assert not findings, findings
    again = anna.answer("Dit is echt", key="a" * 32, round_id=before.answers[0].round)
    assert again.json()["status"] == "duplicate"


def test_a_rehearsal_that_is_ended_leaves_nobody_behind(program):
    desk = Desk(program.info)
    with rehearsing(program) as played:
        wait_until(lambda: sum(seated(desk, program)) == PHONES, "all phones joined", timeout=30_000)
        assert "loopt al een repetitie" in refused(program, "rehearse")

    assert "De repetitie is gestopt." in played.complained
    assert manage(program, "rehearse", "--clear", "--to-start").stdout.startswith(f"Gewist: {PHONES} gespeelde")
    assert seated(desk, program) == [0, 0]


def test_button_of_the_desk_fills_the_rooms_and_stops(program):
    desk = Desk(program.info)
    base = f"{program.url}/repetitie/{program.info['meetup']}/"
    assert desk.post(base + "beginnen/", phones=PHONES, minutes=5).ok
    wait_until(lambda: all(seated(desk, program)), "phones join at both places", timeout=30_000)

    desk.post(base + "stoppen/")
    here = sum(seated(desk, program))
    assert desk.post(base + "wissen/").ok

    assert 2 <= here <= PHONES
    assert seated(desk, program) == [0, 0]
    assert "Traceback" not in program.stderr


def test_without_a_server_a_rehearsal_says_how_to_start_one(program):
    program.stop()

    assert "python3 manage.py start" in refused(program, "rehearse")
    assert "antwoordt geen server" in refused(program, "rehearse", "--url", program.url)
    assert "begint met http://" in refused(program, "rehearse", "--url", "ftp://127.0.0.1")


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{"phones": 0}, {"minutes": 1000}, {"pace": -1}, {"meetup": 77}])
def test_what_makes_no_sense_is_refused_in_a_sentence(options):
    make_day()

    with pytest.raises(CommandError, match=r"moet tussen|Meet-up 77 bestaat niet\."):
        call_command("rehearse", **options)
