"""Grouping answers that say the same: nothing is lost, and everything can be undone."""

import pytest

from sessions import clustering
from sessions.models import Answer, Cluster, Event
from sessions.moderation import hide_answer
from sessions.preparation import make_meetup
from tests.cast import Section, give_answer, give_choice, give_support, go_to, make_day, open_step, reveal_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def answers(day):
    """Four answers to question 2 of theme 1: three from Etten-Leur and one from Rijssen-Holten."""
    for place in (day.etten_leur, day.rijssen):
        go_to(place, Section.KNOWLEDGE, theme=1)
        open_step(place)
    return [
        give_answer(day.anna, "Hoe houden we jongeren vast?"),
        give_answer(day.bram, "Hoe houden we talent in de stad?"),
        give_answer(day.anna, "Wat doet een goede winkelstraat?"),
        give_answer(day.carla, "Waarom vertrekken jongeren?"),
    ]


def group(day, answers, name="", cluster=None):
    return clustering.group_answers(
        meetup=day.meetup, answer_ids=[answer.pk for answer in answers], name=name, cluster=cluster
    )


def groups(day):
    """The groups that are there, by name, with the texts in them."""
    return {
        cluster.name: [answer.text for answer in cluster.answers.all()]
        for cluster in day.meetup.clusters.filter(is_dissolved=False)
    }


def test_group_answers_of_both_places_makes_a_group_of_their_theme_on_the_ballot(day, answers):
    cluster = group(day, [answers[0], answers[3]], "Jongeren")

    assert groups(day) == {"Jongeren": ["Hoe houden we jongeren vast?", "Waarom vertrekken jongeren?"]}
    assert (cluster.theme.number, cluster.on_ballot) == (1, True)


def test_group_answers_into_a_group_that_is_there(day, answers):
    cluster = group(day, answers[:1], "Jongeren")

    assert group(day, answers[1:2], cluster=cluster) == cluster
    assert len(groups(day)["Jongeren"]) == 2


def test_group_answers_under_a_name_that_a_group_of_the_theme_has_joins_it(day, answers):
    cluster = group(day, answers[:1], "Jongeren")

    assert group(day, answers[1:2], "jongeren") == cluster
    assert Cluster.objects.count() == 1


def test_group_answers_under_a_name_of_another_theme_makes_a_group_of_its_own(day, answers):
    group(day, answers[:1], "Jongeren")
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=2)
    open_step(day.etten_leur)

    other = group(day, [give_answer(day.anna, "Jongerenraad")], "Jongeren")

    assert other.theme.number == 2
    assert Cluster.objects.count() == 2


def test_group_answers_moves_them_and_dissolves_the_group_that_is_left_empty(day, answers):
    emptied = group(day, answers[:1], "Jongeren")

    group(day, answers[:2], "Talent")

    emptied.refresh_from_db()
    assert emptied.is_dissolved
    assert list(groups(day)) == ["Talent"]


def test_group_answers_without_a_name_or_answers_is_refused(day, answers):
    with pytest.raises(ValueError, match="naam"):
        group(day, answers)
    with pytest.raises(ValueError, match="Kies eerst"):
        group(day, [], "Leeg")

    assert not Cluster.objects.exists()
    assert not Event.objects.filter(kind=Event.Kind.GROUPING_CHANGED).exists()


def test_group_answers_leaves_those_of_another_meetup_alone(day, answers):
    other = make_meetup(programme=day.meetup.programme)

    with pytest.raises(ValueError, match="Kies eerst"):
        clustering.group_answers(meetup=other, answer_ids=[answers[0].pk], name="Gestolen")

    answers[0].refresh_from_db()
    assert answers[0].cluster is None


def test_ungroup_answers_makes_them_loose_again(day, answers):
    group(day, answers[:2], "Jongeren")

    clustering.ungroup_answers(meetup=day.meetup, answer_ids=[answers[0].pk, answers[2].pk])

    answers[0].refresh_from_db()
    assert answers[0].cluster is None
    assert groups(day) == {"Jongeren": ["Hoe houden we talent in de stad?"]}


def test_ungroup_answers_that_are_loose_changes_nothing(day, answers):
    before = Event.objects.count()

    clustering.ungroup_answers(meetup=day.meetup, answer_ids=[answers[0].pk])

    assert Event.objects.count() == before


def test_undo_grouping_goes_back_step_by_step_to_the_beginning(day, answers):
    group(day, answers[:2], "Jongeren")
    states = [groups(day)]
    group(day, [answers[1], answers[2]], "Talent")
    states.append(groups(day))
    clustering.ungroup_answers(meetup=day.meetup, answer_ids=[answers[2].pk])

    undone = []
    while clustering.undo_grouping(meetup=day.meetup):
        undone.append(groups(day))

    assert undone == [*reversed(states), {}]


def test_redo_grouping_goes_forward_step_by_step_to_where_undoing_began(day, answers):
    group(day, answers[:2], "Jongeren")
    states = [groups(day)]
    group(day, [answers[1], answers[2]], "Talent")
    states.append(groups(day))
    clustering.ungroup_answers(meetup=day.meetup, answer_ids=[answers[2].pk])
    states.append(groups(day))
    while clustering.undo_grouping(meetup=day.meetup):
        pass

    redone = []
    while clustering.redo_grouping(meetup=day.meetup):
        redone.append(groups(day))

    assert redone == states


def test_undo_and_redo_go_back_and_forth_as_often_as_one_likes(day, answers):
    group(day, answers[:1], "Eerste")
    group(day, answers[1:2], "Tweede")
    states = []
    for act in (clustering.undo_grouping, clustering.redo_grouping) * 2:
        assert act(meetup=day.meetup)
        states.append(list(groups(day)))

    assert states == [["Eerste"], ["Eerste", "Tweede"]] * 2


def test_redo_grouping_ends_with_a_new_grouping(day, answers):
    group(day, answers[:1], "Eerste")
    clustering.undo_grouping(meetup=day.meetup)
    group(day, answers[1:2], "Tweede")

    assert not clustering.redo_grouping(meetup=day.meetup)
    assert list(groups(day)) == ["Tweede"]


def test_merging_whole_groups_takes_hidden_answers_along_and_is_undone_in_one_step(day, answers):
    kept = group(day, answers[:2], "Jongeren")
    other = group(day, answers[2:], "Talent")
    hide_answer(answer=answers[3])

    clustering.group_answers(meetup=day.meetup, cluster_ids=[other.pk], cluster=kept)
    merged = groups(day)
    clustering.undo_grouping(meetup=day.meetup)

    assert {name: len(texts) for name, texts in merged.items()} == {"Jongeren": 4}
    assert {name: len(texts) for name, texts in groups(day).items()} == {"Jongeren": 2, "Talent": 2}


def test_merging_without_a_name_keeps_that_of_the_largest_group(day, answers):
    small, large = group(day, answers[:1], "Jongeren"), group(day, answers[1:3], "Talent")

    assert clustering.group_answers(meetup=day.meetup, cluster_ids=[small.pk, large.pk]) == large


def test_undo_grouping_revives_a_dissolved_group_with_its_name(day, answers):
    cluster = group(day, answers[:2], "Jongeren")
    clustering.ungroup_answers(meetup=day.meetup, answer_ids=[answers[0].pk, answers[1].pk])

    clustering.undo_grouping(meetup=day.meetup)

    cluster.refresh_from_db()
    assert not cluster.is_dissolved
    assert len(groups(day)["Jongeren"]) == 2


def test_undo_grouping_after_new_work_undoes_the_new_work_first(day, answers):
    group(day, answers[:1], "Eerste")
    group(day, answers[1:2], "Tweede")
    clustering.undo_grouping(meetup=day.meetup)
    group(day, answers[2:3], "Derde")

    clustering.undo_grouping(meetup=day.meetup)

    assert list(groups(day)) == ["Eerste"]


def test_grouping_keeps_texts_labels_authors_and_support(day, answers):
    reveal_step(day.etten_leur)
    give_support(day.bram, answers[0])
    before = list(Answer.objects.values_list("pk", "text", "option", "participant", "rev", "supports"))

    group(day, answers, "Alles")
    clustering.undo_grouping(meetup=day.meetup)

    assert list(Answer.objects.values_list("pk", "text", "option", "participant", "rev", "supports")) == before


def test_events_of_grouping_hold_no_text(day, answers):
    group(day, answers[:2], "Jongeren")

    event = Event.objects.get(kind=Event.Kind.GROUPING_CHANGED)
    ids = {str(answer.pk) for answer in answers[:2]}
    [made] = day.meetup.clusters.values_list("pk", flat=True)
    after = dict.fromkeys(ids, made)
    assert event.detail == {"before": dict.fromkeys(ids), "after": after, "emptied": [], "made": made}
    assert event.ref == ""


def test_rename_cluster_renames_its_line_on_an_open_ballot(day, answers):
    cluster = group(day, answers[:1], "Jongeren")
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)
    give_choice(day.anna, "Jongeren", 2)

    clustering.rename_cluster(cluster=cluster, name="Jong talent")

    option = cluster.options.get()
    assert (option.text, option.choices.get().value) == ("Jong talent", 2)


def test_rename_cluster_keeps_the_forms_on_a_ballot(day, answers):
    cluster = group(day, answers[:1], "Jongeren")
    go_to(day.etten_leur, Section.FORMS)
    open_step(day.etten_leur)
    before = list(cluster.options.values_list("text", flat=True))

    clustering.rename_cluster(cluster=cluster, name="Jong talent")

    assert list(cluster.options.values_list("text", flat=True)) == before


def test_rename_cluster_to_nothing_is_refused(day, answers):
    cluster = group(day, answers[:1], "Jongeren")

    with pytest.raises(ValueError, match="naam"):
        clustering.rename_cluster(cluster=cluster, name="")

    assert list(groups(day)) == ["Jongeren"]


def test_group_answers_takes_the_same_number_of_queries_for_many(day, answers, django_assert_max_num_queries):
    many = [give_answer(day.bram, f"Nog een vraag, nummer {number}") for number in range(40)]

    with django_assert_max_num_queries(14):
        group(day, many, "Veel")

    assert len(groups(day)["Veel"]) == 40
