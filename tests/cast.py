"""The cast of the tests: the 2017 meet-up in its two places, who is there, and what they do.

`make_day()` builds it; the functions below it play it through the real writes. A place or round that a test
holds is brought up to date by them, so a test never has to think of revisions.
"""

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from sessions import clustering, curation, facilitation, participation, voting
from sessions.models import Answer, LiveSession, Meetup, Option, Participant, Round, Step
from sessions.preparation import make_meetup
from themes.content import load_content
from themes.models import Municipality, Programme

Section = Step.Section
User = get_user_model()


@dataclass
class Day:
    """The meet-up of 16 February 2017 before it starts: both places stand at their first step."""

    meetup: Meetup
    etten_leur: LiveSession
    rijssen: LiveSession
    anna: Participant
    bram: Participant
    carla: Participant
    fatima: User


def make_day():
    """Make the meet-up with Anna and Bram in Etten-Leur, Carla in Rijssen-Holten, and Fatima who leads it."""
    load_content()
    meetup = make_meetup(programme=Programme.objects.get(key="meetup-2017"))
    etten_leur, rijssen = meetup.live_sessions.all()
    fatima = User.objects.create_user("fatima", password="fatima leidt de dag")
    meetup.facilitators.add(fatima)
    return Day(
        meetup=meetup,
        etten_leur=etten_leur,
        rijssen=rijssen,
        anna=join(etten_leur, "Etten-Leur", Participant.Role.EXECUTIVE),
        bram=join(etten_leur, "Etten-Leur", Participant.Role.POLICY),
        carla=join(rijssen, "Rijssen-Holten", Participant.Role.POLICY),
        fatima=fatima,
    )


def join(place, municipality="", role=""):
    """Let one more person take part in a place, on behalf of a municipality by its name; return them."""
    named = Municipality.objects.find(municipality) if municipality else None
    return participation.join(live_session=place, municipality=named, role=role)


def join_many(place, count):
    """Let so many more people take part in a place, all of different municipalities; return them."""
    municipalities = Municipality.objects.all()[:count]
    return Participant.objects.bulk_create(
        Participant(live_session=place, municipality=municipality) for municipality in municipalities
    )


# What Fatima and her colleagues do


def go_to(place, section, theme=None):
    """Bring a place to the step of a section (and theme, by number); return its round."""
    return go_to_number(place, place.meetup.steps.get(section=section, theme__number=theme).number)


def go_to_number(place, number):
    """Bring a place to the step with this number; return its round."""
    place.refresh_from_db()
    facilitation.go_to_step(live_session=place, to=str(number), expect_rev=place.rev)
    place.refresh_from_db()
    return round_of(place)


def open_step(place, seconds=None):
    """Open the current step of a place, with a timer if seconds are given; return its round."""
    place.refresh_from_db()
    facilitation.open_round(live_session=place, expect_rev=place.rev, seconds=seconds)
    return round_of(place)


def close_step(place):
    """Close the current step of a place; return its round."""
    return _act(facilitation.close_round, place)


def reveal_step(place):
    """Let the room see what came in at the current step of a place; return its round."""
    return _act(facilitation.reveal_round, place)


def conceal_step(place):
    """Take what came in at the current step off the screens of a place again; return its round."""
    return _act(facilitation.conceal_round, place)


def round_of(place):
    """Return the round of the step at which a place is now."""
    place.refresh_from_db()
    return Round.objects.select_related("step__theme", "live_session").get(
        live_session=place, step=place.current_step_id
    )


def ask(day, section=Section.KNOWLEDGE, theme=1):
    """Open a question in both places."""
    for place in (day.etten_leur, day.rijssen):
        go_to(place, section, theme=theme)
        open_step(place)


def group(day, name, *answers):
    """Put answers together under a name; return the group."""
    return clustering.group_answers(meetup=day.meetup, answer_ids=[answer.pk for answer in answers], name=name)


def promote(day, name, *answers):
    """Put answers together and make a knowledge question of them; return it."""
    return curation.promote_cluster(cluster=group(day, name, *answers), text=f"{name}?")


def _act(action, place):
    place.refresh_from_db()
    action(live_session=place, expect_rev=place.rev)
    return round_of(place)


# What people in the room do


def give_answer(participant, text, label=""):
    """Answer the question at which the person's place is now, under a label by its text; return the Answer."""
    round_ = round_of(participant.live_session)
    option = round_.step.options.get(text=label) if label else None
    outcome = participation.submit_answer(
        participant=participant,
        round_id=round_.pk,
        key=new_key(),
        text=text,
        option_id=option.pk if option else None,
    )
    return Answer.objects.get(pk=outcome.id)


def give_support(participant, answer, on=True):
    """Support an answer of somebody else, or stop supporting it."""
    voting.support_answer(participant=participant, answer_id=answer.pk, key=new_key(), on=on)


def give_choice(participant, option, value=1):
    """Choose an Option, or the current step's option with this text."""
    round_ = round_of(participant.live_session)
    if not isinstance(option, Option):
        option = round_.step.options.get(text=option)
    voting.choose(participant=participant, round_id=round_.pk, option_id=option.pk, key=new_key(), value=value)


def new_key():
    """Return a key as a phone makes it when somebody presses send."""
    return secrets.token_hex(16)
