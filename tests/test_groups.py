"""What the grouping page holds: groups with their answers, and the answers in no group."""

import pytest

from sessions.clustering import group_answers, redo_grouping, undo_grouping
from sessions.groups import History, groups_of
from sessions.models import Event, Meetup
from sessions.moderation import hide_answer
from tests.cast import Section, give_answer, go_to, make_day, open_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def answer_to(day, section, theme, text, place=None, by=None):
    place = place or day.etten_leur
    go_to(place, section, theme)
    open_step(place)
    return give_answer(by or day.anna, text)


def shown(day, number=None):
    """The groups with their texts, and the loose texts, of a theme or of all."""
    groups = groups_of(day.meetup, day.meetup.themes.get(number=number) if number else None)
    return (
        {cluster.name: [answer.text for answer in cluster.members] for cluster in groups.clusters},
        [answer.text for answer in groups.loose],
    )


def test_groups_of_a_meetup_without_answers_is_empty(day):
    groups = groups_of(day.meetup)

    assert (groups.clusters, groups.questions, groups.grouped_count) == ([], [], 0)
    assert groups.history == History(None, None)


def test_groups_of_all_themes_and_of_one(day):
    one = answer_to(day, Section.KNOWLEDGE, 1, "Over economie")
    two = answer_to(day, Section.KNOWLEDGE, 2, "Over democratie")
    answer_to(day, Section.KNOWLEDGE, 2, "Ook over democratie", day.rijssen, day.carla)
    group_answers(meetup=day.meetup, answer_ids=[one.pk], name="Geld")
    group_answers(meetup=day.meetup, answer_ids=[two.pk], name="Stem")

    assert shown(day) == ({"Geld": ["Over economie"], "Stem": ["Over democratie"]}, ["Ook over democratie"])
    assert shown(day, 1) == ({"Geld": ["Over economie"]}, [])
    assert shown(day, 2) == ({"Stem": ["Over democratie"]}, ["Ook over democratie"])
    assert shown(day, 3) == ({}, [])


def test_groups_of_a_theme_show_a_group_of_several_themes_whole(day):
    one = answer_to(day, Section.KNOWLEDGE, 1, "Over economie")
    two = answer_to(day, Section.KNOWLEDGE, 2, "Over democratie")
    group_answers(meetup=day.meetup, answer_ids=[one.pk, two.pk], name="Breed")

    whole = ({"Breed": ["Over economie", "Over democratie"]}, [])

    assert shown(day, 1) == whole
    assert shown(day, 2) == whole


def test_loose_answers_stand_by_question_and_then_by_time(day):
    answer_to(day, Section.COOPERATION, 1, "Derde vraag")
    answer_to(day, Section.OPPORTUNITIES, 1, "Eerste vraag", day.rijssen, day.carla)
    answer_to(day, Section.COOPERATION, 1, "Weer de derde vraag")

    assert shown(day, 1)[1] == ["Eerste vraag", "Derde vraag", "Weer de derde vraag"]


def test_answers_without_a_theme_stand_among_all_themes_only(day):
    answer_to(day, Section.BRIDGE, None, "Wij zijn de schakel")

    assert shown(day)[1] == ["Wij zijn de schakel"]
    assert shown(day, 1)[1] == []


def test_hidden_answers_are_shown_nowhere(day):
    grouped = answer_to(day, Section.KNOWLEDGE, 1, "Naam en toenaam")
    group_answers(meetup=day.meetup, answer_ids=[grouped.pk], name="Groep")
    loose = answer_to(day, Section.KNOWLEDGE, 1, "Nog een naam")

    hide_answer(answer=grouped)
    hide_answer(answer=loose)

    assert shown(day) == ({"Groep": []}, [])


def test_history_leads_back_and_forth(day):
    answer = answer_to(day, Section.KNOWLEDGE, 1, "Over economie")

    def can():
        history = groups_of(day.meetup).history
        return history.to_undo is not None, history.to_redo is not None

    states = [can()]
    for act in (
        lambda: group_answers(meetup=day.meetup, answer_ids=[answer.pk], name="Geld"),
        lambda: undo_grouping(meetup=day.meetup),
        lambda: redo_grouping(meetup=day.meetup),
    ):
        act()
        states.append(can())

    assert states == [(False, False), (True, False), (False, True), (True, False)]


def test_undo_that_an_older_program_noted_cannot_be_taken_back(day):
    answer = answer_to(day, Section.KNOWLEDGE, 1, "Over economie")
    group_answers(meetup=day.meetup, answer_ids=[answer.pk], name="Geld")
    undo_grouping(meetup=day.meetup)
    Event.objects.filter(kind=Event.Kind.GROUPING_UNDONE).update(detail={})

    assert groups_of(day.meetup).history == History(None, None)
    assert not redo_grouping(meetup=day.meetup)


def test_exactly_the_same_answers_stand_on_one_line_of_their_question(day):
    answer_to(day, Section.KNOWLEDGE, 1, "Hoe houden we jongeren vast?")
    answer_to(day, Section.KNOWLEDGE, 1, "hoe houden we  JONGEREN vast", day.rijssen, day.carla)
    answer_to(day, Section.KNOWLEDGE, 1, "Hoe houden wij jongeren vast?")
    answer_to(day, Section.COOPERATION, 1, "Hoe houden we jongeren vast!")

    questions = groups_of(day.meetup).questions

    assert [[len(row.answers) for row in question.rows] for question in questions] == [[2, 1], [1]]


def test_search_finds_loose_and_grouped_answers_that_look_like_one(day):
    sought = answer_to(day, Section.KNOWLEDGE, 1, "Wat doen we met lege winkels?")
    loose = answer_to(day, Section.KNOWLEDGE, 1, "Winkels verdwijnen")
    answer_to(day, Section.KNOWLEDGE, 1, "De bus rijdt niet meer")
    grouped = answer_to(day, Section.COOPERATION, 1, "Winkelstraten vernieuwen")
    answer_to(day, Section.COOPERATION, 1, "Wat doen we met lege winkels")
    group_answers(meetup=day.meetup, answer_ids=[grouped.pk], name="Binnenstad")

    search = groups_of(day.meetup, like=sought.pk).search

    assert (search.answer, set(search.found), search.is_stale) == (sought, {loose.pk, grouped.pk}, False)


def test_search_is_stale_once_answers_changed_and_keeps_to_those_that_were_there(day):
    sought = answer_to(day, Section.KNOWLEDGE, 1, "Wat doen we met lege winkels?")
    found = answer_to(day, Section.KNOWLEDGE, 1, "Winkels verdwijnen")
    until = groups_of(day.meetup).seq
    group_answers(meetup=day.meetup, answer_ids=[found.pk], name="Binnenstad")

    before = groups_of(day.meetup, like=sought.pk, like_seq=until).search
    answer_to(day, Section.KNOWLEDGE, 1, "Nog meer lege winkels")
    after = groups_of(day.meetup, like=sought.pk, like_seq=until).search

    assert (before.is_stale, after.is_stale) == (False, True)
    assert after.newest == Meetup.objects.get().seq
    assert before.found == after.found == [found.pk]


def test_search_for_what_is_gone_finds_nothing(day):
    sought = answer_to(day, Section.KNOWLEDGE, 1, "Wat doen we met lege winkels?")
    hide_answer(answer=sought)

    assert groups_of(day.meetup, like=sought.pk).search is None


@pytest.mark.parametrize("count", [1, 30])
def test_groups_of_one_and_many_take_the_same_number_of_queries(day, count, django_assert_num_queries):
    theme = day.meetup.themes.get(number=1)
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    for number in range(count):
        answer = give_answer(day.anna, f"Vraag {number}")
        group_answers(meetup=day.meetup, answer_ids=[answer.pk], name=f"Groep {number}")
        give_answer(day.bram, f"Los {number}")

    with django_assert_num_queries(4):
        groups = groups_of(day.meetup, theme)

    assert (groups.grouped_count, len(groups.loose)) == (count, count)
