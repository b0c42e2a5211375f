"""What tests of publishing share: an agenda that can be published, a concept of it, and the server's clock."""

import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from sessions import commenting, curation, publishing
from sessions.clearing import clear_words
from sessions.editions import next_number, today
from sessions.personal_data import findings_of
from tests.agenda_page import make_question

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def make_agenda(day, text="Hoe houden we talent vast?"):
    """Make an agenda of one knowledge question and one activity; return the question."""
    question = make_question(day, text)
    form = day.meetup.programme.forms.get(singular="leerkring")
    curation.reword_question(question=question, explanation="Jongeren trekken weg.", form=form, lead="Oss")
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring talent", lead="Oss")
    return question


def clear_names(day):
    """Let every name and number stay that somebody must decide about before the agenda is published."""
    for finding in findings_of(day.meetup):
        for piece in finding.undecided:
            clear_words(meetup=day.meetup, words=piece.words)


def publish(day, **fields):
    """Publish the agenda as it is now as a concept, open for another two weeks; return the edition."""
    fields = {"closes_on": today() + datetime.timedelta(weeks=2), **fields}
    return publishing.publish_draft(meetup=day.meetup, number=next_number(day.meetup), **fields)


def react(edition, text="Voeg de woningmarkt toe.", about="", **fields):
    """Let a reader comment on a concept; return the comment."""
    return commenting.comment(edition=edition, key=uuid4(), about=about, text=text, **fields)


def set_clock(monkeypatch, year, month, day, hour=12, minute=0, second=0):
    """Let the clock of the server stand at a moment in the Netherlands."""
    moment = datetime.datetime(year, month, day, hour, minute, second, tzinfo=AMSTERDAM)
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))
