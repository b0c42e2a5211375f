"""Plays a whole day in the data of a running program: `python -m tests.fill`, with PMG_DATA as it has it."""

from types import SimpleNamespace

import django

django.setup()

from sessions.models import Meetup  # noqa: E402  Django comes first
from tests.full_day import play  # noqa: E402

ANSWERS_A_LABEL = 2

if __name__ == "__main__":
    meetup = Meetup.objects.get()
    etten_leur, rijssen = meetup.live_sessions.all()
    play(SimpleNamespace(meetup=meetup, etten_leur=etten_leur, rijssen=rijssen), ANSWERS_A_LABEL)
