"""What a whole view holds, and who may see what."""

import json
import re
from uuid import uuid4

import pytest

from sessions import clustering, moderation
from sessions.live import frames
from sessions.live.frames import View
from sessions.live.regions import REGIONS, Audience
from sessions.models import LiveSession, Meetup, Step
from sessions.stage import stage_of
from tests.cast import (
    Section,
    close_step,
    conceal_step,
    give_answer,
    give_choice,
    go_to,
    go_to_number,
    make_day,
    open_step,
    reveal_step,
)

pytestmark = pytest.mark.django_db

ROOM = (Audience.PHONE, Audience.SCREEN)
IN_A_PLACE = (*ROOM, Audience.DESK)


@pytest.fixture
def day():
    """The day at the question that sorts answers under four labels, open in Etten-Leur."""
    day = make_day()
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    return day


def targets(message):
    """Return the elements that a message changes, in its order: regions, then cards."""
    return re.findall(r'<hx-(?:partial|upsert) hx-target="#([^"]+)"', message["content"])


def names(audience):
    return [region.name for region in REGIONS[audience]]


# The whole view


@pytest.mark.parametrize("audience", IN_A_PLACE)
def test_a_snapshot_holds_every_region_and_the_seq(day, audience):
    snapshot = frames.snapshot(View(audience, day.etten_leur.pk))

    message = json.loads(snapshot.message)
    assert targets(message) == names(audience)
    assert message["seq"] == snapshot.seq == frames.known(day.meetup.pk).seq


@pytest.mark.parametrize("audience", IN_A_PLACE)
def test_every_step_of_the_day_can_be_painted_in_every_state(day, audience):
    clustering.group_answers(
        meetup=day.meetup, answer_ids=[give_answer(day.anna, "Maakindustrie", "kans").pk], name="Maakindustrie"
    )
    for step in day.meetup.steps.all():
        go_to_number(day.etten_leur, step.number)
        changes = [] if step.kind == Step.Kind.SLIDE else [open_step, reveal_step, close_step, conceal_step]
        for change in [lambda place: None, *changes]:
            change(day.etten_leur)
            painted = frames.paint(stage_of(day.etten_leur.pk), audience)
            assert painted.count("<hx-partial") == len(REGIONS[audience])


def test_a_snapshot_of_an_unknown_place_does_not_exist(day):
    with pytest.raises(LiveSession.DoesNotExist):
        frames.snapshot(View(Audience.SCREEN, day.rijssen.pk + 1))


def test_staff_hear_the_seq_and_fetch_the_rest_themselves(day):
    view = View(Audience.STAFF, day.meetup.pk)
    before = frames.known(day.meetup.pk)
    give_answer(day.anna, "Maakindustrie")

    _, changed = frames.changes(day.meetup.pk, before, [view])

    message = {"seq": before.seq + 1, "epoch": str(day.meetup.epoch)}
    assert json.loads(frames.snapshot(view).message) == message
    assert json.loads(changed[view].message) == message


def test_after_a_restored_backup_every_view_hears_everything_again(day):
    go_to(day.etten_leur, Section.BRIDGE)
    view = View(Audience.SCREEN, day.etten_leur.pk)
    before = frames.known(day.meetup.pk)
    Meetup.objects.filter(pk=day.meetup.pk).update(seq=0, epoch=uuid4())

    now, changed = frames.changes(day.meetup.pk, before, [view])

    assert now.epoch != before.epoch
    assert changed[view] == frames.snapshot(view)
    assert "Wat betekent dit nu?" in changed[view].message


# Who may see what


@pytest.mark.parametrize("audience", ROOM)
def test_nobody_in_the_room_sees_an_answer_before_the_reveal(day, audience):
    give_answer(day.anna, "Nog even geheim", "kans")

    stage = stage_of(day.etten_leur.pk)

    assert "board" not in frames.context_of(stage, audience)
    assert "Nog even geheim" not in frames.paint(stage, audience)


def test_the_desk_sees_answers_before_the_reveal(day):
    give_answer(day.anna, "Nog even geheim", "kans")

    assert "Nog even geheim" in frames.paint(stage_of(day.etten_leur.pk), Audience.DESK)


@pytest.mark.parametrize("audience", ROOM)
def test_nobody_in_the_room_sees_results_before_the_reveal_and_the_closing(day, audience):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Padafhankelijkheid")
    before = frames.context_of(stage_of(day.etten_leur.pk), audience)
    reveal_step(day.etten_leur)
    while_open = frames.context_of(stage_of(day.etten_leur.pk), audience)

    close_step(day.etten_leur)

    assert "results" not in before
    assert "results" not in while_open
    assert frames.context_of(stage_of(day.etten_leur.pk), audience)["results"].people == 1


@pytest.mark.parametrize("audience", ROOM)
def test_hidden_and_late_answers_reach_nobody_in_the_room(day, audience):
    moderation.hide_answer(answer=give_answer(day.anna, "Verborgen woorden", "kans"))
    close_step(day.etten_leur)
    give_answer(day.anna, "Te late woorden", "kans")
    reveal_step(day.etten_leur)

    painted = frames.paint(stage_of(day.etten_leur.pk), audience)

    assert "Verborgen woorden" not in painted
    assert "Te late woorden" not in painted


@pytest.mark.parametrize("audience", IN_A_PLACE)
def test_what_people_type_is_text_and_never_markup(day, audience):
    give_answer(day.anna, '<img src=x onerror=alert(1)> & "aanhaling"', "kans")
    reveal_step(day.etten_leur)

    painted = frames.paint(stage_of(day.etten_leur.pk), audience)

    assert "<img src=x" not in painted
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;aanhaling&quot;" in painted
