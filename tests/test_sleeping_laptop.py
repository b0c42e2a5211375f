"""The lid of the laptop closes on a running meet-up, and opens again: the server stood still and missed it all.

The long form sleeps so long that connections are given up. Figures are shown with -s:

    python3 manage.py test tests/test_sleeping_laptop.py --long -s
"""

import sys
import time

import pytest

from tests.client import Desk
from tests.crowd import Crowd, open_places
from tests.onlooker import Onlooker
from tests.power import stopped
from tests.privileges import not_possible_here
from tests.stored import read_stored
from tests.trouble import end_well, wait_for_success, wait_until

KNOWLEDGE, COOPERATION = 9, 10  # questions that the crowd leaves alone
KNOWS_AGAIN_SECONDS = 10  # twice what people are promised: a machine that tests is busy


@pytest.fixture
def sleep_seconds(request):
    return 75 if request.config.getoption("--long") else 10


def test_sleep_of_the_laptop_costs_time_and_no_answers(server, sleep_seconds):
    if sys.platform == "win32":
        not_possible_here("Windows lets no process stand still.")
    program = server()
    desk, here = Desk(program.info), program.info["sessions"][0]
    crowd = Crowd(open_places(desk, program.info["sessions"]), phones=10)
    with Onlooker(here["ws_screen"]) as screen, crowd.writing():
        open_with_timer(desk, here, KNOWLEDGE, sleep_seconds // 2)
        open_with_timer(desk, here, COOPERATION, 10 * sleep_seconds)
        crowd.wait(acknowledged=30)

        with stopped([program.pid]):
            time.sleep(sleep_seconds)

        stored = wait_for_success(crowd)
        knew = screen.wait_for(read_stored(program).seq, KNOWS_AGAIN_SECONDS)
        wait_until(lambda: state_of(desk, here, KNOWLEDGE) == "closed", "the round whose time was over is closed")
        assert state_of(desk, here, COOPERATION) == "open"

    figures = {"first stored after": stored, "screen knew after": knew, "sockets of the screen": screen.sockets}
    end_well("laptop asleep", program, crowd, figures)


def open_with_timer(desk, place, number, seconds):
    desk.go_to(place, number)
    desk.round(place, "open", seconds=seconds)


def state_of(desk, place, number):
    """Return the state of the round of a step in a place."""
    return next(step for step in desk.view(place)["steps"] if step["number"] == number)["round"]["state"]
