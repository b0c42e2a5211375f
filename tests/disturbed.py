"""The program, in a process to which things happen that it must bear: wakes that go astray, a clock that jumps.

    python -m tests.disturbed wakes start …    half of the wakes of hubs are lost, the rest comes twice or too late
    python -m tests.disturbed clock start …    the clock on the wall is off by the seconds in the file PMG_CLOCK

The program itself knows nothing of this; a monotonic clock stays as it is.
"""

import asyncio
import os
import random
import sys
import time
from pathlib import Path

from django.core.management import execute_from_command_line

from pmg_workshop.datafolder import take_data_option

LATE_SECONDS = 3.0  # far beyond the second at which a hub looks itself


def unreliable_wakes():
    """Lose half of the wakes between processes and within this one; send the others twice, in any order."""
    import django

    django.setup()
    from sessions.live.hub import Hub
    from sessions.live.neighbours import Neighbours

    chance = random.Random(7)

    def badly(act):
        def act_badly(*arguments):
            if chance.random() < 0.5:
                return
            loop = asyncio.get_running_loop()
            for _ in range(2):
                loop.call_later(chance.uniform(0, LATE_SECONDS), act, *arguments)

        return act_badly

    Neighbours.tell = badly(Neighbours.tell)
    Hub.wake = badly(Hub.wake)


def jumping_clock():
    """Let every clock on the wall be off by what the file says; before anything reads one."""
    from datetime import timedelta

    from django.utils import timezone

    file = Path(os.environ["PMG_CLOCK"])
    now, seconds = timezone.now, time.time

    def off_by():
        return float(file.read_text(encoding="ascii"))

    timezone.now = lambda: now() + timedelta(seconds=off_by())
    time.time = lambda: seconds() + off_by()


DISTURBANCES = {"wakes": unreliable_wakes, "clock": jumping_clock}


def main():
    """Disturb the program in the way that is named first, then run its command."""
    _, how, *arguments = sys.argv
    arguments = take_data_option(["manage.py", *arguments])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmg_workshop.settings")
    DISTURBANCES[how]()
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
