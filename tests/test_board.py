"""What the board of a round holds."""

import pytest

from sessions import moderation, participation
from sessions.board import ON_THE_DESK, board_of
from sessions.stage import stage_of
from tests.cast import (
    Section,
    close_step,
    give_answer,
    give_support,
    go_to,
    join_many,
    make_day,
    new_key,
    open_step,
    reveal_step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    """The day at the question that sorts answers under four labels, open in Etten-Leur."""
    day = make_day()
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    return day


def board_in(place, **options):
    stage = stage_of(place.pk)
    return board_of(stage.round, stage.options, **options)


def content(board):
    return {
        column.option.text if column.option else None: [answer.text for answer in column.answers]
        for column in board.columns
    }


def test_answers_stand_under_their_label_oldest_first(day):
    give_answer(day.anna, "Maakindustrie", "kans")
    give_answer(day.bram, "Vergrijzing", "bedreiging")
    give_answer(day.anna, "Zorg als banenmotor", "kans")
    give_answer(day.bram, "Dat weet ik nog niet")

    board = board_in(day.etten_leur)

    assert content(board) == {
        "kans": ["Maakindustrie", "Zorg als banenmotor"],
        "opgave": [],
        "uitdaging": [],
        "bedreiging": ["Vergrijzing"],
        None: ["Dat weet ik nog niet"],
    }
    assert board.count == 4


def test_a_question_without_labels_has_one_column(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    give_answer(day.anna, "Hoe houden we talent vast?")

    assert content(board_in(day.etten_leur)) == {None: ["Hoe houden we talent vast?"]}


def test_columns_are_called_after_their_label(day):
    labels = stage_of(day.etten_leur.pk).options

    columns = board_in(day.etten_leur).columns

    assert [column.key for column in columns] == [*(str(label.pk) for label in labels), "los"]


def test_the_room_sees_visible_answers_only_and_the_desk_also_hidden_and_late_ones(day):
    give_answer(day.anna, "Zichtbaar", "kans")
    moderation.hide_answer(answer=give_answer(day.anna, "Verborgen", "kans"))
    withdrawn = give_answer(day.bram, "Ingetrokken", "kans")
    participation.withdraw_answer(participant=day.bram, answer_id=withdrawn.pk, key=new_key(), base_rev=1)
    close_step(day.etten_leur)
    give_answer(day.bram, "Te laat", "kans")

    assert content(board_in(day.etten_leur))["kans"] == ["Zichtbaar"]
    assert content(board_in(day.etten_leur, states=ON_THE_DESK))["kans"] == ["Zichtbaar", "Verborgen", "Te laat"]


def test_a_board_holds_the_answers_of_its_own_place(day):
    go_to(day.rijssen, Section.OPPORTUNITIES, theme=1)
    open_step(day.rijssen)
    give_answer(day.carla, "Uit Rijssen", "kans")
    give_answer(day.anna, "Uit Etten-Leur", "kans")

    assert content(board_in(day.etten_leur))["kans"] == ["Uit Etten-Leur"]


def test_cards_know_their_support(day):
    supported = give_answer(day.anna, "Maakindustrie", "kans")
    give_answer(day.anna, "Logistiek", "kans")
    reveal_step(day.etten_leur)
    give_support(day.bram, supported)
    for participant in join_many(day.etten_leur, 2):
        give_support(participant, supported)

    answers = board_in(day.etten_leur).columns[0].answers

    assert [(answer.text, answer.support_count) for answer in answers] == [("Maakindustrie", 3), ("Logistiek", 0)]


def test_reading_a_board_takes_one_query_for_one_card_and_for_many(day, django_assert_num_queries):
    give_answer(day.anna, "Eén", "kans")
    stage = stage_of(day.etten_leur.pk)
    assert stage.options

    def read_all_a_card_shows():
        return [
            (answer.text, answer.option.text, answer.round.live_session.place, answer.round.step.theme.number)
            for column in board_of(stage.round, stage.options).columns
            for answer in column.answers
        ]

    with django_assert_num_queries(1):
        read_all_a_card_shows()

    for participant in join_many(day.etten_leur, 40):
        give_answer(participant, "Nog een", "opgave")
    with django_assert_num_queries(1):
        cards = read_all_a_card_shows()
    assert len(cards) == 41
    assert cards[0] == ("Eén", "kans", "Etten-Leur", 1)
