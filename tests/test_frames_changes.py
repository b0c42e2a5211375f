"""Which screens are told what, when something changes."""

import json
import re

import pytest
from django.db import OperationalError

from pmg_workshop import storage
from sessions import clustering, intake, moderation, pacing, participation, projection, sharing
from sessions.live import frames
from sessions.live.frames import View
from sessions.live.regions import REGIONS, Audience
from sessions.stage import stage_of
from tests.cast import (
    Section,
    close_step,
    conceal_step,
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

    hidden = told(day, lambda: moderation.hide_answer(answer=answer))
    restored = told(day, lambda: moderation.restore_answer(answer=answer))

    assert targets(hidden) == ["teller", f"antwoord-{answer.pk}"]
    assert f'hx-target="#antwoord-{answer.pk}" hx-swap="delete"' in hidden["content"]
    assert "Even weg" not in hidden["content"]
    assert targets(restored) == ["teller", f"kaarten-{answer.option_id}"]


def test_what_waits_for_approval_reaches_the_desk_and_not_the_room(day):
    reveal_step(day.etten_leur)
    intake.hold_new(live_session=day.etten_leur, on=True)

    heard = {
        audience: told(day, lambda: give_answer(day.anna, "GEHEIM-7f3a", "kans"), audience=audience)
        for audience in IN_A_PLACE
    }

    assert {audience for audience, message in heard.items() if "GEHEIM" in message["content"]} == {Audience.DESK}


def test_a_pause_is_told_to_phones_and_approving_first_is_not(day):
    held = told(day, lambda: intake.hold_new(live_session=day.etten_leur, on=True), audience=Audience.PHONE)
    paused = told(day, lambda: intake.pause(live_session=day.etten_leur, on=True), audience=Audience.PHONE)

    assert held is None
    assert targets(paused) == ["stap"]


def test_a_hidden_answer_leaves_the_spotlight_at_once(day):
    answer = give_answer(day.anna, "Groot in beeld", "kans")
    reveal_step(day.etten_leur)

    shown = told(day, lambda: projection.show_answer(answer=answer, on=True))
    hidden = told(day, lambda: moderation.hide_answer(answer=answer))

    assert targets(shown) == ["laag"]
    assert "Groot in beeld" in shown["content"]
    assert targets(hidden) == ["teller", "laag", f"antwoord-{answer.pk}"]
    assert "Groot in beeld" not in hidden["content"]


def test_an_answer_in_the_spotlight_is_shown_in_its_new_words(day):
    answer = give_answer(day.anna, "Groot in beeld", "kans")
    reveal_step(day.etten_leur)
    revision = {"participant": day.anna, "answer_id": answer.pk, "key": new_key(), "base_rev": 1}
    projection.show_answer(answer=answer, on=True)

    message = told(day, lambda: participation.revise_answer(**revision, text="Nog groter"))

    assert "laag" in targets(message)
    assert message["content"].count("Nog groter") == 2


def test_moderation_is_told_to_phones_by_id_also_before_the_reveal(day):
    answer = give_answer(day.anna, "GEHEIM-7f3a", "kans")

    phones = told(day, lambda: moderation.hide_answer(answer=answer), audience=Audience.PHONE)
    screen = told(day, lambda: moderation.restore_answer(answer=answer))

    assert (phones["moderated"], phones["content"]) == ([answer.pk], "")
    assert "moderated" not in screen


def test_a_card_that_is_hidden_stays_on_the_desk(day):
    answer = give_answer(day.anna, "Even weg", "kans")

    message = told(day, lambda: moderation.hide_answer(answer=answer), audience=Audience.DESK)

    assert targets(message) == ["teller", "herstel", f"kaarten-{answer.option_id}"]


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

    assert targets(message) == ["teller", "laag"]
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


# What a place shows of the others


@pytest.fixture
def sharing_day(day):
    """Both places at the question, shown in both; Etten-Leur shows all places."""
    go_to(day.rijssen, Section.OPPORTUNITIES, theme=1)
    open_step(day.rijssen)
    for place in (day.etten_leur, day.rijssen):
        reveal_step(place)
    sharing.show_places(live_session=day.etten_leur, scope="merged")
    return day


@pytest.mark.parametrize("audience", [Audience.SCREEN, Audience.DESK])
def test_an_answer_of_another_place_is_a_card_where_all_places_are_shown(sharing_day, audience):
    label = stage_of(sharing_day.etten_leur.pk).options[0]

    message = told(sharing_day, lambda: give_answer(sharing_day.carla, "Uit Rijssen", "kans"), audience=audience)

    assert targets(message) == [f"kaarten-{label.pk}"]
    assert "Uit Rijssen" in message["content"]
    assert 'place-tag__letter">R</b> Rijssen-Holten' in message["content"]


def test_where_places_stand_side_by_side_a_card_goes_to_the_half_of_its_place(sharing_day):
    sharing.show_places(live_session=sharing_day.etten_leur, scope="beside")

    of_carla = told(sharing_day, lambda: give_answer(sharing_day.carla, "Uit Rijssen", "kans"))
    of_anna = told(sharing_day, lambda: give_answer(sharing_day.anna, "Van hier", "opgave"))

    assert targets(of_carla) == [f"kaarten-plek-{sharing_day.rijssen.pk}"]
    assert targets(of_anna) == ["teller", f"kaarten-plek-{sharing_day.etten_leur.pk}"]
    assert "opgave" in of_anna["content"]


def test_phones_hear_nothing_of_answers_in_another_place(sharing_day):
    def answer():
        give_answer(sharing_day.carla, "Uit Rijssen", "kans")

    assert told(sharing_day, answer, audience=Audience.PHONE) is None


def test_nothing_is_heard_of_another_place_before_it_shows_its_answers(sharing_day):
    conceal_step(sharing_day.rijssen)

    for audience in (Audience.SCREEN, Audience.DESK):
        secret = told(sharing_day, lambda: give_answer(sharing_day.carla, "Geheim", "kans"), audience=audience)
        assert secret is None


def test_nothing_is_heard_of_another_place_that_is_at_another_step(sharing_day):
    go_to(sharing_day.rijssen, Section.KNOWLEDGE, theme=1)
    open_step(sharing_day.rijssen)
    reveal_step(sharing_day.rijssen)

    assert told(sharing_day, lambda: give_answer(sharing_day.carla, "Bij de volgende vraag")) is None


def test_a_reveal_in_another_place_brings_its_answers(sharing_day):
    conceal_step(sharing_day.rijssen)
    give_answer(sharing_day.carla, "Uit Rijssen", "kans")

    shown = told(sharing_day, lambda: reveal_step(sharing_day.rijssen))
    taken_off = told(sharing_day, lambda: conceal_step(sharing_day.rijssen))

    assert "Uit Rijssen" in shown["content"]
    assert targets(taken_off) == names(Audience.SCREEN)
    assert "Uit Rijssen" not in taken_off["content"]


@pytest.mark.parametrize("audience", [Audience.SCREEN, Audience.DESK])
def test_a_card_that_is_hidden_in_its_own_place_goes_off_every_screen(sharing_day, audience):
    answer = give_answer(sharing_day.carla, "Even weg", "kans")

    hidden = told(sharing_day, lambda: moderation.hide_answer(answer=answer), audience=audience)
    restored = told(sharing_day, lambda: moderation.restore_answer(answer=answer), audience=audience)

    assert targets(hidden) == [f"antwoord-{answer.pk}"]
    assert targets(restored) == [f"kaarten-{answer.option_id}"]


def test_a_vote_that_closes_in_another_place_brings_its_results(sharing_day):
    for place in (sharing_day.etten_leur, sharing_day.rijssen):
        go_to(place, Section.TRENDS, theme=1)
        open_step(place)
        reveal_step(place)
    close_step(sharing_day.etten_leur)

    secret = told(sharing_day, lambda: give_choice(sharing_day.carla, "Padafhankelijkheid"))
    closed = told(sharing_day, lambda: close_step(sharing_day.rijssen))

    assert secret is None
    assert "inhoud" in targets(closed)
    assert "100%" in closed["content"]


def test_what_a_place_shows_changes_its_screen_and_its_desk_and_no_other(sharing_day):
    views = [View(audience, sharing_day.etten_leur.pk) for audience in IN_A_PLACE]
    views += [View(audience, sharing_day.rijssen.pk) for audience in IN_A_PLACE]
    before = frames.known(sharing_day.meetup.pk)
    sharing.show_places(live_session=sharing_day.etten_leur, scope="own")

    _, changed = frames.changes(sharing_day.meetup.pk, before, views)

    assert {(view.audience, view.id) for view in changed} == {
        (Audience.SCREEN, sharing_day.etten_leur.pk),
        (Audience.DESK, sharing_day.etten_leur.pk),
    }


def test_telling_of_another_place_takes_the_same_queries_for_one_answer_and_for_many(
    sharing_day, django_assert_num_queries
):
    view = View(Audience.SCREEN, sharing_day.etten_leur.pk)
    before = frames.known(sharing_day.meetup.pk)
    give_answer(sharing_day.carla, "Een antwoord", "kans")

    with django_assert_num_queries(8):
        frames.changes(sharing_day.meetup.pk, before, [view])

    for participant in join_many(sharing_day.rijssen, 20):
        give_answer(participant, "Een antwoord", "kans")
    with django_assert_num_queries(8):
        _, changed = frames.changes(sharing_day.meetup.pk, before, [view])
    assert changed[view].message.count("Een antwoord") == 21


def test_a_place_that_shows_its_own_answers_reads_nothing_for_those_of_another(day, django_assert_num_queries):
    go_to(day.rijssen, Section.OPPORTUNITIES, theme=1)
    open_step(day.rijssen)
    before = frames.known(day.meetup.pk)
    give_answer(day.carla, "Uit Rijssen", "kans")

    with django_assert_num_queries(3):
        _, changed = frames.changes(day.meetup.pk, before, [View(Audience.SCREEN, day.etten_leur.pk)])

    assert changed == {}


# Who hears what of how places go together


def test_only_desks_hear_how_the_places_go_together(day):
    views = [View(audience, day.rijssen.pk) for audience in IN_A_PLACE]
    before = frames.known(day.meetup.pk)
    pacing.wait_for_all(meetup=day.meetup, on=True)
    day.etten_leur.refresh_from_db()
    pacing.say_ready(live_session=day.etten_leur, on=True, expect_rev=day.etten_leur.rev)

    _, changed = frames.changes(day.meetup.pk, before, views)

    assert {view.audience: targets(json.loads(frame.message)) for view, frame in changed.items()} == {
        Audience.DESK: ["bediening", "locaties"]
    }


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


@pytest.mark.parametrize("audience", [Audience.SCREEN, Audience.DESK])
def test_a_card_is_told_at_once_and_how_many_there_are_when_the_hub_asks(day, audience):
    reveal_step(day.etten_leur)
    view = View(audience, day.etten_leur.pk)
    before = frames.known(day.meetup.pk)
    give_answer(day.anna, "Een eerste antwoord", "kans")

    before, at_once = frames.changes(day.meetup.pk, before, [view], counts_people=False)
    before, unasked = frames.changes(day.meetup.pk, before, [view], counts_people=False)
    before, asked = frames.changes(day.meetup.pk, before, [view])
    _, again = frames.changes(day.meetup.pk, before, [view])

    assert "Een eerste antwoord" in at_once[view].message
    assert "teller" not in at_once[view].message
    assert targets(json.loads(asked[view].message)) == ["teller"]
    assert unasked == again == {}


def test_who_joined_is_told_as_often_as_the_hub_asks(day):
    view = View(Audience.SCREEN, day.etten_leur.pk)
    before = frames.known(day.meetup.pk)
    join_many(day.etten_leur, 3)

    before, unasked = frames.changes(day.meetup.pk, before, [view], counts_people=False)
    _, asked = frames.changes(day.meetup.pk, before, [view])

    assert unasked == {}
    assert targets(json.loads(asked[view].message)) == ["teller", "laag"]
