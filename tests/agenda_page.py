"""What tests of the agenda's pages share: a group, a question of it, and the addresses of the pages."""

from django.urls import reverse

from sessions import curation
from tests.cast import ask, give_answer, group


def make_group(day, name="Talent", *texts):
    """Ask question 2 of theme 1, let Anna answer it, and group her answers; return the group."""
    ask(day)
    return group(day, name, *[give_answer(day.anna, text) for text in texts or ("Hoe houden we talent vast?",)])


def make_question(day, text="Hoe houden we talent vast?"):
    """Make a knowledge question of such a group; return it."""
    return curation.promote_cluster(cluster=make_group(day), text=text)


def address(day, name, **kwargs):
    """Return the address of a page of the meet-up's agenda."""
    return reverse(name, kwargs={"meetup": day.meetup.pk, **kwargs})


def seq_of(day):
    """Return the number of the meet-up's last change."""
    day.meetup.refresh_from_db()
    return day.meetup.seq


def question_fields(**fields):
    """Return what the form of a knowledge question sends, with these fields changed."""
    return {"text": "Wat houdt talent vast?", "priority": "now", **fields}
