"""Which screens are told what, when something changes."""

import json
import re

import pytest
from django.db import OperationalError

from pmg_workshop import storage
from sessions import clustering, facilitation, participation
from sessions.live import frames
from sessions.live.frames import View
from sessions.live.regions import REGIONS, Audience
from sessions.stage import stage_of
from tests.cast import (
    Section,
    close_step,
    give_answer,
    give_choice,
    give_support,
    go_to,
    join,
    join_many,
    make_day,
    new_key,
    open_step,
    reveal_step,
)

pytestmark = pytest.mark.django_db

IN_A_PLACE = (Audience.PHONE, Audience.SCREEN, Audience.DESK)


@pytest.fixture
def day():
    """The day at the question that sorts answers under four labels, open in Etten-Leur."""
    day = make_day()
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    return day


def told(day, act, *, audience=Audience.SCREEN, place=None):
    """Return the message a view hears of what `act` does, or None."""
    view = View(audience, (place or day.etten_leur).pk)
    before = frames.known(day.meetup.pk)
    act()
    _, changed = frames.changes(day.meetup.pk, before, [view])
    return json.loads(changed[view].message) if changed else None


def targets(message):
    """Return the elements that a message changes, in its order: regions, then cards."""
    return re.findall(r'<hx-(?:partial|upsert) hx-target="#([^"]+)"', message["content"])


def names(audience):
    return [region.name for region in REGIONS[audience]]


# What changes with what


def test_before_the_reveal_an_answer_changes_the_count_and_nothing_else(day):
    message = told(day, lambda: give_answer(day.anna, "Nog even geheim", "kans"))

    assert targets(message) == ["teller"]
    assert "Nog even geheim" not in message["content"]


def test_before_the_reveal_phones_hear_nothing_of_an_answer(day):
    assert told(day, lambda: give_answer(day.anna, "Geheim", "kans"), audience=Audience.PHONE) is None


def test_after_the_reveal_an_answer_is_a_card_under_its_label(day):
    reveal_step(day.etten_leur)
    label = stage_of(day.etten_leur.pk).options[1]

    message = told(day, lambda: give_answer(day.anna, "Talent vasthouden", "opgave"))

    assert targets(message) == ["teller", f"kaarten-{label.pk}"]
    assert "Talent vasthouden" in message["content"]


def test_an_answer_without_a_label_is_a_card_in_the_loose_column(day):
    reveal_step(day.etten_leur)

    message = told(day, lambda: give_answer(day.anna, "Weet ik niet"))

    assert targets(message) == ["teller", "kaarten-los"]


def test_a_card_that_is_hidden_is_taken_off_the_screen_and_comes_back_when_restored(day):
    answer = give_answer(day.anna, "Even weg", "kans")
    reveal_step(day.etten_leur)

    hidden = told(day, lambda: facilitation.hide_answer(answer=answer))
    restored = told(day, lambda: facilitation.restore_answer(answer=answer))

    assert targets(hidden) == ["teller", f"antwoord-{answer.pk}"]
    assert f'hx-target="#antwoord-{answer.pk}" hx-swap="delete"' in hidden["content"]
    assert "Even weg" not in hidden["content"]
    assert targets(restored) == ["teller", f"kaarten-{answer.option_id}"]


def test_moderation_is_told_to_phones_by_id_also_before_the_reveal(day):
    answer = give_answer(day.anna, "GEHEIM-7f3a", "kans")

    phones = told(day, lambda: facilitation.hide_answer(answer=answer), audience=Audience.PHONE)
    screen = told(day, lambda: facilitation.restore_answer(answer=answer))

    assert (phones["moderated"], phones["content"]) == ([answer.pk], "")
    assert "moderated" not in screen


def test_a_card_that_is_hidden_stays_on_the_desk(day):
    answer = give_answer(day.anna, "Even weg", "kans")

    message = told(day, lambda: facilitation.hide_answer(answer=answer), audience=Audience.DESK)

    assert targets(message) == ["teller", f"kaarten-{answer.option_id}"]


def test_a_card_that_gets_another_label_leaves_its_column(day):
    answer = give_answer(day.anna, "Vergrijzing", "kans")
    reveal_step(day.etten_leur)
    threat = stage_of(day.etten_leur.pk).options[3]

    message = told(
        day,
        lambda: participation.revise_answer(
            participant=day.anna,
            answer_id=answer.pk,
            key=new_key(),
            base_rev=1,
            text="Vergrijzing",
            option_id=threat.pk,
        ),
    )

    assert targets(message) == ["teller", f"antwoord-{answer.pk}", f"kaarten-{threat.pk}"]


def test_support_leaves_the_phones_as_they_are(day):
    answer = give_answer(day.anna, "Stages", "kans")
    reveal_step(day.etten_leur)

    message = told(day, lambda: give_support(day.bram, answer), audience=Audience.PHONE)

    assert message is None, "a phone shows no totals, and its button may be under somebody's thumb"


def test_support_renews_the_card_with_its_number(day):
    answer = give_answer(day.anna, "Maakindustrie", "kans")
    close_step(day.etten_leur)
    reveal_step(day.etten_leur)

    message = told(day, lambda: give_support(day.bram, answer))

    assert targets(message)[-1] == f"kaarten-{answer.option_id}"
    assert "+1" in message["content"]


def test_a_choice_changes_the_count_and_the_content(day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)

    message = told(day, lambda: give_choice(day.anna, "Padafhankelijkheid"))

    assert targets(message) == ["teller", "inhoud"]


@pytest.mark.parametrize("audience", IN_A_PLACE)
def test_a_step_changes_every_region(day, audience):
    message = told(day, lambda: go_to(day.etten_leur, Section.KNOWLEDGE, theme=1), audience=audience)

    assert targets(message) == names(audience)


def test_a_reveal_shows_the_cards_once_as_part_of_the_content(day):
    def answer_and_reveal():
        give_answer(day.anna, "Maakindustrie", "kans")
        reveal_step(day.etten_leur)

    message = told(day, answer_and_reveal)

    assert targets(message) == names(Audience.SCREEN)
    assert message["content"].count("Maakindustrie") == 1


def test_an_answer_of_an_earlier_step_shows_nowhere(day):
    answer = give_answer(day.anna, "Vorige vraag", "kans")
    reveal_step(day.etten_leur)
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    reveal_step(day.etten_leur)

    message = told(day, lambda: give_support(day.bram, answer))

    assert "Vorige vraag" not in message["content"]


def test_somebody_who_joins_changes_the_count(day):
    message = told(day, lambda: join(day.etten_leur))

    assert targets(message) == ["teller"]
    assert "3 deelnemers" in message["content"]


def test_a_new_name_of_a_group_shows_on_a_ballot_and_not_on_a_board(day):
    answer = give_answer(day.anna, "Maakindustrie", "kans")
    group = clustering.group_answers(meetup=day.meetup, answer_ids=[answer.pk], name="Maakindustrei")
    on_the_board = told(day, lambda: clustering.rename_cluster(cluster=group, name="Industrie"))
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)

    on_the_ballot = told(day, lambda: clustering.rename_cluster(cluster=group, name="Maakindustrie"))

    assert on_the_board is None
    assert "inhoud" in targets(on_the_ballot)
    assert "Maakindustrie" in on_the_ballot["content"]


# Who hears what


def test_one_place_does_not_hear_what_the_other_writes(day):
    reveal_step(day.etten_leur)

    assert told(day, lambda: give_answer(day.anna, "Maakindustrie", "kans"), place=day.rijssen) is None


def test_a_desk_sees_how_far_the_other_place_is_a_screen_does_not(day):
    def move_on():
        go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)

    def move_back():
        go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)

    assert "locaties" in targets(told(day, move_on, audience=Audience.DESK, place=day.rijssen))
    assert told(day, move_back, audience=Audience.SCREEN, place=day.rijssen) is None


def test_without_changes_nobody_hears_anything(day):
    views = [View(audience, day.etten_leur.pk) for audience in IN_A_PLACE]
    before = frames.known(day.meetup.pk)

    now, changed = frames.changes(day.meetup.pk, before, views)

    assert now == before
    assert changed == {}


def test_a_phone_is_told_to_which_round_the_news_belongs(day):
    message = told(day, lambda: close_step(day.etten_leur), audience=Audience.PHONE)

    stage = stage_of(day.etten_leur.pk)
    assert (message["step"], message["round"], message["title"]) == (
        stage.step.number,
        stage.round.pk,
        "Wat zijn uw kansen, opgaven, uitdagingen en bedreigingen?",
    )


def test_a_heartbeat_says_the_seq_and_the_time(day):
    heartbeat = json.loads(
        frames.heartbeat(View(Audience.PHONE, day.etten_leur.pk), seq=7, epoch=day.meetup.epoch)
    )

    assert (heartbeat["seq"], heartbeat["epoch"]) == (7, str(day.meetup.epoch))
    assert re.match(r"\d{4}-\d\d-\d\dT", heartbeat["now"])


@pytest.mark.parametrize(
    ("audience", "is_told"),
    [(Audience.DESK, True), (Audience.STAFF, True), (Audience.SCREEN, False), (Audience.PHONE, False)],
)
def test_a_heartbeat_tells_only_who_leads_the_day_what_is_wrong_with_the_storage(day, audience, is_told):
    storage.report(OperationalError("database or disk is full"))
    try:
        heartbeat = json.loads(frames.heartbeat(View(audience, day.etten_leur.pk), 7, day.meetup.epoch))
    finally:
        storage.works()

    assert ("schijf van deze computer is vol" in heartbeat.get("warning", "")) == is_told


def test_telling_takes_the_same_queries_for_one_answer_and_for_many(day, django_assert_num_queries):
    reveal_step(day.etten_leur)
    view = View(Audience.SCREEN, day.etten_leur.pk)
    before = frames.known(day.meetup.pk)
    give_answer(day.anna, "Nog een antwoord", "kans")

    with django_assert_num_queries(10):
        frames.changes(day.meetup.pk, before, [view])

    before = frames.known(day.meetup.pk)
    for participant in join_many(day.etten_leur, 20):
        give_answer(participant, "Nog een antwoord", "kans")
    with django_assert_num_queries(10):
        _, changed = frames.changes(day.meetup.pk, before, [view])
    assert changed[view].message.count("Nog een antwoord") == 20


def test_a_place_is_read_again_only_when_it_changed(day, django_assert_num_queries):
    reveal_step(day.etten_leur)
    view = View(Audience.SCREEN, day.etten_leur.pk)
    before = frames.known(day.meetup.pk)
    give_answer(day.anna, "Een eerste antwoord", "kans")
    before, _ = frames.changes(day.meetup.pk, before, [view])
    give_answer(day.anna, "Een tweede antwoord", "kans")

    with django_assert_num_queries(7):
        before, changed = frames.changes(day.meetup.pk, before, [view])
    assert "Een tweede antwoord" in changed[view].message

    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=2)
    _, changed = frames.changes(day.meetup.pk, before, [view])
    assert 'data-theme="2"' in json.loads(changed[view].message)["content"]


def test_who_joined_is_told_as_often_as_the_hub_asks(day):
    view = View(Audience.SCREEN, day.etten_leur.pk)
    before = frames.known(day.meetup.pk)
    join_many(day.etten_leur, 3)

    before, unasked = frames.changes(day.meetup.pk, before, [view], counts_people=False)
    _, asked = frames.changes(day.meetup.pk, before, [view])

    assert unasked == {}
    assert targets(json.loads(asked[view].message)) == ["teller"]
