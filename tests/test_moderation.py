"""What facilitators decide about answers, and how they take it back: nothing is ever lost."""

from functools import partial

import pytest

from sessions import intake, moderation, participation
from sessions.facilitation import Impossible
from sessions.models import Answer, Event
from sessions.oversight import last_action
from sessions.participation import revise_answer, withdraw_answer
from sessions.scribing import note_answer
from sessions.seen import ChangedMeanwhile
from tests.cast import Section, close_step, give_answer, go_to, join, make_day, new_key, open_step, round_of

pytestmark = pytest.mark.django_db

State = Answer.State


@pytest.fixture
def day():
    """The day at the question that sorts answers under four labels, open in Etten-Leur."""
    day = make_day()
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    return day


@pytest.fixture
def answer(day):
    return give_answer(day.anna, "De wethouder is een ...", "bedreiging")


def state_of(answer):
    return Answer.objects.get(pk=answer.pk).state


def approve_first(day, on=True):
    intake.approve_first(step=round_of(day.etten_leur).step, on=on)


def undo(day):
    last = last_action(day.etten_leur)
    moderation.undo_action(live_session=day.etten_leur, action=last.seq, until=last.until)
    return last.words


def seq_of(meetup):
    meetup.refresh_from_db()
    return meetup.seq


# One answer


def test_hidden_keeps_its_text_and_comes_back_when_restored(day, answer):
    moderation.hide_answer(answer=answer)
    answer.refresh_from_db()
    hidden = (answer.state, answer.text)
    moderation.restore_answer(answer=answer)
    answer.refresh_from_db()

    assert hidden == (State.HIDDEN, "De wethouder is een ...")
    assert answer.state == State.VISIBLE
    assert answer.changed_seq == seq_of(day.meetup)


def test_hiding_twice_tells_the_screens_once(day, answer):
    moderation.hide_answer(answer=answer)
    before = seq_of(day.meetup)

    moderation.hide_answer(answer=answer)

    assert seq_of(day.meetup) == before


def test_a_hidden_answer_gets_a_reason_afterwards_and_loses_it_when_restored(day, answer):
    moderation.hide_answer(answer=answer)
    moderation.hide_answer(answer=answer, reason=Answer.HiddenReason.INDECENT)
    hidden = answer.standing
    moderation.restore_answer(answer=answer)

    assert (hidden, answer.standing) == ("verborgen: onfatsoenlijk", "zichtbaar")


def test_only_what_waits_or_is_late_is_admitted(day, answer):
    approve_first(day)
    new = give_answer(day.bram, "Dit is nieuw")
    close_step(day.etten_leur)
    late = give_answer(day.bram, "Ik was nog aan het typen")
    moderation.hide_answer(answer=answer)

    for one in (new, late, answer):
        moderation.admit_answer(answer=one)

    assert [state_of(one) for one in (new, late, answer)] == [State.VISIBLE, State.VISIBLE, State.HIDDEN]


def test_a_new_answer_can_be_hidden_at_once(day):
    approve_first(day)
    new = give_answer(day.anna, "Onzin")

    moderation.hide_answer(answer=new)

    assert state_of(new) == State.HIDDEN


def test_highlighting_is_a_mark_that_leaves_the_answer_where_it_is(day, answer):
    moderation.highlight_answer(answer=answer, on=True)
    moderation.highlight_answer(answer=answer, on=True)

    answer.refresh_from_db()
    assert (answer.state, answer.is_highlighted) == (State.VISIBLE, True)
    assert Event.objects.filter(kind=Event.Kind.ANSWER_HIGHLIGHTED).count() == 1


def test_what_is_not_on_the_board_is_not_highlighted(day, answer):
    moderation.hide_answer(answer=answer)

    moderation.highlight_answer(answer=answer, on=True)

    assert not Answer.objects.get().is_highlighted


def test_an_answer_that_its_author_took_back_is_left_alone(day, answer):
    withdraw_answer(participant=day.anna, answer_id=answer.pk, key=new_key(), base_rev=1)

    moderation.hide_answer(answer=answer)
    moderation.admit_answer(answer=answer)

    assert state_of(answer) == State.WITHDRAWN


# Approving first


def test_answers_of_a_step_wait_in_both_places_while_it_approves_first(day):
    go_to(day.rijssen, Section.OPPORTUNITIES, theme=1)
    open_step(day.rijssen)
    approve_first(day)
    waiting = [state_of(give_answer(person, "Wacht")) for person in (day.anna, day.carla)]
    approve_first(day, on=False)

    assert waiting == [State.NEW, State.NEW]
    assert state_of(give_answer(day.bram, "Meteen")) == State.VISIBLE


def test_a_phone_hears_that_a_waiting_answer_was_accepted(day):
    approve_first(day)

    outcome = participation.submit_answer(
        participant=day.anna, round_id=round_of(day.etten_leur).pk, key=new_key(), text="Wacht"
    )

    assert outcome.status == "accepted"


def test_all_that_was_read_is_approved_at_once_and_what_came_after_waits(day):
    approve_first(day)
    read = [give_answer(person, "Gelezen") for person in (day.anna, day.bram)]
    unread = give_answer(day.anna, "Kwam erna")

    moderation.admit_all(round_=round_of(day.etten_leur), until=read[-1].changed_seq)

    assert [state_of(one) for one in (*read, unread)] == [State.VISIBLE, State.VISIBLE, State.NEW]


def test_an_approved_answer_waits_again_when_its_author_changes_it(day):
    approve_first(day)
    answer = give_answer(day.anna, "Netjes")
    moderation.admit_answer(answer=answer)

    revise_answer(participant=day.anna, answer_id=answer.pk, key=new_key(), base_rev=1, text="Niet netjes")

    assert state_of(answer) == State.NEW


def test_what_is_typed_at_the_desk_needs_no_approval(day):
    approve_first(day)

    outcome = note_answer(
        live_session=day.etten_leur,
        round_id=round_of(day.etten_leur).pk,
        key=new_key(),
        text="Van papier",
        source=Answer.Source.PAPER,
    )

    assert Answer.objects.get(pk=outcome.id).state == State.VISIBLE


# Undoing


def test_the_last_action_is_named_and_undone_back_to_the_first(day, answer):
    moderation.highlight_answer(answer=answer, on=True)
    moderation.hide_answer(answer=answer)
    moderation.hide_answer(answer=answer, reason=Answer.HiddenReason.DUPLICATE)
    moderation.restore_answer(answer=answer)

    words = [undo(day), undo(day), undo(day), undo(day)]

    code = answer.code
    assert words == [
        f"{code} teruggezet",
        f"{code} verborgen, met een reden",
        f"{code} verborgen",
        f"{code} uitgelicht",
    ]
    answer.refresh_from_db()
    assert (answer.state, answer.hidden_reason, answer.is_highlighted) == (State.VISIBLE, "", False)
    assert last_action(day.etten_leur) is None


def test_approving_all_is_one_action(day):
    approve_first(day)
    answers = [give_answer(person, "Nieuw") for person in (day.anna, day.bram)]
    moderation.admit_all(round_=round_of(day.etten_leur), until=answers[-1].changed_seq)

    words = undo(day)

    assert words == "2 antwoorden goedgekeurd"
    assert [state_of(one) for one in answers] == [State.NEW, State.NEW]


def test_undoing_twice_undoes_one_action(day, answer):
    other = give_answer(day.bram, "Nog iets")
    moderation.hide_answer(answer=other)
    moderation.hide_answer(answer=answer)
    last = last_action(day.etten_leur)

    for _ in range(2):
        moderation.undo_action(live_session=day.etten_leur, action=last.seq, until=last.until)

    assert (state_of(answer), state_of(other)) == (State.VISIBLE, State.HIDDEN)


def test_undo_is_refused_when_a_colleague_decided_something_after_it(day, answer):
    moderation.hide_answer(answer=answer)
    last = last_action(day.etten_leur)
    moderation.hide_answer(answer=give_answer(day.bram, "Nog iets"))

    with pytest.raises(ChangedMeanwhile):
        moderation.undo_action(live_session=day.etten_leur, action=last.seq, until=last.until)

    assert state_of(answer) == State.HIDDEN


def test_undo_puts_no_words_on_the_board_that_nobody_read(day, answer):
    moderation.hide_answer(answer=answer)
    last = last_action(day.etten_leur)
    revise_answer(participant=day.anna, answer_id=answer.pk, key=new_key(), base_rev=1, text="Nog erger")

    with pytest.raises(ChangedMeanwhile):
        moderation.undo_action(live_session=day.etten_leur, action=last.seq, until=last.until)

    assert state_of(answer) == State.HIDDEN


def test_undo_does_not_bring_back_what_its_author_took_back(day, answer):
    moderation.hide_answer(answer=answer)
    withdraw_answer(participant=day.anna, answer_id=answer.pk, key=new_key(), base_rev=1)

    undo(day)

    assert state_of(answer) == State.WITHDRAWN
    assert last_action(day.etten_leur) is None


def test_each_place_undoes_its_own(day, answer):
    moderation.hide_answer(answer=answer)

    assert last_action(day.rijssen) is None


def test_the_last_action_takes_the_same_number_of_queries_for_one_answer_and_many(
    day, answer, django_assert_max_num_queries
):
    approve_first(day)
    for person in [join(day.etten_leur) for _ in range(12)]:
        last = give_answer(person, "Nieuw")
    moderation.admit_all(round_=round_of(day.etten_leur), until=last.changed_seq)

    with django_assert_max_num_queries(4):
        words = last_action(day.etten_leur).words

    assert words == "12 antwoorden goedgekeurd"


# A prankster


def test_everything_of_one_phone_is_hidden_and_comes_back_together(day, answer):
    second, other = give_answer(day.anna, "En nog een"), give_answer(day.bram, "Serieus")
    moderation.hide_all_of_phone(answer=answer)
    hidden = [state_of(one) for one in (answer, second, other)]
    words = undo(day)

    assert hidden == [State.HIDDEN, State.HIDDEN, State.VISIBLE]
    assert words == "2 antwoorden verborgen"
    assert [state_of(one) for one in (answer, second)] == [State.VISIBLE, State.VISIBLE]


def test_a_muted_phone_waits_and_others_do_not(day, answer):
    moderation.mute_phone(answer=answer, on=True)
    day.anna.refresh_from_db()
    muted, other = give_answer(day.anna, "Nog een grap"), give_answer(day.bram, "Serieus")
    moderation.mute_phone(answer=answer, on=False)
    day.anna.refresh_from_db()
    later = give_answer(day.anna, "Sorry")

    states = [state_of(one) for one in (answer, muted, other, later)]
    assert states == [State.VISIBLE, State.NEW, State.VISIBLE, State.VISIBLE]


@pytest.mark.parametrize("act", [moderation.hide_all_of_phone, partial(moderation.mute_phone, on=True)])
def test_what_was_typed_at_the_desk_has_no_phone(day, act):
    outcome = note_answer(
        live_session=day.etten_leur,
        round_id=round_of(day.etten_leur).pk,
        key=new_key(),
        text="Van papier",
        source=Answer.Source.PAPER,
    )

    with pytest.raises(Impossible):
        act(answer=Answer.objects.get(pk=outcome.id))
