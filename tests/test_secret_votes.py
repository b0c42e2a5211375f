"""No totals of votes or support before closing: not on phones, not on the projector, not for programs."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from sessions import facilitation
from sessions.live import frames
from sessions.live.frames import View
from sessions.live.regions import Audience
from tests import cast
from tests.cast import Section
from tests.phone import JSON, Phone, make_group, open_choice, open_question

pytestmark = pytest.mark.django_db

VOTES = {
    "one": (Section.POSITION, None, 1),
    "several": (Section.TRENDS, 1, 1),
    "scale": (Section.STATEMENTS, None, 4),
    "dots": (Section.THEMES, None, 3),
    "ballot": (Section.PRIORITIES, None, 5),
    "form": (Section.FORMS, None, 1),
}
# What only totals bring onto a page: a bar, a mean mark, a number behind a line, and the words around them.
TOTALS = re.compile(
    r"bar__fill|mark__(?:mean|part)|data-shade|result__value|forms__joins|class=\"results?\b|Wat de zaal koos|\d%"
)
ROOM = (Audience.PHONE, Audience.SCREEN)


@pytest.fixture
def day():
    return cast.make_day()


@pytest.fixture(params=VOTES)
def vote(request, day):
    """An open vote on which Bram and many others chose the first line, and how one chooses it."""
    section, theme, value = VOTES[request.param]
    make_group(day)
    round_, options = open_choice(day, section, theme)
    for person in [day.bram, *cast.join_many(day.etten_leur, 6)]:
        person.live_session = day.etten_leur
        cast.give_choice(person, options[0], value)
    return round_


def seen_by_the_room(day):
    """Everything that a phone, a projector and a program get of Etten-Leur, by where it came from."""
    phone, screen = Phone(day.etten_leur), Client()
    key = {"key": day.etten_leur.screen_key}
    pages = {
        "phone": phone.page(),
        "phone view": phone.get(phone.address("beeld")).content.decode(),
        "phone own part": phone.get(phone.address("mijn")).content.decode(),
        "phone JSON": phone.get(phone.address("beeld"), headers=JSON).content.decode(),
        "screen": screen.get(reverse("screen", kwargs=key)).content.decode(),
        "screen view": screen.get(reverse("screen-view", kwargs=key)).content.decode(),
    }
    snapshots = {f"snapshot {who}": frames.snapshot(View(who, day.etten_leur.pk)).message for who in ROOM}
    return pages | snapshots


def pushed(day, act):
    """What phones and projectors of Etten-Leur are sent because of what `act` does."""
    views = [View(audience, day.etten_leur.pk) for audience in ROOM]
    before = frames.known(day.meetup.pk)
    act()
    _, changed = frames.changes(day.meetup.pk, before, views)
    return {f"push {view.audience}": json.loads(frame.message)["content"] for view, frame in changed.items()}


def leaks(seen, pattern=TOTALS):
    return {name: found.group() for name, text in seen.items() if (found := pattern.search(text))}


def test_room_and_programs_see_no_totals_of_an_open_vote(day, vote):
    assert leaks(seen_by_the_room(day)) == {}


def test_revealing_an_open_vote_shows_nothing_before_it_closes(day, vote):
    told = pushed(day, lambda: cast.reveal_step(day.etten_leur))

    assert leaks(told | seen_by_the_room(day)) == {}


def test_vote_that_shows_directly_shows_at_the_closing_and_not_before(day, vote):
    place = day.etten_leur
    place.refresh_from_db()
    told = pushed(day, lambda: facilitation.show_directly(live_session=place, expect_rev=place.rev, on=True))
    told |= pushed(day, lambda: cast.give_choice(day.bram, vote.step.options.first(), 1))
    before = leaks(told | seen_by_the_room(day))

    cast.close_step(place)

    assert before == {}
    assert {"phone", "phone view", "screen", "screen view"} <= set(leaks(seen_by_the_room(day)))


def test_closed_vote_stays_secret_until_the_reveal(day, vote):
    told = pushed(day, lambda: cast.close_step(day.etten_leur))
    before = leaks(told | seen_by_the_room(day))

    cast.reveal_step(day.etten_leur)

    assert before == {}
    assert "screen" in leaks(seen_by_the_room(day))


def test_vote_that_is_opened_again_is_secret_again(day, vote):
    cast.close_step(day.etten_leur)
    cast.reveal_step(day.etten_leur)

    told = pushed(day, lambda: cast.open_step(day.etten_leur))

    assert leaks(told | seen_by_the_room(day)) == {}


def test_desk_sees_the_totals_all_the_time(day, vote):
    assert "result__value" in frames.snapshot(View(Audience.DESK, day.etten_leur.pk)).message


def test_room_sees_how_many_support_an_answer_only_after_closing(day):
    open_question(day)
    answer = cast.give_answer(day.bram, "Stages bij het mkb", "kans")
    cast.reveal_step(day.etten_leur)
    supporters = re.compile(r"\+[1-9]|slip__support|\d steun")

    told = pushed(day, lambda: cast.give_support(day.anna, answer))
    while_open = leaks(told | seen_by_the_room(day), supporters)
    at_closing = pushed(day, lambda: cast.close_step(day.etten_leur))

    assert "Stages bij het mkb" in told["push screen"]
    assert while_open == {}
    assert set(leaks(at_closing | seen_by_the_room(day), supporters)) == {
        "push screen",
        "screen",
        "screen view",
        "snapshot screen",
    }


def test_view_for_programs_holds_own_choices_and_nobody_elses(day):
    _, options = open_choice(day, Section.THEMES)
    cast.give_choice(day.bram, options[0], 3)
    phone = Phone(day.etten_leur)
    phone.choose(options[1], 2)

    view = phone.get(phone.address("beeld"), headers=JSON).json()

    assert view["choices"] == {str(options[1].pk): 2}
    assert set(view) == {"seq", "epoch", "rev", "step", "round", "seed", "options", "mine", "choices", "supported"}


def test_vote_is_on_a_criterion_that_phone_and_projector_show(day):
    open_choice(day, Section.THEMES)
    criterion = "Hier wil mijn gemeente in de komende jaren aan werken."

    seen = seen_by_the_room(day)

    assert all(criterion in seen[name] for name in ("phone", "phone view", "screen", "screen view"))


def test_vote_can_be_changed_until_it_closes(day):
    round_, options = open_choice(day, Section.POSITION)
    phone = Phone(day.etten_leur)

    replies = [phone.choose(option).status_code for option in (options[0], options[1])]
    cast.close_step(day.etten_leur)

    assert [*replies, phone.choose(options[2]).status_code] == [200, 200, 409]
    assert list(round_.choices.values_list("option", "value")) == [(options[1].pk, 1)]
